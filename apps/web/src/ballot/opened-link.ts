import { toHex } from '@madang/base';
import { encodeOpening, type Opening, readOpening } from '@madang/services/ballot.ts';
import { bytesInText, textOfBytes } from './bytes-text.ts';

/** How many hexadecimal digits of a fingerprint people write down: nobody makes two alike. */
const notedDigits = 16;

/** The fingerprint as people write it down. */
export function notedOf(fingerprint: Uint8Array): string {
  return toHex(fingerprint).slice(0, notedDigits);
}

/** The digits in what was typed, as a fingerprint has them; undefined unless all are there. */
export function readNoted(typed: string): string | undefined {
  const digits = typed.toLowerCase().replace(/[\s-]/g, '').replaceAll('o', '0');
  return /^[0-9a-f]{16}$/.test(digits) ? digits : undefined;
}

/** What stands behind `#` in the address where an opened ballot is made again. */
export function openedFragment(opening: Opening): string {
  return textOfBytes(encodeOpening(opening));
}

/** Reads the opened ballot in an address; no server sees this part of it. */
export function openedIn(hash: string): Opening | undefined {
  const bytes = bytesInText(hash.replace(/^#/, ''));
  const opening = bytes === undefined ? undefined : readOpening(bytes);
  return opening?.ok === true ? opening.value : undefined;
}
