import { fromHex, toHex } from '@madang/base';
import { sha256 } from '@madang/crypto';
import { accountOf } from '@madang/protocol';
import { type OpenElection, type OwnKey, provenBound } from '@madang/services/ballot.ts';
import { MAX_MARKED } from '@madang/services/elections.ts';
import { proveElection } from '../ballot/election.ts';
import type { Sealer } from '../ballot/sealer.ts';
import { refusedBy } from '../decision/city-client.ts';
import { electionClient } from '../election/election-client.ts';
import { electionBytes } from '../election/election-facts.ts';
import type { Answer } from '../ledger.ts';
import { votesOf } from './batch-count.ts';
import { handOver } from './hand-over.ts';
import { type BatchRecord, batchPlace, type KeptBatch, markingPlace } from './kept-batch.ts';
import type { KeptPlace } from './kept-work.ts';
import { readBatches } from './paper-roll.ts';
import type { AtDesk } from './session.ts';
import { type KeptAct, signKept } from './sign-kept.ts';

/** Where papers are marked and sealed: the officer, what ballots are bound to, and the thread. */
export type PaperRoom = { at: AtDesk; open: OpenElection; sealer: Sealer };

/** That nothing was done, and why. */
export const problem = (code: string) =>
  ({ ok: false, problem: { code, offline: false } }) as const;

/** For what papers are sealed: only what is proven, for whoever has that key can read them. */
export async function provenOpen(id: string): Promise<Answer<OpenElection>> {
  const client = electionClient();
  const [ledger, found] = await Promise.all([
    client.ledger(),
    proveElection(client, electionBytes(id)),
  ]);
  if (!ledger.ok) return refusedBy(ledger.error);
  const chain = fromHex(ledger.value.chain);
  const bound =
    !chain.ok || found.election === undefined
      ? undefined
      : provenBound(chain.value, found.election);
  if (bound !== undefined) return { ok: true, value: { id: electionBytes(id), bound } };
  const { proof } = found;
  return problem(proof.state === 'proven' ? 'election.NOT_OPEN' : proof.code);
}

/** As `signKept`; what the ledger refused is not sent again, but signed anew. */
async function signStep(act: KeptAct<KeptBatch>): ReturnType<typeof signKept<KeptBatch>> {
  const sent = await signKept(act);
  if (!sent.ok && sent.problem.code.startsWith('election.')) {
    const { prepared: _refused, ...rest } = act.work;
    await act.keep(rest);
  }
  return sent;
}

/** Who is to vote on paper in one batch. */
export type MarkingWish = { id: string; building: string; persons: readonly number[] };

/** A new key for a batch, in the base in which ballots are signed. */
export async function batchKey({ open, sealer }: PaperRoom): Promise<OwnKey> {
  const made = await sealer.makeKey();
  return { ...made, key: await sealer.keyIn(open.bound, made) };
}

/** Keeps a batch that is begun: nothing is begun whose key this browser would forget. */
export async function keepFirst(
  place: KeptPlace<KeptBatch>,
  batch: KeptBatch,
): Promise<Answer<KeptBatch>> {
  await place.keep(batch);
  return (await place.find()) === undefined
    ? problem('BATCH_NOT_KEPT')
    : { ok: true, value: batch };
}

/** Makes the key of a batch and keeps it. */
export async function beginMarking(
  room: PaperRoom,
  { id, building, persons }: MarkingWish,
): Promise<Answer<KeptBatch>> {
  const own = await batchKey(room);
  const all = persons.toSorted((one, other) => one - other);
  const parts = Math.ceil(all.length / MAX_MARKED);
  const batch: KeptBatch = {
    election: id,
    building,
    own,
    key: toHex(own.key),
    persons: Array.from({ length: parts }, (_, at) =>
      all.slice(at * MAX_MARKED, (at + 1) * MAX_MARKED),
    ),
    marked: 0,
    entered: 0,
  };
  return keepFirst(markingPlace(id), batch);
}

/** Marks the next part of the persons of a batch. */
export async function nextMarking(
  { at, open, sealer }: PaperRoom,
  batch: KeptBatch,
): Promise<Answer<KeptBatch>> {
  const { own, marked, election } = batch;
  const persons = batch.persons[marked] ?? [];
  if (own === undefined) return problem('BATCH_KEY_NOT_HERE');
  const account = accountOf(at.signer.suite, at.signer.publicKey);
  const { keep } = markingPlace(election);
  const sign = async () => {
    const payload = await sealer.mark({ election: open, own, account, persons });
    return electionClient().act('election.markPaper', payload, [at.signer]);
  };
  const sent = await signStep({ work: batch, keep, sign });
  if (!sent.ok) return sent;
  const { prepared: _prepared, ...rest } = batch;
  const now = { ...rest, marked: marked + 1 };
  await keep(now);
  if (now.marked === now.persons.length) await endMarking(now);
  return { ok: true, value: now };
}

/** Ends the marking with whoever is marked so far; a batch of nobody is forgotten. */
export async function endMarking({ prepared: _, ...batch }: KeptBatch): Promise<void> {
  const { election, key, persons, marked } = batch;
  if (marked > 0) {
    await batchPlace(election, key).keep({ ...batch, persons: persons.slice(0, marked) });
  }
  await markingPlace(election).forget();
}

/** Enters the next paper of a batch as an encrypted ballot, behind those that are on the ledger. */
export async function nextPaper(
  { open, sealer }: PaperRoom,
  batch: KeptBatch,
): Promise<Answer<KeptBatch>> {
  const { own, key, election, first, prepared } = batch;
  if (own === undefined || first === undefined) return problem('BATCH_KEY_NOT_HERE');
  const told = await readBatches(election);
  if (!told.ok) return told;
  const line = told.value.find((one) => toHex(one.key) === key);
  if (line === undefined) return problem('election.UNKNOWN_BATCH');
  const { keep } = batchPlace(election, key);
  const votes = votesOf(first);
  const chosen = votes[line.papers];
  if (prepared !== undefined || chosen !== undefined) {
    const { papers, last } = line;
    const standing = last === undefined ? { ballots: papers } : { ballots: papers, last };
    const sign = async () => {
      const sealed = await sealer.seal({ election: open, own, standing, chosen: chosen ?? [] });
      return electionClient().prove('election.castBallot', sealed.payload, sealer.prove);
    };
    const sent = await signStep({ work: batch, keep, sign });
    if (!sent.ok) return sent;
  }
  const { prepared: _prepared, ...rest } = batch;
  const now = { ...rest, entered: batch.entered + 1 };
  await keep(now);
  return { ok: true, value: now };
}

/** Signs, as the first of two officers, that the papers of a batch are entered and kept. */
export function handBatch(
  { at }: Pick<PaperRoom, 'at'>,
  { election, key, first }: KeptBatch,
  { file, place }: BatchRecord,
): Promise<Answer<undefined>> {
  return handOver(at, 'election.confirmBatch', {
    election: electionBytes(election),
    batch: electionBytes(key),
    papers: first?.papers ?? 0,
    record: sha256(file),
    place,
  });
}

/** What is kept of a batch that is confirmed: its record, and nothing that enters papers. */
export async function settleBatch(batch: KeptBatch): Promise<KeptBatch> {
  const { own, first: _first, second: _second, prepared: _prepared, ...kept } = batch;
  const { taking: _taking, ...rest } = kept;
  if (own !== undefined) await batchPlace(batch.election, batch.key).keep(rest);
  return rest;
}
