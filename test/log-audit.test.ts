import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expectOk, utf8 } from '@madang/base';
import { signerFrom } from '@madang/crypto';
import {
  checkpointBody,
  cosign,
  cosignerName,
  joinNote,
  parseCheckpoint,
  signAsLog,
} from '@madang/protocol';
import {
  actor,
  mirrorEnvelopes,
  mirrorLog,
  notariseFiles,
  openTestLedger,
  sealFiles,
  type TestLedger,
} from '@madang/testkit';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type AuditJson, runAudit } from './support/verifiers.ts';

/** Blocks of ten acts before and after the older checkpoint: a full tile, and the part of one. */
const FIRST = 10;
const MORE = 20;

let folder: string;
let world: TestLedger;
const at = (name: string): string => path.join(folder, name);

beforeAll(async () => {
  folder = mkdtempSync(path.join(tmpdir(), 'madang-log-'));
  world = await openTestLedger();
  await grow(world, 'file', FIRST);
  writeFileSync(at('old-checkpoint'), await world.ledger().checkpoint());
  await grow(world, 'later file', MORE);
  await mirrorLog(world.ledger(), at('log'));
  mirrorEnvelopes(world.ledger(), at('envelopes'));
  writeFileSync(at('policy.txt'), world.policyText);
});
afterAll(async () => {
  await world.close();
  rmSync(folder, { recursive: true });
});

/** Puts files on record, ten in each block. */
async function grow(ledger: TestLedger, name: string, count: number): Promise<void> {
  for (let n = 0; n < count; n++) {
    ledger.advance(1_000);
    const files = Array.from({ length: 10 }, (_, i) => utf8(`${name} ${n} ${i}`));
    const sealed = await Promise.all(files.map((file) => sealFiles([file])));
    await ledger.send(...sealed.map((each) => notariseFiles(actor('clerk'), each)));
  }
}

async function auditLog(log: string, ...more: readonly string[]) {
  const args = ['log', log, '--policy', at('policy.txt'), ...more];
  const { status, out } = await runAudit(args);
  const { verdict, parts } = JSON.parse(out) as AuditJson;
  const not = parts.filter((part) => part.verdict !== 'passed');
  return { status, verdict, not: not.map(({ part, code }) => `${part} ${code}`) };
}

/** A copy of the mirror in which one file is changed. */
function changedMirror(name: string, file: string, change: (bytes: Buffer) => Buffer): string {
  const copy = at(name);
  cpSync(at('log'), copy, { recursive: true });
  const place = path.join(copy, file);
  writeFileSync(place, change(readFileSync(place)));
  return copy;
}

describe('the audit of a real log', () => {
  it('passes over the whole log, between two checkpoints, and over every envelope', async () => {
    const wholly = await auditLog(at('log'));
    expect(wholly).toEqual({ status: 0, verdict: 'passed', not: [] });
    const between = await auditLog(at('log'), '--from', at('old-checkpoint'));
    expect(between).toEqual({ status: 0, verdict: 'passed', not: [] });
    const envelopes = await auditLog(at('log'), '--envelopes', at('envelopes'));
    expect(envelopes).toEqual({ status: 0, verdict: 'passed', not: [] });
  });

  it.each([
    ['in a full bundle', 'tile/entries/000', 4_000],
    ['in the part of a bundle at the end', 'tile/entries/001.p/76', 1_000],
  ])('finds an entry that was changed %s', async (_, file, place) => {
    const copy = changedMirror(`forged ${place}`, file, (bytes) => {
      bytes[place] = (bytes[place] ?? 0) ^ 1;
      return bytes;
    });
    const found = await auditLog(copy);
    expect(found.status).toBe(1);
    expect(found.not).not.toEqual([]);
  });

  it('finds a hash that was changed in a tile', async () => {
    const copy = changedMirror('forged tile', 'tile/0/000', (bytes) => {
      bytes[40] = (bytes[40] ?? 0) ^ 1;
      return bytes;
    });
    expect((await auditLog(copy)).status).toBe(1);
  });

  it('finds an envelope that is not the recorded one', async () => {
    const forged = at('forged envelopes');
    cpSync(at('envelopes'), forged, { recursive: true });
    const [one = '', other = ''] = (await world.ledger().entries(2, 3)).flatMap((entry) => {
      const hex = Buffer.from(entry).toString('hex');
      // The key `body` and the head of 32 bytes stand before the body hash.
      const found = /64626f64795820([0-9a-f]{64})/.exec(hex)?.[1];
      return found === undefined ? [] : [found];
    });
    cpSync(path.join(forged, one, 'envelope'), path.join(forged, other, 'envelope'));
    const found = await auditLog(at('log'), '--envelopes', forged);
    expect(found.status).toBe(1);
  });

  it('finds a log that does not begin with the older one', async () => {
    const fork = await openTestLedger();
    await grow(fork, 'another file', FIRST);
    await grow(fork, 'later file', MORE);
    const log = at('fork');
    await mirrorLog(fork.ledger(), log);
    await fork.close();
    expect(await auditLog(log)).toEqual({ status: 0, verdict: 'passed', not: [] });
    const found = await auditLog(log, '--from', at('old-checkpoint'));
    expect(found).toEqual({ status: 1, verdict: 'failed', not: ['consistency FORKED'] });
  });

  it('finds a checkpoint over entries that the log does not hold', async () => {
    const { checkpoint } = expectOk(
      parseCheckpoint(await world.ledger().checkpoint()),
      'a checkpoint decodes',
    );
    const lying = { ...checkpoint, root: checkpoint.root.map((byte) => byte ^ 1) };
    const lines = [await signAsLog(signerFrom(world.nodeKey), lying)];
    for (const [id, key] of world.cosigners) {
      const seconds = Math.floor(world.nowMs() / 1_000);
      lines.push(await cosign(signerFrom(key), cosignerName('test', id), lying, seconds));
    }
    writeFileSync(at('lying-checkpoint'), joinNote(checkpointBody(lying), lines));
    const found = await auditLog(at('log'), '--to', at('lying-checkpoint'));
    expect(found.status).toBe(1);
  });
});
