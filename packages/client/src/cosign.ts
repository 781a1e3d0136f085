import { decode, encodeKnown, fail, fromHex, ok, type Result, toHex } from '@madang/base';
import type { Signer } from '@madang/crypto';
import {
  type Body,
  body as bodyCodec,
  bodyHashOf,
  decodeTransaction,
  encodeSigned,
  MAX_ENVELOPE_SIZE_BYTES,
  receiptNumber,
  type Signature,
  signedMessage,
} from '@madang/protocol';
import { findPayload, type ServiceContract } from './acts.ts';
import type { DeskPendingRequest } from './desk-answers.ts';
import { type ClientError, clientError } from './error.ts';
import { type Draft, type PreparedTransaction, prepareTransaction } from './prepare.ts';

/** An act that one has signed and another is to sign, as its bytes have it. */
export interface Proposal {
  /** Hexadecimal body hash. */
  readonly id: string;
  readonly act: string;
  /** Decoded by the act's own codec. */
  readonly payload: unknown;
  /** ms. */
  readonly expiresAt: number;
}

/** Signs an act as the first of two; what comes of it is left at the desk for the second. */
export async function proposeAct(
  draft: Draft,
  signer: Signer,
): Promise<Result<DeskPendingRequest, ClientError>> {
  const prepared = await prepareTransaction(draft, [signer]);
  if (!prepared.ok) return prepared;
  const decoded = decodeTransaction(prepared.value.envelope, MAX_ENVELOPE_SIZE_BYTES);
  if (!decoded.ok || decoded.value.envelope.auth.kind !== 'account') return notReadable();
  const [signature] = decoded.value.envelope.auth.signatures;
  if (signature === undefined) return notReadable();
  return ok({
    body: toHex(decoded.value.envelope.body),
    key: toHex(signature.key),
    suite: signer.suite,
    signature: toHex(signature.signature),
  });
}

/** What a proposal's bytes say, whatever is said about them. */
export function readProposal(
  services: readonly ServiceContract[],
  { body }: Pick<DeskPendingRequest, 'body'>,
): Result<Proposal, ClientError> {
  const read = readBody(body);
  if (read === undefined) return notReadable();
  const codec = findPayload(services, read.body.act);
  const payload = codec === undefined ? undefined : decode(codec, read.body.payload);
  if (payload?.ok !== true) return notReadable();
  const { act, expiresAt } = read.body;
  return ok({ id: toHex(bodyHashOf(read.bytes)), act, payload: payload.value, expiresAt });
}

/** Signs a proposal as the second and puts both signatures into one envelope. */
export async function cosignProposal(
  proposal: DeskPendingRequest,
  signer: Signer,
): Promise<Result<PreparedTransaction, ClientError>> {
  const read = readBody(proposal.body);
  const key = fromHex(proposal.key);
  const first = fromHex(proposal.signature);
  if (read === undefined || !key.ok || !first.ok) return notReadable();
  const { act, chain, expiresAt } = read.body;
  const hash = bodyHashOf(read.bytes);
  const signatures: readonly Signature[] = [
    { suite: proposal.suite, key: key.value, signature: first.value },
    {
      suite: signer.suite,
      key: signer.publicKey,
      signature: await signer.sign(signedMessage(chain, hash)),
    },
  ];
  return ok({
    act,
    id: toHex(hash),
    number: receiptNumber(hash),
    chain: toHex(chain),
    envelope: encodeSigned(read.bytes, signatures),
    expiresAt,
  });
}

interface ReadBody {
  readonly bytes: Uint8Array;
  readonly body: Body;
}

/** The body, if these are the bytes that its own encoding has. */
function readBody(hex: string): ReadBody | undefined {
  const bytes = fromHex(hex);
  const decoded = bytes.ok ? decode(bodyCodec, bytes.value) : undefined;
  if (!bytes.ok || decoded?.ok !== true) return undefined;
  const again = encodeKnown(bodyCodec, decoded.value);
  return toHex(again) === hex ? { bytes: bytes.value, body: decoded.value } : undefined;
}

function notReadable(): Result<never, ClientError> {
  return fail(clientError('CLIENT_ANSWER_NOT_VALID', 'The act cannot be read.'));
}
