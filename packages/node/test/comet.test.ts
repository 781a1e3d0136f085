import { connect } from 'node:net';
import path from 'node:path';
import { concat, expectOk, expectPresent, toHex, u32be } from '@madang/base';
import type { AnyTransaction } from '@madang/kernel';
import { checkReceipt, stateKey, writePolicy } from '@madang/protocol';
import { type FakeComet, serviceProofs, services } from '@madang/testkit';
import {
  MisbehaviorType,
  ResponseOfferSnapshot_Result,
  ResponseProcessProposal_ProposalStatus,
} from 'cosmjs-types/tendermint/abci/types';
import { describe, expect, it, onTestFinished } from 'vitest';
import { appState } from '../src/comet/application.ts';
import { openLedger } from '../src/ledger.ts';
import {
  cosigners,
  machine,
  type NotariseOptions,
  nodeKey,
  notarise as notariseOn,
  START_MS,
  signedAct,
  standingClock,
} from './demo.ts';
import { must, temporaryFolder } from './temporary.ts';
import { chain, genesis, start, validators } from './under-comet.ts';

const { ACCEPT, REJECT } = ResponseProcessProposal_ProposalStatus;

/** A document that nobody revoked. */
const absentEnding = (bodyHash: Uint8Array) =>
  stateKey('document', 'endings', concat(bodyHash, u32be(0xffffffff)));

function notarise(n: number, options: NotariseOptions = {}) {
  return notariseOn(n, { chain, ...options });
}

const revoke = expectPresent(
  services
    .flatMap((service): readonly AnyTransaction[] => service.transactions)
    .find(({ act, order }) => act === 'document.revoke' && order === 'withdrawal'),
  'an act that comes first in its block',
);

function revocation(of: Uint8Array) {
  const payload = expectOk(
    revoke.payloadFromJson({ document: toHex(of), reason: 'mistake' }),
    'fits',
  );
  return signedAct(revoke.act, payload, { chain, salt: new Uint8Array(16) });
}

/** Whether a block of these transactions is one that the application takes for a proposal. */
async function judge(comet: FakeComet, txs: readonly Uint8Array[]) {
  const time = { seconds: BigInt(START_MS / 1_000 + 1), nanos: 0 };
  const answer = await comet.ask({ processProposal: { txs: [...txs], height: 1n, time } });
  return answer.processProposal?.status;
}

describe('a ledger under CometBFT', () => {
  it('puts what is submitted on record, with a receipt that a verifier checks', async () => {
    const { ledger, comet } = await start();
    const { envelope, bodyHash } = notarise(1);
    const { outcome } = must(await ledger.submit(envelope));
    expect({ code: outcome.code, height: outcome.height }).toEqual({ code: 0, height: 1 });
    // Nothing is signed before the next header has the application hash.
    let isSigned = false;
    const receipt = ledger.receiptFor(bodyHash, [absentEnding(bodyHash)]).finally(() => {
      isSigned = true;
    });
    await new Promise((resolve) => setTimeout(resolve, 200));
    expect(isSigned).toBe(false);
    await comet.decide([]);
    const bytes = must(await receipt);
    const policyText = must(writePolicy({ genesis: ledger.genesis, chain, threshold: 2 }));
    const proofs = await serviceProofs();
    const checked = await checkReceipt({ bytes, policyText, proofs });
    expect(checked.verdict).toBe('checked');
    expect(ledger.status().engine).toBe('comet');
  });

  it('comes to a height with each block, also where nothing is recorded', async () => {
    const { ledger, comet } = await start();
    must(await ledger.submit(notarise(1).envelope));
    for (const height of [2, 3]) {
      await comet.decide([]);
      expect(ledger.status().height).toBe(height);
    }
    expect(ledger.head().height).toBe(1);
  });

  it('comes to the same application hash as a ledger that decides alone', async () => {
    const { ledger, comet } = await start();
    const answers = [];
    for (let n = 0; n < 5; n++) answers.push(must(await ledger.submit(notarise(n).envelope)));
    const clock = standingClock();
    const folder = temporaryFolder();
    const alone = must(
      await openLedger({
        ...{ machine, genesis, nodeKey, cosigners, verifyWorkers: 0, clock: clock.now, folder },
      }),
    );
    onTestFinished(() => alone.close());
    for (let n = 0; n < 5; n++) must(await alone.submit(notarise(n).envelope));
    expect(toHex(ledger.head().appHash)).toBe(toHex(alone.head().appHash));
    expect(comet.blocks.map(({ appHash }) => toHex(appHash ?? new Uint8Array())).at(-1)).toBe(
      toHex(alone.head().appHash),
    );
  });

  it('tells a newcomer of the mempool why it is refused, by the code of the refusal', async () => {
    const { comet } = await start();
    const expired = notarise(1, { expiresAt: START_MS }).envelope;
    const answer = await comet.ask({ checkTx: { tx: expired } });
    expect(answer.checkTx?.log).toBe('kernel.EXPIRED');
    expect(answer.checkTx?.code).toBeGreaterThan(0);
    const forged = await comet.ask({ checkTx: { tx: notarise(1, { isForged: true }).envelope } });
    expect(forged.checkTx?.log).toBe('kernel.SIGNATURE_WRONG');
    const garbage = await comet.ask({ checkTx: { tx: Uint8Array.of(1, 2, 3) } });
    expect(garbage.checkTx).toMatchObject({ code: 1, log: 'UNREADABLE' });
    expect((await comet.ask({ checkTx: { tx: notarise(1).envelope } })).checkTx?.code).toBe(0);
  });
});

describe('a signature', () => {
  it('is verified once: not again when CometBFT brings back what was submitted here', async () => {
    let taken = 0;
    const onTake = () => {
      taken += 1;
    };
    const { ledger, comet } = await start({ onTake });
    must(await ledger.submit(notarise(1).envelope));
    expect(taken).toBe(0);
    // What comes from another node is taken apart here, and once.
    const { envelope } = notarise(2);
    expect((await comet.ask({ checkTx: { tx: envelope } })).checkTx?.code).toBe(0);
    await comet.decide([envelope]);
    expect(taken).toBe(1);
  });
});

describe('Info and InitChain', () => {
  it('know nothing at first, and tell the hash of the genesis however often they are asked', async () => {
    const { ledger, comet } = await start();
    const { info } = await comet.ask({ info: {} });
    expect(info).toMatchObject({ data: 'madang', lastBlockHeight: 0n });
    const ask = {
      appStateBytes: new TextEncoder().encode(appState(chain)),
      initialHeight: 1n,
    };
    for (let i = 0; i < 2; i++) {
      const { initChain } = await comet.ask({ initChain: ask });
      expect(toHex(initChain?.appHash ?? new Uint8Array())).toBe(toHex(ledger.head().appHash));
      expect(initChain?.validators.map(({ pubKey, power }) => [pubKey.ed25519, power])).toEqual(
        validators.map((key) => [key, 1n]),
      );
    }
  });

  it('refuse the genesis of another ledger in one sentence', async () => {
    const { comet, failures, ledger } = await start();
    const other = { appStateBytes: new TextEncoder().encode('{"ledger":"00"}') };
    await expect(comet.ask({ initChain: other })).rejects.toThrow('ended the connection');
    expect(String(failures[0])).toContain('The genesis of CometBFT is of another ledger');
    // CometBFT would ask again and again: the node ends instead and says why.
    expect(ledger.status().failure?.code).toBe('NODE_GENESIS_DIFFERS');
  });

  it('refuse a beginning that is not right after what the ledger has come to', async () => {
    const { comet, failures, ledger } = await start();
    const later = {
      appStateBytes: new TextEncoder().encode(appState(chain)),
      initialHeight: 5n,
    };
    await expect(comet.ask({ initChain: later })).rejects.toThrow('ended the connection');
    expect(String(failures[0])).toContain('CometBFT decides from height 5 on');
    expect(ledger.status().failure?.code).toBe('NODE_GENESIS_DIFFERS');
  });

  it('tell the last durable block after a restart, also one without transactions', async () => {
    const first = await start();
    must(await first.ledger.submit(notarise(1).envelope));
    const { appHash } = first.ledger.head();
    await first.comet.decide([]);
    expect(toHex(first.ledger.head().appHash)).toBe(toHex(appHash));
    const second = await first.again();
    const { info } = await second.comet.ask({ info: {} });
    expect(info?.lastBlockHeight).toBe(2n);
    expect(toHex(info?.lastBlockAppHash ?? new Uint8Array())).toBe(toHex(appHash));
    const { outcome } = must(await second.ledger.submit(notarise(2).envelope));
    expect(outcome.height).toBe(3);
  });
});

describe('FinalizeBlock and Commit', () => {
  it('leave nothing behind until the commit, and do the same again after a crash', async () => {
    const first = await start();
    must(await first.ledger.submit(notarise(1).envelope));
    const before = first.ledger.head();
    const decided = [notarise(2).envelope, notarise(3).envelope];
    const time = { seconds: BigInt(START_MS / 1_000 + 1), nanos: 0 };
    const block = { finalizeBlock: { txs: decided, height: 2n, time } };
    const once = (await first.comet.ask(block)).finalizeBlock?.appHash ?? new Uint8Array();
    expect(first.ledger.head()).toEqual(before);
    expect(first.ledger.indexOf(notarise(2).bodyHash)).toBeUndefined();
    // It was decided, and the process ends before it is committed.
    first.comet.blocks.push({ height: 2, timeMs: START_MS + 1_000, txs: decided, appHash: once });
    const second = await first.again();
    expect(second.ledger.head().height).toBe(2);
    expect(toHex(second.ledger.head().appHash)).toBe(toHex(once));
    expect(second.ledger.indexOf(notarise(3).bodyHash)).toBeGreaterThan(0);
  });

  it('stop the ledger with the reason where a decided block cannot be executed', async () => {
    const { comet, ledger } = await start();
    const time = { seconds: BigInt(START_MS / 1_000 + 1), nanos: 0 };
    const block = { finalizeBlock: { txs: [Uint8Array.of(1)], height: 1n, time } };
    await expect(comet.ask(block)).rejects.toThrow('ended the connection');
    expect(ledger.status().failure).toMatchObject({
      code: 'NODE_STOPPED',
      message: expect.stringContaining('A decided block has a transaction that is none'),
    });
    expect(await ledger.submit(notarise(1).envelope)).toMatchObject({
      error: { kind: 'failed', error: { code: 'NODE_STOPPED' } },
    });
  });

  it('tell what a block proves of a validator, and go on', async () => {
    const { comet, ledger, misbehaviour } = await start();
    const time = { seconds: BigInt(START_MS / 1_000), nanos: 7_000_000 };
    const address = new Uint8Array(20).fill(0xab);
    const validator = { address, power: 1n };
    const seen = { type: MisbehaviorType.DUPLICATE_VOTE, validator, height: 3n, time };
    const misbehavior = [{ ...seen, totalVotingPower: 4n }];
    await comet.ask({ finalizeBlock: { txs: [], height: 1n, time, misbehavior } });
    await comet.ask({ commit: {} });
    expect(misbehaviour).toEqual([
      { kind: 'double-vote', address: 'ab'.repeat(20), height: 3, timeMs: START_MS + 7 },
    ]);
    expect(ledger.status().failure).toBeUndefined();
  });

  it('end the connection where there is nothing to commit', async () => {
    const { comet, failures } = await start();
    await expect(comet.ask({ commit: {} })).rejects.toThrow('ended the connection');
    expect(String(failures[0])).toContain('There is no block to commit');
  });

  it('give the code of each outcome', async () => {
    const { comet } = await start();
    const unknown = revocation(new Uint8Array(32).fill(5)).envelope;
    const time = { seconds: BigInt(START_MS / 1_000 + 1), nanos: 0 };
    const txs = [unknown, notarise(1).envelope];
    const { finalizeBlock } = await comet.ask({ finalizeBlock: { txs, height: 1n, time } });
    const codes = finalizeBlock?.txResults.map(({ code }) => code) ?? [];
    expect(codes).toHaveLength(2);
    expect(codes[0]).toBeGreaterThan(0);
    expect(codes[1]).toBe(0);
  });
});

describe('PrepareProposal', () => {
  it('leaves out what has no place, and puts withdrawals first', async () => {
    const { comet } = await start();
    const good = notarise(1).envelope;
    const first = revocation(new Uint8Array(32).fill(5)).envelope;
    const txs = [
      good,
      notarise(2, { isForged: true }).envelope,
      notarise(3, { expiresAt: START_MS + 500 }).envelope,
      Uint8Array.of(9, 9),
      good,
      first,
    ];
    const time = { seconds: BigInt(START_MS / 1_000 + 1), nanos: 0 };
    const request = { txs, maxTxBytes: 1_000_000n, height: 1n, time };
    const { prepareProposal } = await comet.ask({ prepareProposal: request });
    expect(prepareProposal?.txs.map(toHex)).toEqual([first, good].map(toHex));
    expect(await judge(comet, prepareProposal?.txs ?? [])).toBe(ACCEPT);
  });

  it('stays below the bytes and the cost that a block may have', async () => {
    const { comet } = await start();
    const txs = Array.from({ length: 150 }, (_, n) => notarise(n).envelope);
    const time = { seconds: BigInt(START_MS / 1_000 + 1), nanos: 0 };
    const propose = async (maxTxBytes: bigint) =>
      (await comet.ask({ prepareProposal: { txs, maxTxBytes, height: 1n, time } })).prepareProposal
        ?.txs ?? [];
    const sizeOf = (some: readonly Uint8Array[]) => some.reduce((sum, tx) => sum + tx.length, 0);
    const small = await propose(10_000n);
    expect(small.length).toBeGreaterThan(0);
    expect(sizeOf(small)).toBeLessThanOrEqual(10_000);
    expect(await propose(100_000_000n)).toHaveLength(100);
  });
});

describe('ProcessProposal', () => {
  it('rejects what no correct proposer makes', async () => {
    const { comet, ledger } = await start();
    must(await ledger.submit(notarise(1).envelope));
    const good = notarise(2).envelope;
    expect(await judge(comet, [good])).toBe(ACCEPT);
    expect(await judge(comet, [])).toBe(ACCEPT);
    const bad: Readonly<Record<string, readonly Uint8Array[]>> = {
      replayed: [notarise(1).envelope],
      twice: [good, good],
      forged: [notarise(3, { isForged: true }).envelope],
      expired: [notarise(3, { expiresAt: START_MS + 900 }).envelope],
      'of another ledger': [notarise(3, { chain: new Uint8Array(32) }).envelope],
      'no transaction': [Uint8Array.of(1)],
      'not in order': [good, revocation(new Uint8Array(32).fill(5)).envelope],
      'too costly': Array.from({ length: 101 }, (_, n) => notarise(10 + n).envelope),
    };
    for (const [what, txs] of Object.entries(bad)) {
      expect(await judge(comet, txs), what).toBe(REJECT);
    }
  });
});

describe('what a sender is told', () => {
  it('is that the time is over, once no block can hold the transaction any more', async () => {
    const clock = standingClock();
    const { ledger, comet } = await start({ clock });
    await comet.stop();
    const waiting = ledger.submit(notarise(1, { expiresAt: START_MS + 5_000 }).envelope);
    await new Promise((resolve) => setImmediate(resolve));
    clock.advance(25_000);
    const answer = await waiting;
    expect(answer.ok).toBe(false);
    if (answer.ok || answer.error.kind !== 'failed') throw new Error('It failed otherwise.');
    expect(answer.error.error.message).toContain('Send the same one again');
  });

  it('is what became of it, also where CometBFT died and forgot that it waits', async () => {
    const { ledger, comet, otherComet } = await start({ holdsBack: true });
    const answer = ledger.submit(notarise(1).envelope);
    await expect.poll(() => comet.waiting()).toBe(1);
    await otherComet();
    expect(must(await answer).outcome.code).toBe(0);
  });

  it('is the refusal, where a later block came to it first', async () => {
    const clock = standingClock();
    const { ledger, comet } = await start({ clock });
    const own = notarise(1, { expiresAt: START_MS + 5_000 }).envelope;
    const answers = await Promise.all([ledger.submit(own), ledger.submit(own)]);
    expect(answers.map((answer) => answer.ok)).toEqual([true, true]);
    clock.advance(10_000);
    await comet.decide([]);
    const late = await ledger.submit(notarise(2, { expiresAt: START_MS + 5_000 }).envelope);
    expect(late.ok ? 'done' : late.error).toMatchObject({ refusal: { name: 'kernel.EXPIRED' } });
  });
});

describe('everything else that CometBFT asks', () => {
  it('is answered as one who offers no snapshots and extends no votes', async () => {
    const { comet } = await start();
    expect((await comet.ask({ echo: { message: 'hi' } })).echo?.message).toBe('hi');
    expect((await comet.ask({ query: { path: '/p2p/filter/id/aa' } })).query?.code).toBe(0);
    expect((await comet.ask({ query: { path: '/document' } })).query?.code).toBe(1);
    expect((await comet.ask({ listSnapshots: {} })).listSnapshots?.snapshots).toEqual([]);
    const offered = await comet.ask({ offerSnapshot: {} });
    expect(offered.offerSnapshot?.result).toBe(ResponseOfferSnapshot_Result.REJECT);
    expect((await comet.ask({ extendVote: {} })).extendVote?.voteExtension).toHaveLength(0);
    const extended = { verifyVoteExtension: { voteExtension: Uint8Array.of(1) } };
    expect((await comet.ask(extended)).verifyVoteExtension?.status).toBe(2);
    expect((await comet.ask({ verifyVoteExtension: {} })).verifyVoteExtension?.status).toBe(1);
  });

  it('ends the connection that sends what is no message, and no other', async () => {
    const { comet, failures, folder } = await start();
    const socket = connect(path.join(folder, 'application.sock'));
    const ended = new Promise((resolve) => socket.on('close', resolve));
    socket.write(new Uint8Array(8).fill(255));
    await ended;
    expect(String(failures[0])).toContain('longer than any may be');
    expect((await comet.ask({ info: {} })).info?.data).toBe('madang');
  });
});
