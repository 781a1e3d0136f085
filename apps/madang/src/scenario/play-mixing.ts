import { expectPresent } from '@madang/base';
import { jsonOf } from '@madang/client';
import { accountOf } from '@madang/protocol';
import {
  freshKey,
  isTurnOf,
  keyRegistration,
  mixingOf,
  nextList,
  REGISTRATION,
} from '@madang/services/election/intake/index.ts';
import { noActor, noLabel } from './compute.ts';
import { listAt, mixAt } from './mixed-keys.ts';
import type { RegisterStep, TrusteesStep } from './model.ts';
import { judge, placeOf, send, submit } from './play-election.ts';
import { type Failure, notPlayable, type Progress, refusalOf } from './progress.ts';
import { chanceOf, voterSecret } from './secrets.ts';

/** Registers the keys of actors that are going to be mixed, until one of them is refused. */
export async function playRegister(
  progress: Progress,
  step: RegisterStep,
): Promise<Failure | undefined> {
  const id = progress.sentByLabel.get(step.election)?.bodyHash;
  if (id === undefined) return notPlayable(noLabel(step.election));
  let failure: Failure | undefined;
  for (const name of step.by) {
    const device = progress.cast.actorKey(name);
    if (device === undefined) return notPlayable(noActor(name));
    const secret = voterSecret(progress, { by: name, election: step.election });
    const own = freshKey(REGISTRATION, () => secret);
    const account = accountOf(device.suite, device.publicKey);
    const payload = jsonOf(keyRegistration({ id }, own, account, chanceOf(progress, name)));
    const answer = await submit(progress, 'election.registerKey', payload, device);
    failure = judge(progress, step, answer, 'election.registerKey');
    if (failure !== undefined || refusalOf(progress.errors, answer) !== undefined) return failure;
  }
  return failure;
}

/** Lets trustees mix the keys, one after the other, in the order in which they are named. */
export async function playMix(
  progress: Progress,
  step: TrusteesStep,
): Promise<Failure | undefined> {
  const place = placeOf(progress, step);
  if ('code' in place) return place;
  for (const name of step.by) {
    const trustee = expectPresent(
      place.trustees.find((one) => one.name === name),
      'scenario: a trustee of the election',
    );
    const own = { election: place.id, number: trustee.number, seed: trustee.seed };
    for (;;) {
      const mix = mixAt(progress, place.id);
      if (mix === undefined) return notPlayable(notMixing());
      if (!isTurnOf(own.number, mix, progress.nowMs)) break;
      const next = nextList(own.number, mix);
      const { keys } = listAt(progress, place.id, next);
      const act = mixingOf(own, mix, { place: next, keys }, chanceOf(progress, name));
      const failure = await send(progress, act.act, jsonOf(act.payload), trustee.key);
      if (failure !== undefined) return failure;
    }
  }
  return undefined;
}

function notMixing() {
  return { en: 'In this election keys are not mixed.', ko: '투표 키를 섞지 않는 선거입니다.' };
}
