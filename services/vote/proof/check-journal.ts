import { equalBytes } from '@madang/base';
import { isSuite, verifySignature } from '@madang/crypto';
import { EMPTY_JOURNAL, inSignatureOrder, nextJournal, signedMessage } from '@madang/protocol';
import type { ProvenJournal } from './proven.ts';
import { isBefore, type OpenedAct } from './rerun.ts';
import { type DecisionPart, decisionPart } from './verdict.ts';

/** After how many acts it is said how far the check is. */
const SAID_TOGETHER = 64;

/** Whether a list of acts is the whole journal, in order, and each act is signed as it says. */
export async function checkJournal(
  part: 'people' | 'acts',
  acts: readonly OpenedAct[],
  proven: ProvenJournal,
  onChecked: (count: number) => void,
): Promise<DecisionPart> {
  const misplaced = acts.findIndex((act, index) => {
    const before = acts[index - 1];
    return before !== undefined && !isBefore(before.placed, act.placed);
  });
  if (misplaced >= 0) {
    return decisionPart(part, 'failed', 'DECISION_OUT_OF_ORDER', { act: misplaced });
  }
  let journal = EMPTY_JOURNAL;
  for (const { placed, transaction } of acts) {
    const { height, index, time: timeMs } = placed;
    journal = nextJournal(journal, { id: transaction.bodyHash, height, index, timeMs });
  }
  if (acts.length !== proven.acts || !equalBytes(journal, proven.journal)) {
    const detail = { listed: acts.length, proven: proven.acts };
    return decisionPart(part, 'failed', 'DECISION_JOURNAL_DIFFERS', detail);
  }
  const unsigned = await firstUnsigned(acts, onChecked);
  return unsigned < 0
    ? decisionPart(part, 'passed', 'DECISION_JOURNAL_PASSED', { acts: acts.length })
    : decisionPart(part, 'failed', 'DECISION_SIGNATURE_WRONG', { act: unsigned });
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
    if (unsaid === SAID_TOGETHER) {
      onChecked(unsaid);
      unsaid = 0;
    }
  }
  return -1;
}

async function isSigned({ transaction }: OpenedAct): Promise<boolean> {
  const { body, bodyHash, envelope } = transaction;
  if (envelope.auth.kind !== 'account') return false;
  const { signatures } = envelope.auth;
  if (!inSignatureOrder(signatures)) return false;
  const message = signedMessage(body.chain, bodyHash);
  for (const { suite, key, signature } of signatures) {
    if (!isSuite(suite) || !(await verifySignature(suite, key, message, signature))) return false;
  }
  return true;
}
