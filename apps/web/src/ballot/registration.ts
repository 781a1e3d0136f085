import { toHex } from '@madang/base';
import { keepForLong } from '../device/keep-for-long.ts';
import type { KeptRegistration } from '../device/registration-store.ts';
import { findVoterKey } from '../device/voter-key-store.ts';
import type { Answer, PartVerdict, Verdict } from '../ledger.ts';
import { keepSigned } from '../resident/say.ts';
import { isSame } from './election.ts';
import { keyHere, placeOf, signRegistration, type Voting } from './own-key.ts';
import { checkOwnReceipt } from './own-receipt.ts';
import type { BallotRoom } from './room.ts';
import { type NotProven, type ProvenAt, rollLineOf, type Stood } from './standing.ts';

/** Whether a voter's key is registered, in the order in which a page has to ask. */
export type Registered =
  | ({ state: 'not-on-roll' | 'none' | 'elsewhere' | 'here' } & ProvenAt)
  | NotProven;

/** Asks which key is registered for a voter, and proves the answer on this device. */
export async function registeredFor(room: BallotRoom, voting: Voting): Promise<Registered> {
  const [line, own] = await Promise.all([
    rollLineOf(room, voting.id, voting.mine.person),
    findVoterKey(placeOf(voting)),
  ]);
  if (line.state !== 'proven') return line;
  const { asOfMs, institutions, isOnRoll, key } = line;
  const at = { asOfMs, institutions };
  if (!isOnRoll) return { state: 'not-on-roll', ...at };
  if (key === undefined) return { state: 'none', ...at };
  return { state: isSame(own?.key, key) ? 'here' : 'elsewhere', ...at };
}

const notMade = { ok: false, problem: { code: 'BALLOT_NOT_SEALED', offline: false } } as const;

/** Makes the key of a voter and keeps on this device what registers it. Nothing is sent. */
export async function makeRegistration(
  room: BallotRoom,
  voting: Voting,
): Promise<Answer<KeptRegistration>> {
  try {
    keepForLong();
    const own = await keyHere(room, voting);
    const made = await signRegistration(room, voting, own);
    if (!made.ok) return made;
    const about = { election: toHex(voting.id), registered: toHex(own.key) };
    return await keepSigned(room, voting.mine, made.value, about);
  } catch {
    return notMade;
  }
}

/** The four points of a registration's receipt: the last is whether it is still the voter's key. */
export function checkRegistration(
  room: BallotRoom,
  id: Uint8Array,
  { person, registered, receipt }: KeptRegistration & { receipt: Uint8Array },
  onPart: (part: PartVerdict) => void,
): Promise<Verdict> {
  const own = {
    stood: rollLineOf(room, id, person),
    isNewest: ({ key }: Stood) => key !== undefined && toHex(key) === registered,
    notNewest: 'KEY_NOT_NEWEST',
  };
  return checkOwnReceipt(room, receipt, own, onPart);
}
