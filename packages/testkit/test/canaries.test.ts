import { brotliCompressSync, deflateSync, gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { canaryForms, canaryScan } from '../src/canaries.ts';

const NAME = '김카나리아 7f3a9c51';
const NUMBER = '010-0000-7391';
const TOKEN = '00112233445566778899aabbccddeeff';
const canaries = { name: NAME, number: NUMBER, token: TOKEN, code: '483920' };
const scan = canaryScan(canaries);
const around = (text: string | Buffer): Buffer =>
  Buffer.concat([Buffer.from([0, 200, 7]), Buffer.from(text), Buffer.from([3, 250])]);
const found = (text: string | Buffer) => [
  ...new Set(scan(around(text)).map(({ canary }) => canary)),
];

describe('canaries', () => {
  it('are not found where there are none', () => {
    expect(found('김카나리 010-0000-7390 {"sizeBytes":483920,"at":1483920555}')).toEqual([]);
  });

  it.each<[string, string | Buffer]>([
    ['UTF-8', NAME],
    ['UTF-8, decomposed', NAME.normalize('NFD')],
    ['UTF-16LE', Buffer.from(NAME, 'utf16le')],
    ['UTF-16BE', Buffer.from(NAME, 'utf16le').swap16()],
    ['hexadecimal', Buffer.from(NAME).toString('hex')],
    ['hexadecimal, upper case', Buffer.from(NAME).toString('hex').toUpperCase()],
    ['base64', Buffer.from(NAME).toString('base64')],
    ['base64, one byte later', Buffer.from(`x${NAME}x`).toString('base64')],
    ['base64, two bytes later', Buffer.from(`xx${NAME}xx`).toString('base64')],
    ['base64 of addresses', Buffer.from(`??>${NAME}`).toString('base64url')],
    ['percent', encodeURIComponent(NAME)],
    ['percent, lower case', encodeURIComponent(NAME).toLowerCase()],
    [
      'JSON',
      JSON.stringify(NAME).replace(/[가-힣]/g, (one) => `\\u${one.charCodeAt(0).toString(16)}`),
    ],
    ['HTML', Array.from(NAME, (one) => `&#${one.codePointAt(0) ?? 0};`).join('')],
    ['gzip', gzipSync(NAME)],
    ['CP949, of which the ASCII part is left', Buffer.from('\xb1\xe8 7f3a9c51', 'latin1')],
  ])('are found in %s', (form, hidden) => {
    const bytes = form === 'gzip' ? Buffer.from(hidden) : around(hidden);
    expect(scan(bytes)).toContainEqual(expect.objectContaining({ canary: 'name' }));
  });

  it('are found in a body that is compressed, in each of the ways', () => {
    for (const compress of [gzipSync, deflateSync, brotliCompressSync]) {
      expect(scan(compress(`{"name":"${NAME}"}`))).not.toEqual([]);
    }
  });

  it('are found as a telephone is written elsewhere, and as a token’s bytes', () => {
    expect(found('01000007391')).toEqual(['number']);
    expect(found('+821000007391')).toEqual(['number']);
    expect(found(Buffer.from(TOKEN, 'hex'))).toEqual(['token']);
    expect(found(Buffer.from(TOKEN, 'hex').toString('base64'))).toEqual(['token']);
  });

  it('are found as a code in a text, an address or a field, and not in a number', () => {
    for (const text of ['code 483920.', '/x?code=483920', '{"code":"483920"}', '/483920/']) {
      expect(found(text), text).toEqual(['code']);
    }
  });

  it('have forms that are all different and long enough to be no accident', () => {
    const forms = canaryForms('name', NAME).map(({ bytes }) => bytes.toString('latin1'));
    expect(new Set(forms).size).toBe(forms.length);
    expect(Math.min(...forms.map(({ length }) => length))).toBeGreaterThan(7);
  });
});
