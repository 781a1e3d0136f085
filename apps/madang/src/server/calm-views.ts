import type { EntrySource, Views } from '@madang/views';

/**
 * Rows in larger batches cost less, and lists are brought up to date when somebody asks for one.
 */
const FOLLOW_EVERY_MS = 1_000;

/** A source that tells of new entries at most once in a while, so that views write in batches. */
export function calmSource(source: EntrySource): EntrySource {
  return {
    ...source,
    onAppend: (listener) => {
      let timer: NodeJS.Timeout | undefined;
      const stop = source.onAppend(() => {
        timer ??= setTimeout(() => {
          timer = undefined;
          listener();
        }, FOLLOW_EVERY_MS);
      });
      return () => {
        clearTimeout(timer);
        stop();
      };
    },
  };
}

/** Lists of these views, each read after everything that is durable at the call. */
export function upToDate(
  views: Views,
  source: EntrySource,
): Pick<Views, 'records' | 'recordsByHour' | 'search' | 'next'> {
  const fresh = async <T>(read: () => Promise<T>): Promise<T> => {
    await views.catchUp(source);
    return read();
  };
  return {
    records: (wanted) => fresh(() => views.records(wanted)),
    recordsByHour: (dayStartMs) => fresh(() => views.recordsByHour(dayStartMs)),
    search: (question) => fresh(() => views.search(question)),
    next: () => views.next(),
  };
}
