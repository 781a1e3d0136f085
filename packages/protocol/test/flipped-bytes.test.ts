import { encodeKnown, utf8 } from '@madang/base';
import { sha256 } from '@madang/crypto';
import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import {
  checkReceipt,
  encodeReceipt,
  encodeStanding,
  outcome as outcomeCodec,
  type PartName,
  type Receipt,
  type ReceiptVerdict,
  type Standing,
  standing as standingCodec,
} from '../src/index.ts';
import { emptyMap, testLedger, testPolicy } from './ledger.ts';
import { endingKey, fileDigest, keep, noteProof, opening, recordKey } from './note-service.ts';

const policyText = testPolicy();
const proofs = [noteProof];

let receipt: Receipt;
let file: Uint8Array;
let freshStanding: Uint8Array;
/** What is found when bit 0 of the byte at this index is flipped. */
let verdicts: readonly ReceiptVerdict[];

beforeAll(async () => {
  const ledger = testLedger();
  const [placed] = ledger.block(keep);
  if (placed === undefined) throw new Error('no act');
  const keys = [recordKey(placed.bodyHash), endingKey(placed.bodyHash)];
  const standing = ledger.standing(keys);
  receipt = ledger.receipt(placed, await ledger.checkpoint(), { standing, opening });
  file = encodeReceipt(receipt);
  const since = ledger.head().size;
  ledger.block({ act: 'note.free', payload: emptyMap });
  freshStanding = encodeStanding(ledger.fresh(keys, since, await ledger.checkpoint()));
  const found: ReceiptVerdict[] = [];
  for (const { bytes } of everyFlip(file, 0x01)) {
    found.push(await checkReceipt({ bytes, policyText, proofs, fileDigest }));
  }
  verdicts = found;
});

/** Where these bytes stand in the file: from, and up to but not including. */
function regionOf(whole: Uint8Array, part: Uint8Array): readonly [number, number] {
  for (let from = 0; from + part.length <= whole.length; from++) {
    if (part.every((byte, i) => whole[from + i] === byte)) return [from, from + part.length];
  }
  throw new Error('the bytes do not stand in the file');
}

/** The parts that may be the first not to pass when a byte of this place is flipped. */
function placesOf(
  one: Receipt,
  standing: Standing,
): Array<[readonly [number, number], PartName[]]> {
  const region = (part: Uint8Array) => regionOf(file, part);
  const standingRegion = region(encodeKnown(standingCodec, standing));
  return [
    // What the envelope holds besides its content, the heads of its encoding, is format.
    [region(one.envelope), ['format', 'chain', 'signature']],
    [region(encodeKnown(outcomeCodec, one.outcome)), ['format', 'place']],
    [region(one.inclusion), ['place']],
    [region(utf8(one.checkpoint)), ['format', 'chain', 'place', 'institutions']],
    [standingRegion, ['format', 'standing']],
    [region(opening), ['format', 'content']],
  ];
}

const everyFlip = (whole: Uint8Array, bits: number) =>
  Array.from(whole, (_, at) => ({
    at,
    bytes: whole.map((byte, i) => (i === at ? byte ^ bits : byte)),
  }));

/** A flip in a key's name, its id or the version makes it unknown, which contradicts nothing. */
function namesSomethingUnknown(causes: readonly string[]): boolean {
  return causes.includes('VERIFY_KEY_UNKNOWN') || causes.includes('VERIFY_VERSION_UNKNOWN');
}

describe('a receipt with one flipped byte', () => {
  it('is checked as long as no byte is flipped', async () => {
    const verdict = await checkReceipt({ bytes: file, policyText, proofs, fileDigest });
    expect(verdict.verdict).toBe('checked');
    expect(file.length).toBeLessThan(3_500);
  });

  it('is never checked, and some part says why, at any byte', () => {
    expect(verdicts).toHaveLength(file.length);
    for (const [at, { verdict, parts }] of verdicts.entries()) {
      expect(verdict, `byte ${at}`).not.toBe('checked');
      const causes = parts.filter((part) => part.state !== 'passed');
      expect(
        causes.some((part) => part.code !== 'VERIFY_RESTS_ON'),
        `byte ${at}`,
      ).toBe(true);
    }
  });

  it('does not match, or at worst names a key or a version that is not known', () => {
    for (const [at, { verdict, parts }] of verdicts.entries()) {
      if (verdict === 'mismatch') continue;
      const causes = parts.filter((part) => part.state !== 'passed').map((part) => part.code);
      expect(causes, `byte ${at}`).toSatisfy(namesSomethingUnknown);
    }
  });

  it('names the part that the byte belongs to', () => {
    const places = placesOf(receipt, receipt.standing ?? expect.fail('no standing'));
    for (const [at, { parts }] of verdicts.entries()) {
      const place = places.find(([[from, to]]) => at >= from && at < to);
      const first = parts.find((part) => part.state !== 'passed');
      // The rest are keys and heads of the outer map, and the number of the record.
      const allowed = place?.[1] ?? ['format', 'place'];
      expect(allowed, `byte ${at}`).toContain(first?.part);
    }
  });

  it('is never checked either when all bits of the byte are flipped', async () => {
    for (const { at, bytes } of everyFlip(file, 0xff)) {
      const verdict = await checkReceipt({ bytes, policyText, proofs, fileDigest });
      expect(verdict.verdict, `byte ${at}`).not.toBe('checked');
    }
  });

  it('is never checked for a fresher standing if the byte is in its own', async () => {
    const whole = { policyText, proofs, fileDigest, freshStanding };
    expect((await checkReceipt({ bytes: file, ...whole })).verdict).toBe('checked');
    const own = encodeKnown(standingCodec, receipt.standing ?? expect.fail('no standing'));
    const [from, to] = regionOf(file, own);
    for (const { at, bytes } of everyFlip(file, 0x04).slice(from, to)) {
      const verdict = await checkReceipt({ bytes, ...whole });
      expect(verdict.verdict, `byte ${at}`).not.toBe('checked');
    }
  });

  it('is never checked with a flipped byte in the fresher standing', async () => {
    for (const { at, bytes } of everyFlip(freshStanding, 0x01)) {
      const input = { bytes: file, policyText, proofs, fileDigest, freshStanding: bytes };
      const { verdict, parts } = await checkReceipt(input);
      expect(verdict, `byte ${at}`).not.toBe('checked');
      expect(parts.filter((part) => part.state !== 'passed').map((part) => part.part)).toEqual([
        'standing',
      ]);
    }
  });
});

describe('a broken receipt', () => {
  it('never makes the check throw, however it is cut, grown or mixed', async () => {
    const input = { policyText, proofs, fileDigest: sha256(fileDigest) };
    await fc.assert(
      fc.asyncProperty(
        fc.nat({ max: 3_000 }),
        fc.nat({ max: 60 }),
        fc.uint8Array({ maxLength: 40 }),
        async (from, removed, inserted) => {
          const at = from % file.length;
          const bytes = Uint8Array.of(
            ...file.subarray(0, at),
            ...inserted,
            ...file.subarray(at + removed),
          );
          const verdict = await checkReceipt({ bytes, ...input });
          expect(verdict.verdict).not.toBe('checked');
        },
      ),
      { seed: 6, numRuns: 300 },
    );
  });
});
