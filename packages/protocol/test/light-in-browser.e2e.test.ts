import { toBase64 } from '@madang/base';
import {
  lightBlock,
  lightSetOf,
  openPageWorld,
  type PageConsensus,
  type PageWorld,
  testGenesis,
  voter,
} from '@madang/testkit';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { cometChainId, encodeConsensusProof, type LightBlock } from '../src/comet/index.ts';
import { encodeGenesis, genesisHash } from '../src/index.ts';
import { appHash, sha256Of } from './light-consensus-parts.ts';

const names = ['a', 'b', 'c', 'd', 'e', 'f', 'g'] as const;
const voters = lightSetOf(names.map((name) => voter(name)));
const base = testGenesis();
const genesis = {
  ...base,
  institutions: names.map((name) => ({
    ...base.institutions[0]!,
    ...{ id: `office-${name}`, consensus: voter(name).pair.publicKey },
  })),
};
const bytes = encodeGenesis(genesis);
const checkpoint = { size: 30, root: sha256Of('a log') };
const nowMs = genesis.time + 120_000;

function blockOf(by: typeof voters): LightBlock {
  return lightBlock({
    ...{ voters: by, height: 9, chainId: cometChainId(genesisHash(bytes)) },
    timeNs: BigInt(genesis.time + 60_000) * 1_000_000n,
    appHash: appHash(checkpoint),
  });
}

function given(blocks: readonly LightBlock[]): PageConsensus {
  return {
    ...{ genesis: toBase64(bytes), proof: toBase64(encodeConsensusProof(blocks)), nowMs },
    ...{ size: checkpoint.size, root: toBase64(checkpoint.root) },
  };
}

let page: PageWorld | undefined;

beforeAll(async () => {
  page = await openPageWorld();
});
afterAll(async () => {
  await page?.close();
});

interface Timed {
  readonly found: string;
  readonly tookMs: readonly number[];
}

const check = (of: PageConsensus, times = 1): Promise<Timed> =>
  page?.call<Timed>('timeConsensus', of, times) ?? expect.fail('no browser');

describe('the light client in a browser', () => {
  it('checks seven votes within a tenth of a second', async ({ skip }) => {
    skip(page === undefined);
    const { found, tookMs } = await check(given([blockOf(voters)]), 21);
    expect(found).toBe('checked');
    const medianMs = tookMs.toSorted((left, right) => left - right)[10] ?? Infinity;
    const first = tookMs[0]?.toFixed(1) ?? '';
    process.stderr.write(`Seven votes: first ${first} ms, median ${medianMs.toFixed(1)} ms\n`);
    expect(medianMs).toBeLessThan(100);
  });

  it('refuses what others signed, and what was changed on the way', async ({ skip }) => {
    skip(page === undefined);
    const thieves = lightSetOf(['v', 'w', 'x', 'y', 'z'].map((name) => voter(name)));
    expect((await check(given([blockOf(thieves)]))).found).toBe('CONSENSUS_TOO_FEW_TRUSTED');
    const other = { ...given([blockOf(voters)]), size: 31 };
    expect((await check(other)).found).toBe('CONSENSUS_OTHER_CHECKPOINT');
    const block = blockOf(voters);
    const votes = block.commit.votes.map((vote, n) =>
      vote.kind === 'commit' && n === 6
        ? { ...vote, signature: vote.signature.map((byte, at) => (at === 3 ? byte ^ 1 : byte)) }
        : vote,
    );
    const changed = { ...block, commit: { ...block.commit, votes } };
    expect((await check(given([changed]))).found).toBe('CONSENSUS_VOTE_WRONG');
  });
});
