import type * as fs from 'node:fs';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expectOk, toHex, utf8 } from '@madang/base';
import { sha256, signerFrom } from '@madang/crypto';
import {
  COSIGNER_KEY_TYPE,
  cosign,
  joinNote,
  parseCheckpoint,
  verifierKey,
} from '@madang/protocol';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import type * as program from '../src/witness/cosigned.ts';
import { createWitness } from '../src/witness/witness.ts';
import { toyLog } from './support/toy-log.ts';

const calls: string[] = [];
let failing: string | undefined;

vi.mock('node:fs', async (importOriginal) => {
  const real = await importOriginal<typeof fs>();
  const watched =
    <A extends readonly unknown[], R>(name: string, call: (...given: A) => R) =>
    (...given: A): R => {
      calls.push(name);
      if (failing === name) throw new Error(`${name} failed`);
      return call(...given);
    };
  return {
    ...real,
    writeFileSync: watched('write', real.writeFileSync),
    fsyncSync: watched('fsync', real.fsyncSync),
    renameSync: watched('rename', real.renameSync),
  };
});

// The program is loaded anew over what is watched, and leaves none of it to the next file.
let openCosigned: typeof program.openCosigned;
beforeAll(async () => {
  vi.resetModules();
  ({ openCosigned } = await import('../src/witness/cosigned.ts'));
});
afterAll(() => {
  vi.doUnmock('node:fs');
  vi.resetModules();
});

const log = toyLog('toy');
const own = toyLog('own').key;
const verifier = verifierKey('w', COSIGNER_KEY_TYPE, own.publicKey);

it('writes, syncs, moves into place and syncs the folder before it answers, and none of it fails unseen', async () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'madang-cosigned-'));
  try {
    const cosigned = openCosigned(path.join(folder, 'cosigned'), verifier);
    const logKey = verifierKey(log.origin, 1, log.key.publicKey);
    const settings = { key: own, verifierKey: verifier, logs: [logKey] };
    const witness = createWitness({ settings, cosigned, now: Date.now, onEquivocation: () => {} });
    calls.length = 0;
    const answer = await witness.add(utf8(await log.request(0, 3)));
    expect(answer.status).toBe(200);
    expect(calls).toEqual(['write', 'fsync', 'rename', 'fsync']);
    for (const name of ['write', 'fsync', 'rename']) {
      failing = name;
      await expect(witness.add(utf8(await log.request(3, 4)))).rejects.toThrow(`${name} failed`);
      failing = undefined;
      // Nothing of it holds: the witness still stands where it stood, and goes on from there.
      expect(expectOk(await cosigned.newest(log.origin), 'kept')?.checkpoint.size).toBe(3);
    }
    expect((await witness.add(utf8(await log.request(3, 4)))).status).toBe(200);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});

it('gives a log the record that it wrote, and no other log', async () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'madang-cosigned-'));
  try {
    const cosigned = openCosigned(path.join(folder, 'cosigned'), verifier);
    expect(await cosigned.newest(log.origin)).toEqual({ ok: true, value: undefined });
    const parsed = expectOk(parseCheckpoint(await log.note(3)), 'note');
    const line = await cosign(signerFrom(own), 'w', parsed.checkpoint, 5);
    cosigned.keep(log.origin, joinNote(parsed.note.text, [line]));
    expect(expectOk(await cosigned.newest(log.origin), 'kept')?.checkpoint.size).toBe(3);
    expect(cosigned.textOf(toHex(sha256(utf8(log.origin))))).toBe(
      joinNote(parsed.note.text, [line]),
    );
    cosigned.keep('other', joinNote(parsed.note.text, [line]));
    expect(await cosigned.newest('other')).toMatchObject({ error: { code: 'DATA_DAMAGED' } });
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});
