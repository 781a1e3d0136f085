/** Waits `ms`, or less: until the browser says that the network is back, or the signal aborts. */
export function waitOrOnline(ms: number, signal: AbortSignal | undefined): Promise<void> {
  return new Promise((resolve) => {
    const finish = (): void => {
      clearTimeout(timer);
      events?.removeEventListener('online', finish);
      signal?.removeEventListener('abort', finish);
      resolve();
    };
    const timer = setTimeout(finish, ms);
    const events = eventsOf(globalThis);
    events?.addEventListener('online', finish);
    signal?.addEventListener('abort', finish);
    if (signal?.aborted === true) finish();
  });
}

/** Browsers tell `online` to the window; Node has no such event and its global no listeners. */
function eventsOf(scope: object): EventTarget | undefined {
  return scope instanceof EventTarget ? scope : undefined;
}
