import type { RequestFinalizeBlock } from 'cosmjs-types/tendermint/abci/types';
import { BlockIDFlag } from 'cosmjs-types/tendermint/types/validator';
import type { Vote } from '../store/attendance.ts';

/**
 * The commit for the block before, as the decided block itself carries it: the same on every node,
 * and the same when a node catches up. Empty in the first block.
 */
export function lastVotesIn({
  decidedLastCommit,
}: Pick<RequestFinalizeBlock, 'decidedLastCommit'>): readonly Vote[] {
  return decidedLastCommit.votes.map(({ validator, blockIdFlag }) => ({
    address: validator.address,
    signed: blockIdFlag === BlockIDFlag.BLOCK_ID_FLAG_COMMIT,
  }));
}
