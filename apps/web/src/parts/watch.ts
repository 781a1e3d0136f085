/** What is asked again and again. */
type Watch<T> = {
  /** Between an answer and the next question, ms. */
  everyMs: number;
  ask: () => Promise<T>;
  take: (answer: T) => void;
  /** Whether an answer is the last one that is wanted; without it none is. */
  isLast?: (answer: T) => boolean;
};

/**
 * Asks at once, and again after each answer, while the page is seen: one question at a time, until
 * an answer was the last. Gives what ends it before, as an effect does: an answer that comes then
 * is dropped.
 */
export function watch<T>({ everyMs, ask, take, isLast }: Watch<T>): () => void {
  let timer: ReturnType<typeof setTimeout> | undefined;
  let isEnded = false;
  const turn = async (): Promise<void> => {
    if (!document.hidden) {
      const answer = await ask();
      if (isEnded) return;
      take(answer);
      if (isLast?.(answer) === true) return;
    }
    timer = setTimeout(() => void turn(), everyMs);
  };
  void turn();
  return () => {
    isEnded = true;
    clearTimeout(timer);
  };
}
