import { toHex } from '@madang/base';
import {
  type Misbehavior,
  MisbehaviorType,
  type RequestFinalizeBlock,
} from 'cosmjs-types/tendermint/abci/types';

/** What a block proves of a validator: it signed two things of which only one can be true. */
export interface Misbehaviour {
  readonly kind: 'double-vote' | 'light-client-attack' | 'unknown';
  /** The validator as CometBFT names it, hex: `cometAddress` of its key. */
  readonly address: string;
  /** When it did, not when it became known. */
  readonly height: number;
  readonly timeMs: number;
}

/** What the evidence in a block says; CometBFT has checked it. */
export function misbehaviourIn({
  misbehavior,
}: Pick<RequestFinalizeBlock, 'misbehavior'>): readonly Misbehaviour[] {
  return misbehavior.map((one) => ({
    kind: kindOf(one),
    address: toHex(one.validator.address),
    height: Number(one.height),
    timeMs: Number(one.time.seconds) * 1_000 + Math.floor(one.time.nanos / 1_000_000),
  }));
}

function kindOf({ type }: Misbehavior): Misbehaviour['kind'] {
  if (type === MisbehaviorType.DUPLICATE_VOTE) return 'double-vote';
  return type === MisbehaviorType.LIGHT_CLIENT_ATTACK ? 'light-client-attack' : 'unknown';
}
