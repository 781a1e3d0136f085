import { type CheckOptions, checkParts, type PartVerdict, type Verdict } from '../../src/ledger.ts';
import { fakeInstitutions, fakeOptions, fakeRow } from './fake-data.ts';

type FakeReceipt = {
  kind: string;
  index: number;
  number: string;
  digest?: string;
  statement?: string;
};

/** Bytes in hexadecimal. */
export function hexOf(bytes: Uint8Array): string {
  return [...bytes].map((each) => each.toString(16).padStart(2, '0')).join('');
}

/** SHA-256 by the platform. */
export async function sha256(bytes: Uint8Array): Promise<Uint8Array> {
  return new Uint8Array(await crypto.subtle.digest('SHA-256', bytes.slice()));
}

/** Writes a receipt that only this hand-made ledger understands. */
export function fakeReceipt(receipt: Omit<FakeReceipt, 'kind'>): Uint8Array {
  return new TextEncoder().encode(JSON.stringify({ kind: 'madang/receipt', ...receipt }));
}

function readFake(bytes: Uint8Array): FakeReceipt | undefined {
  try {
    const read = JSON.parse(new TextDecoder().decode(bytes)) as FakeReceipt;
    return read.kind === 'madang/receipt' ? read : undefined;
  } catch {
    return undefined;
  }
}

async function contentOf(receipt: FakeReceipt, file: Blob | undefined): Promise<PartVerdict> {
  const base = { part: 'content' as const, tookMs: 40 };
  if (receipt.statement !== undefined) return { ...base, state: 'passed' };
  if (receipt.digest === undefined) {
    return { ...base, state: 'unchecked', code: 'VERIFY_OPENING_MISSING' };
  }
  if (file === undefined) return { ...base, state: 'passed' };
  const digest = hexOf(await sha256(new Uint8Array(await file.arrayBuffer())));
  return digest === receipt.digest
    ? { ...base, state: 'passed' }
    : { ...base, state: 'failed', code: 'CONTENT_DIFFERS' };
}

function hasContent(receipt: FakeReceipt, { file }: CheckOptions): boolean {
  return file !== undefined || receipt.digest !== undefined || receipt.statement !== undefined;
}

const revokedKey = 'fake-revoked';

/** Remembers that a record was revoked in this browser. */
export function rememberRevoked(index: number): void {
  localStorage.setItem(revokedKey, `${localStorage.getItem(revokedKey) ?? ''} ${index} `);
}

function isRevoked(index: number): boolean {
  return (localStorage.getItem(revokedKey) ?? '').includes(` ${index} `);
}

async function partOf(
  part: PartVerdict['part'],
  receipt: FakeReceipt,
  options: CheckOptions,
): Promise<PartVerdict> {
  if (part === 'content') return contentOf(receipt, options.file);
  if (part !== 'standing') return { part, state: 'passed', tookMs: 20 };
  if (fakeOptions().unreachable === true) {
    return { part, state: 'unchecked', code: 'CLIENT_OFFLINE', tookMs: 20 };
  }
  if (isRevoked(receipt.index)) return { part, state: 'failed', code: 'ENDED', tookMs: 20 };
  return { part, state: 'passed', tookMs: 20 };
}

function factsOf(receipt: FakeReceipt, hasFile: boolean): NonNullable<Verdict['facts']> {
  const row = fakeRow(receipt.index);
  const open = receipt.digest !== undefined || receipt.statement !== undefined;
  return {
    id: row.id,
    number: receipt.number,
    index: receipt.index,
    act: row.act,
    timeMs: row.timeMs,
    suites: ['ed25519'],
    checkpointSize: 184,
    cosigners: fakeInstitutions().map(({ names, signedAtMs }) => ({
      name: names,
      ...(signedAtMs === undefined ? {} : { signedAtMs }),
    })),
    needed: 3,
    standingAtMs: Date.now() - 9000,
    hasOpening: open,
    hasFile,
    ...(receipt.statement === undefined ? {} : { statement: receipt.statement }),
  };
}

/** Plays a check of a hand-made receipt, part after part. */
export async function fakeCheck(bytes: Uint8Array, options: CheckOptions): Promise<Verdict> {
  const receipt = readFake(bytes);
  if (receipt === undefined) {
    const parts: PartVerdict[] = [
      { part: 'format', state: 'failed', code: 'VERIFY_FORMAT_WRONG', tookMs: 1 },
    ];
    return { parts, tookMs: 1 };
  }
  const parts: PartVerdict[] = [];
  for (const part of checkParts) {
    if (part === 'content' && !hasContent(receipt, options)) continue;
    const verdict = await partOf(part, receipt, options);
    parts.push(verdict);
    options.onPart?.(verdict);
  }
  const ended = parts.some(({ code }) => code === 'ENDED');
  return {
    parts,
    facts: factsOf(receipt, options.file !== undefined),
    tookMs: 31,
    ...(ended ? { ended: { kind: 'revoked' as const, atMs: Date.now() - 1000 } } : {}),
  };
}
