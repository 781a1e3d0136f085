import { concat, u64be, utf8 } from '@madang/base';
import type { Signer } from '@madang/crypto';
import { type Checkpoint, checkpointBody, cosignatureMessage } from './checkpoint.ts';
import type { NoteSignature } from './note.ts';
import { COSIGNER_KEY_TYPE, LOG_KEY_TYPE, verifierKey } from './verifier-key.ts';

/** The log's own signature line: its name is the origin. */
export async function signAsLog(signer: Signer, checkpoint: Checkpoint): Promise<NoteSignature> {
  const { name, keyId } = verifierKey(checkpoint.origin, LOG_KEY_TYPE, signer.publicKey);
  const signature = await signer.sign(utf8(checkpointBody(checkpoint)));
  return { name, keyId, signature };
}

/**
 * A cosigner's signature line under its name (C2SP cosignature/v1). `timeSeconds` since 1970 is the
 * time for which the cosigner says that this is the newest checkpoint it knows.
 */
export async function cosign(
  signer: Signer,
  name: string,
  checkpoint: Checkpoint,
  timeSeconds: number,
): Promise<NoteSignature> {
  const { keyId } = verifierKey(name, COSIGNER_KEY_TYPE, signer.publicKey);
  const signature = await signer.sign(cosignatureMessage(checkpointBody(checkpoint), timeSeconds));
  return { name, keyId, signature: concat(u64be(timeSeconds), signature) };
}
