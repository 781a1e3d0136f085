import { secp256k1 } from '@noble/curves/secp256k1.js';
import { keccak_256 } from '@noble/hashes/sha3.js';

/** A signed transfer as the peers take it, and its sender. */
export interface Transfer {
  readonly from: string;
  /** The raw transaction, hexadecimal with 0x. */
  readonly raw: string;
}

/** The chain that transfers are signed for: that of `geth --dev`, which knows no other. */
export const PEER_CHAIN_ID = 1_337;
const GAS = 21_000;
const GAS_PRICE = 2_000_000_000;
const RECIPIENT = new Uint8Array(20).fill(0x11);

/** Who gets one wei of each transfer. */
export const PEER_RECIPIENT = hex(RECIPIENT);

/** One signed transfer from each of `count` keys (EIP-155). */
export function signTransfers(count: number): readonly Transfer[] {
  return Array.from({ length: count }, (_, index) => signTransfer(index));
}

function signTransfer(index: number): Transfer {
  const secret = keccak_256(new TextEncoder().encode(`peer key ${String(index)}`));
  const publicKey = secp256k1.getPublicKey(secret, false);
  const from = hex(keccak_256(publicKey.slice(1)).slice(12));
  const fields = [number(0), number(GAS_PRICE), number(GAS), RECIPIENT, number(1), number(0)];
  const unsigned = rlpList([...fields, number(PEER_CHAIN_ID), number(0), number(0)]);
  const signature = secp256k1.sign(keccak_256(unsigned), secret, {
    prehash: false,
    format: 'recovered',
  });
  const [recovery = 0] = signature;
  const r = trimmed(signature.slice(1, 33));
  const s = trimmed(signature.slice(33, 65));
  return { from, raw: hex(rlpList([...fields, number(PEER_CHAIN_ID * 2 + 35 + recovery), r, s])) };
}

function hex(bytes: Uint8Array): string {
  return `0x${Buffer.from(bytes).toString('hex')}`;
}

/** An integer in as few bytes as hold it; zero in none. */
function number(value: number): Uint8Array {
  const bytes: number[] = [];
  for (let left = value; left > 0; left = Math.floor(left / 256)) bytes.unshift(left % 256);
  return Uint8Array.from(bytes);
}

function trimmed(bytes: Uint8Array): Uint8Array {
  const start = bytes.findIndex((byte) => byte !== 0);
  return start < 0 ? new Uint8Array() : bytes.slice(start);
}

function rlpList(items: readonly Uint8Array[]): Uint8Array {
  const content = Buffer.concat(items.map(rlpItem));
  return Buffer.concat([rlpHead(0xc0, content.length), content]);
}

function rlpItem(item: Uint8Array): Uint8Array {
  if (item.length === 1 && (item[0] ?? 0) < 0x80) return item;
  return Buffer.concat([rlpHead(0x80, item.length), item]);
}

function rlpHead(base: number, length: number): Uint8Array {
  if (length < 56) return Uint8Array.of(base + length);
  const bytes = number(length);
  return Uint8Array.of(base + 55 + bytes.length, ...bytes);
}
