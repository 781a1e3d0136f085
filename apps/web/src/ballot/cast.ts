import { toHex } from '@madang/base';
import type { Standing } from '@madang/services/ballot.ts';
import type { KeptBallot } from '../device/ballot-store.ts';
import type { VoterKey } from '../device/voter-key-store.ts';
import type { Answer } from '../ledger.ts';
import { refusedBy } from '../real/problem.ts';
import type { Mine } from '../resident/link.ts';
import { keepSigned } from '../resident/say.ts';
import { isSame, type Opened } from './election.ts';
import { keyHere, signRegistration } from './own-key.ts';
import type { BallotRoom } from './room.ts';
import type { Sealed, Vote } from './sealing.ts';
import { type Stood, standingOf, type VoterStanding } from './standing.ts';

/** How far a ballot is that is being made: its key, its lock, its place on this device. */
export type Stage = 'key' | 'lock' | 'keep';

/** What is to be cast, and by whom. */
export type CastWish = {
  id: string;
  open: Opened;
  mine: Mine;
  vote: Vote;
  /** What stood for the voter when they began: good enough while nobody can be asked. */
  before: VoterStanding | undefined;
};

/** That nothing was made, and why. */
export const problem = (code: string) =>
  ({ ok: false, problem: { code, offline: false } }) as const;

/**
 * What a ballot of a key follows: nothing, or the newest one of the same key. `key`: where keys
 * were
 * mixed, the one that came out of this device's own.
 */
function followed(
  stood: Stood | undefined,
  key: Uint8Array | undefined,
): { standing: Standing; isRegistered: boolean } | 'elsewhere' {
  if (stood === undefined) return { standing: { ballots: 0 }, isRegistered: false };
  const { ballots, last, list } = stood;
  const isRegistered = isSame(stood.key, key);
  if (!isRegistered) return ballots > 0 ? 'elsewhere' : { standing: { ballots }, isRegistered };
  const place = list === undefined ? {} : { list };
  const standing = { ballots, ...(last === undefined ? {} : { last }), ...place };
  return { standing, isRegistered };
}

/** Why no ballot is cast with a key that was mixed; undefined where one can be. */
export function whyNoVote(stood: Stood | undefined): string | undefined {
  if (stood?.key === undefined) return 'KEY_NOT_MIXED';
  return stood.batch === undefined ? undefined : 'election.KEY_SURRENDERED';
}

/** A ballot that is sealed and neither cast nor opened yet. */
export type HeldBallot = Sealed & { own: VoterKey; isRegistered: boolean };

async function seal(
  room: BallotRoom,
  wish: CastWish,
  onStage: (stage: Stage) => void,
): Promise<Answer<HeldBallot>> {
  const { open, mine, vote } = wish;
  onStage('key');
  const asked = await standingOf(room, open, mine);
  const stood = asked.state === 'proven' ? asked : (wish.before ?? asked);
  if (stood.state === 'failed') return problem(stood.code);
  const known = stood.state === 'proven' ? stood : undefined;
  const noMore = open.isMixed ? whyNoVote(known) : undefined;
  if (noMore !== undefined) return problem(noMore);
  const own = await keyHere(room, { id: open.id, mine });
  const follows = followed(known, open.isMixed ? known?.key : own.key);
  if (follows === 'elsewhere') return problem('election.HAS_VOTED');
  onStage('lock');
  const { standing, isRegistered } = follows;
  const sealed = await room.sealer.seal({ election: open, own, standing, chosen: vote });
  return { ok: true, value: { ...sealed, own, isRegistered } };
}

async function keep(
  room: BallotRoom,
  wish: CastWish,
  { payload, fingerprint, own, isRegistered }: HeldBallot,
): Promise<Answer<KeptBallot>> {
  const { id, mine, open } = wish;
  const voting = { id: open.id, mine };
  const first = isRegistered ? undefined : await signRegistration(room, voting, own);
  if (first?.ok === false) return first;
  const made = await room.elections.prove('election.castBallot', payload, room.sealer.prove);
  if (!made.ok) return refusedBy(made.error);
  const { key, sequence } = payload;
  const ballot = { key: toHex(key), fingerprint: toHex(fingerprint), sequence };
  const about = { election: id, ballot, ...(first === undefined ? {} : { first: first.value }) };
  return keepSigned(room, mine, made.value, about);
}

async function orNotSealed<T>(work: () => Promise<Answer<T>>): Promise<Answer<T>> {
  try {
    return await work();
  } catch {
    return problem('BALLOT_NOT_SEALED');
  }
}

/** Seals a vote and holds it: it can be cast, or opened to see whether it was sealed rightly. */
export function holdBallot(room: BallotRoom, wish: CastWish): Promise<Answer<HeldBallot>> {
  return orNotSealed(() => seal(room, wish, () => undefined));
}

/** Casts the ballot that is held: it is kept on this device. Nothing is sent. */
export function castHeld(
  room: BallotRoom,
  wish: CastWish,
  held: HeldBallot,
): Promise<Answer<KeptBallot>> {
  return orNotSealed(() => keep(room, wish, held));
}

/** Seals a vote and keeps it on this device, with what registers its key. Nothing is sent. */
export function makeBallot(
  room: BallotRoom,
  wish: CastWish,
  onStage: (stage: Stage) => void,
): Promise<Answer<KeptBallot>> {
  return orNotSealed(async () => {
    const held = await seal(room, wish, onStage);
    if (!held.ok) return held;
    onStage('keep');
    return keep(room, wish, held.value);
  });
}
