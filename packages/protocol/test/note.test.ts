import { fromBase64, toHex, utf8 } from '@madang/base';
import { noteKeyId, verifySignature } from '@madang/crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { joinNote, type Note, parseNote } from '../src/index.ts';

/** The example of Go's package golang.org/x/mod/sumdb/note, which C2SP signed-note describes. */
const goText =
  'If you think cryptography is the answer to your problem,\n' +
  "then you don't know what your problem is.\n";
const goLine =
  '— PeterNeumann x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXg' +
  'KvqfqdngotpRZb6KE6RyyBwJnAM=\n';
const goKey = 'ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW';

/** The example checkpoint of C2SP tlog-cosignature. */
const sofaLog =
  'Az3grlgtzPICa5OS8npVmf1Myq/5IZniMp+ZJurmRDeOoRDe4URYN7u5/Zhcyv2q1gGzGku9nTo+zyWE+xeMcTOAYQ8=';
const sofaWitness =
  'jWbPPwAAAABkGFDLEZMHwSRaJNiIDoe9DYn/zXcrtPHeolMI5OWXEhZCB9dlrDJsX3b2oyin1nPZqhf5nNo0xUe+mbIU' +
  'BkBIfZ+qnA==';
const sofa = `example.com/behind-the-sofa
20852163
CsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=

— example.com/behind-the-sofa ${sofaLog}
— witness.example.com/w1 ${sofaWitness}
`;

function parsed(text: string): Note {
  const note = parseNote(text);
  if (!note.ok) throw new Error(note.error.message);
  return note.value;
}

function codeOf(text: string): string {
  const note = parseNote(text);
  return note.ok ? 'ok' : note.error.code;
}

const line = (name: string, payload: string) => `— ${name} ${payload}\n`;
const plain = line('a', 'AAAAAAA=');

describe('parseNote', () => {
  it('reads a note that another program has signed', async () => {
    const note = parsed(`${goText}\n${goLine}`);
    const [signature] = note.signatures;
    const key = fromBase64(goKey);
    if (signature === undefined || !key.ok) throw new Error('vector');
    const publicKey = key.value.slice(1);
    expect(note.text).toBe(goText);
    expect(signature.name).toBe('PeterNeumann');
    expect(toHex(signature.keyId)).toBe('c74f20a3');
    expect(toHex(noteKeyId('PeterNeumann', 1, publicKey))).toBe('c74f20a3');
    const isValid = await verifySignature(
      'ed25519',
      publicKey,
      utf8(note.text),
      signature.signature,
    );
    expect(isValid).toBe(true);
  });

  it('reads the cosigned checkpoint of the C2SP page', () => {
    const note = parsed(sofa);
    expect(note.text.split('\n')).toHaveLength(4);
    expect(note.signatures.map(({ name }) => name)).toEqual([
      'example.com/behind-the-sofa',
      'witness.example.com/w1',
    ]);
    expect(note.signatures.map(({ signature }) => signature.length)).toEqual([64, 72]);
    // 0x641850cb seconds are the 1679315147 that the page prints.
    expect(toHex(note.signatures[1]?.signature.subarray(0, 8) ?? utf8(''))).toBe(
      '00000000641850cb',
    );
    expect(joinNote(note.text, note.signatures)).toBe(sofa);
  });

  it('splits at the last empty line', () => {
    expect(parsed(`one\n\ntwo\n\n${plain}`).text).toBe('one\n\ntwo\n');
  });

  it.each([
    ['', 'nothing'],
    ['text\n', 'no signatures'],
    ['text\n\n', 'an empty signature part'],
    [`text\n\n${plain.slice(0, -1)}`, 'no newline at the end'],
    [`text\n${plain}`, 'no empty line'],
    [`text\n\n${plain}\n`, 'an empty line at the end'],
    [`text\n\n-${plain.slice(1)}`, 'a hyphen for the dash'],
    [`text\n\n—  a AAAAAAA=\n`, 'two blanks'],
    [`text\n\n— a  AAAAAAA=\n`, 'two blanks before the signature'],
    [`text\n\n— AAAAAAA=\n`, 'no name'],
    [`text\n\n${line('a+b', 'AAAAAAA=')}`, 'a plus in the name'],
    [`text\n\n${line('a b', 'AAAAAAA=')}`, 'a no-break space in the name'],
    [`text\n\n${line('a', 'AAAA')}`, 'fewer than four bytes'],
    [`text\n\n${line('a', 'AAAAAA==')}`, 'a key id alone'],
    [`text\n\n${line('a', 'AAAAAAB=')}`, 'base64 that is not canonical'],
    [`text\n\n${line('a', 'AAAAAAA')}`, 'base64 without padding'],
    [`text\n\n${line('a', 'AAAA-AA=')}`, 'base64 of the other alphabet'],
    [`te\txt\n\n${plain}`, 'a tab'],
    [`text\r\n\n${plain}`, 'a carriage return'],
    [`te\ud800xt\n\n${plain}`, 'a lone surrogate'],
  ])('refuses %j: %s', (text) => {
    expect(codeOf(text)).toBe('NOTE_NOT_VALID');
  });

  it('refuses two lines of one key, and takes one name with two key ids', () => {
    expect(codeOf(`text\n\n${plain}${line('a', 'AAAAAAE=')}`)).toBe('NOTE_KEY_TWICE');
    expect(codeOf(`text\n\n${plain}${line('a', 'AQAAAAE=')}`)).toBe('ok');
  });

  it('counts bytes, not characters, up to 16,384', () => {
    const end = `\n\n${plain}`;
    const room = 16_384 - utf8(end).length;
    expect(codeOf('x'.repeat(room) + end)).toBe('ok');
    expect(codeOf('x'.repeat(room + 1) + end)).toBe('NOTE_TOO_LONG');
    const third = Math.floor(room / 3);
    expect(codeOf('마'.repeat(third) + end)).toBe('ok');
    expect(codeOf('마'.repeat(third + 1) + end)).toBe('NOTE_TOO_LONG');
    expect(codeOf('🏠'.repeat(Math.floor(room / 4) + 1) + end)).toBe('NOTE_TOO_LONG');
    expect(codeOf('🏠'.repeat(Math.floor(room / 4)) + end)).toBe('ok');
  });

  it('reads back whatever is joined', () => {
    const name = fc.stringMatching(/^[a-z0-9./가-힣-]{1,20}$/);
    const bytes = (size: number) => fc.uint8Array({ minLength: size, maxLength: size });
    const signature = fc.record({ name, keyId: bytes(4), signature: bytes(64) });
    const signatures = fc.uniqueArray(signature, {
      minLength: 1,
      maxLength: 8,
      selector: (one) => one.name,
    });
    const text = fc.stringMatching(/^([ -~]{0,20}\n){1,4}$/);
    fc.assert(
      fc.property(text, signatures, (body, lines) => {
        expect(parsed(joinNote(body, lines))).toEqual({ text: body, signatures: lines });
      }),
      { seed: 1, numRuns: 100 },
    );
  });
});
