import { compareBytes, ok, type Result, toHex } from '@madang/base';
import type { Genesis, Institution } from '../genesis.ts';
import { validatorsHash } from './block-hash.ts';
import { type LightBlock, type Validator, validatorAddress } from './light-block.ts';
import { type LightError, lightRefusal } from './light-error.ts';

/** What is believed of one height, and from which everything later follows. */
export interface Trusted {
  readonly chainId: string;
  readonly height: number;
  readonly timeNs: bigint;
  /** Of whom enough must have signed a later block for it to be believed. */
  readonly validators: readonly Validator[];
  /** Of the validators of the next height. */
  readonly nextValidatorsHash: Uint8Array;
}

/** How far trust reaches. */
export interface TrustTerms {
  /** How long after its time a trusted block may be the ground of another, ms. */
  readonly trustingPeriodMs: number;
  /** How far the clocks of the validators may be ahead of this device's, ms. */
  readonly clockDriftMs: number;
  /**
   * More than this part of the trusted validators must have signed what is believed over a gap: at
   * least a third, so that one of them is honest, and at most all.
   */
  readonly level: { readonly numerator: number; readonly denominator: number };
}

const DAY_MS = 86_400_000;

/**
 * For the ledgers of institutions. They stake nothing that could be taken back within days, and the
 * keys that a policy pins are those of bodies that answer for them for years; a year is how long a
 * body that left is believed to keep its old key from others.
 */
export const LEDGER_TERMS: TrustTerms = {
  trustingPeriodMs: 366 * DAY_MS,
  clockDriftMs: 10_000,
  level: { numerator: 1, denominator: 3 },
};

/** The chain id of a ledger: CometBFT takes at most 50 characters. */
export function cometChainId(chain: Uint8Array): string {
  return `madang-${toHex(chain).slice(0, 32)}`;
}

/** Each institution of a genesis has one vote. */
export const POWER_OF_ONE = 1n;

/** The validators that institutions are, in CometBFT's order. */
export function validatorsFrom(
  institutions: readonly Pick<Institution, 'consensus'>[],
): readonly Validator[] {
  return inCometOrder(
    institutions.map(({ consensus }) => ({ key: consensus, power: POWER_OF_ONE })),
  );
}

/** Trust in the institutions of a genesis, before the first block. `chain` is its hash. */
export function trustGenesis(
  chain: Uint8Array,
  { institutions, time }: Pick<Genesis, 'institutions' | 'time'>,
): Trusted {
  const validators = validatorsFrom(institutions);
  return {
    chainId: cometChainId(chain),
    height: 0,
    // The first block bears the time of the genesis itself, and must come after this.
    timeNs: BigInt(time) * NS_PER_MS - 1n,
    validators,
    nextValidatorsHash: validatorsHash(validators),
  };
}

/** Trust in a block that was checked. */
export function trustBlock({ header, validators }: LightBlock): Trusted {
  const { chainId, height, timeNs, nextValidatorsHash } = header;
  return { chainId, height, timeNs, validators, nextValidatorsHash };
}

export const NS_PER_MS = 1_000_000n;

/** Whether what was trusted is too old to build on. */
export function isExpired(
  { timeNs }: Pick<Trusted, 'timeNs'>,
  { trustingPeriodMs }: Pick<TrustTerms, 'trustingPeriodMs'>,
  nowMs: number,
): boolean {
  return timeNs + BigInt(trustingPeriodMs) * NS_PER_MS <= BigInt(nowMs) * NS_PER_MS;
}

/** Whether terms mean anything (`ValidateTrustLevel`). */
export function checkTerms({
  trustingPeriodMs,
  clockDriftMs,
  level: { numerator, denominator },
}: TrustTerms): Result<void, LightError> {
  const areIntegers = [trustingPeriodMs, clockDriftMs, numerator, denominator].every(
    (value) => Number.isSafeInteger(value) && value >= 0,
  );
  const isLevel = denominator > 0 && numerator * 3 >= denominator && numerator <= denominator;
  if (areIntegers && trustingPeriodMs > 0 && isLevel) return ok(undefined);
  return lightRefusal(
    'CONSENSUS_TERMS_NOT_VALID',
    'Trust lasts for some time and needs from a third to all of the trusted validators.',
  );
}

/** The order of a validator set: the most powerful first, then by address. */
function inCometOrder(validators: readonly Validator[]): readonly Validator[] {
  return validators.toSorted((left, right) => {
    if (left.power !== right.power) return left.power > right.power ? -1 : 1;
    return compareBytes(validatorAddress(left.key), validatorAddress(right.key));
  });
}
