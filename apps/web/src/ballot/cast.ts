import { toHex } from '@madang/base';
import { accountOf } from '@madang/protocol';
import type { OpenElection, Standing } from '@madang/services/ballot.ts';
import { signerOf } from '../device/act-keys.ts';
import type { KeptBallot } from '../device/ballot-store.ts';
import { findVoterKey, putVoterKey, type VoterKey } from '../device/voter-key-store.ts';
import type { Answer } from '../ledger.ts';
import { refusedBy } from '../real/problem.ts';
import type { Mine } from '../resident/link.ts';
import { keepSigned, noKey } from '../resident/say.ts';
import { isSame } from './election.ts';
import type { BallotRoom } from './room.ts';
import type { Sealed, Vote } from './sealing.ts';
import { standingOf, type VoterStanding } from './standing.ts';

/** How far a ballot is that is being made: its key, its lock, its place on this device. */
export type Stage = 'key' | 'lock' | 'keep';

/** What is to be cast, and by whom. */
export type CastWish = {
  id: string;
  open: OpenElection;
  mine: Mine;
  vote: Vote;
  /** What stood for the voter when they began: good enough while nobody can be asked. */
  before: VoterStanding | undefined;
};

const problem = (code: string) => ({ ok: false, problem: { code, offline: false } }) as const;

/** The key of this voter on this device: it is written down before anybody hears of it. */
async function ownKey(room: BallotRoom, { id, open, mine }: CastWish): Promise<VoterKey> {
  const place = { election: id, register: mine.register, person: mine.person };
  const kept = await findVoterKey(place);
  if (kept !== undefined) return kept;
  const made = await room.sealer.makeKey(open.bound);
  await putVoterKey(place, made);
  return made;
}

/** What a ballot follows: nothing, or the newest one of the same key. */
function followed(stood: VoterStanding, key: Uint8Array): Standing | 'elsewhere' {
  if (stood.state !== 'proven' || stood.ballots === 0) return { ballots: 0 };
  if (!isSame(stood.key, key)) return 'elsewhere';
  const { ballots, last } = stood;
  return last === undefined ? { ballots } : { ballots, last };
}

async function registration(room: BallotRoom, { open, mine }: CastWish, own: VoterKey) {
  const signer = await signerOf(mine.key);
  if (signer === undefined) return noKey;
  const account = accountOf(signer.suite, signer.publicKey);
  const payload = await room.sealer.register({ election: open, own, account });
  const made = await room.elections.act('election.registerKey', payload, [signer]);
  return made.ok ? made : refusedBy(made.error);
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
  const own = await ownKey(room, wish);
  const asked = await standingOf(room, open.id, mine.person);
  const stood = asked.state === 'proven' ? asked : (wish.before ?? asked);
  if (stood.state === 'failed') return problem(stood.code);
  const standing = followed(stood, own.key);
  if (standing === 'elsewhere') return problem('election.HAS_VOTED');
  const isRegistered = stood.state === 'proven' && isSame(stood.key, own.key);
  onStage('lock');
  const sealed = await room.sealer.seal({ election: open, own, standing, chosen: vote });
  return { ok: true, value: { ...sealed, own, isRegistered } };
}

async function keep(
  room: BallotRoom,
  wish: CastWish,
  { payload, fingerprint, own, isRegistered }: HeldBallot,
): Promise<Answer<KeptBallot>> {
  const { id, mine } = wish;
  const first = isRegistered ? undefined : await registration(room, wish, own);
  if (first?.ok === false) return first;
  const made = await room.elections.prove('election.castBallot', payload, room.sealer.prove);
  if (!made.ok) return refusedBy(made.error);
  const { sequence } = payload;
  const ballot = { key: toHex(own.key), fingerprint: toHex(fingerprint), sequence };
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
