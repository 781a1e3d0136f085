import { describe, expect, test } from 'vitest';
import { isValidSignature } from '../src/ed25519.mjs';
import { keyIdOf, parseCheckpoint, parseVerifierKey } from '../src/note.mjs';
import { Mismatch } from '../src/verdict.mjs';

function codeOf(run: () => unknown): string {
  try {
    run();
    return 'accepted';
  } catch (error) {
    if (error instanceof Mismatch) return error.code;
    throw error;
  }
}

/** The example of the C2SP page on cosignatures. */
const EXAMPLE = [
  'example.com/behind-the-sofa',
  '20852163',
  'CsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=',
  '',
  '\u2014 example.com/behind-the-sofa Az3grlgtzPICa5OS8npVmf1Myq/5IZniMp+ZJurmRDeOoRDe4URYN7u5/Zhcyv2q1gGzGku9nTo+zyWE+xeMcTOAYQ8=',
  '\u2014 witness.example.com/w1 jWbPPwAAAABkGFDLEZMHwSRaJNiIDoe9DYn/zXcrtPHeolMI5OWXEhZCB9dlrDJsX3b2oyin1nPZqhf5nNo0xUe+mbIUBkBIfZ+qnA==',
  '',
].join('\n');

describe('a checkpoint', () => {
  test('is taken apart', () => {
    const { origin, size, root, text, lines } = parseCheckpoint(EXAMPLE);
    expect(origin).toBe('example.com/behind-the-sofa');
    expect(size).toBe(20852163n);
    expect(Buffer.from(root).toString('hex')).toBe(
      '0ac5186a91863e8e1d90c808014aa89bf5da8e3ee1d9f07630f0378f68f1ab62',
    );
    expect(text).toBe(EXAMPLE.split('\n').slice(0, 3).join('\n').concat('\n'));
    expect(lines.map(({ name, keyId, signature }) => [name, keyId, signature.length])).toEqual([
      ['example.com/behind-the-sofa', '033de0ae', 64],
      ['witness.example.com/w1', '8d66cf3f', 72],
    ]);
    // The example was cosigned at 1679315147.
    expect(Buffer.from(lines[1]?.signature ?? []).readBigUInt64BE()).toBe(1679315147n);
  });

  const bend = (from: string | RegExp, to: string) => EXAMPLE.replace(from, to);
  test.each([
    ['no blank line', bend('\n\n', '\n'), 'NOTE_MALFORMED'],
    ['no newline at the end', EXAMPLE.slice(0, -1), 'NOTE_MALFORMED'],
    ['an extension line', bend('q2I=\n', 'q2I=\nmore\n'), 'NOTE_MALFORMED'],
    ['no signature', EXAMPLE.slice(0, EXAMPLE.indexOf('\u2014')), 'NOTE_SIGNATURE_LINE'],
    ['a leading zero', bend('20852163', '020852163'), 'NOTE_SIZE'],
    ['a sign', bend('20852163', '+20852163'), 'NOTE_SIZE'],
    ['a size beyond 64 bits', bend('20852163', '18446744073709551616'), 'NOTE_SIZE'],
    ['a root without padding', bend('q2I=\n', 'q2I\n'), 'NOTE_ROOT'],
    ['a root with other last bits', bend('q2I=\n', 'q2J=\n'), 'NOTE_ROOT'],
    ['a root of 31 bytes', bend('CsUYapGG', 'CsUY'), 'NOTE_ROOT'],
    ['a hyphen for the dash', bend('\u2014', '-'), 'NOTE_SIGNATURE_LINE'],
    ['two blanks', bend('\u2014 ', '\u2014  '), 'NOTE_SIGNATURE_LINE'],
    ['base64 with other last bits', bend('n5nA==', 'n5nB=='), 'NOTE_SIGNATURE_LINE'],
    ['a name with a plus', bend('/w1', '+w1'), 'NOTE_SIGNATURE_LINE'],
    ['a name with a wide blank', bend('/w1', '\u3000w1'), 'NOTE_SIGNATURE_LINE'],
    ['a signature of four bytes', bend(/ jWb.*==/, ' jWbPPw=='), 'NOTE_SIGNATURE_LINE'],
    ['a carriage return', bend('\n\n', '\r\n\n'), 'NOTE_CONTROL_CHARACTER'],
    ['too long', bend('\u2014', `\u2014 x ${'A'.repeat(16_384)}\n\u2014`), 'NOTE_TOO_LONG'],
  ])('is refused with %s', (name, note, code) => {
    if (name === 'base64 with other last bits') {
      expect(codeOf(() => parseCheckpoint(bend(/nA==\n$/, 'nB==\n')))).toBe(code);
      return;
    }
    expect(codeOf(() => parseCheckpoint(note))).toBe(code);
  });
});

/** The key and note of Go's golang.org/x/mod/sumdb/note, an implementation of the same format. */
const PETER = 'PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW';
const PETER_TEXT =
  'If you think cryptography is the answer to your problem,\n' +
  "then you don't know what your problem is.\n";
const PETER_SIGNATURE =
  'x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM=';

describe('a verifier key', () => {
  test('of another implementation is parsed, with the id that it computed', () => {
    const { name, keyId, type, key } = parseVerifierKey(PETER);
    expect([name, keyId, type]).toEqual(['PeterNeumann', 'c74f20a3', 1]);
    expect(keyIdOf(name, 1, key)).toBe('c74f20a3');
  });

  test('verifies a note of another implementation', () => {
    const { key, keyId } = parseVerifierKey(PETER);
    const signature = Buffer.from(PETER_SIGNATURE, 'base64');
    expect(signature.subarray(0, 4).toString('hex')).toBe(keyId);
    expect(isValidSignature(key, Buffer.from(PETER_TEXT), signature.subarray(4))).toBe(true);
  });

  test.each([
    [
      'without an id',
      'PeterNeumann+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW',
      'VKEY_MALFORMED',
    ],
    ['with an id in capitals', PETER.replace('c74f', 'C74F'), 'VKEY_MALFORMED'],
    ['with another id', PETER.replace('c74f', 'c74e'), 'VKEY_ID'],
    ['under another name', PETER.replace('Peter', 'Petra'), 'VKEY_ID'],
    ['without a name', PETER.replace('PeterNeumann', ''), 'VKEY_MALFORMED'],
    ['of another type', PETER.replace('+ARpc', '+Ahpc'), 'VKEY_TYPE'],
    ['cut short', PETER.slice(0, -4), 'VKEY_ID'],
    ['with broken base64', `${PETER}=`, 'VKEY_MALFORMED'],
  ])('is refused %s', (_name, vkey, code) => {
    expect(codeOf(() => parseVerifierKey(vkey))).toBe(code);
  });

  test('of small order is refused', () => {
    const key = Buffer.alloc(32);
    const id = keyIdOf('weak', 1, key);
    const vkey = `weak+${id}+${Buffer.concat([Buffer.of(1), key]).toString('base64')}`;
    expect(codeOf(() => parseVerifierKey(vkey))).toBe('VKEY_WEAK');
  });
});
