import { type InstitutionKey, institutionKeys, isInForce } from '@madang/kernel';
import type { Store } from './store/store.ts';

/** The keys that the newest state notes. */
export interface KnownKeys {
  /** Every key that an institution ever had. */
  readonly all: () => readonly InstitutionKey[];
  /** The cosigner keys in force after the block of this time, ms; ascending by institution. */
  readonly cosignersAt: (timeMs: number) => readonly InstitutionKey[];
}

/** Reads them once for each block that somebody asks about. */
export function knownKeys(store: Pick<Store, 'head' | 'state'>): KnownKeys {
  let read: { readonly of: object; readonly keys: readonly InstitutionKey[] } | undefined;
  const all = (): readonly InstitutionKey[] => {
    const head = store.head();
    if (read?.of !== head) read = { of: head, keys: institutionKeys(store.state()) };
    return read.keys;
  };
  return {
    all,
    cosignersAt: (timeMs) =>
      all()
        .filter((key) => key.use === 'cosigner' && isInForce(key, timeMs))
        .sort((left, right) => (left.institution < right.institution ? -1 : 1)),
  };
}
