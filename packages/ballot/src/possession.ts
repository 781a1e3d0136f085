import { assert } from '@madang/base';
import type { Chance } from './encrypt.ts';
import { isKey } from './key.ts';
import { isLogarithmKnown, proveLogarithm, type Statement } from './schnorr.ts';
import { voterKey } from './signature.ts';

const BINDING_BYTES = 32;

/**
 * Proves that the secret of a voter's key is known (Schnorr 1991), R || z, 64 bytes. `binding`: 32
 * bytes of everything that the key is given for.
 */
export function provePossession(
  binding: Uint8Array,
  secret: Uint8Array,
  voterBase: Uint8Array,
  chance: Chance,
): Uint8Array {
  assert(binding.length === BINDING_BYTES, 'a key is given for something');
  const statement = possessionStatement(binding, voterKey(secret, voterBase), voterBase);
  return proveLogarithm(statement, secret, voterBase, chance());
}

function possessionStatement(
  binding: Uint8Array,
  voter: Uint8Array,
  voterBase: Uint8Array,
): Statement {
  return { name: 'possession', parts: [binding, voterBase, voter] };
}

/**
 * Whether a proof says that the secret of this voter's key is known. False if the key is the
 * identity, and for any other bytes.
 */
export function isPossessed(
  binding: Uint8Array,
  voter: Uint8Array,
  voterBase: Uint8Array,
  proof: Uint8Array,
): boolean {
  if (binding.length !== BINDING_BYTES || !isKey(voter)) return false;
  const statement = possessionStatement(binding, voter, voterBase);
  return isLogarithmKnown(statement, voter, voterBase, proof);
}
