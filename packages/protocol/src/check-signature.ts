import { toHex } from '@madang/base';
import { isSuite, verifySignature } from '@madang/crypto';
import type { OpenedReceipt } from './open-receipt.ts';
import { failed, type Part, passed, unchecked } from './part.ts';
import type { ServiceProof } from './service-proof.ts';
import { accountOf, inSignatureOrder, type Signature, signedMessage } from './transaction.ts';

/**
 * The part `signature`: every signature over the body is valid, or the proof in their place is, for
 * the values that a standing has under what the act claims. Whether these are proven is for the
 * part
 * `standing`.
 */
export async function checkSignature(
  { transaction }: OpenedReceipt,
  service: ServiceProof | undefined,
  values: readonly (Uint8Array | undefined)[],
): Promise<Part> {
  const { body, bodyHash, envelope } = transaction;
  const { act, chain, payload } = body;
  if (envelope.auth.kind === 'proof') {
    const { proof } = envelope.auth;
    const verdict = service?.checkProof?.({ act, chain, bodyHash, payload, proof, values });
    return verdict === undefined
      ? unchecked('signature', 'VERIFY_PROOF_UNKNOWN')
      : { part: 'signature', detail: {}, ...verdict };
  }
  const { signatures } = envelope.auth;
  if (!inSignatureOrder(signatures)) return failed('signature', 'VERIFY_SIGNATURES_NOT_IN_ORDER');
  return checkSignatures(signatures, signedMessage(chain, bodyHash));
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
