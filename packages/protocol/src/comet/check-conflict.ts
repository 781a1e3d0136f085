import { equalBytes, ok, type Result, toHex } from '@madang/base';
import { checkCommit, type Voice } from './check-commit.ts';
import { checkWhole } from './check-light-block.ts';
import { type LightBlock, totalPower } from './light-block.ts';
import { type LightError, lightRefusal } from './light-error.ts';

/**
 * What two decided blocks of one height say about those who signed both
 * (`LightClientAttackEvidence` of CometBFT). `state`: the blocks differ in what follows from the
 * blocks before, of which an honest validator knows one; `round`: two votes in one round. Either
 * convicts each of them. `rounds`: votes in different rounds, of which a validator may have given
 * both in good faith; more than a third of them broke the rules, but not which.
 */
export type ConflictKind = 'state' | 'round' | 'rounds';

/** A fork, and who took part in both sides of it. */
export interface Conflict {
  readonly kind: ConflictKind;
  readonly height: number;
  /** Those who voted for both blocks, as the first has them. */
  readonly signers: readonly Pick<Voice, 'key' | 'power'>[];
  readonly power: bigint;
  /** Of all validators of the first block. */
  readonly totalPower: bigint;
  /** Whether they are more than a third: so many must break the rules for a fork. */
  readonly isMoreThanThird: boolean;
}

/** Who signed two different blocks of one height. Both are checked as by {@link checkCommit}. */
export async function checkConflict(
  chainId: string,
  one: LightBlock,
  other: LightBlock,
): Promise<Result<Conflict, LightError>> {
  const first = await checkDecided(chainId, one);
  if (!first.ok) return first;
  const second = await checkDecided(chainId, other);
  if (!second.ok) return second;
  const isOfOneHeight = one.header.height === other.header.height;
  if (!isOfOneHeight || equalBytes(one.commit.blockId.hash, other.commit.blockId.hash)) {
    const message = 'The blocks are not two different ones of one height.';
    return lightRefusal('CONSENSUS_NO_CONFLICT', message);
  }
  const inOther = new Set(votersOf(second.value.voices).map(({ key }) => toHex(key)));
  const signers = votersOf(first.value.voices).filter(({ key }) => inOther.has(toHex(key)));
  const power = totalPower(signers);
  return ok({
    kind: kindOf(one, other),
    height: one.header.height,
    signers: signers.map(({ key, power: ofOne }) => ({ key, power: ofOne })),
    power,
    totalPower: first.value.totalPower,
    isMoreThanThird: power * 3n > first.value.totalPower,
  });
}

async function checkDecided(chainId: string, block: LightBlock) {
  const whole = checkWhole(chainId, block);
  return whole.ok ? checkCommit(chainId, block) : whole;
}

function votersOf(voices: readonly Voice[]): readonly Voice[] {
  return voices.filter(({ vote }) => vote === 'commit');
}

/** Fields that follow from the blocks before (`ConflictingHeaderIsInvalid`). */
const stateFields = [
  'validatorsHash',
  'nextValidatorsHash',
  'consensusHash',
  'appHash',
  'lastResultsHash',
] as const;

function kindOf(one: LightBlock, other: LightBlock): ConflictKind {
  const isOfOneState = stateFields.every((field) =>
    equalBytes(one.header[field], other.header[field]),
  );
  if (!isOfOneState) return 'state';
  return one.commit.round === other.commit.round ? 'round' : 'rounds';
}
