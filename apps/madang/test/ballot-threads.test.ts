import {
  encodeBallot,
  encodeElection,
  encryptBallot,
  freshSecret,
  GENERATOR,
  signBallot,
  voterKey,
} from '@madang/ballot';
import { concat, expectPresent } from '@madang/base';
import { randomBytes } from '@madang/crypto';
import type { BallotBatch } from '@madang/services/election/proof/index.ts';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { packBatch, unpackBatch, verifyBatch } from '../src/verify/ballot-batch.ts';
import { type BallotThreads, openBallotThreads } from '../src/verify/ballot-threads.ts';

// Threads load the sources anew, and other tests run beside them.
vi.setConfig({ testTimeout: 120_000 });

const chance = (): Uint8Array => randomBytes(64);

/** A batch of one ballot many times over, in which some have the proof of another. */
function batchOf(count: number, forged: readonly number[] = []): BallotBatch {
  const questions = [{ answers: 2, choice: { blank: false, max: 1, min: 1 } }];
  const [chain, id] = [randomBytes(32), randomBytes(32)];
  const key = voterKey(freshSecret(chance), GENERATOR);
  const election = { chain, election: id, key, voterBase: GENERATOR, questions };
  const [one, other] = [0, 1].map((answer) => {
    const secret = freshSecret(chance);
    const voter = voterKey(secret, GENERATOR);
    const vote = { voter, sequence: 0, chosen: [[answer]] };
    const { ballot, fingerprint, proofs } = encryptBallot(election, vote, chance);
    const bodyHash = randomBytes(32);
    const signed = { fingerprint, bodyHash, voter, voterBase: GENERATOR };
    const proof = concat(signBallot(signed, secret, chance()), proofs);
    return { own: encodeBallot(ballot), bodyHash, proof };
  });
  const cast = expectPresent(one, 'a ballot');
  const wrong = { ...cast, proof: expectPresent(other, 'a ballot').proof };
  const proofs = Array.from({ length: count }, (_, at) => (forged.includes(at) ? wrong : cast));
  return { common: encodeElection(election), proofs };
}

let threads: BallotThreads | undefined;
afterEach(() => threads?.close());

describe('threads that verify ballots', () => {
  it.each([0, 1, 2])('give the verdicts of one thread: %i of them', async (count) => {
    threads = openBallotThreads(count);
    const forged = [[], [0], [3, 149], [200], []];
    const batches = forged.map((some, at) => batchOf(at === 4 ? 5 : 201, some));
    const { verify } = threads;
    const verdicts = await Promise.all(batches.map(async (batch) => verify(batch)));
    expect(verdicts).toEqual(batches.map(verifyBatch));
    const refused = verdicts.map((some) => some.flatMap((verdict, at) => (verdict ? [] : [at])));
    expect(refused).toEqual(forged);
  });

  it('are not needed for a verdict: one that fails leaves its batches to this one', async () => {
    const failing =
      'import { parentPort } from "node:worker_threads"; parentPort.on("message", fail)';
    threads = openBallotThreads(2, new URL(`data:text/javascript,${failing}`));
    const { verify } = threads;
    const batches = [[7], [], [8], []].map((forged) => batchOf(130, forged));
    const verdicts = await Promise.all(batches.map(async (batch) => verify(batch)));
    expect(verdicts).toEqual(batches.map(verifyBatch));
    // None is left, and still everything is verified.
    expect(await verify(batchOf(130, [9]))).toEqual(verdicts[1]?.with(9, false));
  });

  it('are given a batch as one byte string', () => {
    const batch = batchOf(3, [1]);
    expect(unpackBatch(packBatch(batch))).toEqual(batch);
  });
});
