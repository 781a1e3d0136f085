import { surrenderFor } from '@madang/services/ballot.ts';
import { readLines } from '../decision/read-lines.ts';
import { type KeptSurrender, listSurrenders, putSurrender } from '../device/surrender-store.ts';
import { findVoterKey } from '../device/voter-key-store.ts';
import type { Answer, PartVerdict, Verdict } from '../ledger.ts';
import { refusedBy } from '../real/problem.ts';
import type { Mine } from '../resident/link.ts';
import { batchOfNumber } from './batch-code.ts';
import { problem, whyNoVote } from './cast.ts';
import { isSame, type Opened } from './election.ts';
import { placeOf } from './own-key.ts';
import { checkOwnReceipt, ownProofPart } from './own-receipt.ts';
import type { BallotRoom } from './room.ts';
import { type Stood, standingOf } from './standing.ts';

/** In which election somebody gives up their key. */
export type Giving = { open: Opened; mine: Mine };

/** What was signed before is shown again while the desk has so long to send it, ms. */
const leastLeftMs = 3 * 60_000;

const batchesAtOnce = 100;

function keptAt({ open, mine }: Giving) {
  return placeOf({ id: open.id, mine });
}

/** Asks for the batch whose number somebody has typed; undefined if it is of none. */
export async function findBatch(
  { elections }: BallotRoom,
  election: Uint8Array,
  typed: string,
): Promise<Answer<Uint8Array | undefined>> {
  const all = await readLines<{ key: Uint8Array }, Uint8Array>({
    read: (after) => elections.query('election.batches', { election, ...after }),
    placeOf: ({ key }) => key,
    size: batchesAtOnce,
  });
  return all.ok ? { ok: true, value: batchOfNumber(all.value, typed) } : all;
}

type MixedStood = Stood & { key: Uint8Array; list: number };

function isMixed(stood: Stood): stood is MixedStood {
  return stood.key !== undefined && stood.list !== undefined;
}

/** Signs that the key of a voter is given up for a batch, for the desk to send. */
async function sign(
  room: BallotRoom,
  giving: Giving,
  stood: MixedStood,
  batch: Uint8Array,
): Promise<Answer<KeptSurrender>> {
  const { open } = giving;
  const own = await findVoterKey(keptAt(giving));
  if (own === undefined) return problem('KEY_NOT_HERE');
  const payload = surrenderFor(open, { key: stood.key, standing: stood }, batch);
  const made = await room.elections.prove('election.surrenderKey', payload, (bodyHash) =>
    room.sealer.surrender({ bound: open.bound, own, payload, bodyHash }),
  );
  if (!made.ok) return refusedBy(made.error);
  const after = stood.last === undefined ? {} : { after: stood.last };
  const kept = { batch, ...after, prepared: made.value };
  await putSurrender(keptAt(giving), kept);
  return { ok: true, value: kept };
}

/**
 * What gives up the key of a voter for a batch, as the desk reads it. Nothing is sent. It is signed
 * once: whoever comes back to it shows the same.
 */
export async function makeSurrender(
  room: BallotRoom,
  giving: Giving,
  batch: Uint8Array,
): Promise<Answer<KeptSurrender>> {
  const { open, mine } = giving;
  const stood = await standingOf(room, open, mine);
  if (stood.state !== 'proven') return problem(stood.code);
  const noMore = whyNoVote(stood);
  if (noMore !== undefined) return problem(noMore);
  if (!isMixed(stood)) return problem('KEY_NOT_MIXED');
  const latest = room.elections.clock.ledgerNow() + leastLeftMs;
  try {
    const all = await listSurrenders(keptAt(giving));
    const usable = all.findLast(
      (one) =>
        isSame(one.batch, batch) &&
        (isSame(one.after, stood.last) || one.after === stood.last) &&
        one.prepared.expiresAt > latest,
    );
    if (usable !== undefined) return { ok: true, value: usable };
    return await sign(room, giving, stood, batch);
  } catch {
    return problem('BALLOT_NOT_SEALED');
  }
}

/** A key that was given up, with its receipt. */
export type GivenKey = KeptSurrender & { receipt: Uint8Array };

/**
 * The record by which a key was given up for a batch, once its receipt is there; nothing where this
 * device does not know it.
 */
export async function recordOfGiven(
  room: BallotRoom,
  giving: Giving,
  batch: Uint8Array,
): Promise<Answer<GivenKey | undefined>> {
  const all = await listSurrenders(keptAt(giving));
  const here = all.filter((one) => isSame(one.batch, batch)).toReversed();
  for (const one of here) {
    const { receipt } = one;
    if (receipt !== undefined) return { ok: true, value: { ...one, receipt } };
    const found = await room.client.receipt(one.prepared.id);
    if (found.ok) {
      const given = { ...one, receipt: found.value };
      await putSurrender(keptAt(giving), given);
      return { ok: true, value: given };
    }
    if (found.error.retryable) return refusedBy(found.error);
  }
  return { ok: true, value: undefined };
}

/** The four points of the receipt of a key that was given up, checked on this device. */
export function checkGiven(
  room: BallotRoom,
  { open, mine }: Giving,
  { batch, prepared, receipt }: GivenKey,
  onPart: (part: PartVerdict) => void,
): Promise<Verdict> {
  const { envelope } = prepared;
  const shown = { election: open, batch, envelope };
  const isProven = async () => (await room.sealer.readSurrender(shown)).ok;
  const own = {
    proof: ownProofPart(receipt, { envelope, isProven, notAsMade: 'SURRENDER_NOT_AS_MADE' }),
    stood: standingOf(room, open, mine),
    isNewest: (stood: Stood) => isSame(stood.batch, batch),
    notNewest: 'SURRENDER_NOT_STANDING',
  };
  return checkOwnReceipt(room, receipt, own, onPart);
}
