import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { encodeKnown, expectOk, record, toHex, uint } from '@madang/base';
import { sha256 } from '@madang/crypto';
import { event, hash } from '@madang/kernel/define';
import { encodeLogEntry } from '@madang/protocol';
import { openVault, type Vault } from '@madang/vault';
import type { EntrySource } from '@madang/views';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { followNotices, type NoticeRule, type Notices } from '../src/server/notices.ts';

const chain = new Uint8Array(32).fill(1);
const register = new Uint8Array(32).fill(2);
const decision = new Uint8Array(32).fill(3);

const keyed = event('people', 'keyed', record({ register: hash, person: uint() }));
const voted = event('vote', 'cast', record({ decision: hash, person: uint() }));
const entrusted = event(
  'people',
  'entrusted',
  record({ register: hash, person: uint(), proxy: uint() }),
);
const other = event('vote', 'opened', record({ decision: hash }));

const rules: readonly NoticeRule[] = [
  { event: 'people.keyed', kind: 'registered', person: 'person', register: 'register' },
  { event: 'people.entrusted', kind: 'represented', person: 'person', register: 'register' },
  { event: 'people.entrusted', kind: 'acting', person: 'proxy', register: 'register' },
  {
    event: 'vote.cast',
    kind: 'acted',
    person: 'person',
    register: (fields) => (fields['decision'] === toHex(decision) ? toHex(register) : undefined),
  },
];

let folder: string;
let vault: Vault;
let log: Uint8Array[];
let following: Notices[];
let failures: unknown[];

const source: EntrySource = {
  chain,
  size: () => log.length,
  entries: (from, limit) => Promise.resolve(log.slice(from, from + limit)),
  onAppend: () => () => undefined,
};

beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'madang-notices-'));
  vault = await openVault({ folder, masterKey: new Uint8Array(32), now: () => 1_000 });
  const contact = { kind: 'phone' as const, number: '010-0000-0001' };
  const person = { name: '소유자', homes: [], salt: new Uint8Array(32) };
  const persons = [0, 1].map((number) => ({ person: number, record: { ...person, contact } }));
  const unreached = { person: 2, record: person };
  expectOk(await vault.contacts.enrol(register, [...persons, unreached]), 'enrolled');
  [log, following, failures] = [[], [], []];
});
afterEach(async () => {
  for (const one of following) await one.stop();
  await vault.close();
  await rm(folder, { recursive: true });
});

function entryOf(seed: number, ...events: { name: string; fields: Uint8Array }[]): Uint8Array {
  return encodeLogEntry({
    type: 'transaction',
    act: 'toy.act',
    body: sha256(Uint8Array.of(seed)),
    envelope: chain,
    outcome: { code: 0, events, height: 1, index: 0, time: 1 },
  });
}
const keyedBy = (person: number) => ({
  name: keyed.fullName,
  fields: encodeKnown(keyed.fields, { register, person }),
});
const votedBy = (person: number, of = decision) => ({
  name: voted.fullName,
  fields: encodeKnown(voted.fields, { decision: of, person }),
});

const entrustedBy = (person: number, proxy: number) => ({
  name: entrusted.fullName,
  fields: encodeKnown(entrusted.fields, { register, person, proxy }),
});

/** A follower over the vault, as a server has it after each start. */
function follow(outbox = vault.outbox): Notices {
  const started = followNotices({
    source,
    events: [keyed, voted, entrusted, other],
    rules,
    outbox,
    onQueued: () => undefined,
    onFailure: (failure) => failures.push(failure),
  });
  following.push(started);
  return started;
}

async function queued(): Promise<readonly string[]> {
  const messages = await vault.outbox.due(100);
  return messages.map(({ kind, person }) => `${kind} ${String(person)}`).sort();
}

describe('notices', () => {
  it('go to whom an event names, directly or by what it is about, and has a contact', async () => {
    log = [
      entryOf(1, keyedBy(0), keyedBy(2), keyedBy(9)),
      entryOf(2, votedBy(1), votedBy(0, chain)),
      entryOf(3, {
        name: other.fullName,
        fields: encodeKnown(other.fields, { decision }),
      }),
      entryOf(4, { ...keyedBy(1), name: 'people.unknown' }),
    ];
    await follow().caughtUp();
    expect(await queued()).toEqual(['acted 1', 'registered 0']);
    expect(await vault.outbox.position('notices', chain)).toBe(4);
  });

  it('go to each whom an event concerns', async () => {
    log = [entryOf(1, entrustedBy(0, 1), entrustedBy(1, 9))];
    await follow().caughtUp();
    expect(await queued()).toEqual(['acting 1', 'represented 0', 'represented 1']);
  });

  it('are queued once, however often a server starts or reads', async () => {
    log = Array.from({ length: 1_200 }, (_, n) =>
      n % 400 === 0 ? entryOf(n, keyedBy(0)) : entryOf(n),
    );
    const first = follow();
    await Promise.all([first.caughtUp(), first.caughtUp()]);
    await first.stop();
    log.push(entryOf(7, votedBy(0)));
    const second = follow();
    await second.caughtUp();
    await second.caughtUp();
    expect(await queued()).toEqual(['acted 0', 'registered 0', 'registered 0', 'registered 0']);
  });

  it('are not lost where the vault fails, and the failure is told', async () => {
    log = [entryOf(1, keyedBy(0))];
    let isBroken = true;
    const broken: typeof vault.outbox = {
      ...vault.outbox,
      queueUpTo: (position, notices) =>
        isBroken
          ? Promise.reject(new Error('no space'))
          : vault.outbox.queueUpTo(position, notices),
    };
    const started = follow(broken);
    await expect(started.caughtUp()).rejects.toThrow('no space');
    expect(failures).toHaveLength(1);
    isBroken = false;
    await started.caughtUp();
    expect(await queued()).toEqual(['registered 0']);
  });

  it('go on where a restored ledger is shorter than what was read', async () => {
    log = [entryOf(1), entryOf(2), entryOf(3)];
    await follow().caughtUp();
    log = [entryOf(1), entryOf(2)];
    const restored = follow();
    await restored.caughtUp();
    log.push(entryOf(4, keyedBy(0)));
    await restored.caughtUp();
    expect(await queued()).toEqual(['registered 0']);
  });
});
