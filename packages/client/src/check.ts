import { type Result, toHex } from '@madang/base';
import {
  checkReceiptParts,
  type DecodedTransaction,
  decodeReceipt,
  decodeTransaction,
  encodeReceipt,
  MAX_STANDING_SIZE_BYTES,
  type Part,
  parseCheckpoint,
  type Receipt,
  type ReceiptVerdict,
  type ServiceProof,
  serviceOf,
} from '@madang/protocol';
import type { ServiceContract } from './acts.ts';
import type { ClientError } from './error.ts';
import type { Ask, Http } from './http.ts';
import { type PinningRoom, readPolicy } from './pinning.ts';

/** What to check. */
export interface CheckRequest {
  readonly receipt: Uint8Array;
  /** SHA-256 of the file that the receipt is about. */
  readonly fileDigest?: Uint8Array;
  /** The opening (canonical bytes) to use in place of the receipt's own. */
  readonly opening?: Uint8Array;
  /** Another policy than the one that this device keeps. */
  readonly policyText?: string;
  /**
   * Checks with what is on this device alone: the ledger is not asked how the record stands now.
   */
  readonly offline?: boolean;
}

/** What checking needs from its surroundings. */
export interface CheckRoom {
  readonly http: Http;
  readonly pinning: PinningRoom;
  readonly services: readonly ServiceContract[];
}

/**
 * A page that waits for a fresh standing should not wait long: without one the check still says
 * much.
 */
const STANDING_TIMEOUT_MS = 6_000;

/**
 * Checks a receipt on this device. The kept policy decides; unless `offline`, the ledger is asked
 * how
 * the record stands now, and what it answers is checked like everything else.
 */
export async function* checkToEnd(
  room: CheckRoom,
  request: CheckRequest,
): AsyncGenerator<Part, ReceiptVerdict, undefined> {
  const bytes = withOpening(request);
  const proofs = await loadProofs(room.services, bytes);
  const [policyText, freshStanding] = await Promise.all([
    request.policyText ?? policyOf(room.pinning, request.offline === true),
    request.offline === true ? undefined : fetchStanding(room.http, bytes, proofs),
  ]);
  const { fileDigest } = request;
  return yield* checkReceiptParts({ bytes, policyText, proofs, fileDigest, freshStanding });
}

/** How to ask for a standing of these state keys, consistent with a checkpoint of `sinceSize`. */
export function standingAsk(stateKeys: readonly Uint8Array[], sinceSize: number): Ask {
  const claims = stateKeys.map(toHex).join(',');
  return {
    path: `/api/standing?claims=${claims}&since=${String(sinceSize)}`,
    maxSizeBytes: MAX_STANDING_SIZE_BYTES,
    timeoutMs: STANDING_TIMEOUT_MS,
  };
}

function withOpening({ receipt, opening }: CheckRequest): Uint8Array {
  const decoded = opening === undefined ? undefined : decodeReceipt(receipt);
  if (opening === undefined || decoded?.ok !== true) return receipt;
  return encodeReceipt({ ...decoded.value, opening });
}

/** What must be known of the service of a receipt: that of others is not loaded. */
export async function loadProofs(
  services: readonly ServiceContract[],
  bytes: Uint8Array,
): Promise<readonly ServiceProof[]> {
  const receipt = decodeReceipt(bytes);
  const act = receipt.ok ? transactionOf(receipt.value)?.body.act : undefined;
  if (act === undefined) return [];
  const ring = await services.find(({ name }) => name === serviceOf(act))?.proof?.();
  return ring === undefined ? [] : [ring.proof];
}

function transactionOf({ envelope }: Receipt): DecodedTransaction | undefined {
  const decoded = decodeTransaction(envelope, envelope.length);
  return decoded.ok ? decoded.value : undefined;
}

async function policyOf(pinning: PinningRoom, offline: boolean): Promise<string | undefined> {
  if (offline) return (await pinning.store.load())?.text;
  const state = await readPolicy(pinning);
  return state.ok ? state.value.pinned.text : (await pinning.store.load())?.text;
}

async function fetchStanding(
  http: Http,
  bytes: Uint8Array,
  proofs: readonly ServiceProof[],
): Promise<Uint8Array | undefined> {
  const receipt = decodeReceipt(bytes);
  if (!receipt.ok) return undefined;
  const checkpoint = parseCheckpoint(receipt.value.checkpoint);
  const stateKeys = claimedKeys(receipt.value, proofs);
  if (!checkpoint.ok || stateKeys.length === 0) return undefined;
  const answer: Result<Uint8Array, ClientError> = await http.bytes(
    standingAsk(stateKeys, checkpoint.value.checkpoint.size),
  );
  return answer.ok ? answer.value : undefined;
}

/** The state keys that a standing of this receipt speaks of, as its service says. */
export function claimedKeys(
  receipt: Receipt,
  proofs: readonly ServiceProof[],
): readonly Uint8Array[] {
  const transaction = transactionOf(receipt);
  if (transaction === undefined) return [];
  const { act, payload } = transaction.body;
  const proof = proofs.find((one) => one.service === serviceOf(act));
  const claims = proof?.claims({
    act,
    bodyHash: transaction.bodyHash,
    payload,
    outcome: receipt.outcome,
    ...(receipt.opening === undefined ? {} : { opening: receipt.opening }),
  });
  return claims?.ok === true ? claims.value.map((claim) => claim.stateKey) : [];
}
