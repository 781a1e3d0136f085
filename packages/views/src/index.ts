export type { ProjectedEvent, Projection, ProjectionDb } from './projection.ts';
export {
  MAX_RECORDS,
  type MatterWanted,
  type PlacedRecord,
  type RecordSummary,
  type RecordsWanted,
} from './records.ts';
export { type EntrySource, openViews, type Views, type ViewsOptions } from './views.ts';
