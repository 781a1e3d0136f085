import { equalBytes, fail, ok, type Result } from '@madang/base';
import { countsIn } from './count.ts';
import { isTurnOf, mixingOf, nextList } from './mixing.ts';
import {
  type ProvenElection,
  provenCeremony,
  provenElection,
  provenKeyList,
  provenMix,
  provenSum,
  type ReadProven,
} from './proven.ts';
import {
  type Ceremony,
  decryptionOf,
  nextCeremonyAct,
  type Sum,
  type Trustee,
  type TrusteeAct,
  type TrusteeProblem,
} from './trustee.ts';

// The work of a trustee at a ledger, the same by command line and in a page: it reads what is
// proven, does what is due, and sends it.

/** Who a trustee is, whatever the election. */
export interface TrusteeKey {
  readonly account: Uint8Array;
  /** From which all secrets of ceremonies follow; 32 bytes. */
  readonly seed: Uint8Array;
}

/** The counts of a sum, which anybody may announce once enough trustees have decrypted it. */
export interface AnnounceAct {
  readonly act: 'election.announceCounts';
  readonly payload: {
    readonly election: Uint8Array;
    readonly sum: number;
    readonly counts: number[];
  };
}

/** Why the ledger gave no answer, or did not take an act: with a code of its own. */
interface Refused {
  readonly code: string;
}

/** What a trustee works with. */
export interface TrusteeRoom<E extends Refused> {
  readonly election: Uint8Array;
  readonly key: TrusteeKey;
  readonly read: ReadProven;
  /** A sum as the ledger tells it, newer than what is proven. */
  readonly told: (sum: number) => Promise<Result<Sum, E>>;
  /** Signs an act with the trustee's key and has it put on record. */
  readonly send: (act: TrusteeAct | AnnounceAct) => Promise<Result<void, E>>;
  readonly chance: () => Uint8Array;
}

/** How far an election is, as it was proven, and which trustee this one is. */
export interface SeenElection {
  readonly proven: ProvenElection;
  readonly ceremony: Ceremony;
  readonly trustee: Trustee;
}

/** Why nothing is done. */
export type WorkProblem<E> =
  /** What the server told could not be proven; or there is no such election. */
  | { readonly kind: 'not-proven'; readonly code: string }
  | { readonly kind: 'no-trustee' }
  | { readonly kind: 'not-closed' }
  | { readonly kind: 'not-mixing' }
  | { readonly kind: 'not-taken'; readonly error: E }
  | TrusteeProblem;

/** What is proven of an election and its ceremony; fails where the key is no trustee's. */
export async function seeElection<E extends Refused>({
  election,
  key,
  read,
}: TrusteeRoom<E>): Promise<Result<SeenElection, WorkProblem<E>>> {
  const proven = await provenElection(read, election);
  if (!proven.ok) return notProven(proven.error);
  const { trustees } = proven.value.election;
  const at = trustees.findIndex((one) => equalBytes(one, key.account));
  if (at < 0) return fail({ kind: 'no-trustee' });
  const ceremony = await provenCeremony(read, election, proven.value);
  if (!ceremony.ok) return notProven(ceremony.error);
  const trustee = { election, number: at + 1, seed: key.seed };
  return ok({ proven: proven.value, ceremony: ceremony.value, trustee });
}

/** Does what is due in the ceremony; gives the act that was done, or nothing. */
export async function doDue<E extends Refused>(
  room: TrusteeRoom<E>,
  { ceremony, trustee }: SeenElection,
): Promise<Result<TrusteeAct['act'] | undefined, WorkProblem<E>>> {
  const next = nextCeremonyAct(trustee, ceremony, room.chance);
  if (!next.ok || next.value === undefined) return next.ok ? ok(undefined) : next;
  const isDone = await sendOnce(room, next.value);
  if (!isDone.ok) return isDone;
  return ok(isDone.value ? next.value.act : undefined);
}

/** Codes of acts that came too late: somebody, or this trustee elsewhere, has done them already. */
const DONE_ALREADY: ReadonlySet<string> = new Set([
  'election.WRONG_STAGE',
  'election.UNKNOWN_SUM',
  'election.NOT_DECRYPTING',
  'election.NOT_MIXING',
  'election.HAS_MIXED',
  'election.TURN_TAKEN',
  'election.WRONG_LIST',
]);

/** Sends an act; gives whether it was this one that did it. */
async function sendOnce<E extends Refused>(
  room: TrusteeRoom<E>,
  act: TrusteeAct | AnnounceAct,
): Promise<Result<boolean, WorkProblem<E>>> {
  const sent = await room.send(act);
  if (sent.ok) return ok(true);
  return DONE_ALREADY.has(sent.error.code)
    ? ok(false)
    : fail({ kind: 'not-taken', error: sent.error });
}

/** How far the mixing of keys is, for one trustee. */
export interface MixStep {
  /** Lists that are mixed in this trustee's turn. */
  readonly done: number;
  readonly lists: number;
  /** Trustees whose turns are over, in their order, by number. */
  readonly mixed: readonly number[];
  /** `over`: this trustee's turn is; `next`: a list was mixed, more are to come; `others`: wait. */
  readonly state: 'over' | 'next' | 'others';
}

/**
 * Mixes the next list of voters' keys, as it is proven, if it is this trustee's turn. `nowMs`: the
 * present time, by which a turn that stands still may be taken over.
 */
export async function mixNext<E extends Refused>(
  room: TrusteeRoom<E>,
  { proven, trustee }: SeenElection,
  nowMs: number,
): Promise<Result<MixStep, WorkProblem<E>>> {
  if (proven.progress.status !== 'mixing') return fail({ kind: 'not-mixing' });
  const mix = await provenMix(room.read, room.election);
  if (!mix.ok) return notProven(mix.error);
  if (mix.value === undefined) return fail({ kind: 'not-mixing' });
  const { lists, mixed } = mix.value;
  const known = { lists, mixed };
  if (mixed.includes(trustee.number)) return ok({ ...known, done: lists, state: 'over' });
  if (!isTurnOf(trustee.number, mix.value, nowMs))
    return ok({ ...known, done: 0, state: 'others' });
  const place = nextList(trustee.number, mix.value);
  const list = await provenKeyList(room.read, room.election, place);
  if (!list.ok) return notProven(list.error);
  if (list.value === undefined) return notProven(LIST_MISSING);
  const act = mixingOf(trustee, mix.value, { place, keys: list.value.keys }, room.chance);
  const sent = await sendOnce(room, act);
  if (!sent.ok) return sent;
  const done = place.list + (sent.value ? 1 : 0);
  return ok({ ...known, done, state: 'next' });
}

/** The code of a list of keys that the election has, and of which nothing is proven. */
const LIST_MISSING = 'LIST_MISSING';

/** The sums of a closed election, each as it is proven. */
export async function seeSums<E extends Refused>(
  { election, read }: TrusteeRoom<E>,
  { proven }: SeenElection,
): Promise<Result<readonly Sum[], WorkProblem<E>>> {
  const sums: Sum[] = [];
  for (let sum = 0; sum < proven.progress.sums; sum++) {
    const found = await provenSum(read, election, proven, sum);
    if (!found.ok) return notProven(found.error);
    if (found.value === undefined) return notProven(SUM_MISSING);
    sums.push(found.value);
  }
  return ok(sums);
}

/** The code of a sum that the election has, and of which nothing is proven. */
const SUM_MISSING = 'SUM_MISSING';

/** What became of the sums of an election that is being decrypted. */
export interface Decrypted {
  /** Sums of which this trustee gave their part now. */
  readonly given: number;
  /** Sums whose counts were announced now, as enough trustees had given theirs. */
  readonly announced: number;
  readonly sums: number;
}

/**
 * Decrypts this trustee's part of every sum as it is proven, and of nothing else; announces what
 * can be. `onSum` is told how many sums are done.
 */
export async function decryptDue<E extends Refused>(
  room: TrusteeRoom<E>,
  seen: SeenElection,
  onSum: (done: number) => void = () => undefined,
): Promise<Result<Decrypted, WorkProblem<E>>> {
  const { status, sums } = seen.proven.progress;
  if (status !== 'closed') return fail({ kind: 'not-closed' });
  const found = await seeSums(room, seen);
  if (!found.ok) return found;
  let [given, announced] = [0, 0];
  for (const [sum, one] of found.value.entries()) {
    const decrypted = isOwed(one, seen.trustee)
      ? await decryptOne(room, seen, sum, one)
      : ok(false);
    if (!decrypted.ok) return decrypted;
    const told = one.counts === undefined ? await announceOne(room, seen, sum) : ok(false);
    if (!told.ok) return told;
    given += decrypted.value ? 1 : 0;
    announced += told.value ? 1 : 0;
    onSum(sum + 1);
  }
  return ok({ given, announced, sums });
}

/** Whether a trustee's parts of a sum are still to be given. */
function isOwed({ counts, decryptions }: Sum, { number }: Trustee): boolean {
  return counts === undefined && !decryptions.some(({ trustee }) => trustee === number);
}

async function decryptOne<E extends Refused>(
  room: TrusteeRoom<E>,
  { proven, ceremony, trustee }: SeenElection,
  sum: number,
  { selections }: Sum,
): Promise<Result<boolean, WorkProblem<E>>> {
  if (proven.bound === undefined) return fail({ kind: 'not-closed' });
  const told = { told: ceremony, fingerprint: proven.bound.fingerprint };
  const part = decryptionOf(trustee, told, { sum, selections }, room.chance);
  return part.ok ? sendOnce(room, part.value) : part;
}

/**
 * Announces the counts of a sum, if enough trustees have decrypted it and nobody has yet. What is
 * told of it need not be proven: the ledger checks the counts.
 */
async function announceOne<E extends Refused>(
  room: TrusteeRoom<E>,
  { proven }: SeenElection,
  sum: number,
): Promise<Result<boolean, WorkProblem<E>>> {
  const told = await room.told(sum);
  if (!told.ok) return fail({ kind: 'not-taken', error: told.error });
  if (told.value.counts !== undefined) return ok(false);
  const counts = countsIn(told.value, proven.election.threshold);
  if (counts === undefined) return ok(false);
  const payload = { election: room.election, sum, counts: [...counts] };
  return sendOnce(room, { act: 'election.announceCounts', payload });
}

function notProven(code: string): Result<never, { kind: 'not-proven'; code: string }> {
  return fail({ kind: 'not-proven', code });
}
