import type { Election as BoundElection } from '@madang/ballot';
import {
  type Codec,
  decode,
  expectPresent,
  fail,
  ok,
  type Result,
  type TypeOf,
} from '@madang/base';
import { ceremonyId } from '../chain/ceremony.ts';
import { missingOf, stageOf } from '../chain/stages.ts';
import {
  bound,
  decryptions,
  type Election,
  elections,
  type JointKey,
  jointKeys,
  type KeyListRecord,
  keyLists,
  type Mix,
  mixes,
  NOTHING_DONE,
  type Progress,
  progress,
  revealed,
  type TrusteeRecord,
  trustees,
} from '../chain/state.ts';
import { boundTo } from './ballot.ts';
import type { Ceremony, Sum } from './trustee.ts';

// A trustee does not act on what a server tells, but on what the institutions have signed: secrets
// are sealed for whoever stands in these records.

/**
 * Reads what stands under a state key and proves it; nothing where nothing stands. Fails with the
 * code of what it could not prove.
 */
export type ReadProven = (stateKey: Uint8Array) => Promise<Result<Uint8Array | undefined, string>>;

/** An election as it is proven. */
export interface ProvenElection {
  readonly election: Election;
  readonly progress: Progress;
  /** What its ballots are bound to, once it is open. */
  readonly bound?: TypeOf<(typeof bound)['value']>;
}

/** The code of what is proven and cannot be read. */
export const RECORD_NOT_READABLE = 'RECORD_NOT_READABLE';
/** The code of an election that is not on the ledger. */
export const UNKNOWN_ELECTION = 'UNKNOWN_ELECTION';

interface Stored<K, V> {
  readonly stateKey: (key: K) => Uint8Array;
  readonly value: Codec<V>;
}

async function recordAt<K, V>(
  read: ReadProven,
  from: Stored<K, V>,
  at: K,
): Promise<Result<V | undefined, string>> {
  const found = await read(from.stateKey(at));
  if (!found.ok || found.value === undefined) return found.ok ? ok(undefined) : found;
  const decoded = decode(from.value, found.value);
  return decoded.ok ? decoded : fail(RECORD_NOT_READABLE);
}

/** Several records, or the first code of what could not be proven. */
async function recordsAt<K, V>(
  read: ReadProven,
  from: Stored<K, V>,
  at: readonly K[],
): Promise<Result<readonly (V | undefined)[], string>> {
  const found = await Promise.all(at.map((key) => recordAt(read, from, key)));
  const values: (V | undefined)[] = [];
  for (const one of found) {
    if (!one.ok) return one;
    values.push(one.value);
  }
  return ok(values);
}

/** An election and how far it is, proven. */
export async function provenElection(
  read: ReadProven,
  id: Uint8Array,
): Promise<Result<ProvenElection, string>> {
  const [election, far, fixed] = await Promise.all([
    recordAt(read, elections, id),
    recordAt(read, progress, id),
    recordAt(read, bound, id),
  ]);
  if (!election.ok) return election;
  if (!far.ok) return far;
  if (!fixed.ok) return fixed;
  if (election.value === undefined || far.value === undefined) return fail(UNKNOWN_ELECTION);
  const known = { election: election.value, progress: far.value };
  return ok(fixed.value === undefined ? known : { ...known, bound: fixed.value });
}

/** What ballots are bound to by what is proven of an election; nothing before it is open. */
export function provenBound(
  chain: Uint8Array,
  { election: { questions }, bound: fixed }: ProvenElection,
): BoundElection | undefined {
  return boundTo(chain, fixed === undefined ? { questions } : { questions, bound: fixed });
}

/** A ceremony with all that its trustees published, proven. */
export async function provenCeremony(
  read: ReadProven,
  id: Uint8Array,
  { election, progress: { round } }: ProvenElection,
): Promise<Result<Ceremony, string>> {
  const numbers = election.trustees.map((_, at): readonly [Uint8Array, number] => [id, at + 1]);
  const [found, joint] = await Promise.all([
    recordsAt(read, trustees, numbers),
    recordAt(read, jointKeys, id),
  ]);
  if (!found.ok) return found;
  if (!joint.ok) return joint;
  const records = found.value.map((record) => record ?? NOTHING_DONE);
  return ok(ceremonyOf({ id, election, round, records, joint: joint.value }));
}

interface CeremonyParts {
  readonly id: Uint8Array;
  readonly election: Election;
  readonly round: number;
  readonly records: readonly TrusteeRecord[];
  readonly joint: JointKey | undefined;
}

function ceremonyOf({ id, election, round, records, joint }: CeremonyParts): Ceremony {
  return {
    round,
    stage: stageOf(records),
    missing: [...missingOf(records)],
    threshold: election.threshold,
    ceremony: ceremonyId(id, round),
    trustees: election.trustees.map((account, at) => ({
      account,
      ...expectPresent(records[at], 'a record for each trustee'),
    })),
    ...(joint === undefined ? {} : { joint }),
  };
}

/** How far the mixing of an election's keys is, proven; nothing where keys are not mixed. */
export function provenMix(
  read: ReadProven,
  id: Uint8Array,
): Promise<Result<Mix | undefined, string>> {
  return recordAt(read, mixes, id);
}

/** A list of keys after so many turns of mixing, proven; nothing if there is none. */
export function provenKeyList(
  read: ReadProven,
  id: Uint8Array,
  { turn, list }: { readonly turn: number; readonly list: number },
): Promise<Result<KeyListRecord | undefined, string>> {
  return recordAt(read, keyLists, [id, [turn, list]] as const);
}

/** A sum to decrypt with the parts that trustees have given, proven; nothing if there is none. */
export async function provenSum(
  read: ReadProven,
  id: Uint8Array,
  { election }: Pick<ProvenElection, 'election'>,
  sum: number,
): Promise<Result<Sum | undefined, string>> {
  const at = election.trustees.map((_, index): readonly [Uint8Array, readonly [number, number]] => [
    id,
    [sum, index + 1],
  ]);
  const [found, parts] = await Promise.all([
    recordAt(read, revealed, [id, sum] as const),
    recordsAt(read, decryptions, at),
  ]);
  if (!found.ok) return found;
  if (!parts.ok) return parts;
  if (found.value === undefined) return ok(undefined);
  const given = parts.value.flatMap((one, index) =>
    one === undefined ? [] : [{ trustee: index + 1, parts: one.parts }],
  );
  return ok({ ...found.value, decryptions: given });
}
