import { type Codec, decode, equalBytes, toHex } from '@madang/base';
import { cast, keyLists, keys, mixedKeys, mixes, voters } from '@madang/services/ballot.ts';
import { findVoterKey } from '../device/voter-key-store.ts';
import type { Mine } from '../resident/link.ts';
import { isSame, type Opened } from './election.ts';
import type { BallotRoom } from './room.ts';

/** For which moment something was proven, and by how many institutions. */
export type ProvenAt = { asOfMs: number; institutions: number };

/** What stands on the ledger for a voter, as this device proved it. */
export type Stood = ProvenAt & {
  isOnRoll: boolean;
  /** The key that votes for them; where keys were mixed only the device that has it knows it. */
  key?: Uint8Array;
  /** Where keys were mixed: the list in which it stands. */
  list?: number;
  /** Where keys are mixed: why this device has no key that votes for them. */
  missing?: 'unregistered' | 'elsewhere';
  /** The batch of papers for which it was given up: it votes no more. */
  batch?: Uint8Array;
  /** How many ballots were cast with it, and the fingerprint of the newest. */
  ballots: number;
  last?: Uint8Array;
};

/** Why it could not be proven, or that what came is wrong. */
export type NotProven = { state: 'unchecked' | 'failed'; code: string };

/** What stands, or why that is not known. */
export type VoterStanding = ({ state: 'proven' } & Stood) | NotProven;

/** Who somebody is, wherever they vote. */
export type Who = Pick<Mine, 'register' | 'person'>;

type Read<T> = ({ state: 'proven'; value?: T } & ProvenAt) | NotProven;

async function readAt<T>(
  { elections }: BallotRoom,
  stateKey: Uint8Array,
  codec: Codec<T>,
): Promise<Read<T>> {
  const verdict = await elections.checkAbsence(stateKey);
  if (verdict.kind === 'unchecked' || verdict.kind === 'failed') {
    return { state: verdict.kind, code: verdict.code };
  }
  const at = { asOfMs: verdict.asOfMs, institutions: verdict.institutions.length };
  if (verdict.kind === 'absent') return { state: 'proven', ...at };
  const value = decode(codec, verdict.value);
  if (!value.ok) return { state: 'failed', code: 'STANDING_NOT_VALID' };
  return { state: 'proven', value: value.value, ...at };
}

/** A voter's line of the roll: whether there is one, and the key that was registered. */
export async function rollLineOf(
  room: BallotRoom,
  election: Uint8Array,
  person: number,
): Promise<VoterStanding> {
  const line = await readAt(room, voters.stateKey([election, person]), voters.value);
  if (line.state !== 'proven') return line;
  const { asOfMs, institutions, value } = line;
  const at = { state: 'proven' as const, asOfMs, institutions, ballots: 0 };
  if (value === undefined) return { ...at, isOnRoll: false };
  const { key } = value;
  return key === undefined ? { ...at, isOnRoll: true } : { ...at, isOnRoll: true, key };
}

/** What was cast with the key that votes for somebody. */
async function withCast(
  room: BallotRoom,
  election: Uint8Array,
  stood: { state: 'proven' } & Stood & { key: Uint8Array },
): Promise<VoterStanding> {
  const used = await readAt(room, cast.stateKey([election, stood.key]), cast.value);
  if (used.state !== 'proven') return used;
  const known = { ...stood, asOfMs: used.asOfMs };
  return used.value === undefined ? known : { ...known, ...used.value };
}

/** Where a key stands that was registered, in the list that came out of mixing. */
async function listOf(
  room: BallotRoom,
  id: Uint8Array,
  { registered, mixed }: { registered: Uint8Array; mixed: Uint8Array },
): Promise<Read<number>> {
  const [entry, mix] = await Promise.all([
    readAt(room, keys.stateKey([id, registered]), keys.value),
    readAt(room, mixes.stateKey(id), mixes.value),
  ]);
  if (entry.state !== 'proven') return entry;
  if (mix.state !== 'proven') return mix;
  const list = entry.value?.list;
  const turn = mix.value?.mixed.length;
  if (list === undefined || turn === undefined) return notInList;
  const found = await readAt(room, keyLists.stateKey([id, [turn, list]]), keyLists.value);
  if (found.state !== 'proven') return found;
  const isIn = found.value?.keys.some((key) => equalBytes(key, mixed)) === true;
  return isIn ? { ...found, value: list } : notInList;
}

const notInList = { state: 'failed', code: 'KEY_NOT_IN_LIST' } as const;

/** The batch of papers for which a mixed key was given up; nothing while it votes. */
export async function batchOfKey(
  room: BallotRoom,
  election: Uint8Array,
  key: Uint8Array,
): Promise<Read<Uint8Array>> {
  const used = await readAt(room, mixedKeys.stateKey([election, key]), mixedKeys.value);
  if (used.state !== 'proven') return used;
  const { value, ...at } = used;
  return value?.batch === undefined ? at : { ...at, value: value.batch };
}

/** What stands for a voter whose key was mixed: only the device that registered it can tell. */
async function mixedStanding(
  room: BallotRoom,
  { id, bound }: Opened,
  who: Who,
  line: { state: 'proven' } & Stood,
): Promise<VoterStanding> {
  const { key: registered, ...known } = line;
  if (registered === undefined) return { ...known, missing: 'unregistered' };
  const { register, person } = who;
  const own = await findVoterKey({ election: toHex(id), register, person });
  if (own === undefined || !isSame(own.key, registered)) return { ...known, missing: 'elsewhere' };
  const key = await room.sealer.keyIn(bound, own);
  const found = await listOf(room, id, { registered, mixed: key });
  if (found.state !== 'proven') return found;
  if (found.value === undefined) return notInList;
  const [given, used] = await Promise.all([
    batchOfKey(room, id, key),
    withCast(room, id, { ...known, key, list: found.value }),
  ]);
  if (given.state !== 'proven' || used.state !== 'proven') {
    return given.state === 'proven' ? used : given;
  }
  return given.value === undefined ? used : { ...used, batch: given.value };
}

/** Asks what stands for a voter, and proves the answer on this device. */
export async function standingOf(room: BallotRoom, open: Opened, who: Who): Promise<VoterStanding> {
  const line = await rollLineOf(room, open.id, who.person);
  if (line.state !== 'proven' || !line.isOnRoll) return line;
  if (open.isMixed) return mixedStanding(room, open, who, line);
  const { key } = line;
  return key === undefined ? line : withCast(room, open.id, { ...line, key });
}
