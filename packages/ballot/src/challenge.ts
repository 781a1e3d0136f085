import { assert, concat, utf8 } from '@madang/base';
import { sha512 } from '@madang/crypto';
import { reduceWide } from '@madang/ristretto';

/** Bytes that SHA-512 takes in at once. */
const BLOCK_BYTES = 128;
const OUTPUT_BYTES = 64;

/**
 * 64 bytes of a message under a name of what they are for: `expand_message_xmd` with SHA-512
 * (RFC 9380, section 5.3.1).
 */
export function expandMessage(message: Uint8Array, name: string): Uint8Array {
  const domain = utf8(name);
  assert(domain.length < 256, 'a domain tag is short');
  const suffix = concat(domain, Uint8Array.of(domain.length));
  const first = sha512(
    new Uint8Array(BLOCK_BYTES),
    message,
    Uint8Array.of(0, OUTPUT_BYTES, 0),
    suffix,
  );
  return sha512(first, Uint8Array.of(1), suffix);
}

/** What a challenge is for; each has a domain tag of its own. */
export type ChallengeName =
  | 'selection'
  | 'ballot'
  | 'surrender'
  | 'coefficients'
  | 'sealing'
  | 'mask'
  | 'dleq'
  | 'share'
  | 'possession'
  | 'mix'
  | 'mix-weight';

/**
 * The scalar of everything that a proof is about: the message is expanded to 64 bytes, which are
 * reduced, least byte first (RFC 9497, section 4.1). Parts have fixed lengths, or say theirs.
 */
export function challenge(name: ChallengeName, ...parts: readonly Uint8Array[]): Uint8Array {
  return reduceWide(expandMessage(concat(...parts), `MADANG-BALLOT-V1/${name}`));
}
