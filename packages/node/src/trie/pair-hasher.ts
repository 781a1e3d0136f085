import { createRequire } from 'node:module';
import { sha256 } from '@madang/crypto';

/**
 * SHA-256 of many 64-byte inputs at once: `input` is n · 64 bytes, `output` n · 32. A trie is
 * hashed level by level through this, because one native call for a level is about ten times
 * cheaper than a call for each node.
 */
export interface PairHasher {
  readonly name: 'native' | 'portable';
  hashPairs(input: Uint8Array, output: Uint8Array): void;
}

/** One node after the other; the same results where the native module does not load. */
export const portableHasher: PairHasher = {
  name: 'portable',
  hashPairs(input, output) {
    for (let i = 0; i * 64 < input.length; i++) {
      output.set(sha256(input.subarray(i * 64, i * 64 + 64)), i * 32);
    }
  },
};

/** The fastest hasher that this machine has. */
export const pairHasher: PairHasher = loadNative() ?? portableHasher;

function loadNative(): PairHasher | undefined {
  try {
    const loaded: unknown = createRequire(import.meta.url)('@chainsafe/hashtree');
    if (!isHashtree(loaded)) return undefined;
    return {
      name: 'native',
      hashPairs: (input, output) => {
        if (input.length > 0) loaded.hashInto(input, output);
      },
    };
  } catch {
    return undefined;
  }
}

interface Hashtree {
  hashInto(input: Uint8Array, output: Uint8Array): void;
}

function isHashtree(value: unknown): value is Hashtree {
  return typeof value === 'object' && value !== null && 'hashInto' in value;
}
