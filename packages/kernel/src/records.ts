import { oneCharacterEach } from '@madang/base';
import type { Overlay } from './overlay.ts';
import type { StateReader } from './state.ts';
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

/** How many records are remembered; beyond it all are forgotten, and read again where needed. */
const MAX_KNOWN = 8_192;

/** Decoded records by state key; what is absent is `undefined`. */
type Known = Map<string, unknown>;

/** Reads the records of a state that does not change. */
export function recordsOf(state: StateReader): Records {
  return reading(state, new Map());
}

/** Reads and writes the records of an overlay, which nothing else may write meanwhile. */
export function writableRecords(changes: Overlay): WritableRecords {
  const known: Known = new Map();
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
      return known.has(name) ? known.get(name) !== undefined : state.get(stateKey) !== undefined;
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
  const found = known.get(name);
  // eslint-disable-next-line @typescript-eslint/consistent-type-assertions -- a state key names its table, so what is known under it is of the table's type
  if (found !== undefined || known.has(name)) return found as V | undefined;
  const bytes = state.get(stateKey);
  const value = bytes === undefined ? undefined : decodeRecord(table, bytes);
  remember(known, name, value);
  return value;
}

function remember(known: Known, name: string, value: unknown): void {
  if (known.size >= MAX_KNOWN) known.clear();
  known.set(name, value);
}
