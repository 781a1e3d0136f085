import {
  bool,
  compareText,
  decode,
  encodeKnown,
  list,
  ok,
  optional,
  type Result,
  record,
  type TypeOf,
  text,
  uint,
} from '@madang/base';
import { sha256, tag } from '@madang/crypto';
import { hash, institutionId, roleName } from './names.ts';
import { type ProtocolError, refusal, undecodable } from './protocol-error.ts';

/** A short text in both languages. */
export const bilingual = record({ en: text({ min: 1, max: 120 }), ko: text({ min: 1, max: 120 }) });

/** Limits of the ledger that its institutions can change. */
export const params = record({
  /** Longest time from a block to the expiry of a transaction in it, ms. */
  maxExpiryMs: uint({ min: 60_000, max: 86_400_000 }),
  /** Sum of the declared costs of a block's transactions, microseconds of cold execution. */
  maxBlockCostUs: uint({ min: 10_000, max: 10_000_000 }),
  /** Longest envelope, bytes. */
  maxTransactionBytes: uint({ min: 1_024, max: 65_536 }),
});
export type Params = TypeOf<typeof params>;

/** When the keys of an institution end, ms; absent: nobody said. An end warns and stops nothing. */
export const keyEnds = record({
  governance: optional(uint()),
  consensus: optional(uint()),
  cosigner: optional(uint()),
});
export type KeyEnds = TypeOf<typeof keyEnds>;

/** A member of the ledger with its three keys, all suite ed25519. */
export const institution = record({
  id: institutionId,
  names: bilingual,
  operator: bilingual,
  governance: hash,
  consensus: hash,
  cosigner: hash,
  ends: optional(keyEnds),
});
export type Institution = TypeOf<typeof institution>;

/** A role that an account holds from an institution from the first moment. */
export const genesisGrant = record({
  account: hash,
  delegable: bool(),
  institution: institutionId,
  role: roleName,
});

/** The name of a ledger in its origin. */
export const ledgerName = text({ min: 3, max: 32, pattern: '[a-z][a-z0-9-]*' });

/** The first bytes of a ledger (docs/spec/genesis.md). `time` in ms. */
export const genesis = record({
  version: uint({ min: 1, max: 1 }),
  name: ledgerName,
  time: uint(),
  params,
  grants: list(genesisGrant, { max: 1_024 }),
  nodeKeys: list(hash, { min: 1, max: 32 }),
  institutions: list(institution, { min: 1, max: 64 }),
});
export type Genesis = TypeOf<typeof genesis>;

const GENESIS_TAG = tag('madang/genesis/1');

/** The genesis hash: the `chain` of every body. */
export function genesisHash(bytes: Uint8Array): Uint8Array {
  return sha256(GENESIS_TAG, bytes);
}

/** The canonical bytes of a genesis. */
export function encodeGenesis(value: Genesis): Uint8Array {
  return encodeKnown(genesis, value);
}

/**
 * The genesis of canonical bytes. Fails with `GENESIS_NOT_VALID` if they are none or its
 * institutions do not ascend by id. Whether the keys are valid is for the machine that starts from
 * it.
 */
export function decodeGenesis(bytes: Uint8Array): Result<Genesis, ProtocolError> {
  const decoded = decode(genesis, bytes);
  if (!decoded.ok) return undecodable('GENESIS_NOT_VALID', decoded.error);
  const { institutions } = decoded.value;
  const ascends = institutions.every((current, index) => {
    const previous = institutions[index - 1];
    return previous === undefined || compareText(previous.id, current.id) < 0;
  });
  if (ascends) return ok(decoded.value);
  return refusal('GENESIS_NOT_VALID', 'The institutions do not ascend by id.', 'institutions');
}
