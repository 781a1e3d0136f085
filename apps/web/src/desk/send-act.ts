import type { ActOf, PayloadOf, PreparedTransaction, SentAnswer } from '@madang/client';
import type { cityServices } from '@madang/services/city.ts';
import { cityClient, refusedBy } from '../decision/city-client.ts';
import type { Answer } from '../ledger.ts';
import type { AtDesk } from './session.ts';

/** Acts that an officer signs. */
export type Act = ActOf<typeof cityServices>;

/** What became of an act: on record and done, or why not. */
export function answerOf(sent: SentAnswer): Answer<SentAnswer> {
  const { code, name, message } = sent.outcome;
  if (code === 0) return { ok: true, value: sent };
  const problem = { code: name ?? String(code), offline: false };
  return { ok: false, problem: message === undefined ? problem : { ...problem, detail: message } };
}

/** Sends what is signed until it is on record. */
export async function sendSigned(prepared: PreparedTransaction): Promise<Answer<SentAnswer>> {
  const sent = await cityClient().send(prepared);
  return sent.ok ? answerOf(sent.value) : refusedBy(sent.error);
}

/** Signs an act with the officer's key and puts it on record. */
export async function sendAct<A extends Act>(
  { signer }: AtDesk,
  act: A,
  payload: PayloadOf<typeof cityServices, A>,
): Promise<Answer<SentAnswer>> {
  const prepared = await cityClient().act(act, payload, [signer]);
  return prepared.ok ? sendSigned(prepared.value) : refusedBy(prepared.error);
}
