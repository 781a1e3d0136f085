import { fromHex } from '@madang/base';
import { signerOf } from '../device/act-keys.ts';
import { type Deed, listUnsettled } from '../device/said-store.ts';
import type { Answer } from '../ledger.ts';
import { refusedBy } from '../real/problem.ts';
import type { Mine } from './link.ts';
import type { ResidentRoom } from './room.ts';
import { keepSigned, noKey } from './say.ts';

/** What somebody settles besides what they say. */
export type Wish =
  | { deed: 'appoint'; decision: string; proxy: number }
  | { deed: 'end-proxy'; decision: string }
  | { deed: 'add-device' | 'end-device'; account: Uint8Array };

/** Signs what somebody settles and keeps it on this device. Nothing is sent. */
export async function signDeed(room: ResidentRoom, mine: Mine, wish: Wish): Promise<Answer<Deed>> {
  const signer = await signerOf(mine.key);
  const made = signer === undefined ? undefined : await prepared(room, mine, wish, signer);
  if (made === undefined) return noKey;
  if (!made.ok) return refusedBy(made.error);
  const { deed } = wish;
  const about = 'decision' in wish ? { deed, decision: wish.decision } : { deed };
  return keepSigned(room, mine, made.value, about);
}

type SignerHere = NonNullable<Awaited<ReturnType<typeof signerOf>>>;

function prepared({ client }: ResidentRoom, mine: Mine, wish: Wish, signer: SignerHere) {
  const place = fromHex('decision' in wish ? wish.decision : mine.register);
  if (!place.ok) return undefined;
  const decision = place.value;
  switch (wish.deed) {
    case 'appoint':
      return client.act('vote.appointProxy', { decision, proxy: wish.proxy }, [signer]);
    case 'end-proxy':
      return client.act('vote.endProxy', { decision }, [signer]);
    case 'add-device':
    case 'end-device': {
      const name = wish.deed === 'add-device' ? 'people.addKey' : 'people.endKey';
      return client.act(name, { register: place.value, account: wish.account }, [signer]);
    }
  }
}

/** What a person settled on this device and the ledger has not answered. */
export async function listOpenDeeds({ register, person }: Mine): Promise<readonly Deed[]> {
  const open = await listUnsettled();
  return open
    .filter((act): act is Deed => 'deed' in act)
    .filter((each) => each.register === register && each.person === person);
}
