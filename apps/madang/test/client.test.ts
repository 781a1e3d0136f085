import { expectOk, expectPresent, fromHex, toHex } from '@madang/base';
import type { Fetch } from '@madang/client';
import { createClient, fingerprintOf } from '@madang/client';
import { keyPairFromSeed, randomBytes, sha256, signerFrom } from '@madang/crypto';
import { decodeReceipt, encodeReceipt, type Part, type ReceiptVerdict } from '@madang/protocol';
import { services } from '@madang/services';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { fileOf, noteFiles } from './support/acts.ts';
import { memoryPolicy, openTestCity, type TestCity, type TestClient } from './support/city.ts';

let city: TestCity;
let client: TestClient;

beforeAll(async () => {
  city = await openTestCity();
  client = city.client();
});
afterAll(async () => {
  await city.close();
});

async function check(
  request: Parameters<TestClient['checkReceipt']>[0],
  by: TestClient = client,
): Promise<{ readonly parts: readonly Part[]; readonly verdict: ReceiptVerdict }> {
  const parts: Part[] = [];
  const steps = by.checkReceipt(request);
  for (;;) {
    const step = await steps.next();
    if (step.done === true) return { parts, verdict: step.value };
    parts.push(step.value);
  }
}

describe('putting a document on record', () => {
  it('gives a receipt that this device checks, part by part, with a fresh standing', async () => {
    const file = fileOf('one');
    const noted = await noteFiles(client, [file]);
    expect(noted.sent.outcome.code).toBe(0);
    const receipt = expectOk(await client.receipt(noted.sent.id), 'receipt');
    expect(receipt.length).toBeLessThan(3_500);
    const { parts, verdict } = await check({
      receipt,
      opening: noted.openings[0]!,
      fileDigest: sha256(file),
    });
    expect(parts.map(({ part, state }) => [part, state])).toEqual(
      ['format', 'chain', 'signature', 'place', 'institutions', 'standing', 'content'].map(
        (part) => [part, 'passed'],
      ),
    );
    expect(verdict.verdict).toBe('checked');
    expect(verdict.facts).toMatchObject({ isStandingFresh: true, threshold: 3, members: 4 });
  });

  it('says of another file that it does not match, and of nothing else', async () => {
    const noted = await noteFiles(client, [fileOf('two')]);
    const receipt = expectOk(await client.receipt(noted.sent.record), 'receipt');
    const { verdict } = await check({
      receipt,
      opening: noted.openings[0]!,
      fileDigest: sha256(fileOf('another')),
    });
    expect(verdict.verdict).toBe('mismatch');
    expect(verdict.parts.filter(({ state }) => state !== 'passed')).toMatchObject([
      { part: 'content', code: 'VERIFY_FILE_DIFFERS' },
    ]);
  });

  it('checks offline with what the device keeps, and says that the standing is not fresh', async () => {
    const policy = memoryPolicy();
    const device = city.client(policy);
    expectOk(await device.policy(), 'pinned');
    const noted = await noteFiles(device, [fileOf('offline')]);
    const receipt = expectOk(await device.receipt(noted.sent.id), 'receipt');
    const unplugged = createClient({
      baseUrl: '',
      services,
      policy,
      fetch: () => Promise.reject(new TypeError()),
    });
    const { verdict } = await check({ receipt, offline: true }, unplugged);
    expect(verdict.verdict).toBe('checked');
    expect(verdict.facts?.isStandingFresh).toBe(false);
    // Also when it tries to ask and nobody answers.
    const asked = await check({ receipt }, unplugged);
    expect(asked.verdict.verdict).toBe('checked');
  });

  it('shows a revoked document as ended to whoever asks now, whatever the old receipt says', async () => {
    const noted = await noteFiles(client, [fileOf('revoked')]);
    const receipt = expectOk(await client.receipt(noted.sent.id), 'receipt');
    const id = expectOk(fromHex(noted.sent.id), 'id');
    const revoke = expectOk(
      await client.act('document.revoke', { document: id, reason: 'mistake' }, [
        signerFrom(noted.key),
      ]),
      'prepared',
    );
    expect(expectOk(await client.send(revoke), 'revoked').outcome.code).toBe(0);
    const { verdict } = await check({ receipt });
    expect(verdict.parts.find(({ part }) => part === 'standing')).toMatchObject({
      state: 'failed',
      code: 'ENDED',
    });
    expect((await check({ receipt, offline: true })).verdict.facts?.isStandingFresh).toBe(false);
    const endings = expectOk(await client.query('document.endingsOf', { document: id }), 'endings');
    expect(endings).toMatchObject([{ kind: 'revoked', reason: 'mistake', by: expect.anything() }]);
  });

  it('opens one file of many with a standing of its own that is small enough to keep', async () => {
    const files = ['a', 'b', 'c'].map(fileOf);
    const noted = await noteFiles(client, files);
    const receipt = expectOk(await client.receipt(noted.sent.id), 'receipt');
    const opened = expectOk(await client.openReceipt(receipt, noted.openings[1]!), 'opened');
    expect(opened.length).toBeLessThan(3_500);
    const decoded = expectOk(decodeReceipt(opened), 'decoded');
    expect(expectPresent(decoded.standing, 'standing').claims).toHaveLength(2);
    const { verdict } = await check({
      receipt: opened,
      fileDigest: sha256(files[1]!),
      offline: true,
      policyText: city.opened.policyText,
    });
    expect(verdict.verdict).toBe('checked');
  });

  it('opens another file of an opened receipt with the standing of that file', async () => {
    const files = ['d', 'e', 'f'].map(fileOf);
    const noted = await noteFiles(client, files);
    const receipt = expectOk(await client.receipt(noted.sent.id), 'receipt');
    const first = expectOk(await client.openReceipt(receipt, noted.openings[0]!), 'opened');
    const document = expectOk(fromHex(noted.sent.id), 'id');
    const revoke = { document, leaf: 1, reason: 'mistake' } as const;
    const ending = await client.act('document.revoke', revoke, [signerFrom(noted.key)]);
    expectOk(await client.send(expectOk(ending, 'prepared')), 'revoked');
    const { policyText } = city.opened;
    const stateOf = async (opening: Uint8Array) => {
      const opened = expectOk(await client.openReceipt(first, opening), 'opened again');
      const { verdict } = await check({ receipt: opened, offline: true, policyText });
      return verdict.parts.find(({ part }) => part === 'standing')?.code;
    };
    expect(await stateOf(noted.openings[0]!)).toBe('VERIFY_STANDING_PASSED');
    expect(await stateOf(noted.openings[1]!)).toBe('ENDED');
    expect(await stateOf(noted.openings[2]!)).toBe('VERIFY_STANDING_PASSED');
  });

  it('takes no receipt of another act or with another outcome for one of this record', async () => {
    const noted = await noteFiles(client, ['g', 'h'].map(fileOf));
    const other = await noteFiles(client, ['i', 'j'].map(fileOf));
    const receipt = expectOk(await client.receipt(noted.sent.id), 'receipt');
    const read = expectOk(decodeReceipt(receipt), 'decoded');
    const otherReceipt = expectOk(await client.receipt(other.sent.id), 'receipt');
    const foreign = expectOk(decodeReceipt(otherReceipt), 'decoded');
    const outcome = { ...read.outcome, time: read.outcome.time + 1 };
    for (const [answer, isTaken] of [
      [read, true],
      [{ ...read, outcome }, false],
      [{ ...read, envelope: foreign.envelope }, false],
      [foreign, false],
    ] as const) {
      const device = createClient({
        baseUrl: '',
        services,
        policy: memoryPolicy(),
        fetch: () => Promise.resolve(new Response(encodeReceipt(answer) as BodyInit)),
      });
      const opened = await device.openReceipt(receipt, noted.openings[1]!);
      expect(opened.ok ? 'taken' : opened.error.code).toBe(
        isTaken ? 'taken' : 'CLIENT_ANSWER_NOT_VALID',
      );
    }
  });
});

describe('sending', () => {
  it('gives the same answer to the same bytes, at once and later', async () => {
    const noted = await noteFiles(client, [fileOf('again')]);
    const answers = await Promise.all([1, 2, 3].map(() => post(noted.envelope)));
    for (const answer of answers) {
      expect(answer.status).toBe(200);
      const { promise: _, ...same } = (await answer.json()) as Record<string, unknown>;
      const { promise: __, ...first } = noted.sent;
      expect(same).toEqual(first);
    }
  });

  it('answers two simultaneous submissions of one act with one record', async () => {
    const prepared = await prepareOne();
    const [one, two] = await Promise.all([client.send(prepared), client.send(prepared)]);
    expect(expectOk(one, 'one').record).toBe(expectOk(two, 'two').record);
  });

  it('tries again when the answer was lost, with the same bytes and one record', async () => {
    let lost = 0;
    const flaky: Fetch = async (input, init) => {
      const answer = await city.fetch(input, init);
      if (init.method !== 'POST' || lost >= 2) return answer;
      lost += 1;
      throw new TypeError('connection reset');
    };
    const device = createClient({
      baseUrl: '',
      services,
      policy: memoryPolicy(),
      fetch: flaky,
      wait: () => Promise.resolve(),
    });
    const before = city.opened.ledger.size();
    const noted = await noteFiles(device, [fileOf('lost answers')]);
    expect(lost).toBe(2);
    expect(noted.sent.outcome.code).toBe(0);
    // One transaction entry and one block entry, no more.
    expect(city.opened.ledger.size()).toBe(before + 2);
  });

  it('tells the ledger’s refusals with their code, in the language that was asked for', async () => {
    const prepared = await prepareOne();
    const broken = { ...prepared, envelope: prepared.envelope.slice(0, -1) };
    const refused = await client.send(broken);
    expect(refused).toMatchObject({
      ok: false,
      error: { code: 'kernel.NOT_CANONICAL', number: 1, status: 400, retryable: false },
    });
    const korean = createClient({
      baseUrl: '',
      services,
      policy: memoryPolicy(),
      fetch: city.fetch,
    });
    const told = await korean.send(broken);
    expect(told.ok ? '' : told.error.message).toMatch(/[가-힣]/);
  });

  it('tells somebody without the role at once that they may not', async () => {
    const stranger = signerFrom(keyPairFromSeed(randomBytes(32)));
    const prepared = expectOk(
      await client.act(
        'document.notarise',
        { as: 'city', kind: 'file', root: randomBytes(32), count: 1 },
        [stranger],
      ),
      'prepared',
    );
    expect(await client.send(prepared)).toMatchObject({
      ok: false,
      error: { code: 'kernel.NOT_PERMITTED', status: 403 },
    });
  });

  it('refuses a payload that does not fit before anything is signed or sent', async () => {
    const payload = { kind: 'file' as const, root: randomBytes(31), count: 1 };
    expect(await client.act('document.notarise', payload, [])).toMatchObject({
      ok: false,
      error: { code: 'CLIENT_PAYLOAD_NOT_VALID' },
    });
  });
});

describe('the trust policy', () => {
  it('is kept at first use and the same afterwards', async () => {
    const device = city.client(memoryPolicy());
    const first = expectOk(await device.policy(), 'first');
    expect(first.kind).toBe('first-use');
    expect(first.pinned.fingerprint).toBe(
      toHex(sha256(new TextEncoder().encode(city.opened.policyText))),
    );
    expect(expectOk(await device.policy(), 'again').kind).toBe('same');
  });

  it('raises an alarm when it differs from the kept one, which goes on deciding', async () => {
    const other = await openTestCity();
    try {
      const text = other.opened.policyText;
      const pinned = { text, fingerprint: fingerprintOf(text), pinnedAt: 1 };
      const device = city.client(memoryPolicy(pinned));
      const state = expectOk(await device.policy(), 'state');
      expect(state).toMatchObject({ kind: 'changed', pinned: { fingerprint: pinned.fingerprint } });
      expect(expectOk(await device.policy(), 'still').kind).toBe('changed');
      const noted = await noteFiles(city.client(), [fileOf('foreign')]);
      const receipt = expectOk(await device.receipt(noted.sent.id), 'receipt');
      const { verdict } = await check({ receipt }, device);
      expect(verdict.parts.find(({ part }) => part === 'chain')).toMatchObject({ state: 'failed' });
    } finally {
      await other.close();
    }
  });

  it('is replaced only under the fingerprint that a person compared', async () => {
    const pinned = { text: '# old\n', fingerprint: fingerprintOf('# old\n'), pinnedAt: 1 };
    const device = city.client(memoryPolicy(pinned));
    expect(await device.trustPolicy('00'.repeat(32))).toMatchObject({
      ok: false,
      error: { code: 'CLIENT_POLICY_CHANGED' },
    });
    expect(expectOk(await device.policy(), 'unchanged').kind).toBe('changed');
    expectOk(await device.trustPolicy(fingerprintOf(city.opened.policyText)), 'replaced');
    expect(expectOk(await device.policy(), 'now').kind).toBe('same');
  });
});

function post(envelope: Uint8Array): Promise<Response> {
  return city.fetch('/api/transactions', {
    method: 'POST',
    headers: { 'content-type': 'application/cbor', 'accept-language': 'en' },
    body: new Uint8Array(envelope),
  });
}

async function prepareOne() {
  const payload = { kind: 'file' as const, root: randomBytes(32), count: 1 };
  const signer = signerFrom(keyPairFromSeed(randomBytes(32)));
  return expectOk(await client.act('document.notarise', payload, [signer]), 'prepared');
}
