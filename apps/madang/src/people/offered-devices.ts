import { equalBytes } from '@madang/base';
import { nameOfPlace, type PersonPlace } from '@madang/vault';

/** How long a device waits to be added, ms. */
export const DEVICE_WAITS_MS = 10 * 60_000;
/** Most devices of one person that wait; the oldest gives way. */
const MAX_WAITING = 4;

/**
 * Keys of devices that wait to be added by another device of the same person, in memory. Nothing
 * hangs on their honesty: what is added is the key whose own number somebody typed.
 */
export interface OfferedDevices {
  /** Keeps a key; the answer is until when, ms. */
  readonly offer: (person: PersonPlace, key: Uint8Array) => number;
  /** The keys that wait, oldest first. */
  readonly of: (person: PersonPlace) => readonly Uint8Array[];
}

interface Waiting {
  readonly key: Uint8Array;
  readonly expiresAt: number;
}

/** Opens the list of those who wait. */
export function openOfferedDevices(now: () => number): OfferedDevices {
  const waiting = new Map<string, readonly Waiting[]>();
  const dropOld = (): void => {
    for (const [name, all] of waiting) {
      const live = all.filter(({ expiresAt }) => expiresAt > now());
      if (live.length === 0) waiting.delete(name);
      else waiting.set(name, live);
    }
  };
  return {
    offer: (person, key) => {
      dropOld();
      const expiresAt = now() + DEVICE_WAITS_MS;
      const before = waiting.get(nameOfPlace(person)) ?? [];
      const others = before.filter((one) => !equalBytes(one.key, key));
      waiting.set(nameOfPlace(person), [...others, { key, expiresAt }].slice(-MAX_WAITING));
      return expiresAt;
    },
    of: (person) => {
      dropOld();
      return (waiting.get(nameOfPlace(person)) ?? []).map(({ key }) => key);
    },
  };
}
