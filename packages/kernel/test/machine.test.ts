import { expectOk, fromHex, toHex } from '@madang/base';
import { createMachine } from '@madang/kernel';
import { decodeLogEntry, encodeGenesis } from '@madang/protocol';
import { actor, institutionOf, openMemoryLedger, START_MS, testGenesis } from '@madang/testkit';
import { describe, expect, it } from 'vitest';
import { toyGovernance } from './toy-governance.ts';
import { keeper, toy } from './toy-service.ts';

const services = [toyGovernance, toy];
const ann = actor('ann');
const ben = actor('ben');
const open = (name: string, by = ann) => ({ act: 'toy.openCounter', payload: { name }, by });
const raise = (name: string, amount: number, by = ann) => ({
  act: 'toy.raise',
  payload: { name, by: amount },
  by,
});

describe('execute', () => {
  it('turns a transaction into changes, an event and a log entry', () => {
    const ledger = openMemoryLedger(services);
    ledger.send(open('tea'));
    const result = ledger.block([ledger.sign(raise('tea', 4))]);
    const [executed] = result.transactions;
    expect(result.changes.map(({ key }) => new TextDecoder().decode(key))).toEqual([
      'toy/counters/tea',
    ]);
    expect(executed?.outcome).toMatchObject({
      code: 0,
      height: 2,
      index: 0,
      time: START_MS + 2_000,
    });
    expect(executed?.outcome.events.map(({ name }) => name)).toEqual(['toy.raised']);
    expect(executed?.retention).toBe('ninety-days');
    const entry = expectOk(decodeLogEntry(executed?.entry ?? new Uint8Array()), 'it is an entry');
    expect(entry).toMatchObject({
      type: 'transaction',
      act: 'toy.raise',
      body: executed?.bodyHash,
    });
    expect(ledger.read('toy.allCounters', { limit: 10 })).toMatchObject({
      ok: true,
      value: [{ name: 'tea', count: 4 }],
    });
  });

  it('changes nothing for a transaction that the service refuses, but records why', () => {
    const ledger = openMemoryLedger(services);
    ledger.send(open('tea'));
    const before = ledger.state().entries();
    const { changes, transactions } = ledger.block([ledger.sign(raise('tea', 10))]);
    expect(changes).toEqual([]);
    expect(ledger.state().entries()).toEqual(before);
    expect(transactions[0]?.outcome).toMatchObject({ code: 8_001, events: [] });
    const context = transactions[0]?.outcome.context ?? new Uint8Array();
    // {"highest": 9, "reachedAt": 1767225602000}: keys by length, the time in 8 bytes
    const time = (START_MS + 2_000).toString(16).padStart(16, '0');
    expect(toHex(context)).toBe(`a2676869676865737409697265616368656441741b${time}`);
  });

  it('leaves out the details of a refusal that has none', () => {
    const ledger = openMemoryLedger(services);
    const { outcome } = ledger.send(raise('tea', 1));
    expect(outcome.code).toBe(8_002);
    expect(outcome).not.toHaveProperty('context');
  });

  it('lets each transaction see what the ones before it in the block did', () => {
    const ledger = openMemoryLedger(services);
    const { transactions } = ledger.block([
      ledger.sign(open('tea')),
      ledger.sign(raise('tea', 5)),
      ledger.sign(raise('tea', 5)),
    ]);
    expect(transactions.map(({ outcome }) => outcome.code)).toEqual([0, 0, 8_001]);
    expect(transactions.map(({ outcome }) => outcome.index)).toEqual([0, 1, 2]);
  });

  it('takes withdrawals before everything else and keeps the order of the rest', () => {
    const ledger = openMemoryLedger(services);
    const wishes = [open('b'), { act: 'toy.drop', payload: { name: 'b' }, by: ben }, open('a')];
    const { transactions } = ledger.block(wishes.map((wish) => ledger.sign(wish)));
    expect(transactions.map(({ act }) => act)).toEqual([
      'toy.drop',
      'toy.openCounter',
      'toy.openCounter',
    ]);
    expect(ledger.read('toy.allCounters', { limit: 10 })).toMatchObject({
      value: [{ name: 'a' }, { name: 'b' }],
    });
  });

  it('gives changes in ascending order of their keys, without those that change nothing', () => {
    const ledger = openMemoryLedger(services);
    const names = ['m', 'z', 'aa', 'a'];
    const { changes } = ledger.block(names.map((name) => ledger.sign(open(name))));
    const keys = changes.map(({ key }) => new TextDecoder().decode(key).slice(13));
    expect(keys).toEqual(['a', 'aa', 'm', 'z']);
    const { changes: none } = ledger.block([ledger.sign(open('m'))]);
    expect(none).toEqual([]);
  });

  it('reports the parameters in force and their hash', () => {
    const ledger = openMemoryLedger(services);
    const { params, paramsHash } = ledger.block([ledger.sign(open('tea'))]);
    expect(params).toEqual(ledger.genesis.params);
    expect(paramsHash).toHaveLength(32);
  });
});

describe('execute halts on what no correct proposer sends', () => {
  const halts = (why: string, make: (ledger: ReturnType<typeof openMemoryLedger>) => void) => {
    it(why, () => {
      const ledger = openMemoryLedger(services);
      expect(() => make(ledger)).toThrow(/^block: /);
    });
  };
  halts('a transaction twice', (ledger) => {
    const signed = ledger.sign(open('tea'));
    ledger.block([signed, signed]);
  });
  halts('a replayed transaction', (ledger) => {
    const signed = ledger.sign(open('tea'));
    ledger.block([signed]);
    ledger.block([signed]);
  });
  halts('an expired transaction', (ledger) => {
    ledger.block([ledger.sign({ ...open('tea'), expiresInMs: 1_000 })]);
  });
  halts('a transaction that expires too late', (ledger) => {
    ledger.block([ledger.sign({ ...open('tea'), expiresInMs: 601_001 })]);
  });
  halts('a wrong signature', (ledger) => {
    ledger.block([{ ...ledger.sign(open('tea')), signaturesValid: false }]);
  });
  halts('more cost than a block may have', (ledger) => {
    const wish = { act: 'toy.drop', payload: { name: 'tea' }, by: ann };
    ledger.block([ledger.sign(wish), ledger.sign(wish)]);
  });
  it('withdrawals behind other transactions', () => {
    const ledger = openMemoryLedger(services);
    const transactions = [
      ledger.sign(open('tea')),
      ledger.sign({ act: 'toy.drop', payload: { name: 'tea' }, by: ann }),
    ];
    const state = ledger.state();
    expect(() =>
      ledger.machine.execute({
        height: 1,
        timeMs: START_MS + 1,
        transactions,
        state,
        replay: state,
      }),
    ).toThrow('block: NOT_IN_ORDER');
  });
});

describe('execute halts on bugs of a service', () => {
  const sins: ReadonlyArray<readonly [string, RegExp]> = [
    ['clock', /asked for the time/],
    ['chance', /asked for chance/],
    ['many events', /too many events/],
    ['foreign write', /another service/],
    ['foreign read', /table things of another/],
    ['broken invariant', /invariant toy.namesAreLower/],
  ];
  it.each(sins)('%s', (how, why) => {
    const ledger = openMemoryLedger(services);
    expect(() => ledger.send({ act: 'toy.misbehave', payload: { how }, by: ann })).toThrow(why);
  });
  it('a refusal that the transaction does not declare', () => {
    const ledger = openMemoryLedger(services);
    ledger.send(open('tea'));
    expect(() => ledger.send(raise('tea', 99))).toThrow(/toy.SECRET, which it does not declare/);
  });
  it('but takes as many events as are allowed', () => {
    const ledger = openMemoryLedger(services);
    const { outcome } = ledger.send({
      act: 'toy.misbehave',
      payload: { how: 'most events' },
      by: ann,
    });
    expect(outcome.events).toHaveLength(64);
  });
});

describe('genesis', () => {
  const machine = createMachine(services);
  const begin = (changes: Parameters<typeof testGenesis>[0]) =>
    machine.genesis(encodeGenesis(testGenesis(changes)));
  const grant = {
    account: ann.account,
    delegable: false,
    institution: 'city',
    role: keeper.name,
  };

  it('builds the first state, the same from the same bytes', () => {
    const bytes = encodeGenesis(testGenesis({ grants: [grant] }));
    const first = expectOk(machine.genesis(bytes), 'it is valid');
    expect(machine.genesis(bytes)).toEqual({ ok: true, value: first });
    expect(first.changes).toHaveLength(6);
    expect(first.params).toEqual(testGenesis().params);
  });

  it('refuses bytes that are not canonical', () => {
    const bytes = encodeGenesis(testGenesis());
    const longer = Uint8Array.of(...bytes, 0);
    expect(machine.genesis(longer)).toMatchObject({
      ok: false,
      error: { name: 'kernel.GENESIS_NOT_VALID', code: 18 },
    });
  });

  it.each([
    [
      'institutions out of order',
      { institutions: [institutionOf('b'.repeat(2)), institutionOf('aa')] },
    ],
    [
      'an institution twice',
      { institutions: [institutionOf('city'), { ...institutionOf('other'), id: 'city' }] },
    ],
    ['one key for two things', { nodeKeys: [actor('city-cosigner').keyPair.publicKey] }],
    ['a key of small order', { nodeKeys: [smallOrderKey()] }],
    ['a grant of an unknown role', { grants: [{ ...grant, role: 'toy.king' }] }],
    ['a grant of an unknown institution', { grants: [{ ...grant, institution: 'moon' }] }],
    ['a grant twice', { grants: [grant, { ...grant, delegable: true }] }],
  ])('refuses %s', (_, changes) => {
    expect(begin(changes)).toMatchObject({
      ok: false,
      error: { name: 'kernel.GENESIS_NOT_VALID' },
    });
  });
});

/** The encoding of the identity of edwards25519: a point of order 1. */
function smallOrderKey(): Uint8Array {
  return expectOk(fromHex(`01${'00'.repeat(31)}`), 'it is hexadecimal');
}

describe('read', () => {
  it('answers with JSON, in pages', () => {
    const ledger = openMemoryLedger(services);
    ledger.block(['c', 'a', 'b'].map((name) => ledger.sign(open(name))));
    const owner = { kind: 'account', account: toHex(ann.account) };
    expect(ledger.read('toy.allCounters', { limit: 2 })).toEqual({
      ok: true,
      value: [
        { name: 'a', count: 0, owner },
        { name: 'b', count: 0, owner },
      ],
    });
    expect(ledger.read('toy.allCounters', { after: 'b', limit: 2 })).toMatchObject({
      value: [{ name: 'c' }],
    });
  });

  it('refuses unknown queries and parameters that do not fit', () => {
    const ledger = openMemoryLedger(services);
    expect(ledger.read('toy.nothing', {})).toMatchObject({
      error: { name: 'kernel.UNKNOWN_QUERY' },
    });
    expect(ledger.read('toy.\ud800'.repeat(99), {})).toMatchObject({
      error: { name: 'kernel.UNKNOWN_QUERY' },
    });
    for (const params of [{}, { limit: 11 }, { limit: 1, more: 1 }, 'x']) {
      expect(ledger.read('toy.allCounters', params)).toMatchObject({
        error: { name: 'kernel.QUERY_NOT_VALID' },
      });
    }
  });
});
