import { type CodecError, decode, encodeKnown, ok, type Result } from '@madang/base';
import type { Claim, ClaimsInput, ServiceProof } from '@madang/protocol';
import { ballotCast, ballotPayload } from '../chain/schema.ts';
import { cast } from '../chain/state.ts';

/**
 * That a ballot is the newest one of its key, and so the one that counts (docs/spec/election.md,
 * "Standing"). Other acts claim nothing.
 */
function claims({ act, payload, outcome }: ClaimsInput): Result<readonly Claim[], CodecError> {
  if (act !== 'election.castBallot') return ok([]);
  const ballot = decode(ballotPayload, payload);
  if (!ballot.ok) return ballot;
  const event = outcome.events.find(({ name }) => name === ballotCast.fullName);
  if (event === undefined) return ok([]);
  const fields = decode(ballotCast.fields, event.fields);
  if (!fields.ok) return fields;
  const { election, key, sequence } = ballot.value;
  const value = { ballots: sequence + 1, last: fields.value.fingerprint };
  const stateKey = cast.stateKey([election, key]);
  return ok([{ stateKey, stands: { equals: encodeKnown(cast.value, value) } }]);
}

/** What a verifier must know of the service. Its acts have no file as their content. */
export const proof: ServiceProof = {
  service: 'election',
  claims,
  checkContent: () => ({ state: 'unchecked', code: 'VERIFY_CONTENT_NONE' }),
};
