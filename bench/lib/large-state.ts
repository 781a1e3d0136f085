import { ok } from '@madang/base';
import { statePath } from '@madang/crypto';
import type { Machine } from '@madang/kernel';

const VALUE_BYTES = 100;
const PREFIX = new TextEncoder().encode('document/records/');

/** The same machine, whose genesis holds so many keys more, each with a value of 100 bytes. */
export function largeState(machine: Machine, keyCount: number): Machine {
  return {
    ...machine,
    genesis: (bytes) => {
      const begun = machine.genesis(bytes);
      if (!begun.ok) return begun;
      const more = Array.from({ length: keyCount }, (_, n) => ({
        key: keyOf(n),
        value: valueOf(n),
      }));
      const changes = [...begun.value.changes, ...more];
      changes.sort((left, right) => Buffer.compare(left.key, right.key));
      return ok({ ...begun.value, changes });
    },
  };
}

/** A key as long and as scattered as those of documents: a prefix and 32 bytes. */
function keyOf(n: number): Uint8Array {
  const number = new Uint8Array(4);
  new DataView(number.buffer).setUint32(0, n);
  return Buffer.concat([PREFIX, statePath(number)]);
}

function valueOf(n: number): Uint8Array {
  const value = new Uint8Array(VALUE_BYTES);
  new DataView(value.buffer).setUint32(0, n);
  return value;
}
