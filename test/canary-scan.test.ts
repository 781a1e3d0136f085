import { expectOk, expectPresent, toHex, utf8 } from '@madang/base';
import { randomBytes, sha256 } from '@madang/crypto';
import { canaryForms, DECISION_TEXT, draftOf } from '@madang/testkit';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type CanaryCity, type CanaryLook, openCanaryCity } from './support/canary-city.ts';
import { type CanaryDecision, playWithCanaries } from './support/canary-decision.ts';
import { leaks, type Place } from './support/canary-places.ts';
import { publicPaths } from './support/canary-reads.ts';

let at: CanaryCity<CanaryDecision>;
let played: CanaryDecision;
let places: readonly Place[];

beforeAll(async () => {
  at = await openCanaryCity(async (url, layout) => {
    const made = await playWithCanaries(url, layout);
    await leaveDocument(made);
    return made;
  }, whatIsRead);
  played = at.played;
  places = at.everyPlace();
}, 120_000);
afterAll(() => at.close());

/** A file that an office keeps a copy of, and puts on record. */
async function leaveDocument({ city, canaries }: CanaryDecision): Promise<void> {
  const file = utf8(canaries.keep('file', `비밀 ${toHex(randomBytes(8))}`));
  const left = expectOk(await city.client.deposit(file), 'deposited');
  canaries.keep('deposit', left.secret);
  const root = toHex(sha256(randomBytes(32), file));
  await city.done('document.notarise', { kind: 'file', root, count: 1 }, [city.attester]);
}

/** What anybody can read of the decision and of each person. */
function whatIsRead({ decision: id, register, roll }: CanaryDecision): CanaryLook {
  const persons = [...roll.persons.keys(), roll.persons.length];
  const addresses = [
    `/api/services/vote/decision?id=${id}`,
    '/api/services/vote/listDecisions',
    `/api/services/vote/meter?decision=${id}`,
    `/api/services/vote/homes?decision=${id}`,
    ...persons.flatMap((person) => [
      `/api/services/vote/person?decision=${id}&person=${String(person)}`,
      `/api/services/people/person?register=${register}&person=${String(person)}`,
    ]),
    `/decisions/${id}`,
  ];
  return { id, digest: DECISION_TEXT, addresses };
}

describe('a whole decision', () => {
  it('was played through, with every kind of data that must stay with whom it is about', async () => {
    const { city, decision, canaries } = played;
    const records = expectOk(await city.client.matterRecords(decision), 'acts');
    const acts = new Set(records.records.map(({ act }) => act));
    for (const name of ['giveConsent', 'withdraw', 'appointProxy', 'enterPapers', 'changeRoll']) {
      expect(acts, name).toContain(`vote.${name}`);
    }
    const kinds = new Set(Object.keys(canaries.all).map((name) => name.split(' ')[0]));
    const wanted = [
      'code',
      'deposit',
      'file',
      'home',
      'name',
      'number',
      'salt',
      'session',
      'token',
    ];
    expect(kinds).toEqual(new Set(wanted));
    const read = new Set(at.proxy.exchanges.map(({ target }) => target.split('?')[0]));
    for (const address of await publicPaths(at.ask)) {
      const pattern = new RegExp(`^${address.replace(/\{[^}]*\}/g, '.+')}$`);
      expect(
        [...read].some((one) => pattern.test(one ?? '')),
        address,
      ).toBe(true);
    }
    const wire = at.proxy.exchanges.filter(({ target }) => target.endsWith('/dossier'));
    expect(wire.some(({ status, body }) => status === 200 && body.length > 10_000)).toBe(true);
  });

  it('leaves nothing of anybody in files, logs, addresses, or answers that are not theirs', () => {
    expect(leaks(places, played.canaries.all)).toEqual([]);
  });

  it('repeats what somebody types into the wrong place in no answer', () => {
    expect(at.provoked.length).toBeGreaterThan(400);
    expect(leaks(at.provoked, played.canaries.all)).toEqual([]);
  });

  it('leaves nothing either when the server is gone', async () => {
    expect(await at.leftBehind()).toEqual([]);
  });
});

describe('the scan', () => {
  it('finds a canary in each of its forms, planted in the midst of each place', () => {
    const name = expectPresent(played.canaries.all['name 0'], 'a name');
    const forms = canaryForms('name 0', name);
    const planted = places.map((place, at) => {
      const form = expectPresent(forms[at % forms.length], 'a form');
      const middle = Math.trunc(place.bytes.length / 2);
      const [before, after] = [place.bytes.subarray(0, middle), place.bytes.subarray(middle)];
      return { ...place, mayHold: [], bytes: Buffer.concat([before, form.bytes, after]) };
    });
    const found = leaks(planted, { 'name 0': name });
    for (const { name: place } of planted) {
      expect(
        found.some((one) => one.endsWith(` is in ${place}.`)),
        place,
      ).toBe(true);
    }
    expect(planted.length).toBeGreaterThan(forms.length);
  });

  it('finds what a ledger shows: a name in the title of a decision', async () => {
    const { city, register } = played;
    const title = `누구의 제목 ${toHex(randomBytes(8))}`;
    const draft = {
      ...draftOf(
        { owners: {}, homes: [] },
        register,
        Math.ceil(Date.now() / 1_000) * 1_000 + 3_600_000,
      ),
    };
    const { id, record } = await city.done(
      'vote.draftDecision',
      { ...draft, title: { ko: title, en: title } },
      city.officers.slice(0, 1),
    );
    const { size } = expectOk(await city.client.ledger(), 'the ledger');
    const addresses = [
      `/api/records/${String(record)}`,
      '/api/records?limit=5',
      `/api/receipts/${id}`,
      `/api/transactions/${id}/envelope`,
      '/api/services/vote/listDecisions',
      `/nothing/${encodeURIComponent(title)}`,
      `/log/tile/entries/000.p/${String(size)}`,
    ];
    for (const address of addresses) await (await at.ask(address)).arrayBuffer();
    const found = leaks(at.everyPlace(), { 'title 0': title });
    for (const address of addresses.slice(0, 5)) {
      expect(found.some((one) => one.endsWith(` is in the answer to GET ${address}.`))).toBe(true);
    }
    expect(found.some((one) => one.includes('is in the address of GET /nothing/'))).toBe(true);
    expect(found.some((one) => one.includes('is in the file ledger/'))).toBe(true);
  });
});
