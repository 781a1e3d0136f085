import { ok, type Result } from '@madang/base';
import { type Signer, signerFrom } from '@madang/crypto';
import type { CommandError } from '../terminal.ts';
import { readSigningKey } from './key-file.ts';

/** Who signs with the key that a file holds. Fails as {@link readSigningKey} does. */
export async function openSigner(file: string): Promise<Result<Signer, CommandError>> {
  const pair = readSigningKey(file);
  return pair.ok ? ok(signerFrom(pair.value)) : pair;
}
