import { expectOk } from '@madang/base';
import { describe, expect, it } from 'vitest';
import {
  cosignerName,
  parsePolicy,
  printVerifierKey,
  verifierKey,
  writePolicy,
} from '../src/index.ts';
import { nextPolicy, policyLag } from '../src/trust/index.ts';
import { chain, origin, testGenesis, testKey } from './ledger.ts';

const first = expectOk(
  writePolicy({ genesis: testGenesis, chain, threshold: 2, comments: ['A city'] }),
  'a policy',
);
const [a, b, c] = testGenesis.institutions.map(({ id, cosigner }) => ({ id, cosigner }));
const fresh = { id: b?.id ?? '', cosigner: testKey(90).publicKey };
const newcomer = { id: 'zoo', cosigner: testKey(91).publicKey };
const members = [a, fresh, c, newcomer].filter((one) => one !== undefined);
const past = testGenesis.institutions[1]?.cosigner ?? new Uint8Array();

const keyText = (id: string, key: Uint8Array) =>
  printVerifierKey(verifierKey(cosignerName(testGenesis.name, id), 4, key));
const policyOf = (text: string) => expectOk(parsePolicy(text), 'a policy of a test');

describe('the policy after another one', () => {
  it('has the institutions of now as its executors and keeps keys that are over, outside', () => {
    const text = expectOk(nextPolicy({ text: first, members, threshold: 3 }), 'it follows');
    const next = policyOf(text);
    expect(text.startsWith('# A city\nlog ')).toBe(true);
    expect(next.executors).toEqual({
      name: 'executors',
      threshold: 3,
      members: members.map(({ id }) => id),
    });
    expect(next.quorum).toBe('executors');
    const byName = new Map(next.witnesses.map(({ name, key }) => [name, printVerifierKey(key)]));
    for (const { id, cosigner } of members) expect(byName.get(id)).toBe(keyText(id, cosigner));
    const old = next.witnesses.filter(({ name }) => name.startsWith('past-'));
    expect(old.map(({ key }) => printVerifierKey(key))).toEqual([keyText(fresh.id, past)]);
    expect(policyLag(next, members)).toEqual({ missing: [], over: [] });
    // Once more from there it stays the same.
    expect(nextPolicy({ text, members, threshold: 3 })).toEqual({ ok: true, value: text });
  });

  it('leaves witnesses, their groups and the quorum as they are, and adds keys of nodes', () => {
    const own = [
      `witness paper ${printVerifierKey(verifierKey('paper.example/1', 4, testKey(92).publicKey))} https://paper.example`,
      'group all 2 executors paper',
      'quorum all',
    ];
    const text = first.replace('quorum executors\n', `${own.join('\n')}\n`);
    const nodeKeys = [testKey(93).publicKey];
    const next = policyOf(
      expectOk(nextPolicy({ text, members, threshold: 3, nodeKeys }), 'it follows'),
    );
    expect(next.quorum).toBe('all');
    expect(next.groups.map(({ name }) => name)).toEqual(['executors', 'all']);
    expect(next.witnesses.find(({ name }) => name === 'paper')?.url).toBe('https://paper.example');
    const before = policyOf(first).logs.map(printVerifierKey);
    const added = printVerifierKey(verifierKey(origin, 1, testKey(93).publicKey));
    expect(next.logs.map(printVerifierKey)).toEqual([...before, added]);
  });

  it('is refused where it would be none', () => {
    expect(nextPolicy({ text: first, members, threshold: 5 })).toMatchObject({
      error: { code: 'POLICY_THRESHOLD_NOT_VALID' },
    });
    expect(nextPolicy({ text: 'quorum none\n', members, threshold: 3 }).ok).toBe(false);
  });
});

describe('how a policy lags behind', () => {
  it('names who is missing in it, and who is in it and cosigns no more', () => {
    const policy = policyOf(first);
    expect(policyLag(policy, members)).toEqual({
      missing: [fresh.id, 'zoo'],
      over: [fresh.id],
    });
    const same = testGenesis.institutions;
    expect(policyLag(policy, same)).toEqual({ missing: [], over: [] });
  });
});
