import { toHex } from '@madang/base';
import { verifySignatureSync } from '@madang/crypto';
import { decodePromise, promiseMessage } from '@madang/protocol';
import fc from 'fast-check';
import { describe, expect, it, onTestFinished } from 'vitest';
import { packJobs, packVerdicts, unpackJobs, unpackVerdicts } from '../src/verify-batch.ts';
import { jobOf, runJobs, type VerifyJob, validIn } from '../src/verify-jobs.ts';
import { startVerifyPool } from '../src/verify-pool.ts';
import { chain, machine, nodeKey, notarise, params, START_MS } from './demo.ts';
import { must } from './temporary.ts';

const setup = { chain, nodeKey };

function job(n: number, isForged = false): VerifyJob {
  const screened = must(machine.screen(notarise(n, { isForged }).envelope, chain, params));
  const made = jobOf(screened, { receivedAt: START_MS, logBy: START_MS + 60_000 });
  if (made === undefined) throw new Error('a regular transaction has a job');
  return made;
}

describe('verify pool', () => {
  it.each([0, 1, 2])(
    'gives the same verdicts with %i workers, in the order asked',
    async (workers) => {
      const pool = startVerifyPool(setup, workers);
      onTestFinished(() => pool.close());
      const jobs = Array.from({ length: 40 }, (_, n) => job(n, n % 3 === 0));
      const verdicts = await Promise.all(jobs.map((one) => pool.verify(one)));
      for (const [n, verdict] of verdicts.entries()) {
        expect(verdict === undefined).toBe(n % 3 === 0);
        if (verdict === undefined) continue;
        const { signed, statement } = must(decodePromise(verdict));
        expect(toHex(statement.body)).toBe(toHex(jobs[n]?.bodyHash ?? new Uint8Array()));
        const message = promiseMessage(chain, signed.promise);
        expect(verifySignatureSync('ed25519', nodeKey.publicKey, message, signed.signature)).toBe(
          true,
        );
      }
    },
  );

  it('answers what it was asked before it was closed', async () => {
    const pool = startVerifyPool(setup, 1);
    const asked = Promise.all(Array.from({ length: 10 }, (_, n) => pool.verify(job(n))));
    await pool.close();
    expect((await asked).every((verdict) => verdict !== undefined)).toBe(true);
  });

  it('goes on in this thread when its worker dies', async () => {
    // A set-up that a worker refuses at its start.
    const broken = startVerifyPool({ ...setup, chain: 'no bytes' as never }, 1);
    onTestFinished(() => broken.close());
    await expect.poll(() => broken.workers(), { timeout: 20_000 }).toBe(0);
    await expect(broken.verify(job(1))).resolves.toBeUndefined();
  });
});

describe('jobs of the verify pool', () => {
  const hashBytes = fc.uint8Array({ minLength: 32, maxLength: 32 });
  const anyBytes = fc.uint8Array({ maxLength: 40 });
  const anyProof = fc.record({
    bodyHash: hashBytes,
    promise: fc.constant(undefined),
    signatures: fc.constant([]),
    proof: fc.record({
      system: fc.constantFrom('ballot', 'another'),
      common: anyBytes,
      own: anyBytes,
      proof: anyBytes,
    }),
  });
  const signedJob = fc.record({
    bodyHash: hashBytes,
    promise: fc.option(fc.record({ receivedAt: fc.maxSafeNat(), logBy: fc.maxSafeNat() }), {
      nil: undefined,
    }),
    signatures: fc.array(
      fc.record({ key: hashBytes, signature: fc.uint8Array({ minLength: 64, maxLength: 64 }) }),
      { maxLength: 16 },
    ),
  });
  const anyJob = fc.oneof(signedJob, anyProof);

  it('and their verdicts come out of a batch as they went in', () => {
    fc.assert(
      fc.property(fc.array(anyJob, { maxLength: 5 }), (jobs) => {
        expect(unpackJobs(packJobs(jobs))).toEqual(jobs);
      }),
      { seed: 5, numRuns: 50 },
    );
    const verdicts = [
      undefined,
      new Uint8Array(300).fill(7),
      new Uint8Array(),
      undefined,
      Uint8Array.of(1),
    ];
    expect(unpackVerdicts(packVerdicts(verdicts))).toEqual(verdicts);
  });

  it('are refused by one wrong signature among several', () => {
    const [right, forged] = [job(1), job(1, true)];
    const both = { ...right, signatures: [...right.signatures, ...forged.signatures] };
    expect(validIn(chain, [right, both, right])).toEqual([true, false, true]);
  });

  it('give no promise where none is wanted, and no less a verdict', () => {
    const asked = [job(1), job(1, true)].map((one) => ({ ...one, promise: undefined }));
    expect(runJobs(setup, asked)).toEqual([new Uint8Array(), undefined]);
  });

  it('do not exist for signatures of 63 and 65 bytes', () => {
    const screened = must(machine.screen(notarise(1).envelope, chain, params));
    const { auth } = screened.envelope;
    if (auth.kind !== 'account') throw new Error('signed by an account');
    for (const sizeBytes of [63, 65]) {
      const signatures = auth.signatures.map((one) => ({
        ...one,
        signature: new Uint8Array(sizeBytes),
      }));
      const envelope = { ...screened.envelope, auth: { ...auth, signatures } };
      expect(jobOf({ ...screened, envelope }, { receivedAt: 0, logBy: 0 })).toBeUndefined();
    }
  });
});
