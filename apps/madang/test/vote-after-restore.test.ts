import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import path from 'node:path';
import { expectOk } from '@madang/base';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type Layout, layoutOf } from '../src/data/layout.ts';
import { isLater, readLastSigned, signedFile } from '../src/network/last-signed.ts';
import { NETWORK_FORMAT } from '../src/network/settings.ts';
import { voteAfterRestore } from '../src/network/vote-after-restore.ts';
import { temporaryFolder } from './support/city.ts';

/** What CometBFT keeps after a precommit. */
const signed = (height: number, round = 0, step = 3) => ({
  ...{ height: String(height), round, step },
  ...{ signature: 'c2lnbmF0dXJl', signbytes: '0A0B' },
});
const write = (layout: Layout, content: unknown): void => {
  mkdirSync(path.dirname(signedFile(layout)), { recursive: true });
  writeFileSync(signedFile(layout), JSON.stringify(content));
};
const kept = (layout: Layout): unknown => JSON.parse(readFileSync(signedFile(layout), 'utf8'));

describe('a validator that comes from a backup', () => {
  const heights = new Map<string, number>();
  const server = createServer((request, response) => {
    const height = heights.get(request.headers.host?.split(':')[0] ?? '');
    if (height === undefined) {
      response.destroy();
      return;
    }
    response.end(
      JSON.stringify({
        ...{ version: '0.1.0', engine: 'comet', time: 1, uptimeMs: 1, height, size: 9 },
        ...{ lastBlockTime: 1, pending: 0, disk: { freeBytes: 1, totalBytes: 1 } },
        ...{ cosigners: [], witnesses: [] },
      }),
    );
  });
  let port = 0;
  let restored: Layout;
  beforeAll(async () => {
    await new Promise<void>((resolve) => server.listen(0, resolve));
    const address = server.address();
    port = typeof address === 'object' && address !== null ? address.port : 0;
  });
  afterAll(() => server.close());
  beforeEach(() => {
    heights.clear();
    restored = layoutOf(temporaryFolder());
    // Each institution under another name of this machine.
    const api = (host: string) => `http://${host}:${String(port)}`;
    const hosts = { audit: '127.0.0.1', city: '127.0.0.2', district: '127.0.0.3' };
    const nodes = Object.entries(hosts).map(([institution, host]) => ({
      ...{ institution, id: 'a'.repeat(40), host, port: 26_656, api: api(host) },
    }));
    const settings = { format: NETWORK_FORMAT, institution: 'audit', listen: '0.0.0.0', nodes };
    writeFileSync(restored.network, JSON.stringify({ ...settings, pace: 'wide' }));
    write(restored, signed(10));
  });

  it('goes on behind what the folder that it replaces has signed, byte for byte', async () => {
    const replaced = layoutOf(temporaryFolder());
    heights.set('127.0.0.2', 900);
    for (const [since, wins] of [
      [signed(40, 2, 1), true],
      [signed(10, 1, 1), true],
      [signed(10, 0, 2), false],
      [signed(9, 7, 3), false],
    ] as const) {
      write(restored, signed(10));
      write(replaced, since);
      expect((await voteAfterRestore(restored, { replaced })).ok).toBe(true);
      expect(kept(restored)).toEqual(wins ? since : signed(10));
    }
  });

  it('leaves out the blocks that any other node has, and a few more', async () => {
    heights.set('127.0.0.2', 100);
    heights.set('127.0.0.3', 130);
    // What this machine itself would say does not count: its own node is the one that is gone.
    heights.set('127.0.0.1', 500);
    const first = expectOk(await voteAfterRestore(restored, {}), 'they say how far they are');
    expect(first).toBeGreaterThan(132);
    expect(first).toBeLessThan(150);
    expect(kept(restored)).toEqual({ height: String(first), round: 0, step: 0 });
    // A replaced folder without that record, or with a damaged one, says nothing.
    for (const content of [undefined, {}, { height: '-3', round: 0, step: 0 }, 'no']) {
      const replaced = layoutOf(temporaryFolder());
      if (content !== undefined) write(replaced, content);
      expect(await voteAfterRestore(restored, { replaced })).toEqual({ ok: true, value: first });
    }
  });

  it('takes the operator’s word where nobody answers, and none without it', async () => {
    expect(await voteAfterRestore(restored, {})).toMatchObject({
      error: { code: 'SIGNED_UNKNOWN' },
    });
    expect(kept(restored)).toEqual(signed(10));
    expect(await voteAfterRestore(restored, { signedTo: 77 })).toMatchObject({ value: 78 });
    expect(kept(restored)).toEqual({ height: '78', round: 0, step: 0 });
    // Never below what the backup itself has.
    write(restored, signed(90));
    expect(await voteAfterRestore(restored, { signedTo: 77 })).toMatchObject({ value: 90 });
    expect(kept(restored)).toEqual(signed(90));
  });

  it('is not meant where one process runs the ledger', async () => {
    const alone = layoutOf(temporaryFolder());
    expect(await voteAfterRestore(alone, {})).toEqual({ ok: true, value: undefined });
    expect(readLastSigned(alone)).toBeUndefined();
  });

  it('knows which place in the voting is the later one', () => {
    const place = (height: number, round: number, step: number) => ({
      ...{ height, round, step },
      content: undefined,
    });
    const ascending = [place(1, 0, 3), place(2, 0, 1), place(2, 0, 2), place(2, 1, 1)];
    for (const [n, one] of ascending.entries()) {
      for (const [m, other] of ascending.entries()) expect(isLater(one, other)).toBe(n > m);
    }
  });
});
