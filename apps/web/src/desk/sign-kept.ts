import type { PreparedTransaction, SentAnswer } from '@madang/client';
import { cityClient, refusedBy } from '../decision/city-client.ts';
import type { Answer } from '../ledger.ts';
import { type Act, sendSigned } from './send-act.ts';
import type { AtDesk } from './session.ts';

/** Work of several acts, as this device keeps it. */
export type SignedWork = {
  /** Signed for the act that is under way: the same bytes again count once. */
  prepared?: PreparedTransaction;
};

/** An act of kept work, and how the work is kept. */
export type KeptAct<W extends SignedWork> = {
  work: W;
  act: Act;
  payload: unknown;
  keep: (work: W) => Promise<void>;
};

/** Signs once, keeps what is signed, and sends that until it is on record. */
export async function signKept<W extends SignedWork>(
  at: AtDesk,
  { work, act, payload, keep }: KeptAct<W>,
): Promise<Answer<SentAnswer>> {
  const prepared = work.prepared ?? (await prepare(at, act, payload));
  if (!('envelope' in prepared)) return prepared;
  await keep({ ...work, prepared });
  const sent = await sendSigned(prepared);
  // It was never executed and never will be, so it may be signed anew.
  const isGone = !sent.ok && sent.problem.code === 'CLIENT_EXPIRED';
  if (!isGone || work.prepared === undefined) return sent;
  const { prepared: _expired, ...again } = work;
  return signKept(at, { work: again as W, act, payload, keep });
}

async function prepare({ signer }: AtDesk, act: Act, payload: unknown) {
  // Each act comes with its own payload; the codec of the act looks at it again.
  const prepared = await cityClient().act(act, payload as never, [signer]);
  return prepared.ok ? prepared.value : refusedBy(prepared.error);
}
