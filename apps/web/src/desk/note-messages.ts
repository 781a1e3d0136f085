import type { DeskSentAnswer } from '@madang/client';
import { idBytes } from '../decision/decision-facts.ts';
import type { Answer } from '../ledger.ts';
import { sendAct } from './send-act.ts';
import type { AtDesk } from './session.ts';

/** Puts on record how many homes were told, and how many could not be. */
export async function noteMessages(
  at: AtDesk,
  decision: string,
  { kind, sent }: { kind: 'link' | 'reminder'; sent: DeskSentAnswer },
): Promise<Answer<DeskSentAnswer>> {
  const { homes, undelivered } = sent;
  const payload = { decision: idBytes(decision), kind, homes, undelivered };
  const noted = await sendAct(at, 'vote.noteMessages', payload);
  return noted.ok ? { ok: true, value: sent } : noted;
}
