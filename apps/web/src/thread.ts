/** A thread of its own, in which what takes long is done while the page stays alive. */
export type Thread<Q, A> = {
  /** Fails by throwing where the thread could not answer. */
  ask: (asked: Q) => Promise<A>;
  stop: () => void;
};

/** What goes to a thread, and what comes back: nothing where it failed. */
export type Turn<Q> = { turn: number; asked: Q };
type Answered<A> = { turn: number; answer?: A };
type Waiting<A> = { resolve: (answer: A) => void; reject: (reason: Error) => void };

/** Asks a worker, which answers each turn in its own time. `why`: what a failure is called. */
export function startThread<Q, A>(worker: Worker, why: string): Thread<Q, A> {
  const waiting = new Map<number, Waiting<A>>();
  let turns = 0;
  let isBroken = false;
  worker.addEventListener('message', ({ data }: MessageEvent<Answered<A>>) => {
    const asker = waiting.get(data.turn);
    waiting.delete(data.turn);
    if (data.answer === undefined) asker?.reject(new Error(why));
    else asker?.resolve(data.answer);
  });
  worker.addEventListener('error', () => {
    isBroken = true;
    for (const { reject } of waiting.values()) reject(new Error(why));
    waiting.clear();
  });
  return {
    ask: (asked) =>
      new Promise((resolve, reject) => {
        if (isBroken) return reject(new Error(why));
        turns += 1;
        waiting.set(turns, { resolve, reject });
        worker.postMessage({ turn: turns, asked } satisfies Turn<Q>);
      }),
    stop: () => worker.terminate(),
  };
}
