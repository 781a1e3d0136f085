import { expectPresent, toHex } from '@madang/base';
import { services } from '@madang/services';
import { describe, expect, it } from 'vitest';
import { batchAddress, batchOfNumber, readBatchCode } from '../src/ballot/batch-code.ts';
import { bytesInText, textOfBytes } from '../src/ballot/bytes-text.ts';
import type { SurrenderRead } from '../src/ballot/sealing.ts';
import { placesOf } from '../src/desk/paper-roll.ts';
import { surrenderAdvice } from '../src/text/desk-surrender-advice.ts';

const hash = (byte: number) => new Uint8Array(32).fill(byte);
const origin = 'https://gaon.example';

describe('the code of a batch', () => {
  const code = { election: hash(1), batch: hash(0xa0) };

  it('goes through an address of either language and comes out the same', () => {
    const address = batchAddress(origin, code);
    expect(readBatchCode(address)).toEqual(code);
    expect(readBatchCode(address.replace('/elections/', '/en/elections/'))).toEqual(code);
  });

  it('is none where an address names no election, or no batch', () => {
    const address = batchAddress(origin, code);
    const wrong = [
      '',
      'a0a0',
      toHex(code.batch),
      address.slice(0, -1),
      `${address}0`,
      address.replace('/elections/', '/records/'),
      address.replace('batch', 'other'),
      `${origin}/elections/${toHex(code.election)}`,
      `${origin}/elections/?batch=${toHex(code.batch)}`,
    ];
    for (const one of wrong) expect(readBatchCode(one), one).toBeUndefined();
  });

  it('is found by the number that people type, of these batches alone', () => {
    const batches = [{ key: hash(0xb1) }, { key: hash(0xa0) }];
    expect(batchOfNumber(batches, 'A0A0 aoao-a0a0 a0a0')).toEqual(hash(0xa0));
    expect(batchOfNumber(batches, 'a0a0 a0a0 a0a0 a0a1')).toBeUndefined();
    expect(batchOfNumber(batches, 'a0a0')).toBeUndefined();
    expect(batchOfNumber([], '')).toBeUndefined();
  });
});

describe('bytes as a text', () => {
  it('come out the same, whatever they are, in characters that an address may have', () => {
    for (let size = 0; size < 70; size++) {
      const bytes = Uint8Array.from({ length: size }, (_, at) => (at * 83 + 251) % 256);
      const text = textOfBytes(bytes);
      expect(text).toMatch(/^[\w-]*$/);
      expect(bytesInText(text)).toEqual(bytes);
    }
  });

  it('are none in what has other characters', () => {
    for (const wrong of ['표', 'a.b', 'a b', 'a']) expect(bytesInText(wrong)).toBeUndefined();
  });
});

type SurrenderProblem = Extract<SurrenderRead, { ok: false }>['error'];

/** Every problem of reading one, by its type. */
const problems: Readonly<Record<SurrenderProblem, true>> = {
  NOT_A_SURRENDER: true,
  SURRENDER_OF_OTHER_ELECTION: true,
  SURRENDER_FOR_OTHER_BATCH: true,
  SURRENDER_NOT_PROVEN: true,
};

describe('what the desk says of a key that is not taken', () => {
  const election = services.find(({ name }) => name === 'election');
  const surrender = expectPresent(
    election?.transactions.find(({ act }) => act === 'election.surrenderKey'),
    'an act',
  );
  // That there is no such election nobody sees who has it before them.
  const refusals = surrender.errors
    .map(({ name }) => name)
    .filter((name) => !name.endsWith('UNKNOWN_ELECTION'));

  it('is a sentence of its own for every problem and every refusal, in both languages', () => {
    expect(refusals.length).toBeGreaterThan(10);
    const codes = [...Object.keys(problems), ...refusals];
    for (const language of ['ko', 'en'] as const) {
      const advice: Readonly<Record<string, string>> = surrenderAdvice[language];
      for (const code of codes) expect(advice[code], `${language} ${code}`).toMatch(/\.$/);
    }
  });
});

describe('the places of a batch', () => {
  it('are persons who are marked and keys that were given up', () => {
    const line = { key: hash(1), building: 0, weights: [1], marked: 2, papers: 0 };
    expect(placesOf(line)).toBe(2);
    expect(placesOf({ ...line, surrendered: 3 })).toBe(5);
  });
});
