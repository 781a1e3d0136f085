import { sha256 } from '@madang/crypto';

/** Which block, and the parts in which it was sent. Both hashes empty: no block. */
export interface BlockId {
  readonly hash: Uint8Array;
  readonly partCount: number;
  readonly partsHash: Uint8Array;
}

/**
 * A header of CometBFT 0.38, block protocol 11 (`types/block.go`). Hashes are 32 bytes or empty.
 * Times are in ns since 1970.
 */
export interface Header {
  readonly appVersion: number;
  readonly chainId: string;
  readonly height: number;
  readonly timeNs: bigint;
  readonly lastBlockId: BlockId;
  readonly lastCommitHash: Uint8Array;
  readonly dataHash: Uint8Array;
  readonly validatorsHash: Uint8Array;
  readonly nextValidatorsHash: Uint8Array;
  readonly consensusHash: Uint8Array;
  /** What the application came to with the block before. */
  readonly appHash: Uint8Array;
  readonly lastResultsHash: Uint8Array;
  readonly evidenceHash: Uint8Array;
  /** An address, 20 bytes. */
  readonly proposer: Uint8Array;
}

/** What a validator said in the round that decided: for the block, for none, or nothing. */
export type Vote =
  | { readonly kind: 'absent' }
  | {
      readonly kind: 'commit' | 'nil';
      readonly address: Uint8Array;
      readonly timeNs: bigint;
      readonly signature: Uint8Array;
    };

/** The votes by which a block was decided, one for each validator in the order of the set. */
export interface Commit {
  readonly height: number;
  readonly round: number;
  readonly blockId: BlockId;
  readonly votes: readonly Vote[];
}

/** An ed25519 key and the weight of its vote. */
export interface Validator {
  readonly key: Uint8Array;
  readonly power: bigint;
}

/** A header, the votes for it and those who could vote. Nothing in it is checked by itself. */
export interface LightBlock {
  readonly header: Header;
  readonly commit: Commit;
  /** In CometBFT's order, over which their hash goes. */
  readonly validators: readonly Validator[];
}

/** The number that CometBFT 0.38 gives the form of its blocks (`version.BlockProtocol`). */
export const BLOCK_PROTOCOL = 11n;

export const ADDRESS_BYTES = 20;
export const HASH_BYTES = 32;
export const SIGNATURE_BYTES = 64;

/** `types/genesis.go` MaxChainIDLen, bytes. */
export const MAX_CHAIN_ID_BYTES = 50;
/** CometBFT leaves the length of an application hash open; ours has 32 bytes. */
export const MAX_APP_HASH_BYTES = 64;
/** Twice as many as a genesis has institutions. */
export const MAX_VALIDATORS = 128;
/** `types/validator_set.go` MaxTotalVotingPower. */
export const MAX_TOTAL_POWER = ((1n << 63n) - 1n) / 8n;
export const MAX_ROUND = 0x7fffffff;
export const MAX_TIME_NS = (1n << 63n) - 1n;

/** How CometBFT names a validator: the first 20 bytes of the hash of its key. */
export function validatorAddress(key: Uint8Array): Uint8Array {
  return sha256(key).subarray(0, ADDRESS_BYTES);
}

/** The sum of all powers. */
export function totalPower(validators: readonly Validator[]): bigint {
  return validators.reduce((sum, { power }) => sum + power, 0n);
}
