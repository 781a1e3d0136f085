import { once } from 'node:events';
import { createServer } from 'node:http';
import { setTimeout } from 'node:timers/promises';
import { sha256, signerFrom } from '@madang/crypto';
import { checkpointBody, cosign, cosignerName, joinNote } from '@madang/protocol';
import { describe, expect, it, onTestFinished } from 'vitest';
import type { NodeError } from '../src/failure.ts';
import { type WatchedLedger, watchHistory } from '../src/watch-history.ts';
import { keyOf } from './demo.ts';

const ids = ['audit', 'city', 'district', 'university'];
const origin = `madang/gaon/${'ab'.repeat(32)}`;
const rootOf = (what: string) => sha256(Buffer.from(what));
const PACE = { look: 10, wait: 50 };
const SIZE = 7;

interface Signed {
  readonly root: string;
  /** Whose key signs; the colleague's own if left out. */
  readonly by?: string;
  readonly size?: number;
  readonly origin?: string;
}

/** The node of another institution: its note under a size, or silence. */
async function colleague(institution: string, signed: Signed | undefined) {
  const server = createServer((_, response) => {
    if (signed === undefined) {
      response.writeHead(503).end();
      return;
    }
    const size = signed.size ?? SIZE;
    const checkpoint = { origin: signed.origin ?? origin, size, root: rootOf(signed.root) };
    const signer = signerFrom(keyOf(`${signed.by ?? institution} cosigner`));
    void cosign(signer, cosignerName('gaon', institution), checkpoint, 1_000).then((line) =>
      response.end(joinNote(checkpointBody(checkpoint), [line])),
    );
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => void server.close());
  const address = server.address();
  const port = typeof address === 'object' ? String(address?.port) : '';
  return { institution, url: `http://127.0.0.1:${port}` };
}

/** Watches the node of the university, whose newest head is not agreed on unless it is said. */
async function watch(others: readonly (Signed | undefined)[], agreedSize = SIZE - 1) {
  const halted: NodeError[] = [];
  const keys = ids.map((id) => ({
    institution: id,
    key: keyOf(`${id} cosigner`).publicKey,
  }));
  const ledger: WatchedLedger = {
    origin,
    genesis: { name: 'gaon' },
    head: () => ({ height: 5, timeMs: 9_000, logSize: SIZE, logRoot: rootOf('own') }),
    cosignersAt: (timeMs) => (timeMs === 9_000 ? keys : []),
    status: () => ({ agreedSize }),
    halt: (reason) => halted.push(reason),
  };
  const colleagues = await Promise.all(others.map((one, n) => colleague(ids[n] ?? '', one)));
  onTestFinished(watchHistory(ledger, () => colleagues, PACE));
  await setTimeout(500);
  return halted;
}

describe('watching that the history is that of the others', () => {
  it('halts once, and names them, when more than a third signed another root', async () => {
    const halted = await watch([{ root: 'theirs' }, { root: 'theirs' }, undefined]);
    expect(halted).toHaveLength(1);
    expect(halted[0]?.code).toBe('NODE_HISTORY_DIFFERS');
    expect(halted[0]?.message).toContain('block 5, log size 7, audit, city signed another root');
  });

  it.each<[string, readonly (Signed | undefined)[]]>([
    ['one of four signed another root', [{ root: 'theirs' }, undefined, undefined]],
    ['the others signed the same', [{ root: 'own' }, { root: 'own' }, { root: 'own' }]],
    ['nobody answers', [undefined, undefined, undefined]],
    [
      'other keys signed another root',
      [
        { root: 'theirs', by: 'a stranger' },
        { root: 'theirs', by: 'district' },
        { root: 'theirs' },
      ],
    ],
    ['it is the root of another size', [1, 2, 3].map(() => ({ root: 'theirs', size: SIZE - 1 }))],
    ['it is another ledger', [1, 2, 3].map(() => ({ root: 'theirs', origin: 'madang/other' }))],
  ])('goes on where %s', async (_, others) => {
    expect(await watch(others)).toEqual([]);
  });

  it('asks nobody while the newest head is agreed on', async () => {
    const theirs = { root: 'theirs' };
    expect(await watch([theirs, theirs, theirs], SIZE)).toEqual([]);
  });
});
