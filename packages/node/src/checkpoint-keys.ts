import { equalBytes } from '@madang/base';
import { type KeyPair, signerFrom } from '@madang/crypto';
import { cosignerName, type Genesis, ledgerOrigin, type Policy } from '@madang/protocol';
import type { CheckpointKeys, Cosigner } from './checkpoints.ts';
import { askColleagues, type Colleague } from './colleagues.ts';
import type { KnownKeys } from './known-keys.ts';

/** Who signs, of what a ledger is opened with. */
export interface SigningOptions {
  readonly nodeKey: KeyPair;
  readonly cosigners?: readonly Cosigner[];
  readonly colleagues?: () => readonly Colleague[];
  readonly onSilence?: (institution: string, reason: string) => void;
  readonly policy?: Pick<Policy, 'witnesses' | 'logs'>;
}

/** Which ledger it is, and the keys that it notes. */
export interface SignedLedger {
  readonly name: string;
  /** The genesis hash. */
  readonly chain: Uint8Array;
  readonly known: KnownKeys;
}

/** Who signs checkpoints here, and who is asked to. */
export function checkpointKeys(
  options: SigningOptions,
  { name: ledgerName, chain, known }: SignedLedger,
): CheckpointKeys {
  const { nodeKey, cosigners = [], policy } = options;
  const { colleagues = () => [], onSilence = () => undefined } = options;
  return {
    ledgerName,
    origin: ledgerOrigin(ledgerName, chain),
    nodeKey: signerFrom(nodeKey),
    cosigners,
    inForce: known.cosignersAt,
    isKnown: ({ institution, key: own }) => {
      if (policy === undefined) return true;
      const name = cosignerName(ledgerName, institution);
      return policy.witnesses.some(({ key }) => key.name === name && equalBytes(key.key, own));
    },
    askColleagues: askColleagues({ ledgerName, colleagues, onSilence }),
  };
}

/** Whether those who get what this node signs know its key. */
export function isNodeKey(
  { nodeKey, policy }: Pick<SigningOptions, 'nodeKey' | 'policy'>,
  { nodeKeys }: Pick<Genesis, 'nodeKeys'>,
): boolean {
  const later = policy?.logs.map(({ key }) => key) ?? [];
  return [...nodeKeys, ...later].some((key) => equalBytes(key, nodeKey.publicKey));
}
