// Many elements at equal distances, as fast as it goes. An element of the group is four points:
// (x, y), (-x, -y), (iy, ix) and (-iy, -ix) with i the root of -1 (RFC 9496, section 4). So (xy)^2
// is the same for all four; and, as a function of degree 8 on the curve, the same for no others but
// their negatives. It takes no root, and the inversions of many take one (Montgomery's trick).
import { invert, toBytes } from './field';
import { addPoints } from './point';
import { multiply, square } from './product';
import { ONE } from './root';

/** Steps at once, at most. */
export const STEPS_MAX: usize = 256;
const zs = memory.data(10240, 8);
const ts = memory.data(10240, 8);
/** What all Z up to here, multiplied, are. */
const products = memory.data(10240, 8);
const rest = memory.data(40, 8);
const mark = memory.data(40, 8);

/** (xy)^2 of p, p + q, p + 2q and so on, 32 bytes each; p ends where the next one is. */
export function markSteps(marks: usize, p: usize, q: usize, count: usize): void {
  memory.copy(rest, ONE, 40);
  for (let i: usize = 0; i < count; i++) {
    memory.copy(zs + i * 40, p + 80, 40);
    memory.copy(ts + i * 40, p + 120, 40);
    memory.copy(products + i * 40, rest, 40);
    multiply(rest, rest, p + 80);
    addPoints(p, p, q);
  }
  invert(rest, rest);
  for (let i = <i32>count - 1; i >= 0; i--) {
    const at = <usize>i * 40;
    multiply(mark, rest, products + at);
    multiply(mark, mark, ts + at);
    square(mark, mark);
    toBytes(marks + ((<usize>i) << 5), mark);
    multiply(rest, rest, zs + at);
  }
}
