import type { Election as BoundElection } from '@madang/ballot';
import { expectPresent, type TypeOf } from '@madang/base';
import type { ReadContext } from '@madang/kernel/define';
import { questionsOf } from './questions.ts';
import type { Asked } from './schema.ts';
import { bound, elections } from './state.ts';

/** The record of what ballots are bound to. */
export type Bound = TypeOf<(typeof bound)['value']>;

/** What every ballot is bound to (docs/spec/ballot.md), from the records that say so. */
export function boundBy(
  chain: Uint8Array,
  { fingerprint, key, voterBase }: Bound,
  questions: readonly Asked[],
): BoundElection {
  return { chain, election: fingerprint, key, voterBase, questions: questionsOf(questions) };
}

/** What every ballot of an election is bound to. Once it is there it never changes. */
export function boundElection(
  ctx: ReadContext<'election'>,
  id: Uint8Array,
): BoundElection | undefined {
  const found = ctx.get(bound, id);
  const election = ctx.get(elections, id);
  if (found === undefined || election === undefined) return undefined;
  return boundBy(ctx.chain, found, election.questions);
}

/** The same of an election that has been opened. */
export function expectBound(ctx: ReadContext<'election'>, id: Uint8Array): BoundElection {
  return expectPresent(boundElection(ctx, id), 'election: it has been opened');
}
