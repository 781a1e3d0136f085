import { effort } from '@madang/testkit';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { checkFlips, flipProblems, smallReceipt } from './support/flips.ts';
import { openVerifiers, type VerifierInput } from './support/verifiers.ts';

let verifiers: Awaited<ReturnType<typeof openVerifiers>>;
let input: VerifierInput;

beforeAll(async () => {
  verifiers = await openVerifiers();
  input = await smallReceipt();
});
afterAll(async () => {
  await verifiers.close();
});

describe('a small receipt with one byte changed', () => {
  it('is checked by each verifier as long as no byte is changed', async () => {
    for (const { name, check } of verifiers.programs) {
      expect((await check(input)).verdict, name).toBe('checked');
    }
    expect(input.receipt.length).toBeLessThan(2_500);
  });

  it('is never checked by any of the three, whichever byte it is, and each names a part', {
    timeout: 180_000,
  }, async () => {
    const step = effort(3, 1);
    const found = await checkFlips(input, verifiers.programs, { xor: 0x01, step });
    expect(found).toHaveLength(3 * Math.ceil(input.receipt.length / step));
    expect(flipProblems(found)).toEqual([]);
  });

  it('is never checked either when the first bit of the byte is changed', {
    timeout: 60_000,
  }, async () => {
    const [protocol, ...others] = verifiers.programs;
    const whole = protocol ?? expect.fail('there are three verifiers');
    // All of them at every byte is for the soak test.
    const everywhere = await checkFlips(input, [whole], { xor: 0x80 });
    const here = await checkFlips(input, others, { xor: 0x80, first: 5, step: 16 });
    expect(flipProblems([...everywhere, ...here])).toEqual([]);
  });

  it('would be found out: a verifier that lets one byte pass, or names no part, is reported', () => {
    const parts = [['format', 'passed']] as const;
    const at = { at: 7, program: 'protocol' } as const;
    expect(flipProblems([{ ...at, said: { verdict: 'checked', parts } }])).toHaveLength(1);
    expect(flipProblems([{ ...at, said: { verdict: 'mismatch', parts } }])).toHaveLength(1);
  });
});
