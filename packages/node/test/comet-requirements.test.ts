import { toHex } from '@madang/base';
import type { FakeComet } from '@madang/testkit';
import {
  CheckTxType,
  type RequestFinalizeBlock,
  ResponseProcessProposal_ProposalStatus,
  ResponseVerifyVoteExtension_VerifyStatus,
} from 'cosmjs-types/tendermint/abci/types';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { keyOf, notarise, START_MS, standingClock } from './demo.ts';
import { chain, type Node, start } from './under-comet.ts';

// The formal requirements of CometBFT for applications (v0.38,
// spec/abci/abci++_app_requirements.md),
// each with a test. That nothing is lost in a crash is tested in comet-crash.test.ts.

const { ACCEPT } = ResponseProcessProposal_ProposalStatus;
const NOW_MS = START_MS + 1_000;

/** What may come in a block or into a mempool: most of it right, some of it wrong in each way. */
const transaction = fc.oneof(
  { weight: 6, arbitrary: fc.nat(30).map((n) => notarise(n, { chain }).envelope) },
  fc.nat(5).map((n) => notarise(n, { chain, isForged: true }).envelope),
  fc.nat(5).map((n) => notarise(n, { chain, expiresAt: NOW_MS }).envelope),
  fc.nat(5).map((n) => notarise(n, { chain, expiresAt: NOW_MS + 86_400_000 }).envelope),
  fc.nat(5).map((n) => notarise(n, { chain, key: keyOf(`other ${String(n)}`) }).envelope),
  fc.nat(5).map((n) => notarise(n).envelope),
  fc.uint8Array({ maxLength: 40 }),
);
const transactions = fc.array(transaction, { maxLength: 25 });
const runs = { numRuns: 40, seed: 20_261_126 };

function timeOf(timeMs: number) {
  return { seconds: BigInt(Math.floor(timeMs / 1_000)), nanos: (timeMs % 1_000) * 1_000_000 };
}

const first = { height: 1n, time: timeOf(NOW_MS) };

async function prepared(comet: FakeComet, txs: readonly Uint8Array[], maxTxBytes = 4_000_000n) {
  const answer = await comet.ask({ prepareProposal: { ...first, txs: [...txs], maxTxBytes } });
  return answer.prepareProposal?.txs ?? [];
}

async function accepts(comet: FakeComet, txs: readonly Uint8Array[]): Promise<boolean> {
  const answer = await comet.ask({ processProposal: { ...first, txs: [...txs] } });
  return answer.processProposal?.status === ACCEPT;
}

async function finalized(comet: FakeComet, block: Partial<RequestFinalizeBlock>) {
  const { finalizeBlock } = await comet.ask({ finalizeBlock: { ...first, ...block } });
  return {
    appHash: toHex(finalizeBlock?.appHash ?? new Uint8Array()),
    results: finalizeBlock?.txResults.map(({ code, data }) => [code, toHex(data)]),
  };
}

/** Two nodes of one ledger: what one has seen the other has not. */
async function twoNodes(): Promise<readonly [Node, Node]> {
  return [await start(), await start()];
}

function stateOf({ ledger }: Node) {
  const { height, logSize, appHash, stateRoot, timeMs } = ledger.head();
  return { height, logSize, timeMs, app: toHex(appHash), state: toHex(stateRoot) };
}

describe('the requirements of CometBFT', () => {
  it('1, timeliness: preparing a proposal executes no block', async () => {
    let executed = 0;
    const { comet } = await start({
      onExecute: () => {
        executed += 1;
      },
    });
    const wanted = Array.from({ length: 60 }, (_, n) => notarise(n, { chain }).envelope);
    const txs = await prepared(comet, wanted);
    expect(txs).toHaveLength(60);
    expect(executed).toBe(0);
    await finalized(comet, { txs: [...txs] });
    expect(executed).toBe(1);
  });

  it('2, size: what is prepared is never longer than it may be', async () => {
    const { comet } = await start();
    await fc.assert(
      fc.asyncProperty(transactions, fc.nat(6_000), async (txs, max) => {
        const chosen = await prepared(comet, txs, BigInt(max));
        expect(chosen.reduce((sum, tx) => sum + tx.length, 0)).toBeLessThanOrEqual(max);
      }),
      runs,
    );
  });

  it('3, coherence: every correct node accepts what a correct node prepared', async () => {
    const [one, other] = await twoNodes();
    let longest = 0;
    await fc.assert(
      fc.asyncProperty(transactions, async (txs) => {
        const chosen = await prepared(one.comet, txs);
        longest = Math.max(longest, chosen.length);
        expect(await accepts(other.comet, chosen)).toBe(true);
      }),
      runs,
    );
    expect(longest).toBeGreaterThan(5);
  });

  it('4 and 5, determinism: all nodes judge alike, whatever they have seen before', async () => {
    const [one, other] = await twoNodes();
    const verdicts = { accepted: 0, rejected: 0 };
    await fc.assert(
      fc.asyncProperty(transactions, transactions, async (txs, seen) => {
        // One has checked some of them, proposed others, and judged them twice.
        for (const tx of seen) await one.comet.ask({ checkTx: { tx, type: CheckTxType.NEW } });
        await prepared(one.comet, txs);
        const verdict = await accepts(one.comet, txs);
        expect(await accepts(one.comet, txs)).toBe(verdict);
        expect(await accepts(other.comet, txs)).toBe(verdict);
        verdicts[verdict ? 'accepted' : 'rejected'] += 1;
      }),
      { ...runs, examples: [[[notarise(1, { chain }).envelope], []]] },
    );
    expect(verdicts.accepted).toBeGreaterThan(0);
    expect(verdicts.rejected).toBeGreaterThan(0);
  });

  it('6 to 8, vote extensions: none is made, and all nodes take exactly none', async () => {
    const [one, other] = await twoNodes();
    const { ACCEPT: takes, REJECT: refuses } = ResponseVerifyVoteExtension_VerifyStatus;
    const { extendVote } = await one.comet.ask({ extendVote: { height: 1n } });
    expect(extendVote?.voteExtension).toHaveLength(0);
    for (const { comet } of [one, other]) {
      const verify = async (voteExtension: Uint8Array) =>
        (await comet.ask({ verifyVoteExtension: { height: 1n, voteExtension } }))
          .verifyVoteExtension?.status;
      expect(await verify(extendVote?.voteExtension ?? Uint8Array.of(1))).toBe(takes);
      expect(await verify(Uint8Array.of(1))).toBe(refuses);
    }
  });

  it('9, no side effects: preparing, judging and extending change nothing', async () => {
    const [one, untouched] = await twoNodes();
    const block = [1, 2, 3].map((n) => notarise(n, { chain }).envelope);
    const before = stateOf(one);
    await fc.assert(
      fc.asyncProperty(transactions, async (txs) => {
        await prepared(one.comet, txs);
        await accepts(one.comet, txs);
        await one.comet.ask({ extendVote: { height: 1n } });
        expect(stateOf(one)).toEqual(before);
      }),
      runs,
    );
    const { info } = await one.comet.ask({ info: {} });
    expect(info?.lastBlockHeight).toBe(0n);
    const result = await finalized(one.comet, { txs: block });
    expect(result).toEqual(await finalized(untouched.comet, { txs: block }));
  });

  it('10 to 12, execution: state and results follow from state and block alone', async () => {
    await fc.assert(
      fc.asyncProperty(transactions, transactions, async (offered, seen) => {
        const [one, other] = await twoNodes();
        const txs = await prepared(one.comet, offered);
        for (const tx of seen) await other.comet.ask({ checkTx: { tx, type: CheckTxType.NEW } });
        // Another block of the same height was executed there, and never committed.
        await finalized(other.comet, { txs: await prepared(other.comet, seen) });
        const result = await finalized(one.comet, { txs });
        const decidedLastCommit = {
          round: 3,
          votes: [{ validator: { address: new Uint8Array(20), power: 1n }, blockIdFlag: 2 }],
        };
        const hash = new Uint8Array(32).fill(7);
        expect(await finalized(other.comet, { txs, decidedLastCommit, hash })).toEqual(result);
        expect(await finalized(one.comet, { txs })).toEqual(result);
        for (const { ledger, comet } of [one, other]) {
          await comet.ask({ commit: {} });
          const shown = txs.length === 0 ? result.appHash : toHex(ledger.head().appHash);
          expect(shown).toBe(result.appHash);
        }
      }),
      { ...runs, numRuns: 8 },
    );
  });

  it('13, no oscillation: what no block will hold any more is refused by all from then on', async () => {
    const clock = standingClock();
    const nodes = [await start({ clock }), await start({ clock })];
    const act = notarise(1, { chain, expiresAt: START_MS + 60_000 }).envelope;
    const later = notarise(2, { chain, expiresAt: START_MS + 500_000 }).envelope;
    const codes = async (type: CheckTxType) => {
      const answers = nodes.map(({ comet }) => comet.ask({ checkTx: { tx: act, type } }));
      return (await Promise.all(answers)).map(({ checkTx }) => checkTx?.code === 0);
    };
    expect(await codes(CheckTxType.NEW)).toEqual([true, true]);
    for (const { comet } of nodes) await comet.decide([act]);
    clock.advance(100_000);
    for (const { comet } of nodes) await comet.decide([later]);
    for (let look = 0; look < 5; look++) {
      for (const type of [CheckTxType.NEW, CheckTxType.RECHECK]) {
        expect(await codes(type)).toEqual([false, false]);
      }
      clock.advance(10_000);
      for (const { comet } of nodes) await comet.decide([]);
    }
  });
});
