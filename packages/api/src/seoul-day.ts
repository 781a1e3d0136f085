export const HOUR_MS = 3_600_000;
export const DAY_MS = 24 * HOUR_MS;
/** Korea has had no summer time since 1988: the local day begins at 15:00 UTC. */
const SEOUL_OFFSET_MS = 9 * HOUR_MS;

/** Midnight in Seoul before a moment, ms. */
export function seoulDayStart(timeMs: number): number {
  return timeMs - ((timeMs + SEOUL_OFFSET_MS) % DAY_MS);
}
