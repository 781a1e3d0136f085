import type { ActOf, PayloadOf } from '@madang/client';
import type { deskServices } from '@madang/services/desk.ts';
import { refusedBy } from '../decision/city-client.ts';
import type { Answer } from '../ledger.ts';
import type { AtDesk } from './session.ts';

/** Signs an act as the first of two officers and leaves it for the second. */
export async function handOver<A extends ActOf<typeof deskServices>>(
  { signer, desk, door }: AtDesk,
  act: A,
  payload: PayloadOf<typeof deskServices, A>,
): Promise<Answer<undefined>> {
  const left = await door.propose(act, payload, signer);
  if (!left.ok) return refusedBy(left.error);
  const kept = await desk.leavePending(left.value);
  return kept.ok ? { ok: true, value: undefined } : refusedBy(kept.error);
}
