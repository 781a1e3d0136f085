import { equalBytes, ok, type Result } from '@madang/base';
import { verifySignature } from '@madang/crypto';
import type { Policy } from './policy.ts';
import { decodePromise, type PromiseStatement, promiseMessage } from './promise.ts';
import { type ProtocolError, refusal } from './protocol-error.ts';

/**
 * What a node of the policy's ledger has promised. Fails with `PROMISE_NOT_VALID`,
 * `PROMISE_OTHER_CHAIN`, `PROMISE_KEY_UNKNOWN` (not a log key of the policy) or
 * `PROMISE_SIGNATURE_WRONG`. Whether the promise was kept, only the log can say.
 */
export async function checkPromise(
  encoded: Uint8Array,
  policy: Policy,
): Promise<Result<PromiseStatement, ProtocolError>> {
  const decoded = decodePromise(encoded);
  if (!decoded.ok) return decoded;
  const { signed, statement } = decoded.value;
  if (!equalBytes(signed.chain, policy.chain)) {
    return refusal('PROMISE_OTHER_CHAIN', 'The promise is of another ledger than the policy.');
  }
  if (!policy.logs.some((log) => equalBytes(log.key, signed.key))) {
    return refusal('PROMISE_KEY_UNKNOWN', 'The policy does not know the key of the promise.');
  }
  const message = promiseMessage(signed.chain, signed.promise);
  const isValid = await verifySignature('ed25519', signed.key, message, signed.signature);
  if (isValid) return ok(statement);
  return refusal('PROMISE_SIGNATURE_WRONG', 'The signature of the promise is wrong.');
}
