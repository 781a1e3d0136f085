import {
  bigInteger,
  bytes,
  choice,
  decode,
  encodeKnown,
  fixedBytes,
  list,
  ok,
  type Result,
  record,
  type TypeOf,
  text,
  uint,
  variant,
} from '@madang/base';
import { hash } from '../names.ts';
import { headerHash, validatorsHash } from './block-hash.ts';
import { MAX_PATH_BLOCKS } from './check-path.ts';
import {
  ADDRESS_BYTES,
  HASH_BYTES,
  type LightBlock,
  MAX_APP_HASH_BYTES,
  MAX_CHAIN_ID_BYTES,
  MAX_ROUND,
  MAX_TIME_NS,
  MAX_TOTAL_POWER,
  MAX_VALIDATORS,
  SIGNATURE_BYTES,
  type Vote,
  validatorAddress,
} from './light-block.ts';
import { type LightError, lightRefusal } from './light-error.ts';

/** Longest file of one light block, in bytes. */
export const MAX_LIGHT_BLOCK_SIZE_BYTES = 32_768;

/** Longest consensus proof, in bytes. */
export const MAX_CONSENSUS_PROOF_SIZE_BYTES = 262_144;

const hashOrNothing = bytes({ max: HASH_BYTES });
const time = bigInteger(0n, MAX_TIME_NS);
const signed = { signature: fixedBytes(SIGNATURE_BYTES), time };

const blockIdForm = record({
  hash: hashOrNothing,
  parts: uint({ max: 0xffffffff }),
  partsHash: hashOrNothing,
});

/** What cannot be computed of the rest: no hash of the block, no address, nothing twice. */
const lightBlockForm = record({
  header: record({
    appHash: bytes({ max: MAX_APP_HASH_BYTES }),
    appVersion: uint(),
    chain: text({ max: MAX_CHAIN_ID_BYTES }),
    consensusHash: hashOrNothing,
    dataHash: hashOrNothing,
    evidenceHash: hashOrNothing,
    height: uint({ min: 1 }),
    lastBlock: blockIdForm,
    lastCommitHash: hashOrNothing,
    lastResultsHash: hashOrNothing,
    nextValidatorsHash: hashOrNothing,
    proposer: fixedBytes(ADDRESS_BYTES),
    time,
  }),
  parts: record({ count: uint({ max: 0xffffffff }), hash: hashOrNothing }),
  round: uint({ max: MAX_ROUND }),
  validators: list(record({ key: hash, power: bigInteger(1n, MAX_TOTAL_POWER) }), {
    min: 1,
    max: MAX_VALIDATORS,
  }),
  votes: list(variant('for', { block: signed, nil: signed, nothing: {} }), {
    min: 1,
    max: MAX_VALIDATORS,
  }),
});
type LightBlockForm = TypeOf<typeof lightBlockForm>;

const proofForm = record({
  kind: choice(['madang/consensus']),
  version: uint({ min: 1, max: 1 }),
  blocks: list(lightBlockForm, { min: 1, max: MAX_PATH_BLOCKS }),
});

/** The file of a whole light block (docs/spec/consensus.md). */
export function encodeLightBlock(block: LightBlock): Uint8Array {
  return encodeKnown(lightBlockForm, formOf(block));
}

/** The light block of a file; fails with `CONSENSUS_FILE_NOT_VALID`. Nothing is checked yet. */
export function decodeLightBlock(file: Uint8Array): Result<LightBlock, LightError> {
  const decoded = decode(lightBlockForm, file, MAX_LIGHT_BLOCK_SIZE_BYTES);
  if (decoded.ok) return blockOf(decoded.value);
  return lightRefusal('CONSENSUS_FILE_NOT_VALID', decoded.error.message, decoded.error.at);
}

/** The file of a path of whole light blocks (docs/spec/consensus.md). */
export function encodeConsensusProof(blocks: readonly LightBlock[]): Uint8Array {
  const form = { kind: 'madang/consensus', version: 1, blocks: blocks.map(formOf) } as const;
  return encodeKnown(proofForm, form);
}

/** The path in a file; fails with `CONSENSUS_FILE_NOT_VALID`. Nothing is checked yet. */
export function decodeConsensusProof(file: Uint8Array): Result<readonly LightBlock[], LightError> {
  const decoded = decode(proofForm, file, MAX_CONSENSUS_PROOF_SIZE_BYTES);
  if (!decoded.ok) {
    return lightRefusal('CONSENSUS_FILE_NOT_VALID', decoded.error.message, decoded.error.at);
  }
  const blocks: LightBlock[] = [];
  for (const form of decoded.value.blocks) {
    const block = blockOf(form);
    if (!block.ok) return block;
    blocks.push(block.value);
  }
  return ok(blocks);
}

function formOf({ header, commit, validators }: LightBlock): LightBlockForm {
  const { chainId, timeNs, lastBlockId, validatorsHash: _, ...same } = header;
  return {
    header: {
      ...same,
      chain: chainId,
      lastBlock: {
        hash: lastBlockId.hash,
        parts: lastBlockId.partCount,
        partsHash: lastBlockId.partsHash,
      },
      time: timeNs,
    },
    parts: { count: commit.blockId.partCount, hash: commit.blockId.partsHash },
    round: commit.round,
    validators: [...validators],
    votes: commit.votes.map(voteFormOf),
  };
}

type VoteForm = LightBlockForm['votes'][number];

function voteFormOf(vote: Vote): VoteForm {
  if (vote.kind === 'absent') return { for: 'nothing' };
  const { signature, timeNs } = vote;
  return { for: vote.kind === 'commit' ? 'block' : 'nil', signature, time: timeNs };
}

function blockOf(form: LightBlockForm): Result<LightBlock, LightError> {
  const { chain, time: timeNs, lastBlock, ...same } = form.header;
  if (form.votes.length !== form.validators.length) {
    const message = 'There are not as many votes as validators.';
    return lightRefusal('CONSENSUS_FILE_NOT_VALID', message, 'votes');
  }
  const header = {
    ...same,
    chainId: chain,
    timeNs,
    lastBlockId: {
      hash: lastBlock.hash,
      partCount: lastBlock.parts,
      partsHash: lastBlock.partsHash,
    },
    validatorsHash: validatorsHash(form.validators),
  };
  const { count, hash: partsHash } = form.parts;
  const votes = form.validators.map(({ key }, index) => voteOf(form.votes[index], key));
  return ok({
    header,
    commit: {
      height: header.height,
      round: form.round,
      blockId: { hash: headerHash(header), partCount: count, partsHash },
      votes,
    },
    validators: form.validators,
  });
}

function voteOf(form: VoteForm | undefined, key: Uint8Array): Vote {
  if (form === undefined || form.for === 'nothing') return { kind: 'absent' };
  const { signature, time: timeNs } = form;
  const kind = form.for === 'block' ? 'commit' : 'nil';
  return { kind, address: validatorAddress(key), timeNs, signature };
}
