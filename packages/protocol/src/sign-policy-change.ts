import { utf8 } from '@madang/base';
import type { Signer } from '@madang/crypto';
import type { NoteSignature } from './note.ts';
import type { VerifierKey } from './verifier-key.ts';

/** The line with which somebody whom the old policy names by `key` signs a change. */
export async function signPolicyChange(
  signer: Signer,
  { name, keyId }: Pick<VerifierKey, 'name' | 'keyId'>,
  changeText: string,
): Promise<NoteSignature> {
  return { name, keyId, signature: await signer.sign(utf8(changeText)) };
}
