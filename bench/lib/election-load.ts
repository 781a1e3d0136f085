import { encodeKnown, expectOk, expectPresent, type Json, ok, toHex, utf8 } from '@madang/base';
import { jsonOf } from '@madang/client';
import { sha256, sha512 } from '@madang/crypto';
import { withoutSync } from '@madang/node';
import { body, encodeProven } from '@madang/protocol';
import {
  type Actor,
  actor,
  clerk,
  decisionGrants,
  device,
  officer,
  openTestLedger,
  type SignedAct,
  type TestLedger,
} from '@madang/testkit';
import { openViews } from '@madang/views';
import { openMatters } from '../../apps/madang/src/server/matters.ts';
import {
  CAST_BALLOT,
  countsIn,
  decryptionOf,
  freshKey,
  keyRegistration,
  nextCeremonyAct,
  type OpenElection,
  type OwnKey,
  payloadOf,
  proofOfBallot,
  provenBound,
  provenCeremony,
  provenElection,
  provenSum,
  type ReadProven,
  type SealedBallot,
  sealBallot,
  type TrusteeAct,
} from '../../services/election/intake/index.ts';
import { services } from '../../services/registry.ts';

const TRUSTEES = 3;
const THRESHOLD = 2;
const LINES = 100;

/** An election of a benchmark: one of five answers, three trustees of whom two decrypt. */
export interface LoadedElection {
  readonly id: Uint8Array;
  readonly register: Uint8Array;
  readonly voters: number;
  readonly closesAt: number;
  readonly open: OpenElection;
  readonly keyOf: (voter: number) => OwnKey;
}

/** The part of a ledger by which an election is made. */
export type LoadLedger = Pick<
  TestLedger,
  'chain' | 'ledger' | 'nowMs' | 'sign' | 'submit' | 'send'
>;

/** Who makes the election of a benchmark, and of whom. */
export interface LoadOffices {
  readonly officer: Actor;
  /** Attests keys, for an institution that is not the officer's. */
  readonly attester: Actor;
  readonly as: string;
  /** A register that is there already; absent: one is opened. */
  readonly register?: Uint8Array;
  /** SHA-256 of what is announced. */
  readonly text?: Uint8Array;
}

const testOffices: LoadOffices = { officer, attester: clerk, as: 'university' };

let counter = 0;
const chance = (): Uint8Array => sha512(utf8(`chance ${String(counter++)}`));
const digest = (text: string): string => toHex(sha256(utf8(text)));

async function one(test: LoadLedger, act: string, payload: Json, by: Actor): Promise<Uint8Array> {
  const [done] = await test.send({ act, payload, by });
  if (done?.outcome.code !== 0) throw new Error(`${act}: ${String(done?.outcome.code)}`);
  return done.bodyHash;
}

/**
 * Sends acts so many at once; each has to be done. Gives the processor time of the ledger in all,
 * ms: without that of whoever makes the acts.
 */
async function many(
  test: LoadLedger,
  { count, atOnce }: { readonly count: number; readonly atOnce: number },
  make: (number: number) => Uint8Array,
): Promise<number> {
  let cpuMs = 0;
  for (let from = 0; from < count; from += atOnce) {
    const numbers = Array.from({ length: Math.min(atOnce, count - from) }, (_, at) => from + at);
    const made = numbers.map(make);
    const before = process.cpuUsage();
    const codes = await Promise.all(made.map((envelope) => codeOf(test, envelope)));
    const { user, system } = process.cpuUsage(before);
    cpuMs += (user + system) / 1_000;
    if (codes.some((code) => code !== 0)) throw new Error('An act of the election was refused.');
  }
  return cpuMs;
}

async function codeOf(test: LoadLedger, envelope: Uint8Array): Promise<number> {
  const answer = await test.submit(envelope);
  return answer.ok ? answer.value.outcome.code : -1;
}

const trusteeActor = (number: number): Actor => actor(`trustee ${String(number)}`);
const trusteeAt = (election: Uint8Array, number: number) => ({
  election,
  number,
  seed: sha256(utf8(`seed ${String(number)}`)),
});

const reading =
  (test: LoadLedger): ReadProven =>
  (stateKey) =>
    Promise.resolve(ok(test.ledger().stateReader().get(stateKey)));

/** Opens an election in which every voter has registered a key. */
export async function openLoad(
  test: LoadLedger,
  voters: number,
  atOnce: number,
  offices: LoadOffices = testOffices,
): Promise<LoadedElection> {
  const { officer } = offices;
  const registering = { institution: 'city', persons: voters, level: 'link' };
  const register =
    offices.register ?? (await one(test, 'people.openRegister', registering, officer));
  const closesAt = test.nowMs() - (test.nowMs() % 1_000) + 100_000_000;
  const id = await one(
    test,
    'election.draftElection',
    draftOf(register, closesAt, offices),
    officer,
  );
  const election = toHex(id);
  for (let from = 0; from < voters; from += LINES) {
    const lines = Array.from({ length: Math.min(LINES, voters - from) }, (_, at) => ({
      person: from + at,
      building: 0,
      weights: [1],
      commitment: digest(`person ${String(from + at)}`),
    }));
    await one(test, 'election.enterVoters', { election, voters: lines }, officer);
  }
  await makeKey(test, id);
  await one(test, 'election.openElection', { election, voters, weights: [voters] }, officer);
  const proven = expectOk(await provenElection(reading(test), id), 'an election');
  const open = { id, bound: expectPresent(provenBound(test.chain, proven), 'it is open') };
  const keyOf = (voter: number): OwnKey =>
    freshKey(open.bound, () => sha512(utf8(`voter ${String(voter)}`)));
  const all = { count: voters, atOnce };
  const signed = (act: string, payload: Json, by: Actor): Uint8Array =>
    test.sign({ act, payload, by }).envelope;
  await many(test, all, (person) =>
    signed('people.attestKey', attestation(register, person, offices.as), offices.attester),
  );
  await many(test, all, (person) => {
    const registration = keyRegistration(open, keyOf(person), device(person).account, chance);
    return signed('election.registerKey', jsonOf(registration), device(person));
  });
  return { id, register, voters, closesAt, open, keyOf };
}

function attestation(register: Uint8Array, person: number, as: string): Json {
  const account = toHex(device(person).account);
  return { register: toHex(register), person, account, level: 'link', as };
}

function draftOf(register: Uint8Array, closesAt: number, { text }: LoadOffices): Json {
  const trustees = Array.from({ length: TRUSTEES }, (_, at) => {
    const { account, name } = trusteeActor(at + 1);
    return { account: toHex(account), seat: { en: name, ko: name } };
  });
  const question = {
    answers: 5,
    choice: { blank: false, max: 1, min: 1 },
    decides: { kind: 'elect', seats: 1 },
  };
  return {
    institution: 'city',
    register: toHex(register),
    level: 'link',
    title: { en: 'Benchmark', ko: '측정' },
    text: text === undefined ? digest('announcement') : toHex(text),
    questions: [question],
    buildings: ['101'],
    results: 'complex',
    measures: ['heads'],
    trustees,
    threshold: THRESHOLD,
    revote: 'none',
    paper: 'none',
    basis: 'benchmark',
    recordedAt: 0,
    closesAt,
  };
}

async function makeKey(test: LoadLedger, id: Uint8Array): Promise<void> {
  for (;;) {
    const proven = expectOk(await provenElection(reading(test), id), 'an election');
    const told = expectOk(await provenCeremony(reading(test), id, proven), 'a ceremony');
    const [number] = told.missing;
    if (number === undefined) return;
    const next = expectOk(nextCeremonyAct(trusteeAt(id, number), told, chance), 'it holds');
    await part(test, number, expectPresent(next, 'their part'));
  }
}

async function part(test: LoadLedger, number: number, { act, payload }: TrusteeAct): Promise<void> {
  await one(test, act, jsonOf(payload), trusteeActor(number));
}

/** Casts a ballot of every voter; gives the processor time that the ledger took for all, ms. */
export function castLoad(test: TestLedger, load: LoadedElection, atOnce: number): Promise<number> {
  return many(test, { count: load.voters, atOnce }, (voter) => ballotOf(test, load, voter));
}

/** The envelope of a voter's ballot. */
export function ballotOf(
  test: Pick<TestLedger, 'chain' | 'nowMs'>,
  load: Pick<LoadedElection, 'open' | 'keyOf'>,
  voter: number,
): Uint8Array {
  return envelopeOf(test, load, sealLoad(load, voter)).envelope;
}

/** A ballot that is sealed and stands in no transaction yet. */
export interface LoadedBallot {
  readonly own: OwnKey;
  readonly sealed: SealedBallot;
}

/** Seals the ballot of a voter. */
export function sealLoad(
  { open, keyOf }: Pick<LoadedElection, 'open' | 'keyOf'>,
  voter: number,
): LoadedBallot {
  const own = keyOf(voter);
  const standing = { key: own.key, standing: { ballots: 0 } };
  return { own, sealed: sealBallot(open, standing, [[voter % 5]], chance) };
}

/** The transaction that casts a ballot within five minutes, and its id. */
export function envelopeOf(
  { chain, nowMs }: Pick<TestLedger, 'chain' | 'nowMs'>,
  { open }: Pick<LoadedElection, 'open'>,
  { own, sealed }: LoadedBallot,
): SignedAct {
  const bodyBytes = encodeKnown(body, {
    act: CAST_BALLOT,
    chain,
    expiresAt: nowMs() + 300_000,
    payload: payloadOf(sealed),
    salt: chance().slice(0, 16),
  });
  const bodyHash = sha256(bodyBytes);
  const proof = proofOfBallot(open.bound, own, { sealed, bodyHash }, chance);
  return { envelope: encodeProven(bodyBytes, proof), bodyHash };
}

/**
 * A ledger for such elections, which takes so many acts at once and need not outlive the process.
 */
export function openLoadLedger(atOnce: number): Promise<TestLedger> {
  const role = 'election.officer';
  const grant = { account: officer.account, delegable: false, institution: 'city', role };
  return openTestLedger({
    genesis: {
      grants: [...decisionGrants, grant],
      params: { maxExpiryMs: 600_000, maxBlockCostUs: 10_000_000, maxTransactionBytes: 65_536 },
    },
    node: {
      sync: withoutSync,
      verifyWorkers: 2,
      mempool: { countMax: 2 * atOnce, sizeBytesMax: 1 << 28, countMaxPerKey: atOnce },
    },
  });
}

/** The dossier of an election as it is now. */
export async function dossierOfLoad(test: TestLedger, load: LoadedElection): Promise<Uint8Array> {
  const views = await openViews({ place: { file: ':memory:' }, chain: test.chain, services });
  await views.catchUp(test.ledger());
  const none = {
    get: () => Promise.resolve(undefined),
    put: () => Promise.resolve(new Uint8Array()),
  };
  const matters = openMatters({
    ledger: test.ledger(),
    views,
    files: none as never,
    complaints: { read: () => [] },
  });
  const dossier = expectOk(await matters.dossier(load.id), 'an election has a dossier');
  await views.close();
  return dossier;
}

/** Closes the election, and lets two trustees decrypt it, if it has enough ballots. */
export async function decideLoad(test: TestLedger, load: LoadedElection): Promise<void> {
  const { id } = load;
  const election = toHex(id);
  test.advance(load.closesAt - test.nowMs());
  await one(test, 'election.closeElection', { election, how: 'over' }, officer);
  const proven = expectOk(await provenElection(reading(test), id), 'an election');
  const told = expectOk(await provenCeremony(reading(test), id, proven), 'a ceremony');
  if (proven.progress.sums === 0) return;
  const { fingerprint } = expectPresent(proven.bound, 'it was open');
  const sumNow = async () => {
    const found = expectOk(await provenSum(reading(test), id, proven, 0), 'a sum');
    return expectPresent(found, 'a sum');
  };
  const { selections } = await sumNow();
  for (const number of [1, 2]) {
    const where = { told, fingerprint };
    const made = decryptionOf(trusteeAt(id, number), where, { sum: 0, selections }, chance);
    await part(test, number, expectOk(made, 'a part'));
  }
  const counts = [...expectPresent(countsIn(await sumNow(), THRESHOLD), 'counts')];
  await one(test, 'election.announceCounts', { election, sum: 0, counts }, officer);
}
