import { expectOk, expectPresent, fromHex, type Json, toHex, utf8 } from '@madang/base';
import { jsonOf } from '@madang/client';
import { type KeyPair, sha256, signSync } from '@madang/crypto';
import { accountOf, encodeProven, encodeSigned, signedMessage } from '@madang/protocol';
import {
  boundTo,
  CAST_BALLOT,
  type Ceremony,
  ceremonyFrom,
  countsIn,
  decryptionOf,
  electionFrom,
  freshKey,
  keyRegistration,
  nextCeremonyAct,
  type OpenElection,
  type OwnKey,
  proofOfBallot,
  type SealedBallot,
  type Standing,
  sealBallot,
  sumFrom,
  type ToldElection,
  trusteeSeed,
} from '@madang/services/election/intake/index.ts';
import type { Words } from '../terminal.ts';
import { noActor, noLabel } from './compute.ts';
import { mixedPlace } from './mixed-keys.ts';
import type { BallotStep, TrusteesStep } from './model.ts';
import {
  bodyFor,
  broken,
  type Failure,
  findTransaction,
  judgeRefusal,
  notPlayable,
  type Progress,
  refusalOf,
} from './progress.ts';
import { chanceOf, SEED, voterSecret } from './secrets.ts';
import type { Answer } from './stage.ts';

const EXPIRES_MS = 300_000;
/** Lets the trustees do their parts until each has rehearsed, or none of these has one left. */
export async function playCeremony(
  progress: Progress,
  step: TrusteesStep,
): Promise<Failure | undefined> {
  const place = placeOf(progress, step);
  if ('code' in place) return place;
  for (;;) {
    const told = place.ceremony();
    const due = place.trustees.find(({ number }) => told.missing.includes(number));
    if (due === undefined) return undefined;
    const trustee = { election: place.id, number: due.number, seed: due.seed };
    const next = nextCeremonyAct(trustee, told, chanceOf(progress, due.name));
    if (!next.ok) return broken(`The ceremony is ${next.error.kind}.`, next.error.kind);
    const { act, payload } = expectPresent(next.value, 'scenario: it is their part');
    const failure = await send(progress, act, jsonOf(payload), due.key);
    if (failure !== undefined) return failure;
  }
}

/** Lets the trustees decrypt all sums, and announces those that enough have decrypted. */
export async function playDecryption(
  progress: Progress,
  step: TrusteesStep,
): Promise<Failure | undefined> {
  const place = placeOf(progress, step);
  if ('code' in place) return place;
  const election = toHex(place.id);
  const told = place.election();
  const { fingerprint } = told.bound ?? { fingerprint: new Uint8Array() };
  const sumAt = (sum: number) => {
    const answer = progress.stage.read('election.sumOf', { election, sum });
    return answer.ok ? sumFrom(answer.value) : answer;
  };
  for (let sum = 0; ; sum++) {
    const found = sumAt(sum);
    if (!found.ok) return sum === 0 ? nothingToDecrypt() : undefined;
    for (const { name, number, seed, key } of place.trustees) {
      const trustee = { election: place.id, number, seed };
      const where = { told: place.ceremony(), fingerprint };
      const { selections } = found.value;
      const part = decryptionOf(trustee, where, { sum, selections }, chanceOf(progress, name));
      if (!part.ok) return broken(`The key is ${part.error.kind}.`, part.error.kind);
      const failure = await send(progress, part.value.act, jsonOf(part.value.payload), key);
      if (failure !== undefined) return failure;
    }
    const decrypted = sumAt(sum);
    const counts = decrypted.ok ? countsIn(decrypted.value, told.threshold) : undefined;
    if (counts === undefined) continue;
    const [first] = place.trustees;
    const { key } = expectPresent(first, 'scenario: somebody decrypts');
    const payload = { election, sum, counts: [...counts] };
    const failure = await send(progress, 'election.announceCounts', payload, key);
    if (failure !== undefined) return failure;
  }
}

/** Registers the voter's key, if it is not, and casts their ballot. */
export async function playBallot(
  progress: Progress,
  step: BallotStep,
): Promise<Failure | undefined> {
  const open = openedBy(progress, step.election);
  if ('code' in open) return open;
  const { id } = open;
  const device = progress.cast.actorKey(step.by);
  if (device === undefined) return notPlayable(noActor(step.by));
  const own = ownKeyOf(progress, step, open);
  const known = progress.stage.read('election.keyOf', { election: toHex(id), key: toHex(own.key) });
  const isMixed = electionAt(progress, id).mixing !== undefined;
  if (!known.ok && !isMixed) {
    const answer = await register(progress, step, { open, own, device });
    const isRefused = refusalOf(progress.errors, answer) !== undefined;
    if (isRefused) return judge(progress, step, answer, 'election.registerKey');
  }
  const standing = known.ok ? standingIn(known.value) : { ballots: 0 };
  const place = mixedPlace(progress, id, own.key);
  return cast(progress, step, { open, own, standing: { ...standing, ...place } });
}

/** The election of a step, which has to be open. */
export function openedBy(progress: Progress, label: string): OpenElection | Failure {
  const id = progress.sentByLabel.get(label)?.bodyHash;
  if (id === undefined) return notPlayable(noLabel(label));
  const bound = boundTo(progress.stage.chain, electionAt(progress, id));
  return bound === undefined
    ? notPlayable({ en: 'The election is not open.', ko: '선거가 열려 있지 않습니다.' })
    : { id, bound };
}

/** The key of an actor in an election: the same each time. */
export function ownKeyOf(
  progress: Progress,
  step: Pick<BallotStep, 'by' | 'election'>,
  open: OpenElection,
) {
  const secret = voterSecret(progress, step);
  return freshKey(open.bound, () => secret);
}

interface Registering {
  readonly open: OpenElection;
  readonly own: OwnKey;
  readonly device: KeyPair;
}

function register(
  progress: Progress,
  step: BallotStep,
  { open, own, device }: Registering,
): Promise<Answer> {
  const account = accountOf(device.suite, device.publicKey);
  const chance = chanceOf(progress, step.by);
  const payload = jsonOf(keyRegistration(open, own, account, chance));
  return submit(progress, 'election.registerKey', payload, device);
}

interface Casting {
  readonly open: OpenElection;
  readonly own: OwnKey;
  readonly standing: Standing;
}

async function cast(
  progress: Progress,
  step: BallotStep,
  { open, own, standing }: Casting,
): Promise<Failure | undefined> {
  const chance = chanceOf(progress, step.by, 'ballot');
  const sealed = sealBallot(open, { key: own.key, standing }, step.chosen, chance);
  const answer = await castSealed(progress, { open, own, sealed, chance, ...step });
  return judge(progress, step, answer, CAST_BALLOT);
}

/** A sealed ballot, and whose it is. */
export interface Sealed {
  readonly open: OpenElection;
  readonly own: OwnKey;
  readonly sealed: SealedBallot;
  readonly chance: () => Uint8Array;
  readonly label?: string;
  readonly wrongProof?: boolean;
}

/** Casts a sealed ballot. */
export function castSealed(progress: Progress, sealed: Sealed): Promise<Answer> {
  return submitOne(progress, sealedAct(progress, sealed));
}

/** The transaction of a sealed ballot. */
export function sealedAct(
  progress: Progress,
  { open, own, sealed, chance, label, wrongProof }: Sealed,
): Uint8Array {
  return provenAct(progress, {
    act: CAST_BALLOT,
    payload: jsonOf(sealed.payload),
    prove: (bodyHash) => proofOfBallot(open.bound, own, { sealed, bodyHash }, chance),
    ...(label === undefined ? {} : { label }),
    ...(wrongProof === undefined ? {} : { wrongProof }),
  });
}

interface Proven {
  readonly act: string;
  readonly payload: Json;
  /** The proof in the transaction whose body has this hash. */
  readonly prove: (bodyHash: Uint8Array) => Uint8Array;
  readonly label?: string;
  readonly wrongProof?: boolean;
}

/** Sends an act that proves itself. */
export function submitProven(progress: Progress, proven: Proven): Promise<Answer> {
  return submitOne(progress, provenAct(progress, proven));
}

function provenAct(
  progress: Progress,
  { act, payload: json, prove, label, wrongProof }: Proven,
): Uint8Array {
  const payload = encoded(progress, act, json);
  const { chain } = progress.stage;
  const bodyBytes = bodyFor(progress, { act, chain, payload, expiresMs: EXPIRES_MS });
  const bodyHash = sha256(bodyBytes);
  const proof = prove(bodyHash);
  if (wrongProof === true) proof[proof.length - 1] = (proof.at(-1) ?? 0) ^ 1;
  const envelope = encodeProven(bodyBytes, proof);
  if (label !== undefined) progress.sentByLabel.set(label, { act, bodyHash, envelope, payload });
  return envelope;
}

async function submitOne({ stage }: Progress, envelope: Uint8Array): Promise<Answer> {
  const [answer] = await stage.submit([envelope]);
  return expectPresent(answer, 'scenario: an answer');
}

/** Whether an act came to what its step says. */
export function judge(
  progress: Progress,
  { refused, details }: Pick<BallotStep, 'refused' | 'details'>,
  answer: Answer,
  act: string,
): Failure | undefined {
  const refusal = refusalOf(progress.errors, answer);
  if (refused !== undefined) {
    return judgeRefusal(progress, { refused, details }, refusal);
  }
  return refusal === undefined
    ? undefined
    : broken(`${act} was refused: ${refusal.text}`, refusal.text);
}

/** What was cast with a key, as the ledger tells it. */
export function standingIn(json: Json): Standing {
  const { ballots, last } = json as { readonly ballots: number; readonly last?: string };
  const bytes = last === undefined ? undefined : fromHex(last);
  return bytes?.ok === true ? { ballots, last: bytes.value } : { ballots };
}

interface ActingTrustee {
  readonly name: string;
  readonly number: number;
  readonly seed: Uint8Array;
  readonly key: KeyPair;
}

interface ElectionPlace {
  readonly id: Uint8Array;
  readonly trustees: readonly ActingTrustee[];
  readonly election: () => ToldElection;
  readonly ceremony: () => Ceremony;
}

/** The election of a step, and those of its actors who are trustees of it, by their numbers. */
export function placeOf(
  progress: Progress,
  { election, by }: TrusteesStep,
): ElectionPlace | Failure {
  const id = progress.sentByLabel.get(election)?.bodyHash;
  if (id === undefined) return notPlayable(noLabel(election));
  const missing = by.find((name) => progress.cast.actorKey(name) === undefined);
  if (missing !== undefined) return notPlayable(noActor(missing));
  const known = progress.stage.read('election.election', { id: toHex(id) });
  if (!known.ok) return notPlayable(noElection(election));
  const accounts = electionAt(progress, id).trustees.map(toHex);
  const trustees = by.flatMap((name) => {
    const key = expectPresent(progress.cast.actorKey(name), 'scenario: an actor');
    const number = accounts.indexOf(toHex(accountOf(key.suite, key.publicKey))) + 1;
    const seed = trusteeSeed(sha256(SEED, utf8(name)));
    return number === 0 ? [] : [{ name, number, seed, key }];
  });
  if (trustees.length < by.length) return notPlayable(noTrustees(by));
  return {
    id,
    trustees: trustees.toSorted((left, right) => left.number - right.number),
    election: () => electionAt(progress, id),
    ceremony: () => {
      const answer = expectOk(progress.stage.read('election.ceremony', { id: toHex(id) }), 'told');
      return expectOk(ceremonyFrom(answer), 'scenario: a ceremony');
    },
  };
}

/** An election as the ledger of the scenario tells it. */
export function electionAt({ stage }: Progress, id: Uint8Array): ToldElection {
  const answer = expectOk(stage.read('election.election', { id: toHex(id) }), 'told');
  return expectOk(electionFrom(answer), 'scenario: an election');
}

/** Sends an act that is expected to be done. */
export async function send(
  progress: Progress,
  act: string,
  payload: Json,
  key: KeyPair,
): Promise<Failure | undefined> {
  const refusal = refusalOf(progress.errors, await submit(progress, act, payload, key));
  return refusal === undefined
    ? undefined
    : broken(`${act} was refused: ${refusal.text}`, refusal.text);
}

/** Signs an act and sends it. */
export function submit(
  progress: Progress,
  act: string,
  payload: Json,
  ...keys: readonly KeyPair[]
): Promise<Answer> {
  return submitOne(progress, signedAct(progress, act, payload, ...keys));
}

/** The transaction of an act with these signatures. */
export function signedAct(
  progress: Progress,
  act: string,
  payload: Json,
  ...keys: readonly KeyPair[]
): Uint8Array {
  const { chain } = progress.stage;
  const bytes = encoded(progress, act, payload);
  const bodyBytes = bodyFor(progress, { act, chain, payload: bytes, expiresMs: EXPIRES_MS });
  const message = signedMessage(chain, sha256(bodyBytes));
  const signatures = keys.map((key) => {
    return { suite: key.suite, key: key.publicKey, signature: signSync(key, message) };
  });
  return encodeSigned(bodyBytes, signatures);
}

function encoded({ services }: Progress, act: string, payload: Json): Uint8Array {
  const definition = expectPresent(findTransaction(services, act), `scenario: no act ${act}`);
  return expectOk(definition.payloadFromJson(payload), 'scenario: a payload');
}

function noElection(label: string): Words {
  return { en: `"${label}" is no election.`, ko: `"${label}" 은(는) 선거가 아닙니다.` };
}

function noTrustees(names: readonly string[]): Words {
  const all = names.join(', ');
  return {
    en: `Not all of ${all} are trustees of the election.`,
    ko: `${all} 가운데 선거의 열쇠 보관인이 아닌 행위자가 있습니다.`,
  };
}

function nothingToDecrypt(): Failure {
  return notPlayable({
    en: 'There is nothing to decrypt: close the election first.',
    ko: '풀 합계가 없습니다. 먼저 선거를 마감하십시오.',
  });
}
