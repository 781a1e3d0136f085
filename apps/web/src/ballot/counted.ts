import { toHex } from '@madang/base';
import { fingerprintIn } from '@madang/services/ballot.ts';
import { type KeptBallot, newestOf } from '../device/ballot-store.ts';
import type { PartVerdict, Verdict } from '../ledger.ts';
import type { Opened } from './election.ts';
import { checkOwnReceipt, ownProofPart } from './own-receipt.ts';
import type { BallotRoom } from './room.ts';
import { type Stood, standingOf, type Who } from './standing.ts';

/** A ballot that is on record. */
export type CountedBallot = KeptBallot & { receipt: Uint8Array };

/** Whether somebody's ballot is counted, in the order in which a page has to ask. */
export type Answered =
  /** The ledger's newest ballot of this voter is the one that this device sent. */
  | { state: 'yes'; ballot: CountedBallot; verdict: Verdict }
  /** The newest ballot of this device is not on the ledger; an older one may be. */
  | { state: 'no'; ballot: KeptBallot; older?: KeptBallot; stood: Stood }
  | { state: 'none'; stood: Stood }
  /** Keys were mixed, and this device has none that votes: nobody can tell. */
  | { state: 'no-key'; missing: 'unregistered' | 'elsewhere'; stood: Stood }
  /** The key was given up for a paper. */
  | { state: 'given-up'; stood: Stood }
  /** They have voted with another device. */
  | { state: 'elsewhere'; stood: Stood }
  /** A ballot of this device's key stands that this device does not know. */
  | { state: 'other'; ballot?: KeptBallot; stood: Stood }
  | { state: 'unchecked'; ballot?: KeptBallot; code: string }
  | { state: 'failed'; ballot?: KeptBallot; code: string };

type Of<S extends Answered['state']> = Extract<Answered, { state: S }>;

/** What a ballot on this device is called by, computed anew from what was sent. */
function fingerprintOf(open: Opened, { prepared }: KeptBallot): string | undefined {
  const found = fingerprintIn(open.bound, prepared.envelope);
  return found.ok ? toHex(found.value) : undefined;
}

/** The four points of a ballot's receipt, checked on this device. */
export function checkBallot(
  room: BallotRoom,
  open: Opened,
  ballot: CountedBallot,
  onPart: (part: PartVerdict) => void,
): Promise<Verdict> {
  const fingerprint = fingerprintOf(open, ballot);
  const { envelope } = ballot.prepared;
  const own = {
    proof: ownProofPart(ballot.receipt, {
      envelope,
      isProven: () => room.sealer.verify(open.bound, envelope),
      notAsMade: 'BALLOT_NOT_AS_SENT',
    }),
    stood: standingOf(room, open, ballot),
    isNewest: ({ last }: Stood) => last !== undefined && toHex(last) === fingerprint,
    notNewest: 'BALLOT_NOT_NEWEST',
  };
  return checkOwnReceipt(room, ballot.receipt, own, onPart);
}

async function byReceipt(
  room: BallotRoom,
  open: Opened,
  ballot: CountedBallot,
  onPart: (part: PartVerdict) => void,
): Promise<Answered> {
  const verdict = await checkBallot(room, open, ballot, onPart);
  const wrong = verdict.parts.find(({ state }) => state === 'failed');
  if (wrong !== undefined) return { state: 'failed', ballot, code: wrong.code ?? wrong.part };
  const left = verdict.parts.find(({ state }) => state === 'unchecked');
  if (left !== undefined) return { state: 'unchecked', ballot, code: left.code ?? left.part };
  return { state: 'yes', ballot, verdict };
}

/** Why a key that was mixed counts no ballot, where that is so. */
function withoutVote(stood: Stood): Of<'no-key' | 'given-up'> | undefined {
  const { missing, batch } = stood;
  if (missing !== undefined) return { state: 'no-key', missing, stood };
  return batch === undefined ? undefined : { state: 'given-up', stood };
}

/** What the ballots of this device come to, beside what stands. */
export function placed(
  stood: Stood,
  all: readonly KeptBallot[],
  callOf: (ballot: KeptBallot) => string | undefined,
): Exclude<Answered, { state: 'yes' }> | { state: 'newest'; ballot: KeptBallot } {
  const newest = newestOf(all);
  const known = newest === undefined ? {} : { ballot: newest };
  const { last } = stood;
  const without = withoutVote(stood);
  if (without !== undefined) return without;
  if (last === undefined) {
    return newest === undefined || newest.receipt !== undefined
      ? { state: newest === undefined ? 'none' : 'other', stood, ...known }
      : { state: 'no', ballot: newest, stood };
  }
  const counted = all.findLast((one) => callOf(one) === toHex(last));
  if (counted === undefined) {
    const isOwnKey = all.some(({ ballot }) => isKey(stood, ballot.key));
    return isOwnKey ? { state: 'other', stood, ...known } : { state: 'elsewhere', stood };
  }
  if (newest === undefined || counted.id === newest.id) return { state: 'newest', ballot: counted };
  return newest.receipt === undefined
    ? { state: 'no', ballot: newest, older: counted, stood }
    : { state: 'other', ballot: newest, stood };
}

function isKey({ key }: Stood, other: string): boolean {
  return key !== undefined && toHex(key) === other;
}

/** Whether the ballot of a voter is counted, as this device can prove it. */
export async function answerOf(
  room: BallotRoom,
  { open, who }: { open: Opened; who: Who },
  all: readonly KeptBallot[],
  onPart: (part: PartVerdict) => void,
): Promise<Answered> {
  const stood = await standingOf(room, open, who);
  if (stood.state !== 'proven') {
    const newest = newestOf(all);
    return newest === undefined ? stood : { ...stood, ballot: newest };
  }
  const found = placed(stood, all, (ballot) => fingerprintOf(open, ballot));
  if (found.state !== 'newest') return found;
  const { receipt } = found.ballot;
  // The ledger has it; the answer to this device is still to come.
  if (receipt === undefined) {
    return { state: 'unchecked', ballot: found.ballot, code: 'RECEIPT_NOT_HERE' };
  }
  return byReceipt(room, open, { ...found.ballot, receipt }, onPart);
}
