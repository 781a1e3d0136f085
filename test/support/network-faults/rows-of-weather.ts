import type { Fault } from './row.ts';

const WEATHER = { delayMs: 300, lossPercent: 2 } as const;

/** Links that are slow and lose things. */
export const weather: readonly Fault[] = [
  {
    name: 'delay and loss',
    what: '300 ms each way and 2 % of segments lost, on every link (a relay stands in for netem)',
    play: async ({ network, load, institutions }) => {
      network.weather(WEATHER);
      const before = load.count();
      const begunAt = performance.now();
      await load.more(3, institutions);
      const seconds = (performance.now() - begunAt) / 1_000;
      const rate = (load.count() - before) / seconds;
      network.weather(undefined);
      return `recording went on, ${rate.toFixed(1)} a second`;
    },
  },
];
