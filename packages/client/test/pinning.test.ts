import { expectOk, toHex, utf8 } from '@madang/base';
import { keyPairFromSeed, sha256, signerFrom } from '@madang/crypto';
import {
  COSIGNER_KEY_TYPE,
  LOG_KEY_TYPE,
  ledgerOrigin,
  parsePolicy,
  printVerifierKey,
  verifierKey,
} from '@madang/protocol';
import { policyChangeText, signPolicyChange, writePolicyChange } from '@madang/protocol/trust';
import { beforeEach, expect, it } from 'vitest';
import { createClient, type PinnedPolicy } from '../src/index.ts';

const NAMES = ['a', 'b', 'c'] as const;
const keyOf = (name: string) => keyPairFromSeed(sha256(utf8(`pinning ${name}`)));
const vkeyOf = (name: string) =>
  verifierKey(`pinning.example/${name}`, COSIGNER_KEY_TYPE, keyOf(name).publicKey);

/** A policy of which any two of three must sign; a comment makes it another one. */
function policyOf(comment: string): string {
  const origin = ledgerOrigin('pins', sha256(utf8('pins')));
  const log = printVerifierKey(verifierKey(origin, LOG_KEY_TYPE, keyOf('log').publicKey));
  const witnesses = NAMES.map((name) => `witness ${name} ${printVerifierKey(vkeyOf(name))}`);
  const groups = ['group executors 2 a b c', 'quorum executors'];
  const text = [`# ${comment}`, `log ${log}`, ...witnesses, ...groups, ''].join('\n');
  expectOk(parsePolicy(text), 'a policy');
  return text;
}

async function change(old: string, next: string, by: readonly string[]): Promise<string> {
  const text = policyChangeText(old, next);
  const lines = await Promise.all(
    by.map((name) => signPolicyChange(signerFrom(keyOf(name)), vkeyOf(name), text)),
  );
  return writePolicyChange(old, next, lines);
}

const [first, second, third] = [policyOf('first'), policyOf('second'), policyOf('third')];
const fingerprint = (text: string) => toHex(sha256(utf8(text)));

let kept: PinnedPolicy | undefined;
let served: { policy: string; changes?: string };
/** Paths that the server was asked for. */
let asked: string[] = [];

/** What the server says of its ledger; of that only the fingerprint matters here. */
function aboutLedger() {
  const policyFingerprint = fingerprint(served.policy);
  return {
    ...{ name: 'pins', names: { ko: '핀', en: 'Pins' }, chain: fingerprint('pins'), height: 1 },
    ...{ origin: 'pins/1', genesisTime: 1, engine: 'solo', version: '0.1.0', size: 1, time: 1 },
    ...{ policyFingerprint, maxExpiryMs: 1, maxTransactionBytes: 1, demo: false, vault: false },
  };
}

function client() {
  const fetch = (url: string | URL | Request) => {
    const path = url instanceof Request ? url.url : String(url);
    asked.push(path);
    if (path === '/api/policy') return Promise.resolve(new Response(served.policy));
    if (path === '/api/ledger') return Promise.resolve(Response.json(aboutLedger()));
    const { changes } = served;
    const hasChanges = path === '/api/policy/changes' && changes !== undefined;
    const status = hasChanges ? 200 : 404;
    return Promise.resolve(new Response(hasChanges ? changes : '{}', { status }));
  };
  const policy = {
    load: () => Promise.resolve(kept),
    save: (pinned: PinnedPolicy) => {
      kept = pinned;
      return Promise.resolve();
    },
  };
  return createClient({ baseUrl: '', services: [], policy, fetch, now: () => 7 });
}

beforeEach(async () => {
  kept = undefined;
  asked = [];
  served = { policy: first };
  expect(expectOk(await client().policy(), 'policy').kind).toBe('first-use');
});

it('follows a change that enough of the pinned policy have signed, and says so once', async () => {
  served = { policy: second, changes: await change(first, second, ['a', 'c']) };
  expect(expectOk(await client().policy(), 'policy')).toMatchObject({
    kind: 'chained',
    from: fingerprint(first),
    pinned: { fingerprint: fingerprint(second), text: second, pinnedAt: 7 },
  });
  expect(expectOk(await client().policy(), 'policy').kind).toBe('same');
});

it('follows several changes that it missed', async () => {
  const changes = [
    await change(first, second, ['a', 'b']),
    await change(second, third, ['b', 'c']),
  ];
  served = { policy: third, changes: changes.join('') };
  expect(expectOk(await client().policy(), 'policy').kind).toBe('chained');
  expect(kept?.text).toBe(third);
});

it('raises the alarm and keeps what it has where the change is not proven', async () => {
  const good = await change(first, second, ['a', 'b']);
  const cases: Record<string, { policy: string; changes?: string }> = {
    'nothing is signed': { policy: second },
    'one has signed': { policy: second, changes: await change(first, second, ['a']) },
    'it leads elsewhere': { policy: third, changes: good },
    'it begins elsewhere': { policy: second, changes: await change(third, second, ['a', 'b']) },
    'a byte is wrong': { policy: second, changes: good.replace(/.\n\n#/, 'x\n\n#') },
    'it is no change': { policy: second, changes: 'hello' },
  };
  for (const [name, one] of Object.entries(cases)) {
    served = one;
    const state = expectOk(await client().policy(), name);
    expect(state, name).toMatchObject({ kind: 'changed', pinned: { text: first } });
    expect(kept?.text).toBe(first);
  }
});

it('does not go back to a policy that was replaced', async () => {
  served = { policy: second, changes: await change(first, second, ['a', 'b']) };
  expect(expectOk(await client().policy(), 'policy').kind).toBe('chained');
  served = { ...served, policy: first };
  expect(expectOk(await client().policy(), 'policy').kind).toBe('changed');
  expect(kept?.text).toBe(second);
});

it('asks for the policy only where the server has another than the kept one', async () => {
  expect(asked).toEqual(['/api/policy']);
  asked = [];
  const again = client();
  for (let times = 0; times < 2; times++) {
    expect(expectOk(await again.policy(), 'policy').kind).toBe('same');
  }
  expect(asked).toEqual(['/api/ledger']);
  served = { policy: second };
  asked = [];
  expect(expectOk(await client().policy(), 'policy').kind).toBe('changed');
  expect(asked).toEqual(['/api/ledger', '/api/policy', '/api/policy/changes']);
});
