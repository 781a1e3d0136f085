import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { shortHash } from '../src/parts/hash.tsx';
import { reaches } from '../src/parts/meter.tsx';
import type { WallState } from '../src/parts/proof-value.ts';
import { proofOf, proofStateOf } from '../src/parts/proof-value.ts';
import { parsePreferences } from '../src/preferences.ts';

const wallState = fc.constantFrom<WallState>('waiting', 'passed', 'failed', 'unchecked');
const anyProof = fc.record({
  walls: fc.record({
    signature: wallState,
    place: wallState,
    institutions: wallState,
    standing: wallState,
  }),
});

describe('proofStateOf', () => {
  it('says checked only when all four checks passed', () => {
    fc.assert(
      fc.property(anyProof, (proof) => {
        const all = Object.values(proof.walls).every((each) => each === 'passed');
        expect(proofStateOf(proof) === 'checked').toBe(all);
      }),
      { seed: 3, numRuns: 300 },
    );
  });

  it('says failed if and only if a wall does not match', () => {
    fc.assert(
      fc.property(anyProof, (proof) => {
        const failed = Object.values(proof.walls).includes('failed');
        expect(proofStateOf(proof) === 'failed').toBe(failed);
      }),
      { seed: 5, numRuns: 300 },
    );
  });

  it('calls three of four not checked', () => {
    const walls = { ...proofOf('passed').walls, standing: 'unchecked' as const };
    expect(proofStateOf({ walls })).toBe('unchecked');
  });
});

describe('reaches', () => {
  it('counts equality as reached and one below it as not', () => {
    expect(reaches(75, 100, 7500)).toBe(true);
    expect(reaches(74_999, 100_000, 7500)).toBe(false);
    expect(reaches(0, 0, 0)).toBe(false);
  });
});

describe('shortHash', () => {
  it('keeps the first four groups and the last two', () => {
    const hex = '0123456789abcdef'.repeat(4);
    expect(shortHash(hex)).toBe('0123 4567 89ab cdef … 89ab cdef');
    expect(shortHash('0123456789')).toBe('0123 4567 89');
  });
});

describe('parsePreferences', () => {
  it('reads what was kept and falls back where it is unreadable', () => {
    expect(parsePreferences('5 high-contrast')).toEqual({ textStep: 5, theme: 'high-contrast' });
    expect(parsePreferences('9 dark')).toEqual({ textStep: 2, theme: 'light' });
    expect(parsePreferences(null)).toEqual({ textStep: 2, theme: 'light' });
  });
});
