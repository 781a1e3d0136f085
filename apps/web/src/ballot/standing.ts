import { type Codec, decode } from '@madang/base';
import { cast, voters } from '@madang/services/ballot.ts';
import type { BallotRoom } from './room.ts';

/** For which moment something was proven, and by how many institutions. */
export type ProvenAt = { asOfMs: number; institutions: number };

/** What stands on the ledger for a voter, as this device proved it. */
export type Stood = ProvenAt & {
  isOnRoll: boolean;
  /** The key that votes for them. */
  key?: Uint8Array;
  /** How many ballots were cast with it, and the fingerprint of the newest. */
  ballots: number;
  last?: Uint8Array;
};

/** Why it could not be proven, or that what came is wrong. */
export type NotProven = { state: 'unchecked' | 'failed'; code: string };

/** What stands, or why that is not known. */
export type VoterStanding = ({ state: 'proven' } & Stood) | NotProven;

async function readAt<T>(
  { elections }: BallotRoom,
  stateKey: Uint8Array,
  codec: Codec<T>,
): Promise<({ state: 'proven'; value?: T } & ProvenAt) | NotProven> {
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

/** Asks what stands for a voter, and proves the answer on this device. */
export async function standingOf(
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
  if (key === undefined) return { ...at, isOnRoll: true };
  const used = await readAt(room, cast.stateKey([election, key]), cast.value);
  if (used.state !== 'proven') return used;
  const known = { ...at, asOfMs: used.asOfMs, isOnRoll: true, key };
  return used.value === undefined ? known : { ...known, ...used.value };
}
