export { readArea, readCell, readPhone } from './cells.ts';
export { checkRows, goodRows } from './check-rows.ts';
export type { Encoding } from './decode-text.ts';
export { labelOf, readHome } from './home.ts';
export type { Capacity } from './owners.ts';
export { permutation } from './permutation.ts';
export {
  type CountedHome,
  type Counting,
  type FindingChange,
  findingChanges,
  homesAfter,
  talliesOf,
} from './preview.ts';
export type { Notice, Problem, ProblemCode } from './problem.ts';
export {
  type NewOwner,
  type OwnerEntry,
  type OwnerFault,
  type ReadOwners,
  readOwners,
} from './read-owners.ts';
export { type RollFile, readRollFile } from './read-roll-file.ts';
export type { Roll, RollHolder, RollPerson, RollTotals, RollUnit } from './roll.ts';
export { type Commitments, type RollActs, type RollLines, rollActs } from './roll-acts.ts';
export { applyFix, type Column, type Fix, type Purpose, type Row } from './row.ts';
export { toCsv } from './to-csv.ts';
export { type RollOptions, toRoll } from './to-roll.ts';
export { type ListedVoter, toVoters, type VoterList } from './voters.ts';
