import { equalBytes, ok, type Result, toHex } from '@madang/base';
import type { Policy } from '../policy.ts';
import { validatorsHash } from './block-hash.ts';
import { checkCommit, type Tally } from './check-commit.ts';
import { checkDecided } from './check-consensus.ts';
import type { ProvenInstitutions } from './check-institutions.ts';
import { checkWhole } from './check-light-block.ts';
import type { LightBlock } from './light-block.ts';
import { type LightError, lightRefusal } from './light-error.ts';
import {
  checkTerms,
  cometChainId,
  isExpired,
  NS_PER_MS,
  type TrustTerms,
  validatorsFrom,
} from './trust.ts';

/** What {@link checkRoot} is given. */
export interface RootInput {
  readonly policy: Policy;
  /** As `checkInstitutions` found them under this policy. */
  readonly proven: ProvenInstitutions;
  /** Of the height after that of the checkpoint's block. */
  readonly block: LightBlock;
  readonly terms: TrustTerms;
  /** This device's clock. */
  readonly nowMs: number;
}

/**
 * Whether a block can be the root of trust for a reader to whom the genesis is too long ago
 * (docs/spec/consensus.md, "A root that is not the genesis"): its validators are exactly the
 * institutions that are proven in the state, and as many of the policy's executors as it takes
 * voted for it, with the consensus keys that the state says are theirs. So the set is whole unless
 * so many of them lie.
 */
export async function checkRoot(input: RootInput): Promise<Result<Tally, LightError>> {
  const { policy, proven, block, terms } = input;
  const early = checkTerms(terms);
  if (!early.ok) return early;
  const recent = checkRecent(input);
  if (!recent.ok) return recent;
  const chainId = cometChainId(policy.chain);
  const whole = checkWhole(chainId, block);
  if (!whole.ok) return whole;
  const decided = checkDecided(block, proven.checkpoint);
  if (!decided.ok) return decided;
  const complete = checkComplete(proven, block);
  if (!complete.ok) return complete;
  const tally = await checkCommit(chainId, block);
  if (!tally.ok) return tally;
  const vouched = checkVouched(input, tally.value);
  return vouched.ok ? tally : vouched;
}

function checkRecent({ proven, block, terms, nowMs }: RootInput): Result<void, LightError> {
  const latestMs = nowMs + terms.clockDriftMs;
  const { timeNs } = block.header;
  if (proven.asOfMs + terms.trustingPeriodMs <= nowMs) {
    const message = 'Too long ago the institutions signed what is to be the root of trust.';
    return lightRefusal('CONSENSUS_INSTITUTIONS_STALE', message, 'checkpoint');
  }
  if (isExpired(block.header, terms, nowMs)) {
    const message = 'The block that is to be the root of trust is too old.';
    return lightRefusal('CONSENSUS_TRUST_EXPIRED', message, 'time');
  }
  if (proven.asOfMs > latestMs || timeNs >= BigInt(latestMs) * NS_PER_MS) {
    const at = proven.asOfMs > latestMs ? 'checkpoint' : 'time';
    return lightRefusal('CONSENSUS_TIME_IN_FUTURE', 'The root of trust is from the future.', at);
  }
  if (timeNs >= BigInt(proven.timeMs) * NS_PER_MS) return ok(undefined);
  const message = 'The time of the block is not after that of the checkpoint.';
  return lightRefusal('CONSENSUS_TIME_NOT_AFTER', message, 'time');
}

/**
 * A block announces the validators of the next height, which are the institutions of the state
 * before it; its own are those, but for keys that were exchanged in the last block.
 */
function checkComplete(proven: ProvenInstitutions, block: LightBlock): Result<void, LightError> {
  const { institutions, formerKeys, height, timeMs } = proven;
  const refuse = (message: string, at: string) =>
    lightRefusal('CONSENSUS_INSTITUTIONS_INCOMPLETE', message, at);
  if (block.header.height !== height + 1) {
    return refuse('The block is not the one after the checkpoint.', 'height');
  }
  const announced = validatorsHash(validatorsFrom(institutions));
  if (!equalBytes(announced, block.header.nextValidatorsHash)) {
    return refuse(
      'The institutions are not exactly the validators that the header announces.',
      'nextValidatorsHash',
    );
  }
  const justEnded = formerKeys.filter(({ endedMs }) => endedMs === timeMs);
  const known = new Set([...institutions, ...justEnded].map(({ consensus }) => toHex(consensus)));
  const stranger = block.validators.findIndex(({ key }) => !known.has(toHex(key)));
  if (stranger < 0) return ok(undefined);
  return refuse('A validator is no institution of the state.', `validators[${stranger}]`);
}

/** Whether enough of the policy's executors voted, by the keys that the state has for them. */
function checkVouched({ policy, proven }: RootInput, { voices }: Tally): Result<void, LightError> {
  const voted = new Set(voices.flatMap(({ key, vote }) => (vote === 'commit' ? [toHex(key)] : [])));
  const { institutions, formerKeys } = proven;
  const voters = [...institutions, ...formerKeys].filter(({ consensus }) =>
    voted.has(toHex(consensus)),
  );
  const ids = new Set(voters.map(({ id }) => id));
  const cosigners = new Set(
    institutions.flatMap(({ id, cosigner }) => (ids.has(id) ? [toHex(cosigner)] : [])),
  );
  const { members, threshold } = policy.executors;
  const executors = policy.witnesses.filter(({ name }) => members.includes(name));
  const vouching = executors.filter(({ key }) => cosigners.has(toHex(key.key)));
  if (vouching.length >= threshold) return ok(undefined);
  return lightRefusal(
    'CONSENSUS_ROOT_TOO_FEW',
    `${vouching.length} of the policy’s institutions voted for the block; ${threshold} are needed.`,
    'votes',
  );
}
