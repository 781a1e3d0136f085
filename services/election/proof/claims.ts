import { type CodecError, decode, encodeKnown, ok, type Result } from '@madang/base';
import type { Claim, ClaimsInput, ServiceProof } from '@madang/protocol';
import { ballotCast, ballotPayload } from '../chain/schema.ts';
import { bound, cast, elections } from '../chain/state.ts';
import { checkBallotProof } from './ballot-proof.ts';

/** The only act of an election that claims anything, and that proves itself. */
const CAST_BALLOT = 'election.castBallot';

/**
 * What the proof of a ballot is about, and that the ballot is the newest one of its key and so the
 * one that counts (docs/spec/election.md, "Standing"). Other acts claim nothing.
 */
function claims({ act, payload, outcome }: ClaimsInput): Result<readonly Claim[], CodecError> {
  if (act !== CAST_BALLOT) return ok([]);
  const ballot = decode(ballotPayload, payload);
  if (!ballot.ok) return ballot;
  const { election, key, sequence } = ballot.value;
  const records = [elections.stateKey(election), bound.stateKey(election)];
  const about = records.map((stateKey): Claim => ({ stateKey, stands: 'record' }));
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

/** What a verifier must know of the service. Its acts have no file as their content. */
export const proof: ServiceProof = {
  service: 'election',
  claims,
  checkContent: () => ({ state: 'unchecked', code: 'VERIFY_CONTENT_NONE' }),
  checkProof: (input) => (input.act === CAST_BALLOT ? checkBallotProof(input) : undefined),
};
