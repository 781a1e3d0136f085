import { equalBytes, ok, type Result, toHex, utf8 } from '@madang/base';
import { headerHash, validatorsHash } from './block-hash.ts';
import {
  ADDRESS_BYTES,
  type BlockId,
  type Commit,
  HASH_BYTES,
  type Header,
  type LightBlock,
  MAX_APP_HASH_BYTES,
  MAX_CHAIN_ID_BYTES,
  MAX_ROUND,
  MAX_TOTAL_POWER,
  MAX_VALIDATORS,
  SIGNATURE_BYTES,
  totalPower,
  type Validator,
  type Vote,
} from './light-block.ts';
import { type LightError, lightRefusal } from './light-error.ts';

/** Nothing if all is well. */
type Problem = ReturnType<typeof lightRefusal> | undefined;

/**
 * Whether a light block is whole: of this chain, its parts well formed, its votes for this very
 * header, its validators those whose hash the header names (`LightBlock.ValidateBasic`). Signatures
 * are not looked at.
 */
export function checkWhole(chainId: string, block: LightBlock): Result<void, LightError> {
  const { header, commit, validators } = block;
  return (
    headerProblem(header) ??
    validatorsProblem(validators) ??
    commitProblem(commit, validators.length) ??
    bindingProblem(chainId, block) ??
    ok(undefined)
  );
}

function headerProblem(header: Header): Problem {
  const refuse = (at: string) =>
    lightRefusal('CONSENSUS_HEADER_NOT_VALID', `The header’s ${at} is not valid.`, at);
  const { chainId, height, appVersion, lastBlockId, proposer, appHash } = header;
  if (utf8(chainId).length > MAX_CHAIN_ID_BYTES) return refuse('chainId');
  if (!Number.isSafeInteger(height) || height < 1) return refuse('height');
  if (!Number.isSafeInteger(appVersion) || appVersion < 0) return refuse('appVersion');
  if (!isBlockId(lastBlockId)) return refuse('lastBlockId');
  if (header.validatorsHash.length !== HASH_BYTES) return refuse('validatorsHash');
  const wrong = hashFields.find((field) => !isHashOrEmpty(header[field]));
  if (wrong !== undefined) return refuse(wrong);
  if (appHash.length > MAX_APP_HASH_BYTES) return refuse('appHash');
  return proposer.length === ADDRESS_BYTES ? undefined : refuse('proposer');
}

const hashFields = [
  'lastCommitHash',
  'dataHash',
  'nextValidatorsHash',
  'consensusHash',
  'lastResultsHash',
  'evidenceHash',
] as const;

function isHashOrEmpty(hash: Uint8Array): boolean {
  return hash.length === 0 || hash.length === HASH_BYTES;
}

function isBlockId({ hash, partCount, partsHash }: BlockId): boolean {
  return (
    isHashOrEmpty(hash) &&
    isHashOrEmpty(partsHash) &&
    Number.isInteger(partCount) &&
    partCount >= 0 &&
    partCount <= 0xffffffff
  );
}

function validatorsProblem(validators: readonly Validator[]): Problem {
  const refuse = (message: string) => lightRefusal('CONSENSUS_VALIDATORS_NOT_VALID', message);
  if (validators.length === 0) return refuse('There are no validators.');
  if (validators.length > MAX_VALIDATORS) {
    return refuse(`At most ${MAX_VALIDATORS} validators are taken.`);
  }
  const isWeighed = validators.every(({ key, power }) => key.length === HASH_BYTES && power > 0n);
  if (!isWeighed) return refuse('A validator has a key of 32 bytes and at least one vote.');
  if (new Set(validators.map(({ key }) => toHex(key))).size !== validators.length) {
    return refuse('A validator stands twice in one set.');
  }
  if (totalPower(validators) <= MAX_TOTAL_POWER) return undefined;
  return refuse('The validators have more power than CometBFT can count.');
}

function commitProblem(commit: Commit, validatorCount: number): Problem {
  const refuse = (message: string, at = '') =>
    lightRefusal('CONSENSUS_COMMIT_NOT_VALID', message, at);
  const { round, blockId, votes } = commit;
  if (!Number.isInteger(round) || round < 0 || round > MAX_ROUND) {
    return refuse('The round is not valid.', 'round');
  }
  if (!isBlockId(blockId)) return refuse('The id of the block is not valid.', 'blockId');
  const wrong = votes.findIndex((vote) => !isVote(vote));
  if (wrong >= 0) return refuse('A vote is not of its form.', `votes[${wrong}]`);
  if (votes.length === validatorCount) return undefined;
  return refuse('There are not as many votes as validators.');
}

function isVote(vote: Vote): boolean {
  if (vote.kind === 'absent') return true;
  return vote.address.length === ADDRESS_BYTES && vote.signature.length === SIGNATURE_BYTES;
}

function bindingProblem(chainId: string, { header, commit, validators }: LightBlock): Problem {
  if (header.chainId !== chainId) {
    return lightRefusal('CONSENSUS_OTHER_CHAIN', 'The header is of another chain.', 'chainId');
  }
  if (commit.height !== header.height || !equalBytes(commit.blockId.hash, headerHash(header))) {
    return lightRefusal('CONSENSUS_OTHER_BLOCK', 'The votes are for another block.', 'blockId');
  }
  if (equalBytes(validatorsHash(validators), header.validatorsHash)) return undefined;
  return lightRefusal(
    'CONSENSUS_OTHER_VALIDATORS',
    'The validators are not those that the header names.',
    'validators',
  );
}
