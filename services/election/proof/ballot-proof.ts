import { verifyBallot } from '@madang/ballot';
import { decode } from '@madang/base';
import type { ProofInput, ProofVerdict } from '@madang/protocol';
import { boundBy } from '../chain/bound.ts';
import { ballotOf } from '../chain/questions.ts';
import { ballotPayload } from '../chain/schema.ts';
import { bound, elections } from '../chain/state.ts';

/** Whether the proof of a ballot holds for the election and the bound that stand first. */
export function checkBallotProof({ values, ...given }: ProofInput): ProofVerdict {
  const [election, fixed] = values;
  if (election === undefined || fixed === undefined) {
    return { state: 'unchecked', code: 'VERIFY_PROOF_RECORDS_MISSING' };
  }
  return isProven(given, election, fixed)
    ? { state: 'passed', code: 'VERIFY_PROOF_PASSED' }
    : { state: 'failed', code: 'VERIFY_PROOF_WRONG' };
}

function isProven(
  { chain, bodyHash, payload, proof }: Omit<ProofInput, 'values'>,
  election: Uint8Array,
  fixed: Uint8Array,
): boolean {
  const asked = decode(elections.value, election);
  const boundTo = decode(bound.value, fixed);
  const cast = decode(ballotPayload, payload);
  if (!asked.ok || !boundTo.ok || !cast.ok) return false;
  const about = boundBy(chain, boundTo.value, asked.value.questions);
  return verifyBallot(about, { ballot: ballotOf(cast.value), bodyHash, proof });
}
