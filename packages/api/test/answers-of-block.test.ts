import { expectOk, fail, ok, type Result, utf8 } from '@madang/base';
import type { Refusal } from '@madang/kernel';
import { describe, expect, it } from 'vitest';
import { createAnswersOfBlock } from '../src/answers-of-block.ts';
import type { Reply } from '../src/route.ts';

interface World {
  size: number;
  nowMs: number;
  made: number;
}

function world() {
  const at: World = { size: 7, nowMs: 1_000, made: 0 };
  const kept = createAnswersOfBlock(
    () => at.size,
    () => at.nowMs,
  );
  const make = async (): Promise<Result<Reply, Refusal>> => {
    at.made += 1;
    return ok({ json: { size: at.size } });
  };
  return { at, kept, make };
}

function sizeIn(answer: Result<Reply, Refusal>): number {
  const text = new TextDecoder().decode(expectOk(answer, 'answered').bytes);
  return (JSON.parse(text) as { size: number }).size;
}

describe('answers of a block', () => {
  it('are made once for all who ask at the same time and afterwards', async () => {
    const { at, kept, make } = world();
    const [one, other] = await Promise.all([kept.take('a', make), kept.take('a', make)]);
    expect([one, other].map(sizeIn)).toEqual([7, 7]);
    expect(sizeIn(await kept.take('a', make))).toBe(7);
    expect(at.made).toBe(1);
    expect(sizeIn(await kept.take('b', make))).toBe(7);
    expect(at.made).toBe(2);
  });

  it('are never those of a block before, also where that was still being answered', async () => {
    const { at, kept, make } = world();
    let release: (() => void) | undefined;
    const slow = kept.take('a', async () => {
      const answer = await make();
      await new Promise<void>((resolve) => {
        release = resolve;
      });
      return answer;
    });
    await Promise.resolve();
    at.size = 8;
    expect(sizeIn(await kept.take('a', make))).toBe(8);
    release?.();
    expect(sizeIn(await slow)).toBe(7);
    expect(sizeIn(await kept.take('a', make))).toBe(8);
    expect(at.made).toBe(2);
  });

  it('are made anew after a second, for signatures come in without a block', async () => {
    const { at, kept, make } = world();
    const made = [];
    for (const passedMs of [0, 999, 1]) {
      at.nowMs += passedMs;
      expectOk(await kept.take('a', make), 'answered');
      made.push(at.made);
    }
    expect(made).toEqual([1, 1, 2]);
  });

  it('are no refusals, failures or long answers', async () => {
    const { at, kept } = world();
    const refusal: Refusal = { code: 1, name: 'x.X', context: utf8('') };
    const made: (() => Promise<Result<Reply, Refusal>>)[] = [
      async () => fail(refusal),
      () => Promise.reject(new Error('broken')),
      async () => ok({ bytes: new Uint8Array(65_537) }),
    ];
    for (const make of made) {
      const counted = () => {
        at.made += 1;
        return make();
      };
      at.made = 0;
      await kept.take('a', counted).catch(() => undefined);
      await kept.take('a', counted).catch(() => undefined);
      expect(at.made).toBe(2);
    }
  });

  it('stay few, whatever is asked', async () => {
    const { at, kept, make } = world();
    const others = Array.from({ length: 1_000 }, (_, n) => `other ${String(n)}`);
    for (const key of ['first', ...others, 'first']) {
      expectOk(await kept.take(key, make), 'answered');
    }
    expect(at.made).toBe(1_002);
  });
});
