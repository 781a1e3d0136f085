import {
  checkReceipt,
  encodeReceipt,
  type Part,
  type Receipt,
  type ReceiptInput,
  type ReceiptVerdict,
} from '../src/index.ts';
import {
  type Act,
  emptyMap,
  type Placed,
  type TestLedger,
  testLedger,
  testPolicy,
} from './ledger.ts';
import { endingKey, keep, noteProof, opening, recordKey } from './note-service.ts';

export const policyText = testPolicy();
export const proofs = [noteProof];

export interface World {
  readonly ledger: TestLedger;
  readonly placed: Placed;
  readonly receipt: Receipt;
}

/** A ledger with one kept note among other acts, and its receipt with standing and opening. */
export async function world(act: Act = keep): Promise<World> {
  const ledger = testLedger();
  ledger.block({ act: 'note.free', payload: emptyMap });
  const [placed] = ledger.block(act, { act: 'note.free', payload: emptyMap });
  if (placed === undefined) throw new Error('no act');
  const standing = ledger.standing([recordKey(placed.bodyHash), endingKey(placed.bodyHash)]);
  const receipt = ledger.receipt(placed, await ledger.checkpoint(), { standing, opening });
  return { ledger, placed, receipt };
}

export function check(receipt: Receipt, more: Partial<ReceiptInput> = {}): Promise<ReceiptVerdict> {
  return checkReceipt({ bytes: encodeReceipt(receipt), policyText, proofs, ...more });
}

export function partOf(verdict: ReceiptVerdict, name: Part['part']): Part {
  const part = verdict.parts.find((one) => one.part === name);
  if (part === undefined) throw new Error(`no part ${name}`);
  return part;
}

export function states(verdict: ReceiptVerdict): Record<string, string> {
  return Object.fromEntries(verdict.parts.map(({ part, state }) => [part, state]));
}
