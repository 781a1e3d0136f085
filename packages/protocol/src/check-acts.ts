import { equalBytes } from '@madang/base';
import { isSuite, verifySignature } from '@madang/crypto';
import type { Finding } from './check-in-order.ts';
import { EMPTY_JOURNAL, nextJournal } from './journal.ts';
import type { ProvenJournal } from './journal-claim.ts';
import { isBefore, type OpenedAct } from './placed-act.ts';
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
  acts: readonly OpenedAct[],
  proven: ProvenJournal,
  { codeOf, onChecked }: ActsChecking<C>,
): Promise<Finding<C>> {
  const failed = (reason: ActsReason, detail: Finding<C>['detail']): Finding<C> => {
    return { state: 'failed', code: codeOf(reason), detail };
  };
  const misplaced = acts.findIndex((act, index) => {
    const before = acts[index - 1];
    return before !== undefined && !isBefore(before.placed, act.placed);
  });
  if (misplaced >= 0) return failed('OUT_OF_ORDER', { act: misplaced });
  if (acts.length !== proven.acts) {
    return failed('ACTS_NUMBER', { listed: acts.length, proven: proven.acts });
  }
  let journal = EMPTY_JOURNAL;
  for (const { placed, transaction } of acts) {
    const { height, index, time: timeMs } = placed;
    journal = nextJournal(journal, { id: transaction.bodyHash, height, index, timeMs });
  }
  if (!equalBytes(journal, proven.journal)) {
    return failed('JOURNAL_DIFFERS', { listed: acts.length, proven: proven.acts });
  }
  const unsigned = await firstUnsigned(acts, onChecked);
  if (unsigned >= 0) return failed('SIGNATURE_WRONG', { act: unsigned });
  return { state: 'passed', code: codeOf('JOURNAL_PASSED'), detail: { acts: acts.length } };
}

/** Index of the first act with a signature that is not valid; -1 if there is none. */
async function firstUnsigned(
  acts: readonly OpenedAct[],
  onChecked: (count: number) => void,
): Promise<number> {
  let unsaid = 0;
  for (const [index, act] of acts.entries()) {
    if (!(await isSigned(act))) return index;
    unsaid += 1;
    if (unsaid === SAID_TOGETHER || index === acts.length - 1) {
      onChecked(unsaid);
      unsaid = 0;
    }
  }
  return -1;
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
