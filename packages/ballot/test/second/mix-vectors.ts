import { bytesToHex, concatBytes } from '@noble/hashes/utils.js';
import { hashOf, secretOf } from './cases.ts';
import { bytesOf, G, ORDER, times } from './group.ts';
import { chanceFrom } from './make.ts';
import { ascendingOrder, draw, mixedBy, proofBytes, prove } from './mix.ts';
import type { Keys, Mix } from './mix-statement.ts';

interface WrittenMix {
  readonly binding: Uint8Array;
  readonly before: { readonly base: Uint8Array; readonly keys: readonly Uint8Array[] };
  readonly after: { readonly base: Uint8Array; readonly keys: readonly Uint8Array[] };
  readonly proof: Uint8Array;
}

/** The vectors, as they are written: bytes are in hexadecimal. */
export function mixVectors() {
  return {
    accepted: [2, 5, 12].map((count) => accepted(count)),
    refused: refusals().map(({ reason, mix }) => ({ reason, ...written(mix) })),
  };
}

function accepted(count: number) {
  const made = make(count, count === 5 ? times(secretOf('an earlier mix'), G) : G);
  const { seed, secret, mix } = made;
  return {
    secret: bytesToHex(bytesOf(secret)),
    seed: bytesToHex(seed),
    ...written(mix),
  };
}

function make(count: number, base = G) {
  const voters = Array.from({ length: count }, (_, at) => secretOf(`voter ${at} of ${count}`));
  const before = { base, keys: voters.map((x) => times(x, base)) };
  const secret = secretOf(`mixer of ${count}`);
  const seed = hashOf(`chance of a mix of ${count}`);
  const order = ascendingOrder(before, secret);
  const mix = { binding: hashOf('binding'), before, after: mixedBy(before, secret, order) };
  const proof = prove(mix, { s: secret, order, drawn: draw(count, chanceFrom(seed)) });
  return { seed, secret, mix: bytesOfMix(mix, proofBytes(proof)) };
}

function bytesOfMix({ binding, before, after }: Mix, proof: Uint8Array): WrittenMix {
  const bytes = ({ base, keys }: Keys) => ({
    base: base.toBytes(),
    keys: keys.map((key) => key.toBytes()),
  });
  return { binding, before: bytes(before), after: bytes(after), proof };
}

function written({ binding, before, after, proof }: WrittenMix) {
  const list = ({ base, keys }: WrittenMix['after']) => ({
    base: bytesToHex(base),
    keys: keys.map(bytesToHex),
  });
  return {
    binding: bytesToHex(binding),
    before: list(before),
    after: list(after),
    proof: bytesToHex(proof),
  };
}

/** Where the parts of a proof about three keys begin, counted in pieces of 32 bytes. */
const PLACES = { c: 0, ĉ: 3, t: 6, t̂: 11, z: 14, ẑ: 18, "z'": 21 };
const ZERO = new Uint8Array(32);

function put(proof: Uint8Array, piece: number, bytes: Uint8Array): Uint8Array {
  return concatBytes(proof.slice(0, 32 * piece), bytes, proof.slice(32 * piece + 32));
}

function refusals(): readonly { readonly reason: string; readonly mix: WrittenMix }[] {
  const { mix } = make(3);
  const { after, before, proof } = mix;
  const [one = ZERO, two = ZERO, three = ZERO] = after.keys;
  const piece = (at: number) => proof.slice(32 * at, 32 * at + 32);
  const parts = Object.entries(PLACES);
  const another = times(secretOf('another'), G).toBytes();
  const changed = parts.map(([name, at]) => ({
    reason: `${name} is another`,
    mix: {
      ...mix,
      proof: put(proof, at, at < PLACES.z ? another : bytesOf(secretOf('another'))),
    },
  }));
  const unreduced = [PLACES.z, PLACES['ẑ'], PLACES["z'"]].map((at) => ({
    reason: `the scalar at ${32 * at} is not reduced`,
    mix: { ...mix, proof: put(proof, at, unreducedOf(piece(at))) },
  }));
  const listed = (keys: readonly Uint8Array[]) => ({ ...mix, after: { ...after, keys } });
  return [
    ...changed,
    ...unreduced,
    {
      reason: 'c is no element',
      mix: {
        ...mix,
        proof: put(
          proof,
          0,
          ZERO.map(() => 255),
        ),
      },
    },
    { reason: 'two keys after are exchanged', mix: listed([two, one, three]) },
    { reason: 'a key after is another', mix: listed([one, two, another]) },
    { reason: 'a key after is there twice', mix: listed([one, two, two]) },
    { reason: 'a key after is the identity', mix: listed([one, two, ZERO]) },
    { reason: 'a key after is missing', mix: listed([one, two]) },
    {
      reason: 'a key before is the identity',
      mix: { ...mix, before: { ...before, keys: [...before.keys.slice(1), ZERO] } },
    },
    {
      reason: 'the base before is the identity',
      mix: { ...mix, before: { ...before, base: ZERO } },
    },
    { reason: 'the base after is another', mix: { ...mix, after: { ...after, base: another } } },
    { reason: 'it is bound to something else', mix: { ...mix, binding: hashOf('else') } },
    { reason: 'the binding is short', mix: { ...mix, binding: mix.binding.slice(1) } },
    { reason: 'the proof is short', mix: { ...mix, proof: proof.slice(0, -32) } },
    { reason: 'the proof is long', mix: { ...mix, proof: concatBytes(proof, ZERO) } },
    { reason: 'there are no keys', mix: ofNothing(mix) },
    { reason: 'everything is the identity', mix: ofIdentities(mix) },
  ];
}

/** The same remainder, written with the order added. */
function unreducedOf(scalar: Uint8Array): Uint8Array {
  const number = scalar.reduceRight((sum, byte) => (sum << 8n) | BigInt(byte), 0n);
  return bytesOf(number + ORDER);
}

function ofNothing(mix: WrittenMix): WrittenMix {
  const list = { base: mix.before.base, keys: [] };
  return { ...mix, before: list, after: list, proof: new Uint8Array(288) };
}

function ofIdentities(mix: WrittenMix): WrittenMix {
  const list = { base: ZERO, keys: [ZERO, ZERO, ZERO] };
  return { ...mix, before: list, after: list, proof: new Uint8Array(160 * 3 + 288) };
}
