import { closeSync, existsSync, fsyncSync, openSync, writeSync } from 'node:fs';
import { mkdir, rename } from 'node:fs/promises';
import path from 'node:path';
import {
  encodeKnown,
  expectOk,
  fail,
  fromHex,
  list,
  ok,
  type Result,
  record,
  text,
} from '@madang/base';
import { writeDossierHeader, writeDossierPart } from '@madang/protocol';
import { opening } from '@madang/services/document/proof/index.ts';
import { writeWhole } from '../data/found.ts';
import { fromClient, type RemoteLedger } from '../remote.ts';
import type { CommandError } from '../terminal.ts';
import type { NamedOpening } from './pending.ts';

/** What is written once an act is on record. */
export interface Written {
  readonly folder: string;
  readonly number: string;
  readonly id: string;
  readonly chain: string;
  readonly openings: readonly NamedOpening[];
  readonly policyText: string;
}

/** Most openings in one part of a dossier (docs/spec/dossier.md). */
const MAX_OPENINGS = 50_000;
/** Openings of one part must stay far below its 16 MiB, whatever the names are. */
const OPENINGS_PER_PART = 8_000;

/** One receipt for each file, beside the policy by which it is checked. Returns the paths. */
export async function writeReceipts(
  ledger: RemoteLedger,
  written: Written,
): Promise<Result<readonly string[], CommandError>> {
  const receipt = await ledger.receipt(written.id);
  if (!receipt.ok) return fail(fromClient(receipt.error));
  await mkdir(written.folder, { recursive: true });
  const files: string[] = [];
  for (const { name, opening: one } of written.openings) {
    const opened = await ledger.openReceipt(receipt.value, encodeKnown(opening, one));
    if (!opened.ok) return fail(fromClient(opened.error));
    const file = freeName(written.folder, path.basename(name), '.receipt');
    writeWhole(file, opened.value);
    files.push(file);
  }
  writeWhole(path.join(written.folder, 'policy.txt'), written.policyText);
  return ok(files);
}

/** All receipts of the act as one dossier (docs/spec/dossier.md). Returns its path. */
export async function writeDossier(
  ledger: RemoteLedger,
  written: Written,
): Promise<Result<string, CommandError>> {
  const receipt = await ledger.receipt(written.id);
  if (!receipt.ok) return fail(fromClient(receipt.error));
  await mkdir(written.folder, { recursive: true });
  const pieces = piecesOf(written.openings);
  const chain = expectOk(fromHex(written.chain), 'a prepared act names its chain');
  const file = freeName(written.folder, written.number.replaceAll(' ', '-'), '.dossier');
  const unfinished = `${file}.unfinished`;
  const handle = openSync(unfinished, 'w', 0o600);
  try {
    const title = `Receipt ${written.number}`;
    const parts = 2 + pieces.length;
    writeSync(handle, writeDossierHeader({ chain, title, matter: 'document.batch', parts }));
    writePart(handle, 'receipt', receipt.value);
    writePart(handle, 'policy', new TextEncoder().encode(written.policyText));
    for (const piece of pieces) writePart(handle, 'openings', piece);
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
  await rename(unfinished, file);
  writeWhole(path.join(written.folder, 'policy.txt'), written.policyText);
  return ok(file);
}

const openings = list(record({ name: text({ min: 1, max: 1_024 }), opening }), {
  max: MAX_OPENINGS,
});

function piecesOf(all: readonly NamedOpening[]): readonly Uint8Array[] {
  const pieces: Uint8Array[] = [];
  for (let from = 0; from < all.length; from += OPENINGS_PER_PART) {
    pieces.push(encodeKnown(openings, all.slice(from, from + OPENINGS_PER_PART)));
  }
  return pieces;
}

function writePart(handle: number, name: string, bytes: Uint8Array): void {
  const part = writeDossierPart({ name, type: `madang/${name}`, bytes });
  writeSync(handle, expectOk(part, 'parts are far below their limit'));
}

/** A name in the folder that is not taken: receipts of two files of one name lie side by side. */
function freeName(folder: string, base: string, extension: string): string {
  let file = path.join(folder, base + extension);
  for (let n = 2; existsSync(file); n++)
    file = path.join(folder, `${base}-${String(n)}${extension}`);
  return file;
}
