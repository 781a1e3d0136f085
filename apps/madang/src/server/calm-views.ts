import type { EntrySource, Views } from '@madang/views';

/** Rows in large batches cost less, and lists are brought up to date when somebody asks for one. */
const FOLLOW_EVERY_MS = 1_000;

/**
 * Keeps views near the end of the log, at most once in a while, until the answer is called. Views
 * can always be computed again, so a failure to write them is told and never stops the ledger.
 */
export function followCalmly(
  views: Views,
  source: EntrySource,
  onFailure: (failure: unknown) => void,
): () => Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  let last = Promise.resolve();
  const read = (): void => {
    timer = undefined;
    last = views.catchUp(source).catch(onFailure);
  };
  const stop = source.onAppend(() => {
    timer ??= setTimeout(read, FOLLOW_EVERY_MS);
  });
  read();
  return async () => {
    stop();
    clearTimeout(timer);
    await last;
  };
}

/**
 * Lists of these views, each read after everything that was durable at the call, where possible.
 */
export function upToDate(
  views: Views,
  source: EntrySource,
  onFailure: (failure: unknown) => void,
): Pick<Views, 'records' | 'recordsByHour' | 'matter'> {
  const fresh = async <T>(read: () => Promise<T>): Promise<T> => {
    await views.catchUp(source).catch(onFailure);
    return read();
  };
  return {
    records: (wanted) => fresh(() => views.records(wanted)),
    recordsByHour: (dayStartMs) => fresh(() => views.recordsByHour(dayStartMs)),
    matter: (wanted) => fresh(() => views.matter(wanted)),
  };
}
