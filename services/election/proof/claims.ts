import { type CodecError, decode, encodeKnown, ok, type Result } from '@madang/base';
import type { Claim, ClaimsInput, ServiceProof } from '@madang/protocol';
import { CAST_BALLOT, SURRENDER_KEY } from '../chain/proven-acts.ts';
import { ballotCast, ballotPayload, surrenderPayload } from '../chain/schema.ts';
import { bound, cast, elections } from '../chain/state.ts';
import { checkOwnProof } from './own-proof.ts';

/**
 * What the proof of an act is about, and of a ballot that it is the newest one of its key and so
 * the one that counts (docs/spec/election.md, "Standing"). Other acts claim nothing.
 */
function claims({ act, payload, outcome }: ClaimsInput): Result<readonly Claim[], CodecError> {
  if (act === SURRENDER_KEY) {
    const surrender = decode(surrenderPayload, payload);
    return surrender.ok ? ok(recordsOf(surrender.value.election)) : surrender;
  }
  if (act !== CAST_BALLOT) return ok([]);
  const ballot = decode(ballotPayload, payload);
  if (!ballot.ok) return ballot;
  const { election, key, sequence } = ballot.value;
  const about = recordsOf(election);
  const event = outcome.events.find(({ name }) => name === ballotCast.fullName);
  if (event === undefined) return ok(about);
  const fields = decode(ballotCast.fields, event.fields);
  if (!fields.ok) return fields;
  const value = { ballots: sequence + 1, last: fields.value.fingerprint };
  const newest: Claim = {
    stateKey: cast.stateKey([election, key]),
    stands: { equals: encodeKnown(cast.value, value) },
  };
  return ok([...about, newest]);
}

/** The records that a proof is about. */
function recordsOf(election: Uint8Array): readonly Claim[] {
  const records = [elections.stateKey(election), bound.stateKey(election)];
  return records.map((stateKey): Claim => ({ stateKey, stands: 'record' }));
}

/** What a verifier must know of the service. Its acts have no file as their content. */
export const proof: ServiceProof = {
  service: 'election',
  claims,
  checkContent: () => ({ state: 'unchecked', code: 'VERIFY_CONTENT_NONE' }),
  checkProof: checkOwnProof,
};
