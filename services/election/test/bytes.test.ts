import {
  bytes,
  concat,
  encodeKnown,
  expectPresent,
  fixedBytes,
  record,
  toHex,
  uint,
} from '@madang/base';
import { body, encodeProven } from '@madang/protocol';
import { GENERATOR, IDENTITY, reduceWide } from '@madang/ristretto';
import { device, flipped, signedFrom } from '@madang/testkit';
import { describe, expect, it } from 'vitest';
import { keyRegistration, ownKey, type SealedBallot, sealBallot } from '../intake/index.ts';
import { answerTogether, office, tellPart } from './acts.ts';
import { castForged, proofIn, withProof } from './forging.ts';
import {
  cast,
  close,
  decryptAll,
  decryptionBy,
  electionBound,
  open,
  registerVoter,
  resultOf,
  seal,
  transactionOf,
  voterOf,
  type World,
} from './world.ts';

// Bytes that are of the right length and are nothing: what they decode to is the same everywhere.

const voters = Array.from({ length: 10 }, () => 0);
const ORDER = 2n ** 252n + 27742317777372353535851937790883648493n;
const PRIME = 2n ** 255n - 19n;

const littleEndian = (value: bigint): Uint8Array =>
  Uint8Array.from({ length: 32 }, (_, at) => Number((value >> BigInt(8 * at)) & 0xffn));
const numberOf = (scalar: Uint8Array): bigint =>
  scalar.reduceRight((value, byte) => (value << 8n) | BigInt(byte), 0n);
/** The same scalar, one order higher. */
const unreduced = (scalar: Uint8Array): Uint8Array => littleEndian(numberOf(scalar) + ORDER);
const put = (into: Uint8Array, at: number, part: Uint8Array): Uint8Array =>
  concat(into.slice(0, at), part, into.slice(at + part.length));

/** Encodings that RFC 9496 refuses, the identity's among them as another number. */
const NO_ELEMENTS: readonly (readonly [name: string, bytes: Uint8Array])[] = [
  ['the prime, which is 0 again', littleEndian(PRIME)],
  ['the generator, one prime higher', littleEndian(numberOf(GENERATOR) + PRIME)],
  ['a negative number', littleEndian(PRIME - 2n)],
  ['with the highest bit', flipped(GENERATOR, 31, 0x80)],
  ['all ones', new Uint8Array(32).fill(0xff)],
];

/** A voter with a ballot that would be taken. */
function voting(): { world: World; own: ReturnType<typeof voterOf>; sealed: SealedBallot } {
  const world = open({ voters });
  expect(registerVoter(world, 0)).toBe('done');
  return { world, own: voterOf(world, 0), sealed: seal(world, 0, [[1]]) };
}

describe('the selections of a ballot', () => {
  it('have no identity as a, even if all equations hold', () => {
    const { world, own, sealed } = voting();
    const nothing = () => new Uint8Array(64);
    const key = { key: own.key, standing: { ballots: 0 } };
    const open = sealBallot(electionBound(world), key, [[1]], nothing);
    expect(open.payload.selections.slice(0, 32)).toEqual(IDENTITY);
    expect(cast(world, transactionOf(world, open, own))).toBe('kernel.PROOF_WRONG');
    expect(cast(world, transactionOf(world, sealed, own))).toBe('done');
  });

  it.each(NO_ELEMENTS)('have no element that is %s', (_, wrong) => {
    const { world, own, sealed } = voting();
    const { selections } = sealed.payload;
    for (const at of [0, 32, selections.length - 32]) {
      const payload = { selections: put(selections, at, wrong) };
      expect(castForged(world, sealed, own, { payload })).toBe('kernel.PROOF_WRONG');
    }
    expect(cast(world, transactionOf(world, sealed, own))).toBe('done');
  });

  it('are as many as the election asks', () => {
    const { world, own, sealed } = voting();
    const { selections } = sealed.payload;
    const { proofs } = sealed.encrypted;
    const sizes = [selections.slice(64), concat(selections, selections.slice(0, 64))];
    for (const wrong of [...sizes, selections.slice(0, -1), selections.slice(0, 64)]) {
      const payload = { selections: wrong };
      for (const some of [proofs, proofs.slice(224), concat(proofs, proofs.slice(0, 224))]) {
        expect(castForged(world, sealed, own, { payload, proofs: some })).toBe(
          'kernel.PROOF_WRONG',
        );
      }
    }
  });
});

describe('the proof of a ballot', () => {
  it('has scalars below the order, and none that would stand for the same', () => {
    const { world, own, sealed } = voting();
    const right = transactionOf(world, sealed, own);
    const proof = proofIn(right);
    // The response of the signature; c0, z0 and z1 of the first selection and of the last.
    const last = proof.length - 224;
    for (const at of [32, 64 + 128, 64 + 160, 64 + 192, last + 128, last + 192]) {
      const wrong = put(proof, at, unreduced(proof.slice(at, at + 32)));
      expect(cast(world, withProof(right, wrong))).toBe('kernel.PROOF_WRONG');
    }
    expect(cast(world, right)).toBe('done');
  });

  it('has no other length', () => {
    const { world, own, sealed } = voting();
    const right = transactionOf(world, sealed, own);
    const proof = proofIn(right);
    const tails = [proof.slice(0, -1), proof.slice(0, 64), concat(proof, new Uint8Array(1))];
    for (const wrong of [...tails, concat(proof, proof.slice(64, 288))]) {
      expect(cast(world, withProof(right, wrong))).toBe('kernel.PROOF_WRONG');
    }
  });

  it('is not wrong for one key and right for another by the same bytes', () => {
    const { world, own, sealed } = voting();
    for (const key of [IDENTITY, ...NO_ELEMENTS.map(([, wrong]) => wrong)]) {
      expect(castForged(world, sealed, own, { payload: { key } })).toBe('kernel.PROOF_WRONG');
    }
  });
});

describe('a payload', () => {
  /** Whatever length: as a ballot's payload is, with other limits. */
  const lax = record({
    election: fixedBytes(32),
    key: fixedBytes(32),
    selections: bytes({ max: 100_000 }),
    sequence: uint(),
  });
  const outcomeOf = (change: { selections?: Uint8Array; sequence?: number }) => {
    const { world, own, sealed } = voting();
    const { election, key, selections } = sealed.payload;
    const right = transactionOf(world, sealed, own);
    const payload = encodeKnown(lax, { election, key, selections, sequence: 0, ...change });
    const bodyBytes = encodeKnown(body, { ...right.body, payload });
    const envelope = encodeProven(bodyBytes, proofIn(right));
    const { machine, chain, params } = world.ledger;
    const screened = machine.screen(envelope, chain, params());
    return screened.ok ? world.ledger.admit(signedFrom(envelope)) : screened;
  };
  const refused = (name: string) => ({ ok: false, error: { name: `kernel.${name}` } });

  it('of too many or too few selections, or of ballots, is none', () => {
    expect(outcomeOf({})).toMatchObject({ ok: true });
    expect(outcomeOf({ selections: new Uint8Array(64) })).toMatchObject(refused('PROOF_WRONG'));
    expect(outcomeOf({ selections: new Uint8Array(63) })).toMatchObject(
      refused('PAYLOAD_NOT_VALID'),
    );
    expect(outcomeOf({ selections: new Uint8Array(8_193) })).toMatchObject(
      refused('PAYLOAD_NOT_VALID'),
    );
    expect(outcomeOf({ sequence: 101 })).toMatchObject(refused('PAYLOAD_NOT_VALID'));
    expect(outcomeOf({ selections: new Uint8Array(65_000) })).toMatchObject(refused('TOO_LARGE'));
  });
});

describe("a voter's key", () => {
  it('is an element other than the identity, proven by scalars below the order', () => {
    const { world } = voting();
    const bound = electionBound(world);
    const own = ownKey(reduceWide(world.chance()), bound.bound);
    const { key, possession } = keyRegistration(bound, own, device(0).account, world.chance);
    const register = (wrong: Uint8Array, proof = possession) =>
      office(world, 'registerKey', { key: toHex(wrong), possession: toHex(proof) }, device(0));
    for (const wrong of [IDENTITY, ...NO_ELEMENTS.map(([, one]) => one)]) {
      expect(register(wrong)).toBe('POSSESSION_WRONG');
      expect(register(wrong, new Uint8Array(64))).toBe('POSSESSION_WRONG');
      expect(register(key, put(possession, 0, wrong))).toBe('POSSESSION_WRONG');
    }
    const raised = put(possession, 32, unreduced(possession.slice(32)));
    expect(register(key, raised)).toBe('POSSESSION_WRONG');
    expect(register(key)).toBe('done');
  });
});

describe('a part of a decryption', () => {
  it('of bytes that are nothing is blamed, and the next one may be right', () => {
    const world = open({ voters });
    answerTogether(world, voters);
    expect(close(world)).toBe('done');
    const act = decryptionBy(world, 1, 0);
    const parts = act.payload['parts'] as readonly Uint8Array[];
    const first = expectPresent(parts[0], 'a part');
    const wrong = [
      ...NO_ELEMENTS.map(([, one]) => put(first, 0, one)),
      put(first, 0, IDENTITY),
      put(first, 96, unreduced(first.slice(96))),
      new Uint8Array(128),
    ];
    for (const one of wrong) {
      const payload = { ...act.payload, parts: [...parts.slice(0, 1), one, ...parts.slice(2)] };
      expect(tellPart(world, 1, { ...act, payload })).toEqual({
        outcome: 'done',
        events: [{ name: 'decryptionWrong', fields: { trustee: 1, sum: 0, selection: 1 } }],
      });
    }
    for (const some of [parts.slice(0, -1), [...parts, first]]) {
      const payload = { ...act.payload, parts: some };
      const selection = Math.min(some.length, parts.length);
      expect(tellPart(world, 1, { ...act, payload }).events).toEqual([
        { name: 'decryptionWrong', fields: { trustee: 1, sum: 0, selection } },
      ]);
    }
    decryptAll(world, [1, 2]);
    expect(resultOf(world).status).toBe('decided');
  });
});
