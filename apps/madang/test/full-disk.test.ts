import { spawnSync } from 'node:child_process';
import { mkdirSync, rmSync } from 'node:fs';
import path from 'node:path';
import { expectOk } from '@madang/base';
import { createClient } from '@madang/client';
import { randomBytes } from '@madang/crypto';
import { services } from '@madang/services';
import { describe, expect, it } from 'vitest';
import { noteFiles } from './support/acts.ts';
import { memoryPolicy, temporaryFolder } from './support/city.ts';
import { startServer } from './support/server.ts';

/** A small disk of its own in memory; only the administrator of a Linux machine can make one. */
function mountSmallDisk(folder: string): boolean {
  mkdirSync(folder, { recursive: true });
  const mounted = spawnSync('mount', ['-t', 'tmpfs', '-o', 'size=3m', 'tmpfs', folder]);
  return mounted.status === 0;
}

describe('a server whose disk is full', () => {
  it('stops with one sentence, and has every acknowledged record when there is room again', async (context) => {
    const folder = temporaryFolder();
    const disk = path.join(folder, 'disk');
    if (!mountSmallDisk(disk)) {
      rmSync(folder, { recursive: true, force: true });
      context.skip('needs the right to mount a small disk');
    }
    try {
      const data = path.join(disk, 'data');
      const server = await startServer(data, '--empty');
      const ended = server.ended();
      const client = createClient({
        baseUrl: server.origin,
        services,
        policy: memoryPolicy(),
        wait: () => Promise.reject(new Error('no second try here')),
      });
      const acknowledged: { readonly id: string; readonly record: number }[] = [];
      for (let i = 0; i < 20_000; i++) {
        const noted = await noteFiles(client, [randomBytes(8)]).catch(() => undefined);
        if (noted === undefined) break;
        acknowledged.push(noted.sent);
      }
      expect(await ended).toBe(1);
      expect(server.output()).toMatch(/^The disk of .* is full: .*\(NODE_DISK_FULL\)$/m);
      expect(acknowledged.length).toBeGreaterThan(10);
      expect(spawnSync('mount', ['-o', 'remount,size=64m', disk]).status).toBe(0);
      const again = await startServer(data);
      const reader = createClient({ baseUrl: again.origin, services, policy: memoryPolicy() });
      for (const { id, record } of acknowledged) {
        expect(expectOk(await reader.transaction(id), id).record).toBe(record);
      }
      await again.stop('SIGTERM');
    } finally {
      spawnSync('umount', ['-l', disk]);
      rmSync(folder, { recursive: true, force: true });
    }
  }, 120_000);
});
