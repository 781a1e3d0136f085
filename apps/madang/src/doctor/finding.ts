import type { Words } from '../terminal.ts';

/** One thing that was looked at. */
export interface Finding {
  readonly isRight: boolean;
  readonly words: Words;
}

/** What is as it should be. */
export function right(en: string, ko: string): Finding {
  return { isRight: true, words: { en, ko } };
}

/** What is not as it should be, and what to do. */
export function wrong(en: string, ko: string): Finding {
  return { isRight: false, words: { en, ko } };
}
