import { createHash } from 'node:crypto';
import {
  add,
  base,
  decompress,
  encodePoint,
  encodeRaw,
  fromLittleEndian,
  L,
  littleEndian,
  mod,
  multiply,
  type Point,
  torsionPoints,
} from './edwards.ts';

/** A signature with the verdict that docs/spec/suites.md gives it. */
export interface SignatureVector {
  readonly name: string;
  readonly key: Uint8Array;
  readonly message: Uint8Array;
  readonly signature: Uint8Array;
  readonly valid: boolean;
}

/** A public key with the verdict that rule 1 gives it. */
export interface KeyVector {
  readonly name: string;
  readonly key: Uint8Array;
  readonly valid: boolean;
}

const P = 2n ** 255n - 19n;
const SECRET = 0x5eed_1234_5678_9abc_def0_1357_9bdf_0246n;
const NONCE = 0x0a11_ce00_0b0b_0000_ca51_0000_d00d_feedn;
const honestKey = encodePoint(multiply(base, SECRET));
const honestR = encodePoint(multiply(base, NONCE));
const torsion = torsionPoints();

function challenge(encodedR: Uint8Array, key: Uint8Array, message: Uint8Array): bigint {
  const digest = createHash('sha512').update(encodedR).update(key).update(message).digest();
  return mod(fromLittleEndian(digest), L);
}

/** R || (nonce + k·secret), whatever bytes stand for R and the key. */
function signed(encodedR: Uint8Array, key: Uint8Array, message: Uint8Array, nonce: bigint) {
  const s = mod(nonce + challenge(encodedR, key, message) * SECRET, L);
  return Uint8Array.of(...encodedR, ...littleEndian(s, 32));
}

/** A message whose challenge is a multiple of 8, so that the torsion of a key cancels. */
function messageCancelling(encodedR: Uint8Array, key: Uint8Array): Uint8Array {
  for (let i = 0; ; i++) {
    const message = Uint8Array.of(i & 255, i >> 8);
    if (challenge(encodedR, key, message) % 8n === 0n) return message;
  }
}

function refused(name: string, signature: Uint8Array, key = honestKey): SignatureVector {
  return { name, key, message, signature, valid: false };
}

const message = Uint8Array.of(0x6d, 0x61, 0x64, 0x61, 0x6e, 0x67);
const honest = signed(honestR, honestKey, message, NONCE);

/** Signatures of which some are accepted by some of the libraries in use. */
export function signatureVectors(): readonly SignatureVector[] {
  return [
    { name: 'an honest signature', key: honestKey, message, signature: honest, valid: true },
    ...mixedKeys(),
    ...smallKeys(),
    ...unusualR(),
    ...largeS(),
    ...wrongLengths(),
  ];
}

function mixedKeys(): readonly SignatureVector[] {
  return torsion.slice(1).flatMap((point, i) => {
    const key = encodePoint(add(multiply(base, SECRET), point));
    const cancelling = messageCancelling(honestR, key);
    const name = `a key with torsion component ${i + 1}`;
    return [
      refused(name, signed(honestR, key, message, NONCE), key),
      {
        ...refused(`${name} that cancels`, signed(honestR, key, cancelling, NONCE), key),
        message: cancelling,
      },
    ];
  });
}

/** With a key of small order and a multiple of 8 as challenge, S = nonce satisfies the equation. */
function smallKeys(): readonly SignatureVector[] {
  return smallOrderEncodings().map(({ name, bytes }) => {
    const signature = Uint8Array.of(...honestR, ...littleEndian(NONCE, 32));
    const cancelling = messageCancelling(honestR, bytes);
    return { ...refused(`key: ${name}`, signature, bytes), message: cancelling };
  });
}

function unusualR(): readonly SignatureVector[] {
  const small = smallOrderEncodings().map(({ name, bytes }) =>
    refused(`R: ${name}`, signed(bytes, honestKey, message, 0n)),
  );
  const mixed = torsion.slice(1).map((point, i) => {
    const encodedR = encodePoint(add(multiply(base, NONCE), point));
    const name = `R with torsion component ${i + 1}`;
    return refused(name, signed(encodedR, honestKey, message, NONCE));
  });
  const flipped = Uint8Array.from(honestR);
  flipped[31] = (flipped[31] ?? 0) ^ 0x80;
  return [
    ...small,
    ...mixed,
    refused('R of the other sign', signed(flipped, honestKey, message, NONCE)),
    refused('R that is no point', signed(offCurve(), honestKey, message, NONCE)),
  ];
}

function largeS(): readonly SignatureVector[] {
  const s = fromLittleEndian(honest.subarray(32));
  return [1n, 2n, 8n, 14n].map((times) =>
    refused(`S plus ${times} times the order`, withS(s + times * L)),
  );
}

function withS(s: bigint): Uint8Array {
  return Uint8Array.of(...honestR, ...littleEndian(s, 32));
}

function wrongLengths(): readonly SignatureVector[] {
  return [
    refused('no signature', new Uint8Array(0)),
    refused('a signature of 63 bytes', honest.slice(0, 63)),
    refused('a signature of 65 bytes', Uint8Array.of(...honest, 0)),
    refused('a key of 31 bytes', honest, honestKey.slice(0, 31)),
    refused('a key of 33 bytes', honest, Uint8Array.of(...honestKey, 0)),
    refused('no key', honest, new Uint8Array(0)),
  ];
}

/** Every 32 bytes that a lenient decoder takes for a point of the torsion subgroup. */
function smallOrderEncodings(): ReadonlyArray<{ name: string; bytes: Uint8Array }> {
  const canonical = torsion.map((point, i) => ({
    name: `${i} times the point of order 8`,
    bytes: encodePoint(point),
  }));
  return [
    ...canonical,
    { name: 'identity with the sign bit', bytes: encodeRaw(1n, 1n) },
    { name: 'order 2 with the sign bit', bytes: encodeRaw(P - 1n, 1n) },
    { name: 'y = p', bytes: encodeRaw(P, 0n) },
    { name: 'y = p with the sign bit', bytes: encodeRaw(P, 1n) },
    { name: 'y = p + 1', bytes: encodeRaw(P + 1n, 0n) },
    { name: 'y = p + 1 with the sign bit', bytes: encodeRaw(P + 1n, 1n) },
  ];
}

function offCurve(): Uint8Array {
  for (let y = 2n; ; y++) if (decompress(y, 0n) === undefined) return encodeRaw(y, 0n);
}

/** Keys of every kind that rule 1 tells apart. */
export function keyVectors(): readonly KeyVector[] {
  const small = smallOrderEncodings().map(({ name, bytes }) => ({ name, key: bytes }));
  const mixed = torsion.slice(1).map((point, i) => ({
    name: `with torsion component ${i + 1}`,
    key: encodePoint(add(multiply(base, SECRET), point)),
  }));
  return [
    { name: 'of prime order', key: honestKey, valid: true },
    { name: 'that is the base point', key: encodePoint(base), valid: true },
    ...lowY(),
    ...[...small, ...mixed].map((vector) => ({ ...vector, valid: false })),
    { name: 'off the curve', key: offCurve(), valid: false },
    { name: 'of 31 bytes', key: honestKey.slice(0, 31), valid: false },
    { name: 'of 33 bytes', key: Uint8Array.of(...honestKey, 0), valid: false },
    { name: 'of no bytes', key: new Uint8Array(0), valid: false },
  ];
}

/** y from 2 to 18 has a second encoding, y + p, which is refused even where y itself is a key. */
function lowY(): readonly KeyVector[] {
  const vectors: KeyVector[] = [];
  for (let y = 2n; y < 19n; y++) {
    const point = decompress(y, 0n);
    if (point === undefined) continue;
    vectors.push({ name: `y = ${y}`, key: encodeRaw(y, 0n), valid: isPrimeOrder(point) });
    vectors.push({ name: `y = ${y} + p`, key: encodeRaw(y + P, 0n), valid: false });
  }
  return vectors;
}

function isPrimeOrder(point: Point): boolean {
  const multiple = multiply(point, L);
  return multiple.x === 0n && multiple.y === 1n;
}
