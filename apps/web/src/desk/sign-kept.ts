import type { Client, PreparedTransaction, SentAnswer } from '@madang/client';
import type { cityServices } from '@madang/services/city.ts';
import { cityClient, refusedBy } from '../decision/city-client.ts';
import type { Answer } from '../ledger.ts';
import { type Act, sendSigned } from './send-act.ts';
import type { AtDesk } from './session.ts';

/** Work of several acts, as this device keeps it. */
export type SignedWork = {
  /** Signed for the act that is under way: the same bytes again count once. */
  prepared?: PreparedTransaction;
};

type Signing = () => ReturnType<Client<typeof cityServices>['act']>;

/** Kept work, how it is kept, and how its next act is signed. */
export type KeptAct<W extends SignedWork> = {
  work: W;
  keep: (work: W) => Promise<void>;
  sign: Signing;
};

/** Signs an act of the city with the officer's key. */
export function signing({ signer }: AtDesk, act: Act, payload: unknown): Signing {
  // Each act comes with its own payload; the codec of the act looks at it again.
  return () => cityClient().act(act, payload as never, [signer]);
}

/** Signs once, keeps what is signed, and sends that until it is on record. */
export async function signKept<W extends SignedWork>(
  kept: KeptAct<W>,
): Promise<Answer<SentAnswer>> {
  const { work, keep, sign } = kept;
  const signed = work.prepared === undefined ? await sign() : undefined;
  if (signed?.ok === false) return refusedBy(signed.error);
  const prepared = signed?.value ?? work.prepared;
  if (prepared === undefined) throw new Error('An act was neither kept nor signed.');
  await keep({ ...work, prepared });
  const sent = await sendSigned(prepared);
  // It was never executed and never will be, so it may be signed anew.
  const isGone = !sent.ok && sent.problem.code === 'CLIENT_EXPIRED';
  if (!isGone || work.prepared === undefined) return sent;
  const { prepared: _expired, ...again } = work;
  return signKept({ ...kept, work: again as W });
}
