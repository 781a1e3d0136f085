import { concat, utf8 } from '@madang/base';
import { leafHash, rootFromLeafHashes } from '@madang/crypto';
import { BLOCK_PROTOCOL, type BlockId, type Header, type Validator } from './light-block.ts';
import { bytesField, integerField, messageField, timestamp } from './protobuf.ts';

/** The hash by which votes name a block: a Merkle root over 14 fields (`Header.Hash`). */
export function headerHash(header: Header): Uint8Array {
  const fields = [
    concat(integerField(1, BLOCK_PROTOCOL), integerField(2, BigInt(header.appVersion))),
    bytesField(1, utf8(header.chainId)),
    integerField(1, BigInt(header.height)),
    timestamp(header.timeNs),
    encodeBlockId(header.lastBlockId),
    bytesField(1, header.lastCommitHash),
    bytesField(1, header.dataHash),
    bytesField(1, header.validatorsHash),
    bytesField(1, header.nextValidatorsHash),
    bytesField(1, header.consensusHash),
    bytesField(1, header.appHash),
    bytesField(1, header.lastResultsHash),
    bytesField(1, header.evidenceHash),
    bytesField(1, header.proposer),
  ];
  return rootFromLeafHashes(fields.map(leafHash));
}

/** The hash of a validator set in its order (`ValidatorSet.Hash`). */
export function validatorsHash(validators: readonly Validator[]): Uint8Array {
  return rootFromLeafHashes(validators.map((validator) => leafHash(encodeValidator(validator))));
}

/** `BlockID`, and `CanonicalBlockID`, which has the same fields. */
export function encodeBlockId({ hash, partCount, partsHash }: BlockId): Uint8Array {
  const parts = concat(integerField(1, BigInt(partCount)), bytesField(2, partsHash));
  return concat(bytesField(1, hash), messageField(2, parts));
}

/** `SimpleValidator` with a key of ed25519. */
function encodeValidator({ key, power }: Validator): Uint8Array {
  return concat(messageField(1, bytesField(1, key)), integerField(2, power));
}
