import { fromHex, toHex } from '@madang/base';
import type { ReplayReader, StateChange, StateEntry, StateReader } from '@madang/kernel';

/** A state and a replay list in memory, for tests. */
export interface MemoryState extends StateReader, ReplayReader {
  change(changes: readonly StateChange[]): void;
  remember(bodyHash: Uint8Array, minute: number): void;
  /** A state with the same entries that shares nothing with this one, built in another order. */
  copy(): MemoryState;
  entries(): readonly StateEntry[];
}

/** An empty state. */
export function memoryState(): MemoryState {
  const valueByKey = new Map<string, Uint8Array>();
  const executed = new Set<string>();
  /** Keys in order, until one comes or goes: hexadecimal sorts as its bytes do. */
  let sorted: readonly string[] | undefined;
  const keys = () => {
    sorted ??= [...valueByKey.keys()].sort();
    return sorted;
  };
  const entryOf = (key: string): StateEntry => ({
    key: bytesOf(key),
    value: valueByKey.get(key) ?? new Uint8Array(),
  });
  const entries = () => keys().map(entryOf);
  return {
    get: (key) => valueByKey.get(toHex(key)),
    scan: (prefix, { after, limit }) => {
      const start = toHex(prefix);
      const last = after === undefined ? '' : toHex(after);
      return keys()
        .filter((key) => key.startsWith(start) && key > last)
        .slice(0, limit)
        .map(entryOf);
    },
    has: (bodyHash, minute) => executed.has(`${minute} ${toHex(bodyHash)}`),
    change: (changes) => {
      for (const { key, value } of changes) {
        if (value === undefined) valueByKey.delete(toHex(key));
        else valueByKey.set(toHex(key), value);
      }
      sorted = undefined;
    },
    remember: (bodyHash, minute) => {
      executed.add(`${minute} ${toHex(bodyHash)}`);
    },
    copy: () => {
      const copied = memoryState();
      copied.change([...entries()].reverse());
      for (const name of executed) {
        const [minute = '', hash = ''] = name.split(' ');
        copied.remember(bytesOf(hash), Number(minute));
      }
      return copied;
    },
    entries,
  };
}

function bytesOf(hex: string): Uint8Array {
  const bytes = fromHex(hex);
  if (!bytes.ok) throw new Error('not hexadecimal');
  return bytes.value;
}
