import { utf8 } from '@madang/base';
import { randomBytes } from '@madang/crypto';
import { openUnderPassphrase, sealUnderPassphrase } from '@madang/crypto/passphrase';
import {
  freshHead,
  type KeyUse,
  type ProtectedKey,
  protectedLine,
} from '@madang/crypto/protected-key';

const NONCE_BYTES = 12;

/**
 * The secret of a protected key; nothing where the passphrase is another, or a byte of the file.
 */
export function openProtected(key: ProtectedKey, passphrase: string): Uint8Array | undefined {
  const { head, nonce, sealed } = key;
  return openUnderPassphrase({ cost: key, passphrase, nonce, bound: utf8(head) }, sealed);
}

/** The text of a protected key file for a secret of 32 bytes. */
export function protect(use: KeyUse, secret: Uint8Array, passphrase: string): string {
  const head = freshHead(use);
  const nonce = randomBytes(NONCE_BYTES);
  const seal = { cost: head, passphrase, nonce, bound: utf8(head.head) };
  return protectedLine(head, nonce, sealUnderPassphrase(seal, secret));
}
