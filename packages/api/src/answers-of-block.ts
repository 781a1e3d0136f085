import { ok, type Result } from '@madang/base';
import type { Refusal } from '@madang/kernel';
import { bytesOfReply } from './reply.ts';
import type { Reply } from './route.ts';

type Answer = Promise<Result<Reply, Refusal>>;

/**
 * Answers that hold until the next block: each is made once, however many ask meanwhile. Whoever
 * asks after a block is durable gets what is made after it.
 */
export interface AnswersOfBlock {
  /** The answer under a key, or the one that is made now. Refusals are not kept. */
  readonly take: (key: string, make: () => Answer) => Answer;
}

/** Cosignatures and their times come in without a block, ms. */
const KEPT_MS = 1_000;
const MAX_KEPT = 1_000;
const MAX_KEPT_BYTES = 65_536;

interface Kept {
  readonly madeAt: number;
  readonly answer: Answer;
}

/** `size` gives the number of durable entries of the log, `now` ms. */
export function createAnswersOfBlock(size: () => number, now: () => number): AnswersOfBlock {
  const kept = new Map<string, Kept>();
  let sizeOfKept = -1;
  const keep = (key: string, made: Kept): void => {
    if (kept.size >= MAX_KEPT) kept.clear();
    kept.set(key, made);
    const forget = (): void => {
      if (kept.get(key) === made) kept.delete(key);
    };
    made.answer.then((answer) => {
      if (!answer.ok || bytesOfReply(answer.value).length > MAX_KEPT_BYTES) forget();
    }, forget);
  };
  return {
    take: (key, make) => {
      const sizeNow = size();
      if (sizeNow !== sizeOfKept) kept.clear();
      sizeOfKept = sizeNow;
      const nowMs = now();
      const known = kept.get(key);
      if (known !== undefined && Math.abs(nowMs - known.madeAt) < KEPT_MS) return known.answer;
      const answer = make().then(inBytes);
      keep(key, { madeAt: nowMs, answer });
      return answer;
    },
  };
}

function inBytes(answer: Result<Reply, Refusal>): Result<Reply, Refusal> {
  return answer.ok ? ok({ ...answer.value, bytes: bytesOfReply(answer.value) }) : answer;
}
