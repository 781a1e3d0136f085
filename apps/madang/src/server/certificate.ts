import { concat, toBase64, utf8 } from '@madang/base';
import { randomBytes } from '@madang/crypto';

/** Key and certificate of a server, PEM. */
export interface TlsFiles {
  readonly key: string;
  readonly cert: string;
}

/** For which names and addresses, and how long (ms). */
export interface CertificateRequest {
  readonly names: readonly string[];
  readonly validFromMs: number;
  readonly validUntilMs: number;
}

/** A new P-256 key and a certificate that it signs itself (RFC 5280), PEM. */
export async function selfSignedCertificate(request: CertificateRequest): Promise<TlsFiles> {
  const { subtle } = globalThis.crypto;
  const algorithm = { name: 'ECDSA', namedCurve: 'P-256' };
  const pair = await subtle.generateKey(algorithm, true, ['sign', 'verify']);
  const publicKey = new Uint8Array(await subtle.exportKey('spki', pair.publicKey));
  const body = tbsCertificate(request, publicKey);
  const raw = await subtle.sign({ name: 'ECDSA', hash: 'SHA-256' }, pair.privateKey, body);
  const certificate = sequence(
    body,
    ECDSA_WITH_SHA256,
    bitString(derSignature(new Uint8Array(raw))),
  );
  const key = new Uint8Array(await subtle.exportKey('pkcs8', pair.privateKey));
  return { key: pem('PRIVATE KEY', key), cert: pem('CERTIFICATE', certificate) };
}

function tbsCertificate(
  request: CertificateRequest,
  publicKey: Uint8Array,
): Uint8Array<ArrayBuffer> {
  const name = sequence(set(sequence(oid(2, 5, 4, 3), der(0x0c, utf8('Madang')))));
  const serial = randomBytes(16);
  // Positive and not zero, as RFC 5280 wants serial numbers.
  serial[0] = ((serial[0] ?? 0) & 0x7f) | 0x40;
  const validity = sequence(time(request.validFromMs), time(request.validUntilMs));
  return sequence(
    der(0xa0, integer(Uint8Array.of(2))),
    integer(serial),
    ECDSA_WITH_SHA256,
    name,
    validity,
    name,
    publicKey,
    der(
      0xa3,
      sequence(basicConstraints(), keyUsage(), serverAuth(), alternativeNames(request.names)),
    ),
  );
}

function basicConstraints(): Uint8Array {
  return extension(oid(2, 5, 29, 19), true, sequence());
}

function keyUsage(): Uint8Array {
  // digitalSignature, the first of nine bits.
  return extension(oid(2, 5, 29, 15), true, der(0x03, Uint8Array.of(7, 0x80)));
}

function serverAuth(): Uint8Array {
  return extension(oid(2, 5, 29, 37), false, sequence(oid(1, 3, 6, 1, 5, 5, 7, 3, 1)));
}

function alternativeNames(names: readonly string[]): Uint8Array {
  const entries = names.map((name) =>
    /^\d+\.\d+\.\d+\.\d+$/.test(name)
      ? der(0x87, Uint8Array.from(name.split('.').map(Number)))
      : der(0x82, utf8(name.replace(/[^\x21-\x7e]/g, ''))),
  );
  return extension(oid(2, 5, 29, 17), false, sequence(...entries));
}

function extension(id: Uint8Array, isCritical: boolean, value: Uint8Array): Uint8Array {
  const critical = isCritical ? [der(0x01, Uint8Array.of(0xff))] : [];
  return sequence(id, ...critical, der(0x04, value));
}

/** A signature of WebCrypto, r and s of 32 bytes each, as ASN.1 has it. */
function derSignature(raw: Uint8Array): Uint8Array {
  return sequence(integer(raw.subarray(0, 32)), integer(raw.subarray(32)));
}

/** An unsigned integer in as few bytes as hold it with a clear sign bit. */
function integer(bytes: Uint8Array): Uint8Array {
  let start = 0;
  while (start < bytes.length - 1 && bytes[start] === 0) start++;
  const short = bytes.subarray(start);
  return der(0x02, (short[0] ?? 0) & 0x80 ? concat(Uint8Array.of(0), short) : short);
}

function time(timeMs: number): Uint8Array {
  const digits = new Date(timeMs).toISOString().replace(/[-:T]/g, '').slice(0, 14);
  // Years before 2050 stand in two digits (RFC 5280 section 4.1.2.5).
  const isShort = Number(digits.slice(0, 4)) < 2050;
  return der(isShort ? 0x17 : 0x18, utf8(`${isShort ? digits.slice(2) : digits}Z`));
}

function oid(first: number, second: number, ...rest: readonly number[]): Uint8Array {
  const bytes = [first * 40 + second];
  for (const part of rest) {
    if (part >= 128) bytes.push(...highGroups(part));
    bytes.push(part & 0x7f);
  }
  return der(0x06, Uint8Array.from(bytes));
}

function highGroups(part: number): readonly number[] {
  const groups: number[] = [];
  for (let left = part >>> 7; left > 0; left >>>= 7) groups.unshift((left & 0x7f) | 0x80);
  return groups;
}

const ECDSA_WITH_SHA256 = sequence(oid(1, 2, 840, 10045, 4, 3, 2));

function sequence(...parts: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
  return der(0x30, concat(...parts));
}

function set(...parts: readonly Uint8Array[]): Uint8Array {
  return der(0x31, concat(...parts));
}

function bitString(bytes: Uint8Array): Uint8Array {
  return der(0x03, concat(Uint8Array.of(0), bytes));
}

function der(tag: number, content: Uint8Array): Uint8Array<ArrayBuffer> {
  return new Uint8Array(concat(Uint8Array.of(tag), length(content.length), content));
}

function length(size: number): Uint8Array {
  if (size < 128) return Uint8Array.of(size);
  return size < 256 ? Uint8Array.of(0x81, size) : Uint8Array.of(0x82, size >> 8, size & 255);
}

function pem(label: string, bytes: Uint8Array): string {
  const lines = toBase64(bytes).match(/.{1,64}/g) ?? [];
  return [`-----BEGIN ${label}-----`, ...lines, `-----END ${label}-----`, ''].join('\n');
}
