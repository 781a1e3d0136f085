import { equalBytes, ok, type Result, toHex } from '@madang/base';
import { checkCommit, type Tally } from './check-commit.ts';
import { checkWhole } from './check-light-block.ts';
import { type Commit, type LightBlock, totalPower, validatorAddress } from './light-block.ts';
import { type LightError, lightRefusal } from './light-error.ts';
import { checkTerms, isExpired, NS_PER_MS, type Trusted, type TrustTerms } from './trust.ts';

/** From what to what. */
export interface Step {
  readonly trusted: Trusted;
  readonly block: LightBlock;
  readonly terms: TrustTerms;
  /** This device's clock. */
  readonly nowMs: number;
}

/**
 * Whether a later block follows from what is trusted, as CometBFT's light client decides it
 * (`light/verifier.go`). The very next block must have the validators that were announced; one
 * beyond a gap must be signed by more than the level of those that are trusted, else
 * `CONSENSUS_TOO_FEW_TRUSTED`: a block in between may help.
 */
export async function checkStep(step: Step): Promise<Result<Tally, LightError>> {
  const { trusted, block, terms } = step;
  const early = checkTerms(terms);
  if (!early.ok) return early;
  if (isExpired(trusted, terms, step.nowMs)) {
    return lightRefusal('CONSENSUS_TRUST_EXPIRED', 'What was trusted is too old to build on.');
  }
  const whole = checkWhole(trusted.chainId, block);
  if (!whole.ok) return whole;
  const later = checkLater(step);
  if (!later.ok) return later;
  const linked = isNext(step) ? checkAnnounced(step) : checkOverlap(step);
  if (!linked.ok) return linked;
  return checkCommit(trusted.chainId, block);
}

function isNext({ trusted, block }: Step): boolean {
  return block.header.height === trusted.height + 1;
}

function checkLater({ trusted, block, terms, nowMs }: Step): Result<void, LightError> {
  const { height, timeNs } = block.header;
  if (height <= trusted.height) {
    const message = 'The block is not after the trusted one.';
    return lightRefusal('CONSENSUS_HEIGHT_NOT_AFTER', message, 'height');
  }
  if (timeNs <= trusted.timeNs) {
    const message = 'The time of the block is not after that of the trusted one.';
    return lightRefusal('CONSENSUS_TIME_NOT_AFTER', message, 'time');
  }
  if (timeNs < BigInt(nowMs + terms.clockDriftMs) * NS_PER_MS) return ok(undefined);
  return lightRefusal('CONSENSUS_TIME_IN_FUTURE', 'The block is from the future.', 'time');
}

function checkAnnounced({ trusted, block }: Step): Result<void, LightError> {
  if (equalBytes(trusted.nextValidatorsHash, block.header.validatorsHash)) return ok(undefined);
  const message = 'The validators are not those that the block before announced.';
  return lightRefusal('CONSENSUS_OTHER_VALIDATORS', message, 'validators');
}

/**
 * The power of the trusted validators that are said to have signed. Whether they did is decided
 * afterwards, with every other signature.
 */
function checkOverlap({ trusted, block, terms }: Step): Result<void, LightError> {
  const voters = votersFor(block.commit);
  if (!voters.ok) return voters;
  const { numerator, denominator } = terms.level;
  const signed = trusted.validators.filter(({ key }) =>
    voters.value.has(toHex(validatorAddress(key))),
  );
  const power = totalPower(signed);
  const total = totalPower(trusted.validators);
  if (power * BigInt(denominator) > total * BigInt(numerator)) return ok(undefined);
  return lightRefusal(
    'CONSENSUS_TOO_FEW_TRUSTED',
    `Of the trusted validators only such with ${power} of ${total} votes signed.`,
  );
}

/** The addresses of those who voted for the block. */
function votersFor({ votes }: Commit): Result<ReadonlySet<string>, LightError> {
  const voters = new Set<string>();
  for (const [index, vote] of votes.entries()) {
    if (vote.kind !== 'commit') continue;
    const address = toHex(vote.address);
    if (voters.has(address)) {
      const message = 'A validator votes twice.';
      return lightRefusal('CONSENSUS_VOTER_TWICE', message, `votes[${index}]`);
    }
    voters.add(address);
  }
  return ok(voters);
}
