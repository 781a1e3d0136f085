import { oneCharacterEach } from '@madang/base';

/** A bounded memory of values computed from bytes; the one not used for longest goes first. */
export interface RecentEntries<V> {
  /** The remembered value of these bytes, else the one that `make` computes. */
  getOrMake(key: Uint8Array, make: () => V): V;
}

/** Room for `limit` values. Meant for short keys (32 bytes): the bytes become the map's text. */
export function recentEntries<V>(limit: number): RecentEntries<V> {
  const valueByKey = new Map<string, { readonly value: V }>();
  return {
    getOrMake(key, make) {
      const text = oneCharacterEach(key);
      const known = valueByKey.get(text);
      if (known !== undefined) {
        valueByKey.delete(text);
        valueByKey.set(text, known);
        return known.value;
      }
      const value = make();
      if (valueByKey.size >= limit) dropOldest(valueByKey);
      valueByKey.set(text, { value });
      return value;
    },
  };
}

function dropOldest(map: Map<string, unknown>): void {
  const oldest = map.keys().next();
  if (oldest.done !== true) map.delete(oldest.value);
}
