import { createServer } from 'node:net';

// Ports of servers lie below those that the system gives to outgoing connections (on Linux from
// 32,768 on): a server that is down for a while finds its port free again.

/** Above the last port that browsers and `fetch` refuse (Fetch standard, "bad port"). */
const FIRST = 11_000;
const FIRST_OF_RANGES = 20_000;
const END = 32_000;
/** So much higher than the port of its API is the one on which a node finds the others. */
export const P2P_AFTER = 100;

let next = FIRST + (process.pid % 900) * 10;

/** A port of loopback that is free and that this process has not asked for before. */
export async function freePort(): Promise<number> {
  for (let tried = FIRST; tried < FIRST_OF_RANGES; tried++) {
    const port = next;
    next = port + 1 < FIRST_OF_RANGES ? port + 1 : FIRST;
    if (await isFree(port)) return port;
  }
  throw new Error('There is no free port.');
}

/** A port from which on there are enough free ones, also those on which nodes find each other. */
export async function freeRange(count: number): Promise<number> {
  for (let first = FIRST_OF_RANGES + 10 * (process.pid % 1_000); first < END; first += 10) {
    const wanted = Array.from({ length: count }, (_, n) => [first + n, first + P2P_AFTER + n]);
    const free = await Promise.all(wanted.flat().map(isFree));
    if (free.every(Boolean)) return first;
  }
  throw new Error('There are not enough free ports.');
}

function isFree(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', () => resolve(false));
    server.listen(port, '127.0.0.1', () => server.close(() => resolve(true)));
  });
}
