import { toHex } from '@madang/base';
import type { MaskedPerson } from './person-record.ts';

/**
 * What links that were opened lately show. When a vote opens the same pages are opened again and
 * again, and each opening is two decryptions; names and numbers themselves are not kept.
 */
export interface RecentLinks {
  /** What a link shows, by the hash of its token; nothing if it was not opened lately. */
  readonly of: (tokenHash: Uint8Array) => MaskedPerson | undefined;
  /**
   * Begins to read a person; the answer keeps what was read, unless a person has changed meanwhile.
   */
  readonly begin: () => (found: MaskedPerson) => void;
  /** To be called when a person was erased or got another link: nothing older is shown again. */
  readonly forget: () => void;
}

/** How long a link counts as opened lately, ms. */
const LATELY_MS = 60_000;
const MAX_LINKS = 20_000;

interface Kept {
  readonly found: MaskedPerson;
  readonly readAtMs: number;
}

/** No links yet; `now` gives ms. */
export function createRecentLinks(now: () => number): RecentLinks {
  const kept = new Map<string, Kept>();
  let changes = 0;
  const isRecent = (readAtMs: number): boolean => Math.abs(now() - readAtMs) < LATELY_MS;
  return {
    of: (tokenHash) => {
      const name = toHex(tokenHash);
      const known = kept.get(name);
      if (known === undefined) return undefined;
      if (isRecent(known.readAtMs)) return known.found;
      kept.delete(name);
      return undefined;
    },
    begin: () => {
      const changesBefore = changes;
      return (found) => {
        if (changes !== changesBefore) return;
        // What is oldest stands first.
        for (const [name, { readAtMs }] of kept) {
          if (isRecent(readAtMs) && kept.size < MAX_LINKS) break;
          kept.delete(name);
        }
        kept.set(toHex(found.link.tokenHash), { found, readAtMs: now() });
      };
    },
    forget: () => {
      changes += 1;
      kept.clear();
    },
  };
}
