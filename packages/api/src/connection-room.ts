import type { Server } from 'node:http';

/** More than these cost memory for nothing: whoever comes then takes the place of who is idle. */
const CONNECTIONS_MAX = 16_384;
/** Where the system does not say how many files a process may have open. */
const CONNECTIONS_USUAL = 4_096;
/** The share of all files that connections may be; the rest is the ledger's. */
const SHARE = 0.75;
/** Idle connections are closed when this share of all is taken. */
const CROWDED = 0.9;
/** How often at most all connections are looked through, ms. */
const LOOK_AGAIN_MS = 250;

/** How many connections a server may have, by how many files its process may have open. */
export function connectionsMax(openFiles: number | undefined): number {
  if (openFiles === undefined || !Number.isFinite(openFiles)) return CONNECTIONS_USUAL;
  return Math.max(1, Math.min(CONNECTIONS_MAX, Math.floor(openFiles * SHARE)));
}

/** How many files this process may have open; nothing where the system does not say. */
export function openFilesMax(): number | undefined {
  const { userLimits } = process.report.getReport() as {
    readonly userLimits?: { readonly open_files?: { readonly soft: number | string } };
  };
  const soft = userLimits?.open_files?.soft;
  return soft === undefined ? undefined : Number(soft);
}

/**
 * Holds a server to so many connections. Browsers keep theirs for a minute after a page has come:
 * before there is no place left, those that nothing is asked over are closed.
 */
export function keepRoom(server: Server, max: number): void {
  let open = 0;
  let lookedAt = Number.NEGATIVE_INFINITY;
  server.on('connection', (socket) => {
    open += 1;
    socket.once('close', () => {
      open -= 1;
    });
    if (open > max) {
      socket.destroy();
      return;
    }
    const now = performance.now();
    if (open < max * CROWDED || now - lookedAt < LOOK_AGAIN_MS) return;
    lookedAt = now;
    server.closeIdleConnections();
  });
}
