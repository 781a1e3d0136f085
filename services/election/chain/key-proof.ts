import { encodeElection } from '@madang/ballot';
import { ok } from '@madang/base';
import { type ReadContext, refuse } from '@madang/kernel/define';
import { boundElection } from './bound.ts';
import { errors } from './errors.ts';

interface OfKey {
  readonly election: Uint8Array;
  readonly key: Uint8Array;
}

/**
 * How an act without a sender is proven by a key of an election; `own` encodes what this act adds
 * to what all of the election have in common.
 */
export function provenByKey<P extends OfKey>(own: (payload: P) => Uint8Array) {
  return {
    system: 'ballot',
    key: ({ key }: P) => key,
    statement(ctx: ReadContext<'election'>, payload: P) {
      const election = boundElection(ctx, payload.election);
      if (election === undefined) return refuse(errors.UNKNOWN_ELECTION, {});
      return ok({ common: encodeElection(election), own: own(payload) });
    },
  };
}
