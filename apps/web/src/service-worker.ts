/// <reference types="vite/client" />

const cacheName = 'madang-1';

/**
 * The parts of a service worker's events that are used here; the DOM types have no worker scope.
 */
type WorkerEvent = Event & { waitUntil: (work: Promise<unknown>) => void };
type FetchedEvent = WorkerEvent & {
  request: Request;
  respondWith: (answer: Promise<Response>) => void;
};

/** For how long a page that came from the server is shown again without asking it, ms. */
const freshMs = 60_000;

/** Says in a kept page when it came, by this device's clock, ms. */
const keptAtHeader = 'madang-kept-at';

/** Texts of built files by their paths, as `offline-files.ts` puts them together. */
type Pack = Readonly<Record<string, string>>;

function typeOf(path: string): string {
  if (path === '/') return 'text/html; charset=utf-8';
  return path.endsWith('.css') ? 'text/css' : 'text/javascript';
}

/** A file of the pack, as the server sends it by itself: under the same policy, and as a type. */
function fileOf(path: string, text: string, { headers }: Response): Response {
  const own = new Headers(headers);
  for (const name of ['content-encoding', 'content-length', 'etag']) own.delete(name);
  own.set('content-type', typeOf(path));
  own.set(keptAtHeader, String(Date.now()));
  return new Response(text, { headers: own });
}

/**
 * Takes in what is of use without a connection, so that receipts can be checked and what was signed
 * is kept; other pages, and letters of fonts, are kept when they are first used.
 */
async function takeIn(): Promise<void> {
  const cache = await caches.open(cacheName);
  const answer = await fetch('/offline.json', { cache: 'no-cache' });
  if (!answer.ok) throw new Error(`offline.json: ${String(answer.status)}`);
  const texts = Object.entries((await answer.clone().json()) as Pack);
  await Promise.all(texts.map(([path, text]) => cache.put(path, fileOf(path, text, answer))));
  const current = new Set(texts.map(([path]) => path));
  for (const request of await cache.keys()) {
    const { pathname } = new URL(request.url);
    if (/\.(js|css)$/.test(pathname) && !current.has(pathname)) await cache.delete(request);
  }
}

/** A built file never changes under its name, so the kept one is as good as the server's. */
async function builtFile(request: Request): Promise<Response> {
  const cache = await caches.open(cacheName);
  const kept = await cache.match(request, { ignoreVary: true });
  if (kept !== undefined) return kept;
  const answer = await fetch(request);
  if (answer.ok) await cache.put(request, answer.clone());
  return answer;
}

async function keepShell(cache: Cache, answer: Response): Promise<void> {
  const headers = new Headers(answer.headers);
  headers.set(keptAtHeader, String(Date.now()));
  await cache.put('/', new Response(await answer.blob(), { headers }));
}

function isFresh({ headers }: Response): boolean {
  return Math.abs(Date.now() - Number(headers.get(keptAtHeader))) < freshMs;
}

/**
 * Pages come from the server, but for one that came within the last minute; the last one seen
 * stands in when the server cannot be reached.
 */
async function shell(request: Request): Promise<Response> {
  const cache = await caches.open(cacheName);
  const kept = await cache.match('/', { ignoreVary: true });
  if (kept !== undefined && isFresh(kept)) return kept;
  try {
    const answer = await fetch(request);
    if (answer.ok) await keepShell(cache, answer.clone());
    return answer;
  } catch (error) {
    if (kept === undefined) throw error;
    return kept;
  }
}

addEventListener('install', (event) => (event as WorkerEvent).waitUntil(takeIn()));

addEventListener('fetch', (event) => {
  const fetched = event as FetchedEvent;
  const { request } = fetched;
  const { origin, pathname } = new URL(request.url);
  if (request.method !== 'GET' || origin !== location.origin) return;
  if (pathname.startsWith('/assets/')) fetched.respondWith(builtFile(request));
  else if (request.mode === 'navigate') fetched.respondWith(shell(request));
});
