import { equalBytes } from '@madang/base';
import { isSuite, verifySignature } from '@madang/crypto';
import type { ActList } from './act-list.ts';
import type { Finding } from './check-in-order.ts';
import type { ProvenJournal } from './journal-claim.ts';
import type { OpenedAct } from './placed-act.ts';
import { inSignatureOrder, signedMessage } from './transaction.ts';

/** Why a list of acts is the whole journal, or is not. */
export type ActsReason =
  | 'JOURNAL_PASSED'
  | 'OUT_OF_ORDER'
  | 'ACTS_NUMBER'
  | 'JOURNAL_DIFFERS'
  | 'SIGNATURE_WRONG';

/** What is done while acts are checked. */
export interface ActsChecking<C extends string> {
  /** The code of a reason. */
  readonly codeOf: (reason: ActsReason) => C;
  /** Called with how many more acts have been looked at. */
  readonly onChecked: (count: number) => void;
}

/** After how many acts it is said how far the check is. */
const SAID_TOGETHER = 64;

/**
 * Whether a list of acts is the whole journal, in order, and each act is signed as it says. An act
 * that proves itself has no signature; its proof is for whoever does it again.
 */
export async function checkActs<C extends string>(
  acts: ActList,
  proven: ProvenJournal,
  { codeOf, onChecked }: ActsChecking<C>,
): Promise<Finding<C>> {
  const failed = (reason: ActsReason, detail: Finding<C>['detail']): Finding<C> => {
    return { state: 'failed', code: codeOf(reason), detail };
  };
  const { misplaced, count, journal } = acts;
  if (misplaced !== undefined) return failed('OUT_OF_ORDER', { act: misplaced });
  const numbers = { listed: count, proven: proven.acts };
  if (count !== proven.acts) return failed('ACTS_NUMBER', numbers);
  if (!equalBytes(journal, proven.journal)) return failed('JOURNAL_DIFFERS', numbers);
  const unsigned = await firstUnsigned(acts, onChecked);
  if (unsigned !== undefined) return failed('SIGNATURE_WRONG', { act: unsigned });
  return { state: 'passed', code: codeOf('JOURNAL_PASSED'), detail: { acts: count } };
}

/** Index of the first act with a signature that is not valid; nothing if there is none. */
async function firstUnsigned(
  acts: ActList,
  onChecked: (count: number) => void,
): Promise<number | undefined> {
  let index = 0;
  let unsaid = 0;
  for (const act of acts) {
    if (!(await isSigned(act))) return index;
    index += 1;
    unsaid += 1;
    if (unsaid === SAID_TOGETHER || index === acts.count) {
      onChecked(unsaid);
      unsaid = 0;
    }
  }
  return undefined;
}

async function isSigned({ transaction }: OpenedAct): Promise<boolean> {
  const { body, bodyHash, envelope } = transaction;
  if (envelope.auth.kind === 'proof') return true;
  const { signatures } = envelope.auth;
  if (!inSignatureOrder(signatures)) return false;
  const message = signedMessage(body.chain, bodyHash);
  for (const { suite, key, signature } of signatures) {
    if (!isSuite(suite) || !(await verifySignature(suite, key, message, signature))) return false;
  }
  return true;
}
