import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { createServer } from 'node:net';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { expectOk, expectPresent, fromHex, utf8 } from '@madang/base';
import { createClient } from '@madang/client';
import { services } from '@madang/services';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { type Layout, layoutOf } from '../src/data/layout.ts';
import { noteFiles } from './support/acts.ts';
import { memoryPolicy, type TestClient, temporaryFolder } from './support/city.ts';
import { beginMadang, runMadang, type ServerProcess, startServer } from './support/server.ts';

// The demo is made whole a few times here.
vi.setConfig({ testTimeout: 180_000 });

let folder: string;
let layout: Layout;

beforeEach(() => {
  folder = temporaryFolder();
  layout = layoutOf(path.join(folder, 'data'));
});
afterEach(() => {
  rmSync(folder, { recursive: true, force: true });
});

/**
 * Starts a server, waits until it has begun anew and a moment of its making has come, and kills it
 * right then.
 */
async function killWhen(hasCome: () => boolean, laterMs = 0): Promise<void> {
  const before = markedAt();
  const server = beginMadang('start', '--data', layout.folder, '--port', '0');
  const untilMs = Date.now() + 60_000;
  while ([0, before].includes(markedAt()) || !hasCome()) {
    expect(Date.now(), 'the moment comes').toBeLessThan(untilMs);
    await sleep(1);
  }
  await sleep(laterMs);
  expect(await server.stop('SIGKILL')).toBe('SIGKILL');
}

const markedAt = (): number => statSync(layout.halfMade, { throwIfNoEntry: false })?.mtimeMs ?? 0;
const sizeOf = (name: string): number => {
  const file = path.join(layout.ledger, 'segments', name);
  return existsSync(file) ? readFileSync(file).length : 0;
};

const clientOf = ({ origin }: ServerProcess): TestClient =>
  createClient({ baseUrl: origin, services, policy: memoryPolicy() });

/** In the election that mixes keys one home is left: once it registers, officers can go on. */
async function expectLastKeyMissing(
  client: TestClient,
  elections: readonly { readonly id: Uint8Array; readonly status: string }[],
): Promise<void> {
  const mixed = elections.find(({ status }) => status === 'registering');
  const { id } = expectPresent(mixed, 'an election that registers keys');
  const { took } = expectOk(await client.query('election.election', { id }), 'an election');
  const { registered } = expectOk(await client.query('election.mix', { id }), 'a mix');
  expect(registered).toEqual([took.voters - 1]);
}

/**
 * One decision of a thousand homes, all of its story, three elections, and a link that opens for
 * each visitor.
 */
async function expectWholeDemo(client: TestClient): Promise<void> {
  expect(existsSync(layout.halfMade)).toBe(false);
  const decisions = expectOk(await client.query('vote.listDecisions', {}), 'decisions');
  expect(decisions).toHaveLength(1);
  const { decision, links } = expectOk(await client.demoLinks(), 'links');
  const id = expectOk(fromHex(decision), 'id');
  const { tallies } = expectOk(await client.query('vote.meter', { decision: id }), 'meter');
  expect(tallies[0]).toMatchObject({ eligible: { homes: 1_000 }, agree: { heads: 698 } });
  const elections = expectOk(await client.query('election.listElections', {}), 'elections');
  expect(elections.map(({ status }) => status).sort()).toEqual(['decided', 'open', 'registering']);
  await expectLastKeyMissing(client, elections);
  expect(links).toHaveLength(9);
  for (const { token } of links) {
    expect(expectOk(await client.openLink(token), 'a visitor').homes.length).toBeGreaterThan(0);
  }
}

const moments: readonly (readonly [string, () => boolean, number?])[] = [
  ['as the folder is marked', () => existsSync(layout.halfMade)],
  ['as the ledger is opened', () => existsSync(layout.ledger)],
  ['as the persons are kept', () => existsSync(layout.vault), 400],
  ['in the middle of the story', () => sizeOf('entries-00000001') > 300_000],
];

describe('a demo whose making is killed', () => {
  it('is made anew by the next start, whenever it was killed', async () => {
    for (const [moment, hasCome, laterMs] of moments) {
      await killWhen(hasCome, laterMs);
      expect(existsSync(layout.halfMade), moment).toBe(true);
      expect((await runMadang('doctor', '--data', layout.folder)).err, moment).toMatch(/NO_LEDGER/);
    }
    const keys = readFileSync(path.join(layout.secrets, 'node.key'));
    const server = await startServer(layout.folder);
    await expectWholeDemo(clientOf(server));
    expect(readFileSync(path.join(layout.secrets, 'node.key'))).toEqual(keys);
    const { sent } = await noteFiles(clientOf(server), [utf8('put on record by a visitor')]);
    await server.stop('SIGKILL');
    expect(await runMadang('doctor', '--data', layout.folder)).toMatchObject({ status: 0 });
    // Once it is made, a kill takes nothing of it any more.
    const again = await startServer(layout.folder);
    const kept = expectOk(await clientOf(again).record(sent.record), 'kept');
    expect(kept).toMatchObject({ id: sent.id });
    await again.stop('SIGKILL');
  });

  it('is not taken from a process that is still making it', async () => {
    const first = beginMadang('start', '--data', layout.folder, '--port', '0');
    await expect
      .poll(() => existsSync(layout.halfMade), { interval: 1, timeout: 30_000 })
      .toBe(true);
    const second = await runMadang('start', '--data', layout.folder, '--port', '0');
    expect(second.status).toBe(1);
    expect(second.err).toMatch(/^The data folder .* is in use .*\(NODE_FOLDER_IN_USE\)\n$/);
    await expectWholeDemo(clientOf(await first.ready()));
    await first.stop('SIGKILL');
  });

  it('takes nothing with it that is no part of it', async () => {
    await killWhen(() => existsSync(layout.ledger));
    writeFileSync(path.join(layout.folder, 'my notes.txt'), 'mine');
    expect(await runMadang('init', '--data', layout.folder)).toMatchObject({ status: 0 });
    expect(readFileSync(path.join(layout.folder, 'my notes.txt'), 'utf8')).toBe('mine');
    expect(existsSync(layout.halfMade)).toBe(false);
    expect(existsSync(layout.ledger)).toBe(false);
  });
});

describe('madang start on a port in use', () => {
  it('says so before it makes anything', async () => {
    const other = createServer();
    const port = await new Promise<number>((resolve) => {
      other.listen(0, '127.0.0.1', () => {
        const address = other.address();
        resolve(typeof address === 'object' && address !== null ? address.port : 0);
      });
    });
    try {
      const refused = await runMadang('start', '--data', layout.folder, '--port', String(port));
      expect(refused).toMatchObject({ status: 1, out: '' });
      expect(refused.err).toMatch(/^Port \d+ is in use; .*\(PORT_IN_USE\)\n$/);
      expect(existsSync(layout.folder)).toBe(false);
      mkdirSync(layout.folder);
      await runMadang('start', '--data', layout.folder, '--port', String(port));
      expect(readdirSync(layout.folder)).toEqual([]);
    } finally {
      other.close();
    }
  });
});
