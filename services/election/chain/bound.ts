import type { Election as BoundElection } from '@madang/ballot';
import { expectPresent } from '@madang/base';
import type { ReadContext } from '@madang/kernel/define';
import { questionsOf } from './questions.ts';
import { bound, elections } from './state.ts';

/**
 * What every ballot of an election is bound to (docs/spec/ballot.md). Once it is there it never
 * changes.
 */
export function boundElection(
  ctx: ReadContext<'election'>,
  id: Uint8Array,
): BoundElection | undefined {
  const found = ctx.get(bound, id);
  const election = ctx.get(elections, id);
  if (found === undefined || election === undefined) return undefined;
  const { fingerprint, key, voterBase } = found;
  const questions = questionsOf(election.questions);
  return { chain: ctx.chain, election: fingerprint, key, voterBase, questions };
}

/** The same of an election that has been opened. */
export function expectBound(ctx: ReadContext<'election'>, id: Uint8Array): BoundElection {
  return expectPresent(boundElection(ctx, id), 'election: it has been opened');
}
