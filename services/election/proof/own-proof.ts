import { verifyBallot, verifySurrender } from '@madang/ballot';
import { decode } from '@madang/base';
import type { ProofInput, ProofVerdict } from '@madang/protocol';
import { boundBy } from '../chain/bound.ts';
import { CAST_BALLOT, SURRENDER_KEY } from '../chain/proven-acts.ts';
import { ballotOf, surrenderOf } from '../chain/questions.ts';
import { ballotPayload, surrenderPayload } from '../chain/schema.ts';
import { bound, elections } from '../chain/state.ts';

type Given = Omit<ProofInput, 'values'>;

/**
 * Whether the proof of an act holds for the election and the bound that stand first; nothing for an
 * act that does not prove itself.
 */
export function checkOwnProof({ values, ...given }: ProofInput): ProofVerdict | undefined {
  if (given.act !== CAST_BALLOT && given.act !== SURRENDER_KEY) return undefined;
  const [election, fixed] = values;
  if (election === undefined || fixed === undefined) {
    return { state: 'unchecked', code: 'VERIFY_PROOF_RECORDS_MISSING' };
  }
  return isProven(given, election, fixed)
    ? { state: 'passed', code: 'VERIFY_PROOF_PASSED' }
    : { state: 'failed', code: 'VERIFY_PROOF_WRONG' };
}

function isProven(given: Given, election: Uint8Array, fixed: Uint8Array): boolean {
  const asked = decode(elections.value, election);
  const boundTo = decode(bound.value, fixed);
  if (!asked.ok || !boundTo.ok) return false;
  const about = boundBy(given.chain, boundTo.value, asked.value.questions);
  const { bodyHash, proof, payload } = given;
  if (given.act === SURRENDER_KEY) {
    const said = decode(surrenderPayload, payload);
    const surrender = said.ok ? surrenderOf(said.value) : undefined;
    return surrender !== undefined && verifySurrender(about, { surrender, bodyHash, proof });
  }
  const cast = decode(ballotPayload, payload);
  return cast.ok && verifyBallot(about, { ballot: ballotOf(cast.value), bodyHash, proof });
}
