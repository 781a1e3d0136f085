import { expectOk, toHex } from '@madang/base';
import { appendLeaf, emptyFrontier, frontierRoot, leafHash } from '@madang/crypto';
import { appHash, decodeLogEntry } from '@madang/protocol';
import {
  checkStep,
  type Ground,
  type LightBlock,
  type Trusted,
  trustBlock,
} from '@madang/protocol/comet';
import { expect } from 'vitest';
import type { CometRpc } from '../src/comet/rpc.ts';
import type { Ledger } from '../src/ledger.ts';

/** Every light block of a CometBFT from height 1 on. */
export async function allLightBlocks(rpc: CometRpc): Promise<readonly LightBlock[]> {
  const blocks: LightBlock[] = [];
  for (;;) {
    const block = await rpc.lightBlock(blocks.length + 1);
    if (block === undefined) return blocks;
    blocks.push(block);
  }
}

/** Each block follows from the one before, and each by itself from what is trusted at first. */
export async function checkBothWays(ground: Ground, blocks: readonly LightBlock[]): Promise<void> {
  let trusted: Trusted = ground.trusted;
  for (const block of blocks) {
    const { height } = block.header;
    const next = await checkStep({ ...ground, trusted, block });
    expect(next, `height ${String(height)} after the one before`).toMatchObject({ ok: true });
    const skipped = await checkStep({ ...ground, block });
    expect(skipped, `height ${String(height)} from the genesis`).toMatchObject({ ok: true });
    trusted = trustBlock(block);
  }
}

/**
 * The application hash of each block of a ledger's log, by height, made anew of the entries alone.
 */
export async function appHashesOf(ledger: Ledger): Promise<ReadonlyMap<number, string>> {
  const byHeight = new Map<number, string>();
  let frontier = emptyFrontier;
  for (const bytes of await ledger.entries(0, ledger.size())) {
    frontier = appendLeaf(frontier, leafHash(bytes));
    const entry = expectOk(decodeLogEntry(bytes), 'the log has entries');
    if (entry.type !== 'block') continue;
    byHeight.set(entry.height, toHex(appHash(frontier.size, frontierRoot(frontier))));
  }
  return byHeight;
}
