import {
  encodeKnown,
  expectOk,
  expectPresent,
  fromHex,
  type Json,
  toHex,
  utf8,
} from '@madang/base';
import { jsonOf } from '@madang/client';
import { sha256, sha512 } from '@madang/crypto';
import { body, encodeProven } from '@madang/protocol';
import { reduceWide } from '@madang/ristretto';
import {
  type Actor,
  actor,
  clerk,
  decisionGrants,
  deputy,
  device,
  type MemoryLedger,
  officer,
  openMemoryLedger,
  type Signed,
  signedFrom,
} from '@madang/testkit';
import { services } from '../../registry.ts';
import { castBallot } from '../chain/cast-ballot.ts';
import {
  boundTo,
  type Ceremony,
  ceremonyFrom,
  countsIn,
  decryptionOf,
  electionFrom,
  keyRegistration,
  nextCeremonyAct,
  type OwnKey,
  ownKey,
  proofOfBallot,
  type SealedBallot,
  type Sum,
  sealBallot,
  sumFrom,
  type ToldElection,
  type Trustee,
} from '../intake/index.ts';

export { deputy, officer };

/** What an election of tests is made of. */
export interface Plan {
  /** Building of each voter, by number. */
  readonly voters: readonly number[];
  readonly buildings?: number;
  /** Weights of each voter, in the order of the measures; 1 each if absent. */
  readonly weights?: readonly (readonly number[])[];
  readonly trustees?: number;
  readonly threshold?: number;
  readonly more?: Readonly<Record<string, Json>>;
  /** For how long keys are registered that are going to be mixed. */
  readonly registersForMs?: number;
  readonly genesis?: Parameters<typeof openMemoryLedger>[1];
}

export const onePerson = {
  answers: 3,
  choice: { blank: true, max: 1, min: 1 },
  decides: { kind: 'elect', seats: 1 },
};

export const yesNo = {
  answers: 2,
  choice: { blank: true, max: 1, min: 1 },
  decides: {
    kind: 'approve',
    needs: { num: 1, den: 2, compare: 'more-than' },
    of: 'ballots',
  },
};

/** An act of a trustee as tests change it. */
export interface PartAct {
  readonly act: string;
  readonly payload: Readonly<Record<string, unknown>>;
}

/** An election on a ledger in memory. */
export interface World {
  readonly ledger: MemoryLedger;
  readonly plan: Plan;
  readonly register: string;
  readonly election: string;
  readonly closesAt: number;
  readonly trustees: readonly Actor[];
  /** Bytes that follow from a seed and were never used before. */
  readonly chance: () => Uint8Array;
}

const digest = (text: string): Uint8Array => sha256(utf8(text));

const grants = [
  ...decisionGrants,
  ...[officer, deputy].map(({ account }) => ({
    ...{ account, delegable: false, institution: 'city', role: 'election.officer' },
  })),
];

/** Does an act that has to succeed, and gives its id. */
export function send(
  ledger: MemoryLedger,
  act: string,
  payload: Json,
  by: Actor = officer,
): string {
  const done = ledger.send({ act, payload, by });
  const { code } = done.outcome;
  const name = ledger.machine.errors.find((one) => one.code === code)?.name;
  if (code !== 0) throw new Error(`${act} was refused: ${name ?? String(code)}`);
  return toHex(done.bodyHash);
}

/** The name of the refusal of an act, or `done`. */
export function attempt(
  { ledger }: Pick<World, 'ledger'>,
  act: string,
  payload: Json,
  by: Actor | readonly Actor[] = officer,
): string {
  return outcomeOf(ledger, ledger.send({ act, payload, by }).outcome.code);
}

export function outcomeOf(ledger: MemoryLedger, code: number): string {
  if (code === 0) return 'done';
  const found = ledger.machine.errors.find((one) => one.code === code);
  return (found?.name ?? String(code)).replace(/^election\./, '');
}

/** Drafts an election on a ledger of its own, and enters its roll. */
export function draft(plan: Plan, name = 'world'): World {
  const ledger = openMemoryLedger(services, { grants, ...plan.genesis });
  const register = send(ledger, 'people.openRegister', {
    institution: 'city',
    persons: Math.max(plan.voters.length + 10, 20),
    level: 'link',
  });
  return draftOn({ ledger, register }, plan, name);
}

/** Drafts another election for the same persons. */
export function draftOn(
  { ledger, register }: Pick<World, 'ledger' | 'register'>,
  plan: Plan,
  name: string,
): World {
  const { voters, buildings = 1, trustees: count = 3, threshold = 2, more = {} } = plan;
  const { registersForMs } = plan;
  const mixing = { registersUntil: ledger.timeMs() + (registersForMs ?? 0) };
  const closesAt = ledger.timeMs() + 100_000_000;
  const trustees = Array.from({ length: count }, (_, at) => actor(`trustee ${String(at + 1)}`));
  const election = send(ledger, 'election.draftElection', {
    institution: 'city',
    register,
    level: 'link',
    title: { en: 'Chair', ko: '회장 선거' },
    text: toHex(digest('the text')),
    questions: [onePerson],
    buildings: Array.from({ length: buildings }, (_, n) => `${String(101 + n)}동`),
    results: 'complex',
    measures: ['heads'],
    trustees: trustees.map(({ account, name: seat }) => ({
      account: toHex(account),
      seat: { en: seat, ko: seat },
    })),
    threshold,
    revote: 'none',
    paper: 'none',
    basis: 'test',
    recordedAt: 0,
    closesAt,
    ...(registersForMs === undefined ? {} : { mixing }),
    ...more,
  });
  for (let from = 0; from < voters.length; from += 100) {
    const lines = voters.slice(from, from + 100).map((building, at) => ({
      building,
      person: from + at,
      weights: [...(plan.weights?.[from + at] ?? [1])],
      commitment: toHex(digest(`person ${String(from + at)}`)),
    }));
    send(ledger, 'election.enterVoters', { election, voters: lines });
  }
  let counter = 0;
  const chance = (): Uint8Array => sha512(utf8(`${name} ${String(counter++)}`));
  return { ledger, plan, register, election, closesAt, trustees, chance };
}

/** The trustee of a number, with the seed of their machine. */
export function trusteeOf({ election }: World, number: number): Trustee {
  const seed = digest(`seed of trustee ${String(number)}`);
  return { election: bytesOf(election), number, seed };
}

/** What a trustee would do next in the ceremony. */
export function nextAct(world: World, number: number): PartAct | undefined {
  const next = nextCeremonyAct(trusteeOf(world, number), ceremonyOf(world), world.chance);
  return expectOk(next, 'the ceremony of a test holds together');
}

/** Does an act of a trustee; the name of its outcome. */
export function doAct(world: World, number: number, one: PartAct): string {
  const by = expectPresent(world.trustees[number - 1], 'a trustee');
  return attempt(world, one.act, jsonOf(one.payload), by);
}

/** Lets all trustees do their parts until the ceremony is at a stage. */
export function runCeremony(world: World, until: Ceremony['stage'] = 'ready'): void {
  while (ceremonyOf(world).stage !== until) {
    for (const at of world.trustees.keys()) {
      if (ceremonyOf(world).stage === until) return;
      const next = nextAct(world, at + 1);
      if (next !== undefined) expectDone(doAct(world, at + 1, next), next.act);
    }
  }
}

/** An election that takes ballots, its key made. */
export function open(plan: Plan, name?: string): World {
  const world = draft(plan, name);
  runCeremony(world);
  openDraft(world);
  return world;
}

/** Opens an election whose key is made. */
export function openDraft(world: World): void {
  send(world.ledger, 'election.openElection', rollOf(world));
}

/** What the roll of an election comes to, as it is opened. */
export function rollOf({ election, plan }: World) {
  const weights = plan.voters
    .map((_, at) => plan.weights?.[at] ?? [1])
    .reduce((sum, one) => sum.map((weight, at) => weight + (one[at] ?? 0)));
  return { election, voters: plan.voters.length, weights: [...weights] };
}

/** A voter with their device, and the key of this election. */
export function voterOf(world: World, person: number, base = boundOf(world).voterBase): OwnKey {
  const secret = reduceWide(sha512(utf8(`voter ${String(person)} of ${world.election}`)));
  return ownKey(secret, { voterBase: base });
}

/** Attests a device of a person, and registers their key; the name of the outcome. */
export function registerVoter(world: World, person: number, own = voterOf(world, person)): string {
  const { ledger, register } = world;
  const by = device(person);
  const account = toHex(by.account);
  const known = ledger.read('people.keyOf', { register, account });
  if (!known.ok) {
    const payload = { register, person, account, level: 'second-factor', as: 'university' };
    send(ledger, 'people.attestKey', payload, clerk);
  }
  const id = bytesOf(world.election);
  const made = keyRegistration({ id }, own, by.account, world.chance);
  const { election, key, possession } = made;
  const payload = { election: toHex(election), key: toHex(key), possession: toHex(possession) };
  return attempt(world, 'election.registerKey', payload, by);
}

/** A sealed ballot of a voter that follows their newest one. */
export function seal(
  world: World,
  person: number,
  chosen: readonly (readonly number[])[],
  own = voterOf(world, person),
): SealedBallot {
  const key = world.ledger.read('election.keyOf', {
    election: world.election,
    key: toHex(own.key),
  });
  const known = key.ok ? (key.value as { ballots: number; last?: string }) : { ballots: 0 };
  const last = known.last === undefined ? {} : { last: bytesOf(known.last) };
  const standing = { ballots: known.ballots, ...last };
  return sealBallot(electionBound(world), { key: own.key, standing }, chosen, world.chance);
}

let salts = 0;

/** The transaction that casts a sealed ballot. */
export function transactionOf(world: World, sealed: SealedBallot, own: OwnKey): Signed {
  const { ledger, chance } = world;
  const salt = sha256(utf8(`salt ${String(salts++)}`)).slice(0, 16);
  const bodyBytes = encodeKnown(body, {
    act: castBallot.act,
    chain: ledger.chain,
    expiresAt: ledger.timeMs() + 300_000,
    payload: encodeKnown(castBallot.payload, sealed.payload),
    salt,
  });
  const proof = proofOfBallot(boundOf(world), own, { sealed, bodyHash: sha256(bodyBytes) }, chance);
  return signedFrom(encodeProven(bodyBytes, proof));
}

/** Registers a voter and casts their ballot; the name of the outcome. */
export function vote(world: World, person: number, chosen: readonly (readonly number[])[]): string {
  const own = voterOf(world, person);
  const known = world.ledger.read('election.keyOf', {
    election: world.election,
    key: toHex(own.key),
  });
  if (!known.ok) expectDone(registerVoter(world, person), 'registerKey');
  return cast(world, transactionOf(world, seal(world, person, chosen), own));
}

/** Executes a ballot's transaction in a block of its own; the name of the outcome. */
export function cast({ ledger }: World, transaction: Signed): string {
  const admitted = ledger.admit(transaction);
  if (!admitted.ok && !admitted.error.name.startsWith('election.')) return admitted.error.name;
  const [done] = ledger.block([transaction]).transactions;
  return outcomeOf(ledger, expectPresent(done, 'executed').outcome.code);
}

/** Goes on until after the close, and closes. */
export function close(world: World): string {
  const { ledger, election, closesAt } = world;
  ledger.block([], closesAt - ledger.timeMs());
  return attempt(world, 'election.closeElection', { election, how: 'over' });
}

/** Lets trustees decrypt all sums, and announces them. */
export function decryptAll(world: World, by: readonly number[]): void {
  const { sums } = resultOf(world);
  for (let sum = 0; sum < sums; sum++) {
    for (const number of by) decrypt(world, number, sum);
    const counts = countsIn(sumAt(world, sum), world.plan.threshold ?? 2);
    const payload = { election: world.election, sum, counts: [...(counts ?? [])] };
    expectDone(attempt(world, 'election.announceCounts', payload), 'announceCounts');
  }
}

/** Lets a trustee decrypt a sum. */
export function decrypt(world: World, number: number, sum: number): void {
  expectDone(doAct(world, number, decryptionBy(world, number, sum)), 'decryptSum');
}

/** What a trustee decrypts of a sum. */
export function decryptionBy(world: World, number: number, sum: number): PartAct {
  const { selections } = sumAt(world, sum);
  const place = { told: ceremonyOf(world), fingerprint: boundOf(world).election };
  const act = decryptionOf(trusteeOf(world, number), place, { sum, selections }, world.chance);
  return expectOk(act, 'a part');
}

export interface Result {
  readonly status: string;
  readonly sums: number;
  readonly isTurnoutMet?: boolean;
  readonly questions: readonly {
    readonly measures: readonly {
      readonly cast: number;
      readonly blank: number;
      readonly answers: readonly number[];
    }[];
    readonly outcome: Json;
  }[];
}

export function resultOf({ ledger, election }: World): Result {
  const answer = ledger.read('election.result', { id: election });
  return expectOk(answer, 'a result') as unknown as Result;
}

export function ceremonyOf({ ledger, election }: World): Ceremony {
  const json = expectOk(ledger.read('election.ceremony', { id: election }), 'a ceremony');
  return expectOk(ceremonyFrom(json), 'a ceremony');
}

export function electionOf({ ledger, election }: World): ToldElection {
  const json = expectOk(ledger.read('election.election', { id: election }), 'an election');
  return expectOk(electionFrom(json), 'an election');
}

export function sumAt({ ledger, election }: World, sum: number): Sum {
  const json = expectOk(ledger.read('election.sumOf', { election, sum }), 'a sum');
  return expectOk(sumFrom(json), 'a sum');
}

export function boundOf(world: World) {
  return expectPresent(boundTo(world.ledger.chain, electionOf(world)), 'it is open');
}

export function electionBound(world: World) {
  return { id: bytesOf(world.election), bound: boundOf(world) };
}

export function bytesOf(hex: string): Uint8Array {
  return expectOk(fromHex(hex), 'hex');
}

function expectDone(outcome: string, act: string): void {
  if (outcome !== 'done') throw new Error(`${act} was refused: ${outcome}`);
}
