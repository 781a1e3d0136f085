import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { concat, expectOk, utf8 } from '@madang/base';
import {
  consistencyProof,
  type KeyPair,
  keyPairFromSeed,
  leafHash,
  prefixProof,
  rootFromLeafHashes,
  sha256,
  signerFrom,
} from '@madang/crypto';
import {
  type Checkpoint,
  COSIGNER_KEY_TYPE,
  checkpointBody,
  cosign,
  joinNote,
  LOG_KEY_TYPE,
  ledgerOrigin,
  parsePolicy,
  printVerifierKey,
  signAsLog,
  verifierKey,
} from '@madang/protocol';
import {
  policyChangeText,
  signPolicyChange,
  writeEquivocation,
  writePolicyChange,
} from '@madang/protocol/trust';
import { runCommandLine } from '../../apps/madang/src/command-line.ts';
import { type AuditJson, runAudit } from './verifiers.ts';

const keyOf = (name: string): KeyPair => keyPairFromSeed(sha256(utf8(`trust ${name}`)));
const origin = ledgerOrigin('yard', sha256(utf8('yard')));
const cosignerKey = (name: string) =>
  verifierKey(`yard.example/${name}`, COSIGNER_KEY_TYPE, keyOf(name).publicKey);

/** The text of a policy with these witnesses and these lines behind them. */
export function policyWith(names: readonly string[], lines: readonly string[]): string {
  const log = verifierKey(origin, LOG_KEY_TYPE, keyOf('log').publicKey);
  const witnesses = names.map((name) => `witness ${name} ${printVerifierKey(cosignerKey(name))}`);
  const text = [`log ${printVerifierKey(log)}`, ...witnesses, ...lines, ''].join('\n');
  expectOk(parsePolicy(text), 'a policy of a test');
  return text;
}

/** Leaves of one history up to leaf 5, and of as many as there are names afterwards. */
const leaves = (size: number, history: string) =>
  Array.from({ length: size }, (_, at) => leafHash(utf8(at < 5 ? `${at}` : `${at} ${history}`)));

/** A checkpoint of the log of this size in this history, signed by it and these witnesses. */
export async function noteOf(size: number, history: string, by: readonly string[]) {
  const root = rootFromLeafHashes(leaves(size, history));
  const checkpoint: Checkpoint = { origin, size, root };
  const lines = [await signAsLog(signerFrom(keyOf('log')), checkpoint)];
  for (const name of by) {
    lines.push(
      await cosign(signerFrom(keyOf(name)), cosignerKey(name).name, checkpoint, 1_790_000_000),
    );
  }
  return joinNote(checkpointBody(checkpoint), lines);
}

/** An equivocation of a log of size 7 and one of size 21, signed by these beside the log. */
export async function equivocation(by: readonly string[], histories = ['a', 'b']) {
  const [one = '', other = ''] = histories;
  const proof = prefixProof(
    7,
    rootFromLeafHashes(leaves(7, other)),
    consistencyProof(leaves(21, other), 7),
  );
  const first = await noteOf(7, one, by);
  return utf8(writeEquivocation({ first, second: await noteOf(21, other, by), proof }));
}

/** A change of one policy into another, signed by these. */
export async function policyChange(old: string, next: string, by: readonly string[]) {
  const text = policyChangeText(old, next);
  const lines = await Promise.all(
    by.map((name) => signPolicyChange(signerFrom(keyOf(name)), cosignerKey(name), text)),
  );
  return utf8(writePolicyChange(old, next, lines));
}

/** Changes one after the other, as one file. */
export const joined = (...files: readonly Uint8Array[]): Uint8Array => concat(...files);

/** What the two programs say of a file under a policy: their exit statuses and all they print. */
export async function askPrograms(file: Uint8Array, policyText: string) {
  const folder = mkdtempSync(path.join(tmpdir(), 'madang-trust-'));
  try {
    const [place, policy] = [path.join(folder, 'file.txt'), path.join(folder, 'policy.txt')];
    writeFileSync(place, file);
    writeFileSync(policy, policyText);
    let out = '';
    const hear = (line: string): void => {
      out += `${line}\n`;
    };
    const madang = await runCommandLine(['verify', place, '--policy', policy], {
      language: 'en',
      isInteractive: false,
      say: hear,
      note: hear,
      draw: () => undefined,
    });
    const audit = await runAudit([place, '--policy', policy]);
    const said = JSON.parse(audit.out) as AuditJson & { facts?: Record<string, unknown> };
    return { madang, out, audit: audit.status, facts: said.facts ?? {} };
  } finally {
    rmSync(folder, { recursive: true });
  }
}
