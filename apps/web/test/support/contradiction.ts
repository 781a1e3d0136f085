import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expectOk, fromHex, utf8 } from '@madang/base';
import { keyPairFromSeed, type Signer, sha256, signerFrom } from '@madang/crypto';
import { checkpointBody, cosign, joinNote, parsePolicy, signAsLog } from '@madang/protocol';
import {
  policyChangeText,
  signPolicyChange,
  writeEquivocation,
  writePolicyChange,
} from '@madang/protocol/trust';

/**
 * A proof that the ledger of a data folder and its university contradicted themselves: two
 * checkpoints of one size, signed with the keys that lie there.
 */
export async function contradictionOf(data: string): Promise<string> {
  const policy = expectOk(parsePolicy(readFileSync(join(data, 'policy.txt'), 'utf8')), 'policy');
  const name = policy.witnesses.find((one) => one.name === 'university')?.key.name ?? '';
  const noteOf = async (root: Uint8Array) => {
    const checkpoint = { origin: policy.origin, size: 1_204, root };
    const lines = [
      await signAsLog(keyIn(data, 'node'), checkpoint),
      await cosign(keyIn(data, 'university.cosigner'), name, checkpoint, 1_790_000_000),
    ];
    return joinNote(checkpointBody(checkpoint), lines);
  };
  const first = await noteOf(sha256(utf8('one history')));
  const second = await noteOf(sha256(utf8('another history')));
  return writeEquivocation({ first, second, proof: new Uint8Array() });
}

/** The change of a policy, signed by every institution whose key lies in a data folder. */
export async function signedChangeOf(data: string, old: string, next: string): Promise<string> {
  const { executors, witnesses } = expectOk(parsePolicy(old), 'policy');
  const text = policyChangeText(old, next);
  const lines = await Promise.all(
    witnesses
      .filter(({ name }) => executors.members.includes(name))
      .map(({ name, key }) => signPolicyChange(keyIn(data, `${name}.cosigner`), key, text)),
  );
  return writePolicyChange(old, next, lines);
}

function keyIn(data: string, name: string): Signer {
  const text = readFileSync(join(data, 'secrets', `${name}.key`), 'utf8');
  const [, hex = ''] = /^ed25519 ([0-9a-f]{64})$/m.exec(text) ?? [];
  return signerFrom(keyPairFromSeed(expectOk(fromHex(hex), 'a key file')));
}
