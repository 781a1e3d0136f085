import { concat, utf8 } from '@madang/base';
import { encodeBlockId } from './block-hash.ts';
import type { Commit, Vote } from './light-block.ts';
import {
  bytesField,
  delimited,
  fixedField,
  integerField,
  messageField,
  timestamp,
} from './protobuf.ts';

/** `SIGNED_MSG_TYPE_PRECOMMIT`. */
const PRECOMMIT = 2n;

/**
 * What a validator signed with its vote: a `CanonicalVote` after its length (`VoteSignBytes`). Each
 * vote has a time of its own, so each has a message of its own; one for no block names none.
 */
export function voteMessage(
  chainId: string,
  commit: Commit,
  vote: Exclude<Vote, { readonly kind: 'absent' }>,
): Uint8Array {
  const block = vote.kind === 'commit' ? messageField(4, encodeBlockId(commit.blockId)) : NOTHING;
  return delimited(
    concat(
      integerField(1, PRECOMMIT),
      fixedField(2, BigInt(commit.height)),
      fixedField(3, BigInt(commit.round)),
      block,
      messageField(5, timestamp(vote.timeNs)),
      bytesField(6, utf8(chainId)),
    ),
  );
}

const NOTHING = new Uint8Array();
