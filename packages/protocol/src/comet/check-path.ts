import { ok, type Result } from '@madang/base';
import type { Tally } from './check-commit.ts';
import { checkStep, type Step } from './check-step.ts';
import type { LightBlock } from './light-block.ts';
import { type LightError, lightRefusal } from './light-error.ts';
import { type Trusted, type TrustTerms, trustBlock } from './trust.ts';

/** Longest path, in blocks. Each step to the half of a gap doubles what 64 of them can cross. */
export const MAX_PATH_BLOCKS = 64;

/** From what, on which terms, when. */
export interface Ground {
  readonly trusted: Trusted;
  readonly terms: TrustTerms;
  /** This device's clock. */
  readonly nowMs: number;
}

/** Whether each of these blocks follows from the one before; the tally is that of the last. */
export async function checkPath(
  ground: Ground,
  blocks: readonly LightBlock[],
): Promise<Result<Tally, LightError>> {
  if (blocks.length > MAX_PATH_BLOCKS) return tooLong;
  let { trusted } = ground;
  let tally: Tally | undefined;
  for (const block of blocks) {
    const step = await checkStep({ ...ground, trusted, block });
    if (!step.ok) return step;
    tally = step.value;
    trusted = trustBlock(block);
  }
  return tally === undefined
    ? lightRefusal('CONSENSUS_BLOCK_MISSING', 'A path has at least one block.')
    : ok(tally);
}

/** Where a light block comes from. Whatever it gives is checked; it fails with one sentence. */
export type FetchLightBlock = (height: number) => Promise<Result<LightBlock, string>>;

/** What {@link findPath} is given. */
export interface Search extends Ground {
  /** The height that is to be believed, above the trusted one. */
  readonly height: number;
  readonly fetchLightBlock: FetchLightBlock;
}

/**
 * Fetches and checks the blocks by which a height follows from what is trusted: directly if enough
 * of the trusted validators signed it, else over blocks in between (bisection, as `verifySkipping`
 * of CometBFT's `light/client.go`). Answers with a path for {@link checkPath}, the last block of
 * which is the wanted one.
 */
export async function findPath(search: Search): Promise<Result<readonly LightBlock[], LightError>> {
  const target = await fetchAt(search, search.height);
  if (!target.ok) return target;
  const path: LightBlock[] = [];
  /** Blocks that were fetched and are not believed yet, the wanted one first, then nearer ones. */
  const ahead: LightBlock[] = [target.value];
  let depth = 0;
  let { trusted } = search;
  for (let tries = 0; tries < MAX_TRIES; tries++) {
    const block = ahead[depth] ?? target.value;
    const step = await checkStep({ ...search, trusted, block } satisfies Step);
    if (step.ok) {
      path.push(block);
      if (depth === 0) return path.length > MAX_PATH_BLOCKS ? tooLong : ok(path);
      trusted = trustBlock(block);
      ahead.splice(depth);
      depth = 0;
      continue;
    }
    if (step.error.code !== 'CONSENSUS_TOO_FEW_TRUSTED') return step;
    depth++;
    if (depth < ahead.length) continue;
    const between = await fetchAt(search, pivot(trusted.height, block.header.height));
    if (!between.ok) return between;
    ahead.push(between.value);
  }
  return tooLong;
}

/** Each try either fetches a block or makes the path longer. */
const MAX_TRIES = 8 * MAX_PATH_BLOCKS;

const tooLong = lightRefusal(
  'CONSENSUS_PATH_TOO_LONG',
  `A path of more than ${MAX_PATH_BLOCKS} blocks is not taken.`,
);

/** A little beyond the middle: of what was fetched before, nothing lies nearer than the middle. */
function pivot(from: number, to: number): number {
  return from + Number((BigInt(to - from) * 9n) / 16n);
}

async function fetchAt(
  { fetchLightBlock }: Search,
  height: number,
): Promise<Result<LightBlock, LightError>> {
  const fetched = await fetchLightBlock(height);
  if (!fetched.ok) return lightRefusal('CONSENSUS_BLOCK_MISSING', fetched.error, String(height));
  if (fetched.value.header.height === height) return fetched;
  const message = 'The block is of another height than was asked for.';
  return lightRefusal('CONSENSUS_BLOCK_MISSING', message, String(height));
}
