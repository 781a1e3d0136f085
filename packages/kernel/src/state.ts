/** A value under its state key. */
export interface StateEntry {
  readonly key: Uint8Array;
  readonly value: Uint8Array;
}

/**
 * Where a scan begins and how much it may return: entries behind the key `after`, at most `limit`.
 */
export interface ScanOptions {
  readonly after?: Uint8Array;
  readonly limit: number;
}

/**
 * A state as it stood at one moment: what was read through a reader once is remembered with it.
 * `scan` gives the entries below a prefix, ascending by key.
 */
export interface StateReader {
  get(stateKey: Uint8Array): Uint8Array | undefined;
  scan(prefix: Uint8Array, options: ScanOptions): readonly StateEntry[];
}

/** A state that is changed in place. */
export interface WritableState extends StateReader {
  put(stateKey: Uint8Array, value: Uint8Array): void;
  remove(stateKey: Uint8Array): void;
}

/** One change of the state; a value of `undefined` removes the key. */
export interface StateChange {
  readonly key: Uint8Array;
  readonly value: Uint8Array | undefined;
}

/** Which body hashes were executed; `minute` is the list a hash would stand in. */
export interface ReplayReader {
  has(bodyHash: Uint8Array, minute: number): boolean;
}

const PAGE_SIZE = 500;

/** Every entry below a prefix, ascending by key; an empty prefix: the whole state. */
export function* stateEntries(
  state: Pick<StateReader, 'scan'>,
  prefix: Uint8Array,
): Generator<StateEntry, void> {
  let page = state.scan(prefix, { limit: PAGE_SIZE });
  for (;;) {
    yield* page;
    const last = page.at(-1);
    if (last === undefined || page.length < PAGE_SIZE) return;
    page = state.scan(prefix, { after: last.key, limit: PAGE_SIZE });
  }
}
