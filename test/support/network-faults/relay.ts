import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Socket } from 'node:net';
import type { Random } from '@madang/testkit';

/** How a slow and lossy link treats what goes over it, each way. */
export interface Weather {
  readonly delayMs: number;
  /** Of a hundred segments so many are lost. */
  readonly lossPercent: number;
}

/**
 * One directed link of a network on one machine: whoever dials its port comes to the target's. It
 * stands in for a network between machines, as far as TCP lets anybody see it: a delay each way; a
 * lost segment, which is a stream that stands still until it is sent again; a cable that is pulled
 * (nothing comes, nobody is told) and a way that is refused.
 */
export interface Link {
  readonly port: number;
  /** What is under way is held, and nothing new comes through. */
  readonly hold: () => void;
  /** All connections end, and new ones do at once. */
  readonly refuse: () => void;
  readonly mend: () => void;
  readonly slow: (weather: Weather | undefined) => void;
  readonly close: () => Promise<void>;
}

/** What TCP sends at once on most links. */
const SEGMENT_BYTES = 1_448;
/** Least time after which Linux sends a lost segment again, beside the way there and back; ms. */
const RESEND_MS = 200;
/** Most bytes under way on a slow link, each way. */
const WINDOW_BYTES = 4 * 1024 * 1024;

interface LinkState {
  readonly pairs: Set<Pair>;
  readonly random: Random;
  weather: Weather | undefined;
  mode: 'open' | 'held' | 'refused';
}

interface Pair {
  readonly outer: Socket;
  readonly inner: Socket;
}

/** Opens a link to a port of this machine. */
export async function openLink(targetPort: number, random: Random): Promise<Link> {
  const state: LinkState = { pairs: new Set(), random, weather: undefined, mode: 'open' };
  const server = createServer((outer) => {
    if (state.mode === 'refused') outer.destroy();
    else join(state, outer, targetPort);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const endAll = (): void => {
    for (const { outer } of state.pairs) outer.destroy();
  };
  return {
    port: portOf(server.address()),
    hold: () => {
      state.mode = 'held';
      for (const { outer, inner } of state.pairs) for (const one of [outer, inner]) one.pause();
    },
    refuse: () => {
      state.mode = 'refused';
      endAll();
    },
    mend: () => {
      state.mode = 'open';
      for (const { outer, inner } of state.pairs) for (const one of [outer, inner]) one.resume();
    },
    slow: (weather) => {
      state.weather = weather;
    },
    close: async () => {
      endAll();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

function portOf(address: AddressInfo | string | null): number {
  if (address === null || typeof address === 'string') throw new Error('A link has a port.');
  return address.port;
}

function join(state: LinkState, outer: Socket, targetPort: number): void {
  const inner = connect(targetPort, '127.0.0.1');
  const pair = { outer, inner };
  state.pairs.add(pair);
  for (const socket of [outer, inner]) {
    socket.setNoDelay(true);
    socket.on('error', () => undefined);
    socket.on('close', () => {
      state.pairs.delete(pair);
      outer.destroy();
      inner.destroy();
    });
  }
  carry(state, outer, inner);
  carry(state, inner, outer);
}

/** Carries one way: in order, each piece when its time has come. */
function carry(state: LinkState, from: Socket, to: Socket): void {
  let dueAt = 0;
  let underWay = 0;
  const later = (act: () => void, extraMs: number): void => {
    const now = performance.now();
    dueAt = Math.max(dueAt, now + extraMs);
    if (dueAt <= now) act();
    else setTimeout(act, dueAt - now);
  };
  from.on('data', (chunk: Buffer) => {
    underWay += chunk.length;
    if (underWay > WINDOW_BYTES) from.pause();
    later(
      () => {
        underWay -= chunk.length;
        if (!to.destroyed) to.write(chunk);
        if (state.mode !== 'held' && underWay <= WINDOW_BYTES) from.resume();
      },
      wayMs(state, chunk.length),
    );
  });
  from.on('end', () => later(() => to.end(), wayMs(state, 0)));
  if (state.mode === 'held') from.pause();
}

function wayMs({ weather, random }: LinkState, sizeBytes: number): number {
  if (weather === undefined) return 0;
  const { delayMs, lossPercent } = weather;
  const segments = Math.ceil(sizeBytes / SEGMENT_BYTES);
  const isLost = Array.from({ length: segments }, () => random.chance(lossPercent)).some(Boolean);
  return delayMs + (isLost ? 2 * delayMs + RESEND_MS : 0);
}
