import { bool, encodeKnown, fixedBytes, record, text, uint } from '@madang/base';
import { describe, expect, it } from 'vitest';
import { checkReceipt, decodeReceipt } from '../src/index.ts';

const newer = record({
  kind: text({ max: 30 }),
  version: uint(),
  more: bool(),
  chain: fixedBytes(32),
});
const ofVersion = (version: number, kind = 'madang/receipt'): Uint8Array =>
  encodeKnown(newer, { kind, version, more: true, chain: new Uint8Array(32) });

describe('a receipt of another version', () => {
  it('could not be checked: nothing contradicts it', async () => {
    const verdict = await checkReceipt({ bytes: ofVersion(2), proofs: [] });
    expect(verdict.verdict).toBe('unchecked');
    expect(verdict.parts[0]).toMatchObject({ state: 'unchecked', code: 'VERIFY_VERSION_UNKNOWN' });
  });

  it('is told from what is no receipt, and from one of this version that is wrong', () => {
    const codeOf = (file: Uint8Array): string => {
      const decoded = decodeReceipt(file);
      return decoded.ok ? 'decoded' : decoded.error.code;
    };
    expect(codeOf(ofVersion(2))).toBe('RECEIPT_VERSION_UNKNOWN');
    expect(codeOf(ofVersion(1))).toBe('RECEIPT_NOT_VALID');
    expect(codeOf(ofVersion(0))).toBe('RECEIPT_NOT_VALID');
    expect(codeOf(ofVersion(2, 'madang/promise'))).toBe('RECEIPT_NOT_VALID');
    expect(codeOf(new Uint8Array([1, 2]))).toBe('RECEIPT_NOT_VALID');
  });
});
