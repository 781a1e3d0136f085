import { concat, u32be } from '@madang/base';
import {
  checkCheckpoint,
  checkReceipt,
  decodeGenesis,
  decodeReceipt,
  parseCheckpoint,
  parsePolicy,
  stateKey,
  writePolicy,
} from '@madang/protocol';
import { serviceProofs } from '@madang/testkit';
import { beforeEach, describe, expect, it, onTestFinished } from 'vitest';
import { type Ledger, openLedger } from '../src/ledger.ts';
import type { WitnessFailure, WitnessOptions } from '../src/witnesses.ts';
import {
  chain,
  cosigners,
  genesis,
  keyOf,
  machine,
  nodeKey,
  notarise,
  START_MS,
  standingClock,
} from './demo.ts';
import { must, temporaryFolder } from './temporary.ts';
import { fetchOf, type TestWitness, testWitness } from './test-witness.ts';

const proofs = await serviceProofs();
const absentEnding = (bodyHash: Uint8Array) =>
  stateKey('document', 'endings', concat(bodyHash, u32be(0xffffffff)));

let witnesses: readonly TestWitness[];
let failures: WitnessFailure[];
let clock: ReturnType<typeof standingClock>;

beforeEach(() => {
  clock = standingClock();
  witnesses = ['one', 'two', 'three'].map((name) =>
    testWitness(name, keyOf(`witness ${name}`), clock.now),
  );
  failures = [];
});

/** The policy in which two executors and two of three witnesses are needed. */
function policyText(genesisOf: Ledger['genesis'], needed: number | 'none' = 2): string {
  const own = must(writePolicy({ genesis: genesisOf, chain, threshold: 2 }));
  if (needed === 'none') return own;
  const lines = own.trimEnd().split('\n').slice(0, -1);
  const names = witnesses.map(({ name }) => name).join(' ');
  return [
    ...lines,
    ...witnesses.map(({ policyLine }) => policyLine),
    `group watchers ${String(needed)} ${names}`,
    'group all-of-it all executors watchers',
    'quorum all-of-it',
    '',
  ].join('\n');
}

async function open(
  changes: Partial<WitnessOptions> = {},
  needed: number | 'none' = 2,
  folder = temporaryFolder(),
) {
  const text = policyText(must(decodeGenesis(genesis)), needed);
  const ledger = must(
    await openLedger({
      folder,
      machine,
      genesis,
      nodeKey,
      cosigners,
      clock: clock.now,
      verifyWorkers: 0,
      witnesses: {
        policy: must(parsePolicy(text)),
        witnesses: witnesses.map(({ address }) => address),
        fetch: fetchOf(witnesses),
        paceMs: 0,
        timeoutMs: 200,
        maxWaitMs: 400,
        onFailure: (failure) => failures.push(failure),
        ...changes,
      },
    }),
  );
  onTestFinished(() => ledger.close());
  return { ledger, policyText: text, policy: must(parsePolicy(text)) };
}

async function receiptOf({ ledger }: { ledger: Ledger }, n: number): Promise<Uint8Array> {
  const { envelope, bodyHash } = notarise(n);
  must(await ledger.submit(envelope));
  return must(await ledger.receiptFor(bodyHash, [absentEnding(bodyHash)]));
}

async function verdictOf(policy: string, bytes: Uint8Array) {
  const verdict = await checkReceipt({ bytes, policyText: policy, proofs });
  return Object.fromEntries(verdict.parts.map(({ part, state }) => [part, state]));
}

const never = () => new Promise<Response>(() => undefined);

describe('a ledger with witnesses', () => {
  it('calls itself witnessed, and each receipt has what the policy asks for', async () => {
    const world = await open();
    expect(world.ledger.status().engine).toBe('witnessed');
    for (let n = 1; n <= 5; n++) {
      const bytes = await receiptOf(world, n);
      expect(await verdictOf(world.policyText, bytes)).toMatchObject({
        place: 'passed',
        institutions: 'passed',
        standing: 'passed',
      });
    }
    expect(failures).toEqual([]);
    for (const { sizes } of witnesses) {
      expect(sizes).toEqual(sizes.toSorted((left, right) => left - right));
    }
    const status = world.ledger.status().witnesses;
    expect(status.map(({ name }) => name)).toEqual(['one', 'two', 'three']);
    expect(status[0]?.timeMs).toBe(START_MS + 1_000);
  });

  it('adds to the checkpoint that it serves what has come', async () => {
    const { ledger, policy } = await open();
    must(await ledger.submit(notarise(1).envelope));
    await expect
      .poll(async () => {
        const verdict = must(await checkCheckpoint(policy, await ledger.checkpoint()));
        return [verdict.quorum.isMet, verdict.witnesses.filter(({ state }) => state === 'signed')];
      })
      .toEqual([true, expect.objectContaining({ length: 6 })]);
  });

  it('serves many at once, each with a checkpoint that enough have cosigned', async () => {
    const world = await open();
    const all = await Promise.all(Array.from({ length: 40 }, (_, n) => receiptOf(world, n + 1)));
    for (const bytes of all) {
      expect(await verdictOf(world.policyText, bytes)).toMatchObject({
        institutions: 'passed',
        standing: 'passed',
      });
    }
    expect(failures).toEqual([]);
  });

  it('gives a receipt under the witnessed checkpoint where the newest is not witnessed yet', async () => {
    const world = await open();
    const { envelope, bodyHash } = notarise(1);
    must(await world.ledger.submit(envelope));
    must(await world.ledger.receiptFor(bodyHash));
    for (const witness of witnesses) witness.misbehave = never;
    must(await world.ledger.submit(notarise(2).envelope));
    const bytes = must(await world.ledger.receiptFor(bodyHash, [absentEnding(bodyHash)]));
    expect(await verdictOf(world.policyText, bytes)).toMatchObject({
      institutions: 'passed',
      standing: 'passed',
    });
    const { checkpoint, standing } = must(decodeReceipt(bytes));
    const sizeOf = (note: string) => must(parseCheckpoint(note)).checkpoint.size;
    expect(sizeOf(standing?.checkpoint ?? '')).toBe(world.ledger.size());
    expect(sizeOf(checkpoint)).toBeLessThan(world.ledger.size());
  });

  it('has enough while one is dead, one slow or one lies, and says once what it met', async () => {
    const kinds = [
      [() => Promise.reject(new TypeError('no connection')), 'unreachable'],
      [never, 'unreachable'],
      [() => new Response('nonsense\n'), 'wrong'],
      [() => new Response('x'.repeat(20_000)), 'wrong'],
      [() => new Response('', { status: 500 }), 'refused'],
      [() => new Response('999999\n', { status: 409 }), 'ahead'],
      [() => new Response('no size', { status: 409 }), 'refused'],
    ] as const;
    for (const [misbehave, kind] of kinds) {
      failures = [];
      clock = standingClock();
      witnesses = ['one', 'two', 'three'].map((name) =>
        testWitness(name, keyOf(`witness ${name}`), clock.now),
      );
      witnesses[0]!.misbehave = misbehave;
      const world = await open();
      const startedMs = performance.now();
      for (let n = 1; n <= 4; n++) {
        expect(await verdictOf(world.policyText, await receiptOf(world, n))).toMatchObject({
          institutions: 'passed',
        });
      }
      expect(performance.now() - startedMs).toBeLessThan(10_000);
      await expect
        .poll(() => failures.map((failure) => [failure.witness, failure.kind]))
        .toEqual([['one', kind]]);
      expect(world.ledger.status().witnesses[0]?.failures[kind]).toBe(1);
    }
  });

  it.each([
    ['of another key', () => testWitness('one', keyOf('stranger'), clock.now)],
    ['of another name', () => testWitness('uno', keyOf('witness one'), clock.now)],
  ])('drops a cosignature %s', async (_, stranger) => {
    const { answer } = stranger();
    const fetching: typeof fetch = (_url, init) =>
      answer(typeof init?.body === 'string' ? init.body : '');
    const world = await open({ witnesses: [witnesses[0]!.address], fetch: fetching });
    must(await world.ledger.submit(notarise(1).envelope));
    await expect.poll(() => failures.at(-1)?.kind).toBe('wrong');
    expect(await world.ledger.checkpoint()).not.toContain('witness.test');
  });

  it.each([12, 40, 90])('drops a cosignature with another byte at %i', async (at) => {
    const [one] = witnesses;
    one!.misbehave = async (honest) => {
      const text = await honest().text();
      const [start = '', encoded = ''] = text.split(/ (?=[^ ]+\n$)/);
      const bytes = Buffer.from(encoded, 'base64');
      bytes[at % bytes.length] = bytes[at % bytes.length]! ^ 1;
      return new Response(`${start} ${bytes.toString('base64')}\n`);
    };
    const world = await open({ witnesses: [one!.address] });
    must(await world.ledger.submit(notarise(1).envelope));
    await expect.poll(() => failures.at(-1)?.kind).toBe('wrong');
    expect(await world.ledger.checkpoint()).not.toContain('witness.test');
  });

  it('keeps nobody waiting for longer than it may', async () => {
    for (const witness of witnesses) witness.misbehave = never;
    const world = await open({ timeoutMs: 30_000, maxWaitMs: 300 });
    const startedMs = performance.now();
    const bytes = await receiptOf(world, 1);
    expect(performance.now() - startedMs).toBeLessThan(10_000);
    expect(await verdictOf(world.policyText, bytes)).toMatchObject({ institutions: 'unchecked' });
  });

  it('keeps nobody waiting for what cannot come', async () => {
    for (const witness of witnesses) witness.misbehave = () => new Response('', { status: 503 });
    const world = await open({ maxWaitMs: 60_000 });
    // The first learns that they fail, and the second that they rest.
    for (const n of [1, 2]) {
      const startedMs = performance.now();
      await receiptOf(world, n);
      expect(performance.now() - startedMs).toBeLessThan(10_000);
    }
  });

  it('asks again after a while, further apart each time, and goes on when they answer', async () => {
    for (const witness of witnesses) witness.misbehave = () => new Response('', { status: 503 });
    const world = await open();
    await receiptOf(world, 1);
    await expect.poll(() => witnesses.map(({ asked }) => asked.length)).toEqual([1, 1, 1]);
    for (let n = 2; n < 6; n++) await receiptOf(world, n);
    expect(witnesses.map(({ asked }) => asked.length)).toEqual([1, 1, 1]);
    clock.advance(1_001);
    await receiptOf(world, 6);
    await expect.poll(() => witnesses.map(({ asked }) => asked.length)).toEqual([2, 2, 2]);
    clock.advance(1_000);
    await receiptOf(world, 7);
    expect(witnesses.map(({ asked }) => asked.length)).toEqual([2, 2, 2]);
    for (const witness of witnesses) witness.misbehave = undefined;
    clock.advance(1_100);
    expect(await verdictOf(world.policyText, await receiptOf(world, 8))).toMatchObject({
      institutions: 'passed',
    });
  });

  it('begins where the witnesses stand after a restart, though it remembers nothing', async () => {
    const folder = temporaryFolder();
    const before = await open({}, 2, folder);
    await receiptOf(before, 1);
    await before.ledger.close();
    for (const { sizes } of witnesses) expect(sizes.length).toBeGreaterThan(0);
    // Its first question names size 0 and is corrected.
    const again = await open({}, 2, folder);
    expect(await verdictOf(again.policyText, await receiptOf(again, 2))).toMatchObject({
      institutions: 'passed',
    });
  });

  it('does not wait for witnesses where the policy needs none, and asks them all the same', async () => {
    for (const witness of witnesses) witness.misbehave = never;
    const world = await open({ timeoutMs: 60_000, maxWaitMs: 60_000 }, 'none');
    const startedMs = performance.now();
    const bytes = await receiptOf(world, 1);
    expect(performance.now() - startedMs).toBeLessThan(10_000);
    expect(await verdictOf(world.policyText, bytes)).toMatchObject({ institutions: 'passed' });
  });
});
