import { equalBytes } from '@madang/base';
import { labelOf, readHome } from '@madang/services/vote/intake/index.ts';
import { MAX_WRONG_TRIES, nameOfPlace, type PersonPlace, randomDigits } from '@madang/vault';

/** How long a number is good, ms: it is told to somebody at the table, or on the telephone. */
export const ACTING_CODE_VALID_MS = 30 * 60_000;

/** Numbers by which persons let others find them, in memory: a restart ends them all. */
export interface ActingCodes {
  /** Makes a number for a person with these homes; the one before is dead. */
  readonly issue: (person: PersonPlace, homes: readonly string[]) => IssuedActingCode;
  /** Who of a register has this home and this number; a wrong number counts against them. */
  readonly find: (register: Uint8Array, home: string, code: string) => PersonPlace | undefined;
}

/** A number at the moment at which it is made. */
export interface IssuedActingCode {
  readonly code: string;
  readonly expiresAt: number;
}

interface Offered extends IssuedActingCode {
  readonly place: PersonPlace;
  readonly homes: readonly string[];
  wrong: number;
}

/**
 * Opens the numbers. Whoever knew which number of a register lives where could read in the public
 * record what their neighbours said; so nobody is found who did not make a number to be found by,
 * and who tells it.
 */
export function openActingCodes(now: () => number): ActingCodes {
  const offered = new Map<string, Offered>();
  const dropOld = (): void => {
    for (const [name, { expiresAt, wrong }] of offered) {
      if (expiresAt <= now() || wrong >= MAX_WRONG_TRIES) offered.delete(name);
    }
  };
  return {
    issue: (place, homes) => {
      dropOld();
      const issued = { code: randomDigits(), expiresAt: now() + ACTING_CODE_VALID_MS };
      offered.set(nameOfPlace(place), { ...issued, place, homes: homes.map(plainHome), wrong: 0 });
      return issued;
    },
    find: (register, home, code) => {
      dropOld();
      const asked = plainHome(home);
      const there = [...offered.values()].filter(
        ({ place, homes }) => equalBytes(place.register, register) && homes.includes(asked),
      );
      const found = there.find((one) => one.code === code);
      if (found === undefined) for (const one of there) one.wrong += 1;
      return found?.place;
    },
  };
}

/** A home however it was written: 107-503 is 107동 503호. */
function plainHome(home: string): string {
  const read = readHome(home);
  return read.ok ? labelOf(read.value) : home;
}
