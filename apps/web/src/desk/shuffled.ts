import { randomBytes } from '@madang/crypto';
import { permutation } from '@madang/services/vote/intake/index.ts';

/** A random number below `end`, each as likely as the others. */
function randomBelow(end: number): number {
  const evenBelow = 2 ** 32 - (2 ** 32 % end);
  for (;;) {
    const bytes = randomBytes(4);
    const number = new DataView(bytes.buffer, bytes.byteOffset).getUint32(0);
    if (number < evenBelow) return number % end;
  }
}

/** The numbers below a count in a random order, each order as likely as the others. */
export function shuffled(count: number): readonly number[] {
  return permutation(count, randomBelow);
}
