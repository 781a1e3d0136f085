import { toHex } from '@madang/base';
import type { PreparedTransaction } from '@madang/client';
import { accountOf } from '@madang/protocol';
import { signerOf } from '../device/act-keys.ts';
import {
  findVoterKey,
  putVoterKey,
  type VoterKey,
  type VoterPlace,
} from '../device/voter-key-store.ts';
import type { Answer } from '../ledger.ts';
import { refusedBy } from '../real/problem.ts';
import type { Mine } from '../resident/link.ts';
import { noKey } from '../resident/say.ts';
import type { BallotRoom } from './room.ts';

/** In which election somebody votes, and who. */
export type Voting = { id: Uint8Array; mine: Mine };

/** Where the key of a voter lies on a device. */
export function placeOf({ id, mine: { register, person } }: Voting): VoterPlace {
  return { election: toHex(id), register, person };
}

/** The key of this voter on this device: it is written down before anybody hears of it. */
export async function keyHere(room: BallotRoom, voting: Voting): Promise<VoterKey> {
  const place = placeOf(voting);
  const kept = await findVoterKey(place);
  if (kept !== undefined) return kept;
  const made = await room.sealer.makeKey();
  await putVoterKey(place, made);
  return made;
}

/** What registers a voter's key, signed by their device. Nothing is sent. */
export async function signRegistration(
  room: BallotRoom,
  { id, mine }: Voting,
  own: VoterKey,
): Promise<Answer<PreparedTransaction>> {
  const signer = await signerOf(mine.key);
  if (signer === undefined) return noKey;
  const account = accountOf(signer.suite, signer.publicKey);
  const payload = await room.sealer.register({ id, own, account });
  const made = await room.elections.act('election.registerKey', payload, [signer]);
  return made.ok ? made : refusedBy(made.error);
}
