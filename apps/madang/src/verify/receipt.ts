import { createClient, type PolicyStore } from '@madang/client';
import {
  checkToEnd,
  decodeReceipt,
  type Part,
  type ReceiptVerdict,
  type Verdict,
} from '@madang/protocol';
import { services } from '@madang/services';
import type { Terminal } from '../terminal.ts';
import type { Given } from './asked.ts';
import { type DecidedState, sayDecided } from './decided.ts';
import { printFacts, printPart, printVerdict } from './print.ts';

/** Checks a receipt part by part, prints each, and returns the exit status. */
export async function verifyReceipt(
  terminal: Terminal,
  receipt: Uint8Array,
  given: Given,
): Promise<number> {
  const verdict = await checkParts(receipt, given, (part) => {
    printPart(terminal, part);
  });
  if (verdict.facts !== undefined) {
    terminal.say('');
    printFacts(terminal, verdict.facts);
  }
  const decoded = decodeReceipt(receipt);
  const decided = decoded.ok
    ? await sayDecided(terminal, decoded.value.checkpoint, given)
    : undefined;
  return printVerdict(terminal, withDecided(verdict, decided));
}

/** A log that was not decided as the receipt has it contradicts the receipt. */
export function withDecided<V extends { readonly verdict: Verdict }>(
  verdict: V,
  decided: DecidedState,
): V {
  return decided === 'failed' ? { ...verdict, verdict: 'mismatch' } : verdict;
}

/** Runs the checks of a receipt; `onPart` hears of each as it returns. */
export async function checkParts(
  receipt: Uint8Array,
  { policyText, fileDigest, ledger }: Given,
  onPart?: (part: Part) => void,
): Promise<ReceiptVerdict> {
  const checks = (ledger ?? offlineLedger()).checkReceipt({
    receipt,
    offline: ledger === undefined,
    ...(policyText === undefined ? {} : { policyText }),
    ...(fileDigest === undefined ? {} : { fileDigest }),
  });
  return await checkToEnd(checks, onPart);
}

/** A client that asks nobody. */
function offlineLedger() {
  const policy: PolicyStore = {
    load: () => Promise.resolve(undefined),
    save: () => Promise.resolve(),
  };
  const fetch = () => Promise.reject(new TypeError('offline'));
  return createClient({ baseUrl: 'http://localhost', services, policy, fetch });
}
