import { toHex } from '@madang/base';
import { jsonOf } from '@madang/client';
import { accountOf } from '@madang/protocol';
import {
  batchOpening,
  proofOfSurrender,
  SURRENDER_KEY,
  surrenderFor,
} from '@madang/services/election/intake/index.ts';
import { noActor } from './compute.ts';
import { mixedPlace } from './mixed-keys.ts';
import type { BeginStep, SurrenderStep } from './model.ts';
import { judge, openedBy, ownKeyOf, standingIn, submit, submitProven } from './play-election.ts';
import { batchKey } from './play-paper.ts';
import { type Failure, notPlayable, type Progress } from './progress.ts';
import { chanceOf } from './secrets.ts';

/** Begins a batch of papers for which nobody is marked. */
export async function playBegin(progress: Progress, step: BeginStep): Promise<Failure | undefined> {
  const open = openedBy(progress, step.election);
  if ('code' in open) return open;
  const officer = progress.cast.actorKey(step.by);
  if (officer === undefined) return notPlayable(noActor(step.by));
  const account = accountOf(officer.suite, officer.publicKey);
  const given = { building: step.building, account };
  const own = batchKey(progress, step, open);
  const payload = jsonOf(batchOpening(open, own, given, chanceOf(progress, step.batch)));
  const answer = await submit(progress, 'election.openBatch', payload, officer);
  return judge(progress, step, answer, 'election.openBatch');
}

/** Gives up the mixed key of a voter, for a paper of a batch. */
export async function playSurrender(
  progress: Progress,
  step: SurrenderStep,
): Promise<Failure | undefined> {
  const open = openedBy(progress, step.election);
  if ('code' in open) return open;
  if (progress.cast.actorKey(step.by) === undefined) return notPlayable(noActor(step.by));
  const own = ownKeyOf(progress, step, open);
  const { list } = mixedPlace(progress, open.id, own.key);
  const named = { election: toHex(open.id), key: toHex(own.key) };
  const told = progress.stage.read('election.keyOf', named);
  // A key that is in no list is refused by the ledger, whichever list it names.
  const standing = { ...(told.ok ? standingIn(told.value) : { ballots: 0 }), list: list ?? 0 };
  const batch = batchKey(progress, step, open).key;
  const payload = surrenderFor(open, { key: own.key, standing }, batch);
  const chance = chanceOf(progress, step.by, 'surrender');
  const answer = await submitProven(progress, {
    act: SURRENDER_KEY,
    payload: jsonOf(payload),
    prove: (bodyHash) => proofOfSurrender(open.bound, own, { payload, bodyHash }, chance),
    wrongProof: step.wrongProof,
    ...(step.label === undefined ? {} : { label: step.label }),
  });
  return judge(progress, step, answer, SURRENDER_KEY);
}
