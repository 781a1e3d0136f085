import { spawn } from 'node:child_process';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { openReader } from '../src/store/reader.ts';
import { openStore } from '../src/store/store.ts';
import { startSubmitting } from './children/run.ts';
import { fakeBlock, fakeGenesis } from './fake-blocks.ts';
import { must, temporaryFolder } from './temporary.ts';

describe('several processes on one data folder', () => {
  it('may not write it together: the second says which folder is in use', async () => {
    const folder = temporaryFolder();
    const store = must(await openStore({ folder }, fakeGenesis));
    const second = startSubmitting({ folder, first: 0, count: 1 });
    await second.ended;
    expect(second.lines).toEqual([
      `NODE_FOLDER_IN_USE The data folder ${folder} is in use by another process.`,
    ]);
    expect(second.process.exitCode).toBe(1);
    await store.close();
  });

  it('may read it while the node writes: each sees whole blocks and proves from them', async () => {
    const folder = temporaryFolder();
    const store = must(await openStore({ folder }, fakeGenesis));
    const script = fileURLToPath(new URL('./children/read.ts', import.meta.url));
    const child = spawn(process.execPath, [script, folder, '8'], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    const output = text(child.stdout);
    for (let height = 1; child.exitCode === null; height++) {
      const timeMs = store.head().timeMs + 1_000;
      const block = {
        height,
        timeMs,
        seed: `p${height}`,
        changes: 60,
        transactions: 20,
        keys: 200,
      };
      must(await store.commit(store.prepare(fakeBlock(block))));
    }
    await store.close();
    const lines = (await output).trim().split('\n');
    expect(lines.length).toBe(8);
    const heights = lines.map((line) => Number(line.split(' ')[0]));
    expect(heights).toEqual([...heights].sort((left, right) => left - right));
    for (const line of lines) expect(line).toMatch(/^\d+ consistent$/);
  });

  it('cannot read where there is no ledger', async () => {
    expect(await openReader(temporaryFolder())).toMatchObject({
      error: { code: 'NODE_NOT_FOUND' },
    });
  });
});
