import { compareBytes, fromHex, toHex } from '@madang/base';
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
  const entries = () =>
    [...valueByKey]
      .map(([key, value]) => ({ key: bytesOf(key), value }))
      .sort((left, right) => compareBytes(left.key, right.key));
  return {
    get: (key) => valueByKey.get(toHex(key)),
    scan: (prefix, { after, limit }) =>
      entries()
        .filter(({ key }) => toHex(key).startsWith(toHex(prefix)))
        .filter(({ key }) => after === undefined || compareBytes(key, after) > 0)
        .slice(0, limit),
    has: (bodyHash, minute) => executed.has(`${minute} ${toHex(bodyHash)}`),
    change: (changes) => {
      for (const { key, value } of changes) {
        if (value === undefined) valueByKey.delete(toHex(key));
        else valueByKey.set(toHex(key), value);
      }
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
