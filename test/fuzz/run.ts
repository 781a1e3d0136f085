import { toHex } from '@madang/base';
import { damaged } from '@madang/testkit';
import fc from 'fast-check';
import type { Decoder } from './decoders.ts';

/** How long to look. */
export interface FuzzPlan {
  readonly seed: number;
  readonly runs: number;
}

/** An input that a decoder took wrongly, made as short as could be. */
export interface FuzzFinding {
  readonly decoder: string;
  readonly problem: string;
  /** Hexadecimal: a line for the kept corpus. */
  readonly input: string;
}

/**
 * Gives a decoder damaged good inputs and plain noise; the first input that it takes wrongly, if
 * any.
 */
export async function fuzz(decoder: Decoder, plan: FuzzPlan): Promise<FuzzFinding | undefined> {
  const damagedSeed = fc.oneof(...decoder.seeds.map((seed) => damaged(seed)));
  const noise = fc.uint8Array({ maxLength: 48 }).chain((bytes) => damaged(bytes));
  const inputs = fc.oneof({ weight: 4, arbitrary: damagedSeed }, { weight: 1, arbitrary: noise });
  const details = await fc.check(
    fc.asyncProperty(inputs, async (bytes) => (await problemOf(decoder, bytes)) === undefined),
    { seed: plan.seed, numRuns: plan.runs },
  );
  const [bytes] = details.counterexample ?? [];
  return bytes === undefined ? undefined : findingOf(decoder, bytes);
}

/**
 * Gives a decoder inputs that were kept because something was once wrong with them, or could be.
 */
export async function replay(
  decoder: Decoder,
  inputs: readonly Uint8Array[],
): Promise<readonly FuzzFinding[]> {
  const found: FuzzFinding[] = [];
  for (const bytes of [...decoder.seeds, ...inputs]) {
    if ((await problemOf(decoder, bytes)) !== undefined)
      found.push(await findingOf(decoder, bytes));
  }
  return found;
}

async function findingOf(decoder: Decoder, bytes: Uint8Array): Promise<FuzzFinding> {
  const problem = (await problemOf(decoder, bytes)) ?? 'nothing, the second time';
  return { decoder: decoder.name, problem, input: toHex(bytes) };
}

async function problemOf(decoder: Decoder, bytes: Uint8Array): Promise<string | undefined> {
  try {
    return await decoder.problem(bytes);
  } catch (thrown) {
    return `throws ${thrown instanceof Error ? `${thrown.name}: ${thrown.message}` : String(thrown)}`;
  }
}
