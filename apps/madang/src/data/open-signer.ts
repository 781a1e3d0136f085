import { ok, type Result } from '@madang/base';
import { type Signer, signerFrom } from '@madang/crypto';
import type { CommandError } from '../terminal.ts';
import { readSigningKey, tokenUri } from './key-file.ts';
import { openTokenSigner } from './pkcs11.ts';

/**
 * Who signs with the key that a file holds, or names behind a token. Fails as
 * {@link readSigningKey} or {@link openTokenSigner} does.
 */
export async function openSigner(file: string): Promise<Result<Signer, CommandError>> {
  const uri = tokenUri(file);
  if (uri !== undefined) return openTokenSigner(file, uri);
  const pair = readSigningKey(file);
  return pair.ok ? ok(signerFrom(pair.value)) : pair;
}
