import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { cometGenesis } from '@madang/node';
import { expect, it, onTestFinished } from 'vitest';
import type { LocalNode } from '../src/network/local-node.ts';
import { resync } from '../src/network/resync.ts';

/** The folder of a stopped node, with a word in each file that says whose it is. */
function nodeFolder(institution: string, afterHeight: number): LocalNode {
  const folder = mkdtempSync(path.join(tmpdir(), 'madang-resync-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  const files = [
    'ledger/segments/entries-0',
    'vault/kept',
    'secrets/node.key',
    'views.sqlite',
    'views.sqlite-wal',
    'comet/data/blockstore.db/one',
    'comet/data/cs.wal/wal',
    'comet/data/priv_validator_state.json',
  ];
  for (const name of files) {
    mkdirSync(path.dirname(path.join(folder, name)), { recursive: true });
    writeFileSync(path.join(folder, name), institution);
  }
  const chain = new Uint8Array(32);
  const genesis = cometGenesis({ chain, timeMs: 1_800_000_000_000, afterHeight });
  writeFileSync(path.join(folder, 'network-genesis.json'), genesis);
  return { institution, folder, apiPort: 0 };
}

const read = ({ folder }: LocalNode, name: string) => {
  const file = path.join(folder, name);
  return existsSync(file) ? readFileSync(file, 'utf8') : undefined;
};

const KEPT = ['vault/kept', 'secrets/node.key', 'comet/data/priv_validator_state.json'];

it('takes ledger, views and blocks away and never what was signed, where all blocks can come', async () => {
  const node = nodeFolder('city', 0);
  expect(await resync({ node })).toEqual({ ok: true, value: undefined });
  expect(readdirSync(path.join(node.folder, 'ledger'))).toEqual([]);
  expect(readdirSync(path.join(node.folder, 'comet/data'))).toEqual(['priv_validator_state.json']);
  expect(read(node, 'views.sqlite') ?? read(node, 'views.sqlite-wal')).toBeUndefined();
  for (const name of KEPT) expect(read(node, name), name).toBe('city');
});

it('refuses, and touches nothing, where the first blocks are older than the network', async () => {
  const node = nodeFolder('city', 12);
  const refused = await resync({ node });
  expect(refused).toMatchObject({ error: { code: 'RESYNC_NEEDS_SOURCE' } });
  expect(read(node, 'ledger/segments/entries-0')).toBe('city');
});

it('copies ledger and blocks of another node, and neither its votes nor what it signed', async () => {
  const node = nodeFolder('city', 12);
  const from = nodeFolder('audit', 12);
  // One that was cut short leaves this behind.
  mkdirSync(path.join(node.folder, 'ledger.unfinished/rest'), { recursive: true });
  expect(await resync({ node, from })).toEqual({ ok: true, value: undefined });
  expect(read(node, 'ledger/segments/entries-0')).toBe('audit');
  expect(read(node, 'comet/data/blockstore.db/one')).toBe('audit');
  expect(read(node, 'comet/data/cs.wal/wal')).toBeUndefined();
  expect(existsSync(path.join(node.folder, 'ledger.unfinished'))).toBe(false);
  for (const name of KEPT) expect(read(node, name), name).toBe('city');
  expect(read(from, 'comet/data/cs.wal/wal')).toBe('audit');
});
