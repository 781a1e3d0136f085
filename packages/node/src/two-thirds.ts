/** The least whole number that is more than two thirds of a total: so many decide. */
export function overTwoThirds(total: number): number {
  return Math.floor((2 * total) / 3) + 1;
}
