import { assert } from '@madang/base';
import { load } from './element.ts';
import { type Engine, theEngine } from './engine.ts';

/** Bytes of a mark. */
export const MARK_BYTES = 32;

interface Registers {
  readonly point: number;
  readonly step: number;
  readonly marks: number;
}

let places: Registers | undefined;

function registers({ allocate, exports }: Engine): Registers {
  places ??= {
    point: allocate(exports.pointBytes.value),
    step: allocate(exports.pointBytes.value),
    marks: allocate(exports.stepsMax.value * MARK_BYTES),
  };
  return places;
}

/**
 * The marks of `first`, `first + step` and so on, one behind the other. The mark of an element is
 * 32 bytes that it has in common with its negative and with no other element; to make many takes a
 * small part of the time that their encodings would. For public values.
 */
export function marksOfSteps(first: Uint8Array, step: Uint8Array, count: number): Uint8Array {
  const engine = theEngine();
  const { exports, read } = engine;
  const at = registers(engine);
  assert(load(engine, at.point, first) && load(engine, at.step, step), 'both are elements');
  const marks = new Uint8Array(count * MARK_BYTES);
  for (let done = 0; done < count; done += exports.stepsMax.value) {
    const next = Math.min(exports.stepsMax.value, count - done);
    exports.markSteps(at.marks, at.point, at.step, next);
    marks.set(read(at.marks, next * MARK_BYTES), done * MARK_BYTES);
  }
  return marks;
}
