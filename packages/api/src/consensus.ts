import { fail, ok, type Result } from '@madang/base';
import { type Refusal, refuse } from '@madang/kernel';
import type { CometRpc } from '@madang/node';
import { encodeLightBlock } from '@madang/protocol/comet';
import { apiErrors } from './api-errors.ts';

/** The votes by which blocks were decided. */
export interface ApiConsensus {
  /** The file of the light block of a height (docs/spec/consensus.md). */
  readonly lightBlock: (height: number) => Promise<Result<Uint8Array, Refusal>>;
}

/** What the CometBFT of this node keeps. */
export function apiConsensusOf(rpc: Pick<CometRpc, 'lightBlock'>): ApiConsensus {
  return {
    lightBlock: async (height) => {
      const block = await read(rpc, height);
      if (!block.ok) return block;
      return block.value === undefined
        ? refuse(apiErrors.LIGHT_BLOCK_UNKNOWN, {})
        : ok(encodeLightBlock(block.value));
    },
  };
}

async function read(rpc: Pick<CometRpc, 'lightBlock'>, height: number) {
  try {
    return ok(await rpc.lightBlock(height));
  } catch {
    return fail(refuse(apiErrors.CONSENSUS_SILENT, {}).error);
  }
}
