import { type Json, toHex, utf8 } from '@madang/base';
import { jsonOf } from '@madang/client';
import { type KeyPair, sha256, sha512 } from '@madang/crypto';
import { accountOf } from '@madang/protocol';
import {
  batchFrom,
  freshKey,
  markOf,
  type OpenElection,
  type OwnKey,
  sealPapers,
} from '@madang/services/election/intake/index.ts';
import { noActor } from './compute.ts';
import type { ConfirmStep, MarkStep, PapersStep } from './model.ts';
import { castSealed, judge, openedBy, submit } from './play-election.ts';
import { type Failure, notPlayable, type Progress, refusalOf } from './progress.ts';
import { chanceOf, SEED } from './secrets.ts';

/** Marks persons as voting on paper. */
export async function playMark(progress: Progress, step: MarkStep): Promise<Failure | undefined> {
  const open = openedBy(progress, step.election);
  if ('code' in open) return open;
  const officer = progress.cast.actorKey(step.by);
  if (officer === undefined) return notPlayable(noActor(step.by));
  const account = accountOf(officer.suite, officer.publicKey);
  const given = { persons: step.persons, account };
  const own = batchKey(progress, step, open);
  const payload = jsonOf(markOf(open, own, given, chanceOf(progress, step.batch)));
  const answer = await submit(progress, 'election.markPaper', payload, officer);
  return judge(progress, step, answer, 'election.markPaper');
}

/** Enters papers of a batch, until one of them is refused. */
export async function playPapers(
  progress: Progress,
  step: PapersStep,
): Promise<Failure | undefined> {
  const open = openedBy(progress, step.election);
  if ('code' in open) return open;
  const own = batchKey(progress, step, open);
  const standing = standingOf(progress, open, own);
  const before = Array.from({ length: standing.papers }, () => []);
  const chance = chanceOf(progress, step.batch, 'papers');
  const all = [...before, ...step.chosen];
  let failure: Failure | undefined;
  for (const sealed of sealPapers(open, { key: own.key, standing }, all, chance)) {
    const answer = await castSealed(progress, { open, own, sealed, chance });
    failure = judge(progress, step, answer, 'election.castBallot');
    if (refusalOf(progress.errors, answer) !== undefined) break;
  }
  return failure;
}

/** Confirms a batch. */
export async function playConfirm(
  progress: Progress,
  step: ConfirmStep,
): Promise<Failure | undefined> {
  const open = openedBy(progress, step.election);
  if ('code' in open) return open;
  const keys: KeyPair[] = [];
  for (const name of step.by) {
    const key = progress.cast.actorKey(name);
    if (key === undefined) return notPlayable(noActor(name));
    keys.push(key);
  }
  const payload: Json = {
    election: toHex(open.id),
    batch: toHex(batchKey(progress, step, open).key),
    papers: step.count,
    record: toHex(sha256(utf8(step.batch))),
    place: { en: step.batch, ko: step.batch },
  };
  const answer = await submit(progress, 'election.confirmBatch', payload, ...keys);
  return judge(progress, step, answer, 'election.confirmBatch');
}

/** The key of a batch: the same each time. */
export function batchKey(
  { scenario }: Progress,
  { batch, election }: { readonly batch: string; readonly election: string },
  open: OpenElection,
): OwnKey {
  const secret = sha512(SEED, utf8([scenario.title, 'batch', batch, election].join('\n')));
  return freshKey(open.bound, () => secret);
}

function standingOf({ stage }: Progress, { id }: OpenElection, { key }: OwnKey) {
  const told = stage.read('election.batch', { election: toHex(id), key: toHex(key) });
  const batch = told.ok ? batchFrom(told.value) : told;
  return batch.ok ? batch.value : { papers: 0 };
}
