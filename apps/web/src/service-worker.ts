/// <reference types="vite/client" />

const cacheName = 'madang-1';

/** The parts of a service worker's events that are used here; the DOM types have no worker scope. */
type WorkerEvent = Event & { waitUntil: (work: Promise<unknown>) => void };
type FetchedEvent = WorkerEvent & {
  request: Request;
  respondWith: (answer: Promise<Response>) => void;
};

/** A built file never changes under its name, so the kept one is as good as the server's. */
async function builtFile(request: Request): Promise<Response> {
  const cache = await caches.open(cacheName);
  const kept = await cache.match(request);
  if (kept !== undefined) return kept;
  const answer = await fetch(request);
  if (answer.ok) await cache.put(request, answer.clone());
  return answer;
}

/** Pages come from the server; the last one seen stands in when it cannot be reached. */
async function shell(request: Request): Promise<Response> {
  const cache = await caches.open(cacheName);
  try {
    const answer = await fetch(request);
    if (answer.ok) await cache.put('/', answer.clone());
    return answer;
  } catch (error) {
    const kept = await cache.match('/');
    if (kept === undefined) throw error;
    return kept;
  }
}

addEventListener('fetch', (event) => {
  const { request, respondWith } = event as FetchedEvent;
  const { origin, pathname } = new URL(request.url);
  if (request.method !== 'GET' || origin !== location.origin) return;
  if (pathname.startsWith('/assets/')) respondWith.call(event, builtFile(request));
  else if (request.mode === 'navigate') respondWith.call(event, shell(request));
});
