import { equalBytes, expectPresent, ok, type Result } from '@madang/base';
import { verifyValidatorSignature } from '@madang/crypto/zip215';
import {
  type Commit,
  type LightBlock,
  totalPower,
  type Validator,
  type Vote,
  validatorAddress,
} from './light-block.ts';
import { type LightError, lightRefusal } from './light-error.ts';
import { voteMessage } from './vote-message.ts';

/** What a validator said, and its weight. */
export interface Voice {
  readonly key: Uint8Array;
  readonly power: bigint;
  readonly vote: Vote['kind'];
}

/** The outcome of a vote. */
export interface Tally {
  /** In the order of the set. */
  readonly voices: readonly Voice[];
  /** Of those who voted for the block. */
  readonly signedPower: bigint;
  readonly totalPower: bigint;
}

/**
 * Whether more than two thirds of a whole block's validators voted for it. Every signature that is
 * there must be right, also of a vote for no block and beyond the two thirds (`VerifyCommit`):
 * CometBFT's light client leaves off earlier, but what an honest node serves passes both.
 */
export async function checkCommit(
  chainId: string,
  { commit, validators }: LightBlock,
): Promise<Result<Tally, LightError>> {
  const voices: Voice[] = [];
  let signedPower = 0n;
  for (const [index, vote] of commit.votes.entries()) {
    const validator = expectPresent(validators[index], 'a whole block has a validator each');
    const checked = await checkVote({ chainId, commit, vote, validator }, `votes[${index}]`);
    if (!checked.ok) return checked;
    if (vote.kind === 'commit') signedPower += validator.power;
    voices.push({ ...validator, vote: vote.kind });
  }
  const total = totalPower(validators);
  if (signedPower * 3n > total * 2n) return ok({ voices, signedPower, totalPower: total });
  return lightRefusal(
    'CONSENSUS_TOO_FEW_VOTES',
    `Validators with ${signedPower} of ${total} votes signed; it takes more than two thirds.`,
  );
}

interface CastVote {
  readonly chainId: string;
  readonly commit: Commit;
  readonly vote: Vote;
  readonly validator: Validator;
}

async function checkVote(
  { chainId, commit, vote, validator }: CastVote,
  at: string,
): Promise<Result<void, LightError>> {
  if (vote.kind === 'absent') return ok(undefined);
  if (!equalBytes(vote.address, validatorAddress(validator.key))) {
    const message = 'A vote stands in the place of another validator.';
    return lightRefusal('CONSENSUS_VOTER_DIFFERS', message, at);
  }
  const message = voteMessage(chainId, commit, vote);
  const isRight = await verifyValidatorSignature(validator.key, message, vote.signature);
  if (isRight) return ok(undefined);
  return lightRefusal('CONSENSUS_VOTE_WRONG', 'The signature of a vote is wrong.', at);
}
