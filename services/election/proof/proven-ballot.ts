import { verifyBallot } from '@madang/ballot';
import { decode } from '@madang/base';
import type { ProofInput } from '@madang/protocol';
import { boundBy } from '../chain/bound.ts';
import { ballotOf } from '../chain/questions.ts';
import { ballotPayload } from '../chain/schema.ts';
import { bound, elections } from '../chain/state.ts';

const NOTHING = new Uint8Array();

/** Whether the proof of a ballot holds for the election and the bound among its records. */
export function isBallotProven({ chain, bodyHash, payload, proof, records }: ProofInput): boolean {
  const [election = NOTHING, fixed = NOTHING] = records;
  const asked = decode(elections.value, election);
  const boundTo = decode(bound.value, fixed);
  const cast = decode(ballotPayload, payload);
  if (!asked.ok || !boundTo.ok || !cast.ok) return false;
  const about = boundBy(chain, boundTo.value, asked.value.questions);
  return verifyBallot(about, { ballot: ballotOf(cast.value), bodyHash, proof });
}
