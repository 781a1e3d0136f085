import { rmSync } from 'node:fs';
import path from 'node:path';
import { afterAll, describe, expect, it, vi } from 'vitest';
import { temporaryFolder } from './support/city.ts';
import { runMadang, startServer } from './support/server.ts';

// Each command is a process of its own, and other tests run beside them.
vi.setConfig({ testTimeout: 120_000 });

const folder = temporaryFolder();
afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

describe('madang compact and madang archive', () => {
  it('leave a ledger that doctor finds whole, and wait for the server to stop', async () => {
    const data = path.join(folder, 'data');
    const server = await startServer(data, '--empty');
    for (const command of ['compact', 'archive']) {
      const busy = await runMadang(command, '--data', data);
      expect(busy.status, command).toBe(1);
      expect(busy.err, command).toContain('NODE_FOLDER_IN_USE');
    }
    expect(await server.stop('SIGTERM')).toBe(0);
    const compacted = await runMadang('compact', '--data', data);
    expect(compacted).toMatchObject({ status: 0, err: '' });
    expect(compacted.out).toMatch(/^The database had [0-9.]+ MB and has [0-9.]+ MB\.$/m);
    const archived = await runMadang('archive', '--data', data, '--keep', '0');
    expect(archived).toMatchObject({ status: 0, err: '' });
    expect(archived.out).toMatch(/^Wrote 0 files to /m);
    expect((await runMadang('archive', '--data', data, '--keep', 'x')).err).toContain('USAGE');
    const mirror = await runMadang('archive', '--data', data, '--from', folder);
    expect(mirror.out).toMatch(/^Wrote 0 files to /m);
    expect((await runMadang('doctor', '--data', data)).status).toBe(0);
    expect((await runMadang('compact', '--data', path.join(folder, 'none'))).err).toContain(
      'NO_LEDGER',
    );
  });
});
