/**
 * A random order of the numbers below `count` (Fisher and Yates). `below` gives an integer from 0
 * up to its argument, each as often as any other.
 */
export function permutation(count: number, below: (end: number) => number): readonly number[] {
  const numbers = Array.from({ length: count }, (_, number) => number);
  for (let last = count - 1; last > 0; last -= 1) {
    const other = below(last + 1);
    const held = numbers[last] ?? 0;
    numbers[last] = numbers[other] ?? 0;
    numbers[other] = held;
  }
  return numbers;
}
