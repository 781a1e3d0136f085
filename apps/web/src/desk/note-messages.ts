import type { DeskNoticesAnswer, DeskSentAnswer } from '@madang/client';
import { refusedBy } from '../decision/city-client.ts';
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
  const noted = await note(at, decision, kind, sent);
  return noted.ok ? { ok: true, value: sent } : noted;
}

/** Counts the notices so far and puts on record how many homes they reached, and how many not. */
export async function noteNotices(
  at: AtDesk,
  decision: string,
): Promise<Answer<DeskNoticesAnswer>> {
  const counted = await at.desk.notices(decision);
  if (!counted.ok) return refusedBy(counted.error);
  const noted = await note(at, decision, 'notice', counted.value);
  return noted.ok ? { ok: true, value: counted.value } : noted;
}

function note(
  at: AtDesk,
  decision: string,
  kind: 'link' | 'reminder' | 'notice',
  { homes, undelivered }: DeskNoticesAnswer,
) {
  const payload = { decision: idBytes(decision), kind, homes, undelivered };
  return sendAct(at, 'vote.noteMessages', payload);
}
