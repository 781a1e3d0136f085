import { oneCharacterEach } from '@madang/base';
import type { StateReader, WritableState } from './state.ts';
import { decodeRecord, encodeRecord, type Table } from './table.ts';

/** The records of a state, each decoded once however many transactions read it. */
export interface Records {
  readonly state: StateReader;
  get<K, V>(table: Table<string, K, V>, key: K): V | undefined;
  has<K, V>(table: Table<string, K, V>, key: K): boolean;
}

/** The records of a state with changes on top. What is written is known without decoding it. */
export interface WritableRecords extends Records {
  put<K, V>(table: Table<string, K, V>, key: K, value: V): void;
  remove<K, V>(table: Table<string, K, V>, key: K): void;
}

/** How many records are remembered unless something else is said. */
const MAX_KNOWN = 8_192;

/** Decoded records by state key; what is absent is `undefined`. */
interface Known {
  readonly records: Map<string, unknown>;
  /** Beyond so many all are forgotten, and read again where needed. */
  readonly max: number;
}

/** Reads the records of a state that does not change. */
export function recordsOf(state: StateReader): Records {
  return reading(state, { records: new Map(), max: MAX_KNOWN });
}

/**
 * Reads and writes the records of a state, which nothing else may write meanwhile; remembers `max`
 * of them at most.
 */
export function writableRecords(changes: WritableState, max = MAX_KNOWN): WritableRecords {
  const known: Known = { records: new Map(), max };
  return {
    ...reading(changes, known),
    put: (table, key, value) => {
      const stateKey = table.stateKey(key);
      changes.put(stateKey, encodeRecord(table, value));
      remember(known, oneCharacterEach(stateKey), value);
    },
    remove: (table, key) => {
      const stateKey = table.stateKey(key);
      changes.remove(stateKey);
      remember(known, oneCharacterEach(stateKey), undefined);
    },
  };
}

function reading(state: StateReader, known: Known): Records {
  return {
    state,
    get: (table, key) => knownRecord(known, state, table, key),
    has: (table, key) => {
      const stateKey = table.stateKey(key);
      const name = oneCharacterEach(stateKey);
      return known.records.has(name)
        ? known.records.get(name) !== undefined
        : state.get(stateKey) !== undefined;
    },
  };
}

/** The record under a key, from what is known or from the state. */
function knownRecord<K, V>(
  known: Known,
  state: StateReader,
  table: Table<string, K, V>,
  key: K,
): V | undefined {
  const stateKey = table.stateKey(key);
  const name = oneCharacterEach(stateKey);
  const found = known.records.get(name);
  // eslint-disable-next-line @typescript-eslint/consistent-type-assertions -- a state key names its table, so what is known under it is of the table's type
  if (found !== undefined || known.records.has(name)) return found as V | undefined;
  const bytes = state.get(stateKey);
  const value = bytes === undefined ? undefined : decodeRecord(table, bytes);
  remember(known, name, value);
  return value;
}

function remember({ records, max }: Known, name: string, value: unknown): void {
  if (records.size >= max) records.clear();
  records.set(name, value);
}
