import { toHex } from '@madang/base';
import { isSuite, verifySignature } from '@madang/crypto';
import type { OpenedReceipt } from './open-receipt.ts';
import { failed, type Part, passed, unchecked } from './part.ts';
import type { ProofVerifier } from './service-proof.ts';
import { accountOf, inSignatureOrder, type Signature, signedMessage } from './transaction.ts';

/** The part `signature`: every signature over the body is valid, or the proof in their place is. */
export async function checkSignature(
  { transaction }: OpenedReceipt,
  verifyProof?: ProofVerifier,
): Promise<Part> {
  const { body, bodyHash, envelope } = transaction;
  if (envelope.auth.kind === 'proof') {
    const { act, payload } = body;
    const { proof } = envelope.auth;
    const isProven = await verifyProof?.({ act, bodyHash, payload, proof });
    if (isProven === undefined) return unchecked('signature', 'VERIFY_PROOF_UNKNOWN');
    return isProven
      ? passed('signature', 'VERIFY_PROOF_PASSED')
      : failed('signature', 'VERIFY_PROOF_WRONG');
  }
  const { signatures } = envelope.auth;
  if (!inSignatureOrder(signatures)) return failed('signature', 'VERIFY_SIGNATURES_NOT_IN_ORDER');
  return checkSignatures(signatures, signedMessage(body.chain, bodyHash));
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
