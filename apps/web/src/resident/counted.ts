import { decode, fromHex, toHex } from '@madang/base';
import { actKey, standingAct } from '@madang/services/resident.ts';
import type { Said } from '../device/said-store.ts';
import type { PartVerdict, Verdict } from '../ledger.ts';
import { checkReceiptHere } from '../real/check-receipt.ts';
import type { ResidentRoom } from './room.ts';
import { lastOf } from './say.ts';

/** What stands on the ledger for a person, as this device proved it. */
export type Standing =
  | { state: 'absent'; asOfMs: number; institutions: number }
  | {
      state: 'present';
      saying: 'agree' | 'refuse' | 'abstain';
      way: 'self' | 'proxy' | 'paper';
      /** The act in hexadecimal. */
      act: string;
      atMs: number;
      asOfMs: number;
      institutions: number;
    }
  | { state: 'unchecked'; code: string }
  | { state: 'failed'; code: string };

/** Asks what stands for a person, and checks the answer on this device. */
export async function standingOf(
  { client }: ResidentRoom,
  decision: string,
  person: number,
): Promise<Standing> {
  const id = fromHex(decision);
  if (!id.ok) return { state: 'unchecked', code: 'DECISION_NOT_READABLE' };
  const verdict = await client.checkAbsence(actKey(id.value, person));
  if (verdict.kind === 'unchecked' || verdict.kind === 'failed') {
    return { state: verdict.kind, code: verdict.code };
  }
  const at = { asOfMs: verdict.asOfMs, institutions: verdict.institutions.length };
  if (verdict.kind === 'absent') return { state: 'absent', ...at };
  const act = decode(standingAct, verdict.value);
  if (!act.ok) return { state: 'failed', code: 'STANDING_NOT_VALID' };
  const { vote, way, act: by, at: atMs } = act.value;
  return { state: 'present', saying: vote, way, act: toHex(by), atMs, ...at };
}

/** Whether somebody is counted, in the order in which a page has to ask. */
export type Answered =
  /** The receipt and what stands now agree. */
  | { state: 'yes'; said: Said; verdict: Verdict }
  /** What was said on this device is not on the ledger; it is kept here. */
  | { state: 'no'; said: Said; standing: Extract<Standing, { state: 'absent' }> }
  /** Nothing was said, or it was withdrawn; nothing stands. */
  | { state: 'none'; said?: Said; standing: Extract<Standing, { state: 'absent' }> }
  /** Something else stands: said on paper, by a proxy, or by another device. */
  | { state: 'other'; said?: Said; standing: Extract<Standing, { state: 'present' }> }
  | { state: 'unchecked'; said?: Said; code: string }
  | { state: 'failed'; said?: Said; code: string };

async function byReceipt(
  room: ResidentRoom,
  said: Said & { receipt: Uint8Array },
  onPart: (part: PartVerdict) => void,
): Promise<Answered> {
  const verdict = await checkReceiptHere(room, said.receipt, { fresh: true, onPart });
  const wrong = verdict.parts.find(({ state }) => state === 'failed');
  if (wrong !== undefined) return { state: 'failed', said, code: wrong.code ?? wrong.part };
  const open = verdict.parts.find(({ state }) => state === 'unchecked');
  if (open !== undefined) return { state: 'unchecked', said, code: open.code ?? open.part };
  return { state: 'yes', said, verdict };
}

/** Whether an act should stand and was never answered: what was withdrawn has its receipt. */
function isMissing({ saying, receipt }: Said): boolean {
  return saying !== 'withdraw' && receipt === undefined;
}

/** Whether what a person said on this device is counted, as this device can prove it. */
export async function answerOf(
  room: ResidentRoom,
  place: { decision: string; person: number },
  all: readonly Said[],
  onPart: (part: PartVerdict) => void,
): Promise<Answered> {
  const standing = await standingOf(room, place.decision, place.person);
  const last = lastOf(all);
  const known = last === undefined ? {} : { said: last };
  if (standing.state === 'unchecked' || standing.state === 'failed') {
    return { ...known, ...standing };
  }
  if (standing.state === 'absent') {
    return last !== undefined && isMissing(last)
      ? { state: 'no', said: last, standing }
      : { state: 'none', standing, ...known };
  }
  const own = all.find(({ id }) => id === standing.act);
  if (own === undefined) return { state: 'other', standing, ...known };
  // The ledger has it; the answer to this device is still to come.
  if (own.receipt === undefined) return { state: 'unchecked', said: own, code: 'RECEIPT_NOT_HERE' };
  return byReceipt(room, { ...own, receipt: own.receipt }, onPart);
}
