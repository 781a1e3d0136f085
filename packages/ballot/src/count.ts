import { assert, equalBytes } from '@madang/base';
import {
  addElements,
  combine,
  GENERATOR,
  IDENTITY,
  isElement,
  MARK_BYTES,
  marksOfSteps,
  negateElement,
  scalarOf,
} from '@madang/ristretto';
import { generatorBase } from './generator.ts';

// An opened sum is M = mG: the count m is a small logarithm, found by baby-step giant-step (Shanks
// 1971). Marks do not tell an element from its negative: so a giant step looks both ways.

/** The largest count that is looked for. */
export const MAX_COUNT = 2 ** 36;

/** Giant steps looked at in one go. */
const AT_ONCE = 1_024;

/** Baby steps: the mark of jG leads to j, for j from 0 to `reach`. */
interface BabySteps {
  readonly reach: number;
  readonly marks: ReadonlyMap<number, number>;
}

/** The longest that were asked for: longer ones serve as well. */
let longest: BabySteps | undefined;

/** Whether an opened sum is this count: M = mG. False for a number that is none. */
export function isCount(opened: Uint8Array, count: number): boolean {
  return Number.isSafeInteger(count) && count >= 0 && equalBytes(multipleOf(count), opened);
}

function multipleOf(count: number): Uint8Array {
  return combine([scalarOf(count), generatorBase()]);
}

/**
 * The count of an opened sum, from 0 to `max`, which is 2^36 at most; nothing if it is none of
 * these. It takes about sqrt(2 max) steps.
 */
export function countIn(opened: Uint8Array, max: number): number | undefined {
  assert(Number.isInteger(max) && max >= 0 && max <= MAX_COUNT, 'a count that can be looked for');
  if (!isElement(opened)) return undefined;
  const { reach, marks } = babySteps(Math.ceil(Math.sqrt(max / 2)));
  const width = 2 * reach + 1;
  const steps = Math.ceil((max + 1) / width);
  const step = negateElement(multipleOf(width));
  for (let done = 0; done < steps; done += AT_ONCE) {
    const centre = done * width + reach;
    const first = addElements(opened, negateElement(multipleOf(centre)));
    const some = marksOfSteps(first, step, Math.min(AT_ONCE, steps - done));
    for (const [at, mark] of shortened(some).entries()) {
      const off = marks.get(mark);
      const middle = centre + at * width;
      const found =
        off === undefined ? undefined : countAmong(opened, [middle - off, middle + off]);
      if (found !== undefined && found <= max) return found;
    }
  }
  return undefined;
}

function countAmong(opened: Uint8Array, counts: readonly number[]): number | undefined {
  return counts.find((count) => isCount(opened, count));
}

function babySteps(reach: number): BabySteps {
  if (longest !== undefined && longest.reach >= reach) return longest;
  const marks = new Map<number, number>();
  const all = marksOfSteps(IDENTITY, GENERATOR, reach + 1);
  for (const [j, mark] of shortened(all).entries()) marks.set(mark, j);
  assert(marks.size === reach + 1, 'marks of small multiples differ in their first 52 bits');
  longest = { reach, marks };
  return longest;
}

/** The first 52 bits of marks: as many as a number holds. What they find is looked at again. */
function shortened(marks: Uint8Array): readonly number[] {
  const view = new DataView(marks.buffer, marks.byteOffset, marks.byteLength);
  return Array.from({ length: marks.length / MARK_BYTES }, (_, n) => {
    const at = n * MARK_BYTES;
    return view.getUint32(at) * 2 ** 20 + (view.getUint32(at + 4) >>> 12);
  });
}
