import { expectOk, fromHex } from '@madang/base';
import { decodeStanding, encodeStanding } from '@madang/protocol';
import {
  DECISION_TEXT,
  decisionGrants,
  device,
  flipped,
  openTestLedger,
  playDecision,
  services,
  simple,
  type TestLedger,
} from '@madang/testkit';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createClient } from '../src/create-client.ts';
import type { Fetch } from '../src/http.ts';

const [, , , vote] = services;

let test: TestLedger;
/** The keys of somebody who has spoken, of somebody who has not, and of who has withdrawn. */
let spoken: Uint8Array;
let silent: Uint8Array;
let withdrawn: Uint8Array;

beforeAll(async () => {
  test = await openTestLedger({ genesis: { grants: decisionGrants } });
  const run = await playDecision(test, simple(4));
  const text = DECISION_TEXT;
  for (const person of [0, 2]) {
    expect(await run.act('giveConsent', { text }, device(person))).toBe(0);
  }
  expect(await run.act('withdraw', {}, device(2))).toBe(0);
  const { actKey } = await vote.proof();
  const decision = expectOk(fromHex(run.decision), 'an id');
  [spoken, silent, withdrawn] = [0, 1, 2].map((person) => actKey(decision, person)) as [
    Uint8Array,
    Uint8Array,
    Uint8Array,
  ];
});
afterAll(() => test.close());

/** How many keys each standing was asked for, of all servers. */
const standings: number[] = [];

interface Server {
  /** Proves these keys, whatever it was asked for. */
  readonly keys?: readonly Uint8Array[];
  readonly policy?: string;
  readonly spoil?: (standing: Uint8Array) => Uint8Array;
  readonly offline?: boolean;
}

/** A client before a server that answers for a standing from the ledger, or from a lie. */
function clientOf({ keys, policy = test.policyText, spoil, offline = false }: Server = {}) {
  const fetch: Fetch = async (path) => {
    if (offline) throw new TypeError('no connection');
    if (path === '/api/policy') return new Response(policy);
    const asked = new URL(path, 'http://x').searchParams.get('claims') ?? '';
    standings.push(asked.split(',').length);
    const stateKeys = keys ?? asked.split(',').map((key) => expectOk(fromHex(key), 'a key'));
    const standing = expectOk(await test.ledger().standing(stateKeys, 1), 'a standing');
    return new Response(new Uint8Array(spoil?.(standing) ?? standing));
  };
  const store = { load: () => Promise.resolve(undefined), save: () => Promise.resolve() };
  return createClient({ baseUrl: '', services, policy: store, fetch, now: test.nowMs });
}

describe('checkAbsence', () => {
  it('proves that nothing stands for who said nothing and for who withdrew', async () => {
    for (const stateKey of [silent, withdrawn]) {
      const verdict = await clientOf().checkAbsence(stateKey);
      expect(verdict).toMatchObject({ kind: 'absent', size: test.ledger().head().logSize });
      expect(verdict).toHaveProperty('institutions.length', 4);
    }
  });

  it('gives what stands where something does', async () => {
    const verdict = await clientOf().checkAbsence(spoken);
    expect(verdict).toMatchObject({ kind: 'present' });
    expect(verdict).toHaveProperty('value.length', expect.any(Number));
  });

  it('does not take the absence of another key for this one’s', async () => {
    const verdict = await clientOf({ keys: [silent] }).checkAbsence(spoken);
    expect(verdict).toEqual({ kind: 'failed', code: 'VERIFY_CLAIM_WRONG' });
    const many = await clientOf({ keys: [silent, withdrawn] }).checkAbsence(silent);
    expect(many).toEqual({ kind: 'failed', code: 'VERIFY_CLAIM_WRONG' });
  });

  it('asks for keys of one moment together, eight at most, and tells each what is its own', async () => {
    standings.length = 0;
    const client = clientOf();
    const asked = [spoken, silent, spoken, withdrawn, spoken, silent, spoken, spoken, silent];
    const verdicts = await Promise.all(asked.map((key) => client.checkAbsence(key)));
    expect(standings).toEqual([8, 1]);
    expect(verdicts.map(({ kind }) => kind)).toEqual(
      asked.map((key) => (key === spoken ? 'present' : 'absent')),
    );
    await client.checkAbsence(silent);
    expect(standings).toEqual([8, 1, 1]);
  });

  it('believes none of several where one is another’s', async () => {
    const client = clientOf({ keys: [spoken, silent] });
    const verdicts = await Promise.all([spoken, withdrawn].map((key) => client.checkAbsence(key)));
    expect(verdicts).toEqual([0, 1].map(() => ({ kind: 'failed', code: 'VERIFY_CLAIM_WRONG' })));
    const swapped = clientOf({ keys: [silent, spoken] });
    const both = await Promise.all([spoken, silent].map((key) => swapped.checkAbsence(key)));
    expect(both.map(({ kind }) => kind)).toEqual(['failed', 'failed']);
  });

  it('calls nothing wrong that could not be asked, or that too few have signed', async () => {
    const offline = await clientOf({ offline: true }).checkAbsence(silent);
    expect(offline).toEqual({ kind: 'unchecked', code: 'CLIENT_OFFLINE' });
    const other = await openTestLedger({ threshold: 4 });
    const foreign = await clientOf({ policy: other.policyText }).checkAbsence(silent);
    await other.close();
    expect(foreign.kind).toBe('failed');
  });

  it('never believes an answer with one byte changed', async () => {
    const given = expectOk(await test.ledger().standing([silent], 1), 'a standing');
    // How it continues an older checkpoint is not asked for here.
    const { consistency: _, ...rest } = expectOk(decodeStanding(given), 'a standing decodes');
    const standing = encodeStanding(rest);
    for (let at = 0; at < standing.length; at += 5) {
      const spoil = () => flipped(standing, at, 0x01);
      const { kind } = await clientOf({ spoil }).checkAbsence(silent);
      expect(['failed', 'unchecked']).toContain(kind);
    }
  });
});
