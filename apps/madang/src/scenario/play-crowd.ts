import { type Json, toHex, utf8 } from '@madang/base';
import { jsonOf } from '@madang/client';
import { type KeyPair, keyPairFromSeed, sha256 } from '@madang/crypto';
import { accountOf } from '@madang/protocol';
import {
  CAST_BALLOT,
  freshKey,
  keyRegistration,
  type OwnKey,
  sealBallot,
} from '@madang/services/election/intake/index.ts';
import { noActor, noLabel } from './compute.ts';
import type { CrowdStep, RollStep, VotersStep } from './model.ts';
import { electionAt, openedBy, sealedAct, send, signedAct } from './play-election.ts';
import { broken, type Failure, notPlayable, type Progress, refusalOf } from './progress.ts';
import { chanceOf, SEED, voterSecret } from './secrets.ts';

/** So many lines of a roll fit into an act, and so many acts are sent at once. */
const AT_ONCE = 100;

/** Lets so many voters be entered on the roll, or vote. */
export function playVoters(progress: Progress, step: VotersStep): Promise<Failure | undefined> {
  return step.kind === 'roll' ? playRoll(progress, step) : playCrowd(progress, step);
}

/** Enters persons 0 to `count` - 1 on the roll, in turn in each building, with one vote each. */
async function playRoll(progress: Progress, step: RollStep): Promise<Failure | undefined> {
  const id = progress.sentByLabel.get(step.votersOf)?.bodyHash;
  if (id === undefined) return notPlayable(noLabel(step.votersOf));
  const officer = progress.cast.actorKey(step.by);
  if (officer === undefined) return notPlayable(noActor(step.by));
  const { buildings, measures } = electionAt(progress, id);
  for (const persons of chunksOf(step.count)) {
    const voters = persons.map((person) => ({
      person,
      building: person % buildings,
      weights: measures.map(() => 1),
      commitment: toHex(sha256(utf8(`person ${String(person)}`))),
    }));
    const payload = { election: toHex(id), voters };
    const failure = await send(progress, 'election.enterVoters', payload, officer);
    if (failure !== undefined) return failure;
  }
  return undefined;
}

/** A voter of a crowd. */
interface Voter {
  readonly person: number;
  readonly name: string;
  readonly device: KeyPair;
  readonly own: OwnKey;
}

/** Lets persons 0 to `count` - 1 be attested, register a key and cast a ballot, many at once. */
async function playCrowd(progress: Progress, step: CrowdStep): Promise<Failure | undefined> {
  const open = openedBy(progress, step.votersOf);
  if ('code' in open) return open;
  const clerk = progress.cast.actorKey(step.by);
  if (clerk === undefined) return notPlayable(noActor(step.by));
  const { register, level } = electionAt(progress, open.id);
  for (const persons of chunksOf(step.count)) {
    const voters = persons.map((person): Voter => {
      const name = `person ${String(person)}`;
      const secret = voterSecret(progress, { by: name, election: step.votersOf });
      const own = freshKey(open.bound, () => secret);
      return { person, name, own, device: keyPairFromSeed(sha256(SEED, secret)) };
    });
    const attestations = voters.map(({ person, device }) => {
      const account = toHex(accountOf(device.suite, device.publicKey));
      const payload: Json = { register: toHex(register), person, account, level, as: step.as };
      return signedAct(progress, 'people.attestKey', payload, clerk);
    });
    const registrations = voters.map(({ name, own, device }) => {
      const account = accountOf(device.suite, device.publicKey);
      const made = keyRegistration(open, own, account, chanceOf(progress, name));
      return signedAct(progress, 'election.registerKey', jsonOf(made), device);
    });
    const ballots = voters.map(({ person, name, own }) => {
      const chance = chanceOf(progress, name, 'ballot');
      const chosen = step.chosen[person % step.chosen.length] ?? [];
      const standing = { key: own.key, standing: { ballots: 0 } };
      const sealed = sealBallot(open, standing, chosen, chance);
      return sealedAct(progress, { open, own, sealed, chance });
    });
    const failure =
      (await sendAll(progress, 'people.attestKey', attestations)) ??
      (await sendAll(progress, 'election.registerKey', registrations)) ??
      (await sendAll(progress, CAST_BALLOT, ballots));
    if (failure !== undefined) return failure;
  }
  return undefined;
}

async function sendAll(
  progress: Progress,
  act: string,
  envelopes: readonly Uint8Array[],
): Promise<Failure | undefined> {
  const answers = await progress.stage.submit(envelopes);
  const refused = answers.map((answer) => refusalOf(progress.errors, answer)).find(Boolean);
  return refused === undefined
    ? undefined
    : broken(`${act} was refused: ${refused.text}`, `${act}: ${refused.text}`);
}

/** The numbers from 0 up to `count`, a list of those that are sent at once. */
function chunksOf(count: number): readonly (readonly number[])[] {
  return Array.from({ length: Math.ceil(count / AT_ONCE) }, (_, chunk) => {
    const from = chunk * AT_ONCE;
    return Array.from({ length: Math.min(AT_ONCE, count - from) }, (__, at) => from + at);
  });
}
