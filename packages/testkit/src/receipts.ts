import { decode, encodeKnown, expectOk, toHex, utf8 } from '@madang/base';
import { sha256 } from '@madang/crypto';
import {
  decodeReceipt,
  decodeTransaction,
  encodeReceipt,
  MAX_ENVELOPE_SIZE_BYTES,
  parseCheckpoint,
  type Receipt,
  receipt as receiptCodec,
  type ServiceProof,
} from '@madang/protocol';
import { services } from '@madang/services';
import type { Actor, Wish } from './memory-ledger.ts';
import type { TestLedger } from './test-ledger.ts';

const [, , documentService] = services;

/** Files that were committed to together, and what opens each of them. */
export interface SealedFiles {
  readonly root: Uint8Array;
  readonly count: number;
  /** Encoded openings, in the order of the files. */
  readonly openings: readonly Uint8Array[];
}

/**
 * Commits to files as the page does (docs/spec/document.md), with salts that are the same in each
 * run.
 */
export async function sealFiles(files: readonly Uint8Array[]): Promise<SealedFiles> {
  const { buildBatch, opening } = await documentService.proof();
  const digests = files.map((file) => sha256(file));
  const salts = digests.map((digest) => sha256(utf8('salt of a test'), digest));
  const { root, count, paths } = buildBatch(digests, salts);
  const openings = digests.map((digest, leaf) => {
    const salt = salts[leaf];
    const path = paths[leaf];
    if (salt === undefined || path === undefined) throw new Error('a file has salt and path');
    return encodeKnown(opening, { leaf, salt, path, digest });
  });
  return { root, count, openings };
}

/** The act that puts sealed files on record. */
export function notariseFiles(by: Actor, { root, count }: SealedFiles): Wish {
  return { act: 'document.notarise', payload: { kind: 'file', root: toHex(root), count }, by };
}

/** What a verifier of this build knows of services. */
export async function serviceProofs(): Promise<readonly ServiceProof[]> {
  const modules = await Promise.all(
    services.flatMap((one) => ('proof' in one ? [one.proof()] : [])),
  );
  return modules.map(({ proof }) => proof);
}

/** What a receipt is to hold besides its place in the log. */
export interface ReceiptParts {
  readonly withStanding?: boolean;
  /** Encoded; decides which claims the standing has. */
  readonly opening?: Uint8Array;
}

/** The receipt of a record of a test ledger, as its file. */
export async function receiptOf(
  { ledger }: TestLedger,
  bodyHash: Uint8Array,
  { withStanding = true, opening }: ReceiptParts = {},
): Promise<Uint8Array> {
  const plain = expectOk(await ledger().receiptFor(bodyHash), 'a record has a receipt');
  const { receipt } = openedReceipt(plain);
  const keys = withStanding ? await claimKeys(receipt, opening) : [];
  const bytes = expectOk(await ledger().receiptFor(bodyHash, keys), 'a record has a receipt');
  if (opening === undefined) return bytes;
  return encodeReceipt({ ...expectOk(decode(receiptCodec, bytes), 'a receipt decodes'), opening });
}

/** A standing of a receipt's record at the newest block, encoded. */
export async function freshStandingOf({ ledger }: TestLedger, bytes: Uint8Array) {
  const { receipt, size } = openedReceipt(bytes);
  const keys = await claimKeys(receipt, receipt.opening);
  return expectOk(await ledger().standing(keys, size), 'a record has a standing');
}

function openedReceipt(bytes: Uint8Array): { readonly receipt: Receipt; readonly size: number } {
  const receipt = expectOk(decodeReceipt(bytes), 'a receipt decodes');
  const checkpoint = expectOk(parseCheckpoint(receipt.checkpoint), 'a checkpoint decodes');
  return { receipt, size: checkpoint.checkpoint.size };
}

/** The state keys that a standing of an act must prove. */
async function claimKeys(
  { envelope, outcome }: Receipt,
  opening: Uint8Array | undefined,
): Promise<readonly Uint8Array[]> {
  const decoded = decodeTransaction(envelope, MAX_ENVELOPE_SIZE_BYTES);
  const { body, bodyHash } = expectOk(decoded, 'a record has an envelope');
  const proofs = await serviceProofs();
  const proof = proofs.find((one) => body.act.startsWith(`${one.service}.`));
  if (proof === undefined) return [];
  const { act, payload } = body;
  const input = { act, payload, bodyHash, outcome, ...(opening === undefined ? {} : { opening }) };
  const claims = expectOk(proof.claims(input), 'an act has claims');
  return claims.map((claim) => claim.stateKey);
}
