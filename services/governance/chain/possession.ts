import { concat, encodeKnown, record } from '@madang/base';
import { hash, institutionId, tag } from '@madang/kernel/define';
import { type KeyClaim, keyKind } from './schema.ts';

const claim = record({ institution: institutionId, kind: keyKind, key: hash });
const POSSESSION_TAG = tag('madang/key-possession/1');

/**
 * What a new key signs to prove that somebody holds it: only for this ledger, institution and use.
 */
export function possessionMessage(
  chain: Uint8Array,
  { institution, kind, key }: KeyClaim,
): Uint8Array {
  return concat(POSSESSION_TAG, chain, encodeKnown(claim, { institution, kind, key }));
}
