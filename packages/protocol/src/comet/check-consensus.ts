import { equalBytes, expectPresent, ok, type Result } from '@madang/base';
import type { Checkpoint } from '../checkpoint.ts';
import { appHash } from '../log-entry.ts';
import type { Tally } from './check-commit.ts';
import type { NamedKey } from './check-institutions.ts';
import { checkPath, type Ground } from './check-path.ts';
import { decodeConsensusProof } from './consensus-file.ts';
import type { LightBlock, Vote } from './light-block.ts';
import { type LightError, lightRefusal } from './light-error.ts';
import { NS_PER_MS } from './trust.ts';

/** What {@link checkConsensus} is given. */
export interface ConsensusInput extends Ground {
  /** The file of a consensus proof. */
  readonly proof: Uint8Array;
  readonly checkpoint: Pick<Checkpoint, 'size' | 'root'>;
  /** Whose keys are known by name. */
  readonly institutions: readonly NamedKey[];
}

/** What a validator said of the block. */
export interface ValidatorFact {
  /** The id of the institution whose key it is; nothing if it is none that is known. */
  readonly institution?: string;
  readonly key: Uint8Array;
  readonly power: bigint;
  readonly vote: Vote['kind'];
}

/** What was decided, to be shown. */
export interface ConsensusFacts {
  /** The height of the block whose header names what its predecessor came to. */
  readonly height: number;
  /** The time of that block, ms, cut. */
  readonly timeMs: number;
  readonly blockHash: Uint8Array;
  /** In CometBFT's order. */
  readonly validators: readonly ValidatorFact[];
  /** Of those who voted for the block. */
  readonly signedPower: bigint;
  readonly totalPower: bigint;
  /** The heights of the blocks over which the trust came, the last included. */
  readonly path: readonly number[];
}

/**
 * Whether more than two thirds of the validators decided that the log of this size has this root:
 * the last header of the path names the application hash of the checkpoint
 * (docs/spec/consensus.md).
 */
export async function checkConsensus(
  input: ConsensusInput,
): Promise<Result<ConsensusFacts, LightError>> {
  const blocks = decodeConsensusProof(input.proof);
  if (!blocks.ok) return blocks;
  const tally = await checkPath(input, blocks.value);
  if (!tally.ok) return tally;
  const last = expectPresent(blocks.value.at(-1), 'a path that was checked has a block');
  const decided = checkDecided(last, input.checkpoint);
  if (!decided.ok) return decided;
  return ok(factsOf(input.institutions, blocks.value, tally.value));
}

/** Whether the block before this one came to the log of a checkpoint. */
export function checkDecided(
  { header }: LightBlock,
  { size, root }: Pick<Checkpoint, 'size' | 'root'>,
): Result<void, LightError> {
  if (equalBytes(header.appHash, appHash(size, root))) return ok(undefined);
  return lightRefusal(
    'CONSENSUS_OTHER_CHECKPOINT',
    'The validators decided another log than that of the checkpoint.',
    'appHash',
  );
}

/** What a decided block and the path to it say. */
export function factsOf(
  institutions: ConsensusInput['institutions'],
  path: readonly LightBlock[],
  tally: Tally,
): ConsensusFacts {
  const last = expectPresent(path.at(-1), 'a path that was checked has a block');
  const { height, timeNs } = last.header;
  return {
    height,
    timeMs: Number(timeNs / NS_PER_MS),
    blockHash: last.commit.blockId.hash,
    validators: tally.voices.map((voice) => {
      const known = institutions.find(({ consensus }) => equalBytes(consensus, voice.key));
      return known === undefined ? voice : { ...voice, institution: known.id };
    }),
    signedPower: tally.signedPower,
    totalPower: tally.totalPower,
    path: path.map(({ header }) => header.height),
  };
}
