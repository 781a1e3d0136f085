/**
 * Runs checks to their end and gives what they come to; `onPart` hears of each part as soon as it
 * is decided.
 */
export async function checkToEnd<P, V>(
  checks: AsyncGenerator<P, V, undefined>,
  onPart?: (part: P) => void,
): Promise<V> {
  let step = await checks.next();
  while (step.done !== true) {
    onPart?.(step.value);
    step = await checks.next();
  }
  return step.value;
}
