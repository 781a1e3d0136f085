import { assert, bytes, type Codec, concat, optional, record, uint, utf8 } from '@madang/base';
import type { StateProof } from '@madang/crypto';
import { hash } from './names.ts';

/** Longest state key, in bytes. */
export const MAX_STATE_KEY_SIZE_BYTES = 256;

/** Longest value of the state, in bytes. */
export const MAX_STATE_VALUE_SIZE_BYTES = 65_536;

const MAX_PROOF_DEPTH = 256;

/** The key of the state under which a service's table keeps an entry (docs/spec/state.md). */
export function stateKey(service: string, table: string, key: Uint8Array): Uint8Array {
  return stateKeyUnder(tablePrefix(service, table), key);
}

/** What every state key of a table begins with. */
export function tablePrefix(service: string, table: string): Uint8Array {
  assert(isTableName(service) && isTableName(table), 'stateKey: not a name');
  return utf8(`${service}/${table}/`);
}

/** The state key that has this key behind the prefix of its table. */
export function stateKeyUnder(prefix: Uint8Array, key: Uint8Array): Uint8Array {
  const joined = concat(prefix, key);
  assert(joined.length <= MAX_STATE_KEY_SIZE_BYTES, 'stateKey: too long');
  return joined;
}

/** Whether a text can name a service or a table. */
export function isTableName(text: string): boolean {
  return /^[a-z][a-z0-9-]{0,31}$/.test(text);
}

/** A proof of presence or absence, as receipts carry it (docs/spec/state.md). */
export const stateProof: Codec<StateProof> = record({
  depth: uint({ max: MAX_PROOF_DEPTH }),
  other: optional(record({ path: hash, valueHash: hash })),
  bitmap: bytes({ max: MAX_PROOF_DEPTH >> 3 }),
  siblings: bytes({ max: MAX_PROOF_DEPTH * 32 }),
});
