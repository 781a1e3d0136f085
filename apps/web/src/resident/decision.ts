import { decode, fromHex, type TypeOf, toHex } from '@madang/base';
import type { AnswerOf } from '@madang/client';
import { decodeReceipt, decodeTransaction } from '@madang/protocol';
import { decisionDraft, type residentServices } from '@madang/services/resident.ts';
import type { Answer, PartVerdict, Verdict, Words } from '../ledger.ts';
import { checkReceiptHere } from '../real/check-receipt.ts';
import { refusedBy } from '../real/problem.ts';
import type { ResidentRoom } from './room.ts';

/** How far a decision is. */
export type Progress = AnswerOf<typeof residentServices, 'vote.decision'>;
/** What was said in the act that drafted a decision. */
export type Draft = TypeOf<typeof decisionDraft>;

/** A decision: what its draft says, which makes its id, and how far it is now. */
export type Decision = {
  id: string;
  draft: Draft;
  now: Progress;
  /** Who asks, by name. */
  asks: Words;
  /** Who keeps the names: the institution of the register. */
  keeps: Words;
  receipt: Uint8Array;
  /** The place of the draft in the log. */
  index: number;
};

const notReadable = {
  ok: false,
  problem: { code: 'DECISION_NOT_READABLE', offline: false },
} as const;

function bytesOf(hex: string): Uint8Array {
  const bytes = fromHex(hex);
  return bytes.ok ? bytes.value : new Uint8Array();
}

/** The draft in its receipt; undefined unless the receipt is that of the act with this id. */
function draftIn(receipt: Uint8Array, id: string): { draft: Draft; index: number } | undefined {
  const decoded = decodeReceipt(receipt);
  if (!decoded.ok) return undefined;
  const { envelope, index } = decoded.value;
  const act = decodeTransaction(envelope, envelope.length);
  if (!act.ok || act.value.body.act !== 'vote.draftDecision') return undefined;
  if (toHex(act.value.bodyHash) !== id) return undefined;
  const draft = decode(decisionDraft, act.value.body.payload);
  return draft.ok ? { draft: draft.value, index } : undefined;
}

/** Asks for a decision by its id. What its draft says is read out of the act, not told. */
export async function loadDecision(room: ResidentRoom, id: string): Promise<Answer<Decision>> {
  const { client } = room;
  const [now, receipt, names] = await Promise.all([
    client.query('vote.decision', { id: bytesOf(id) }),
    client.receipt(id),
    room.names(),
  ]);
  if (!now.ok) return refusedBy(now.error);
  if (!receipt.ok) return refusedBy(receipt.error);
  const drafted = draftIn(receipt.value, id);
  if (drafted === undefined) return notReadable;
  const { draft, index } = drafted;
  const kept = await client.query('people.register', { id: draft.register });
  if (!kept.ok) return refusedBy(kept.error);
  const nameOf = (institution: string): Words =>
    names.get(institution) ?? { ko: institution, en: institution };
  return {
    ok: true,
    value: {
      id,
      draft,
      now: now.value,
      asks: nameOf(draft.institution),
      keeps: nameOf(kept.value.institution),
      receipt: receipt.value,
      index,
    },
  };
}

/** Checks on this device that the draft is on the ledger as its institutions signed it. */
export function checkDraft(
  room: ResidentRoom,
  { receipt }: Decision,
  onPart: (part: PartVerdict) => void,
): Promise<Verdict> {
  return checkReceiptHere(room, receipt, { fresh: true, onPart });
}

/** A text of a decision. It is here only if it has the digest that the draft names. */
export async function loadText(room: ResidentRoom, digest: Uint8Array): Promise<Answer<string>> {
  const answer = await room.client.publicFile(toHex(digest));
  if (!answer.ok) return refusedBy(answer.error);
  return { ok: true, value: new TextDecoder().decode(answer.value) };
}

/** What a person is counted for, and what has been counted. */
export type Counted = AnswerOf<typeof residentServices, 'vote.person'>;
/** The figures of a decision. */
export type Figures = AnswerOf<typeof residentServices, 'vote.meter'>;

/** For which homes a person is counted. */
export async function loadPerson(
  { client }: ResidentRoom,
  id: string,
  person: number,
): Promise<Answer<Counted>> {
  const answer = await client.query('vote.person', { decision: bytesOf(id), person });
  return answer.ok ? answer : refusedBy(answer.error);
}

/** The figures of a decision. */
export async function loadFigures({ client }: ResidentRoom, id: string): Promise<Answer<Figures>> {
  const answer = await client.query('vote.meter', { decision: bytesOf(id) });
  return answer.ok ? answer : refusedBy(answer.error);
}
