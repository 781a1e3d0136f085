import { toHex } from '@madang/base';
import { isSuite, verifySignature } from '@madang/crypto';
import type { OpenedReceipt } from './open-receipt.ts';
import { failed, type Part, passed, unchecked } from './part.ts';
import type { ProvenClaim } from './receipt.ts';
import type { Claim, ServiceProof } from './service-proof.ts';
import { accountOf, inSignatureOrder, type Signature, signedMessage } from './transaction.ts';

/** Where what a proof has to prove is looked up. */
export interface ProofGround {
  readonly service: ServiceProof | undefined;
  /** What the act claims of the state. */
  readonly wanted: readonly Claim[];
  /** What a standing has of it; whether that is proven is for the part `standing`. */
  readonly found: readonly ProvenClaim[] | undefined;
}

/** The part `signature`: every signature over the body is valid, or the proof in their place is. */
export async function checkSignature(
  { transaction }: OpenedReceipt,
  ground: ProofGround,
): Promise<Part> {
  const { body, bodyHash, envelope } = transaction;
  if (envelope.auth.kind === 'proof') return checkProof(transaction, envelope.auth.proof, ground);
  const { signatures } = envelope.auth;
  if (!inSignatureOrder(signatures)) return failed('signature', 'VERIFY_SIGNATURES_NOT_IN_ORDER');
  return checkSignatures(signatures, signedMessage(body.chain, bodyHash));
}

function checkProof(
  { body: { act, chain, payload }, bodyHash }: OpenedReceipt['transaction'],
  proof: Uint8Array,
  { service, wanted, found }: ProofGround,
): Part {
  if (service?.verifyProof === undefined) return unchecked('signature', 'VERIFY_PROOF_UNKNOWN');
  const records = found === undefined ? undefined : recordsIn(found, wanted);
  if (records === undefined) return unchecked('signature', 'VERIFY_PROOF_RECORDS_MISSING');
  const input = { act, chain, bodyHash, payload, proof, records };
  const isProven = service.verifyProof(input);
  if (isProven === undefined) return unchecked('signature', 'VERIFY_PROOF_UNKNOWN');
  return isProven
    ? passed('signature', 'VERIFY_PROOF_PASSED')
    : failed('signature', 'VERIFY_PROOF_WRONG');
}

/** The records that a standing has; nothing if it does not speak of all that is claimed. */
function recordsIn(
  found: readonly ProvenClaim[],
  wanted: readonly Claim[],
): readonly Uint8Array[] | undefined {
  if (found.length !== wanted.length) return undefined;
  const records: Uint8Array[] = [];
  for (const [at, { stands }] of wanted.entries()) {
    if (stands !== 'record') continue;
    const value = found[at]?.value;
    if (value === undefined) return undefined;
    records.push(value);
  }
  return records;
}

async function checkSignatures(
  signatures: readonly Signature[],
  message: Uint8Array,
): Promise<Part> {
  const unknown: string[] = [];
  for (const { suite, key, signature } of signatures) {
    if (!isSuite(suite)) {
      unknown.push(suite);
    } else if (!(await verifySignature(suite, key, message, signature))) {
      const account = toHex(accountOf(suite, key));
      return failed('signature', 'VERIFY_SIGNATURE_WRONG', { account });
    }
  }
  if (unknown.length > 0) {
    return unchecked('signature', 'VERIFY_SUITE_UNKNOWN', { suites: unknown });
  }
  return passed('signature', 'VERIFY_SIGNATURE_PASSED', { signatures: signatures.length });
}
