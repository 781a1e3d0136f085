/** Crockford's base 32. */
const ALPHABET = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';

const BITS_PER_LETTER = 5;

/** The receipt number of a body hash: its first 60 bits as `7K2M 9QXD 4HTA`. */
export function receiptNumber(bodyHash: Uint8Array): string {
  let number = '';
  let bits = 0;
  let bitCount = 0;
  for (let at = 0; number.length < 14; ) {
    if (bitCount < BITS_PER_LETTER) {
      bits = ((bits << 8) | (bodyHash[at++] ?? 0)) & 0xfff;
      bitCount += 8;
    }
    bitCount -= BITS_PER_LETTER;
    if (number.length === 4 || number.length === 9) number += ' ';
    number += ALPHABET.charAt((bits >> bitCount) & 31);
  }
  return number;
}

/**
 * The first 15 hexadecimal digits of every body hash that has this receipt number, as people type
 * it: blanks and hyphens are passed over, I and L are read as 1 and O as 0 (Crockford's rule).
 * Nothing if it is no receipt number.
 */
export function startOfReceiptNumber(typed: string): string | undefined {
  const letters = typed.replaceAll(/[\s-]/g, '');
  if (letters.length !== 12) return undefined;
  let bits = 0n;
  for (let at = 0; at < letters.length; at++) {
    const value = valueOf(letters.charAt(at));
    if (value < 0) return undefined;
    bits = (bits << 5n) | BigInt(value);
  }
  return bits.toString(16).padStart(15, '0');
}

const SMALL_LETTERS = '0123456789abcdefghjkmnpqrstvwxyz';

function valueOf(letter: string): number {
  if ('Oo'.includes(letter)) return 0;
  if ('IiLl'.includes(letter)) return 1;
  const value = ALPHABET.indexOf(letter);
  return value < 0 ? SMALL_LETTERS.indexOf(letter) : value;
}
