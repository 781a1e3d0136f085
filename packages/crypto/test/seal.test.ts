import { createDecipheriv } from 'node:crypto';
import { concat, expectOk, fromHex, toHex, utf8 } from '@madang/base';
import { describe, expect, test } from 'vitest';
import { open, randomBytes, SEAL_OVERHEAD_BYTES, seal } from '../src/index.ts';
import { gcm as nodeGcm } from '../src/node-gcm.ts';
import { gcm as webGcm } from '../src/web-gcm.ts';

function bytes(hex: string): Uint8Array {
  return expectOk(fromHex(hex), 'hexadecimal');
}

/** Test case 16 of the paper that defines GCM (McGrew and Viega), AES-256 with associated data. */
const gcmCase = {
  key: bytes('feffe9928665731c6d6a8f9467308308'.repeat(2)),
  nonce: bytes('cafebabefacedbaddecaf888'),
  associatedData: bytes('feedfacedeadbeeffeedfacedeadbeefabaddad2'),
  plaintext:
    'd9313225f88406e5a55909c5aff5269a86a7a9531534f7da2e4c303d8a318a72' +
    '1c3c0c95956809532fcf0e2449a6b525b16aedf5aa0de657ba637b39',
  ciphertext: bytes(
    '522dc1f099567d07f47f37a32a84427d643a8cdcbfe5c0c97598a2bd2555d1aa' +
      '8cb08e48590dbb3da7b08b1056828838c5f61e6393ba7a0abcc9f662',
  ),
  tag: bytes('76fc6ece0f4e1768cddf8853bb2d551b'),
};

describe('open', () => {
  test('opens the AES-256 case of the paper that defines GCM', async () => {
    const { key, associatedData, nonce, ciphertext, tag } = gcmCase;
    const opened = await open(key, concat(nonce, ciphertext, tag), associatedData);
    expect(toHex(expectOk(opened, 'a published case'))).toBe(gcmCase.plaintext);
  });

  test('refuses another key, other data, and any changed or missing byte', async () => {
    const key = randomBytes(32);
    const data = utf8('record 7');
    const sealed = await seal(key, utf8('secret'), data);
    expect(await open(key, sealed, data)).toEqual({ ok: true, value: utf8('secret') });
    const refused = { ok: false, error: 'NOT_OPENED' };
    expect(await open(randomBytes(32), sealed, data)).toEqual(refused);
    expect(await open(key, sealed, utf8('record 8'))).toEqual(refused);
    for (let i = 0; i < sealed.length; i++) {
      const changed = Uint8Array.from(sealed, (byte, j) => (i === j ? byte ^ 1 : byte));
      expect(await open(key, changed, data), `byte ${i}`).toEqual(refused);
      expect(await open(key, sealed.slice(0, i), data), `${i} bytes`).toEqual(refused);
    }
  });
});

describe('seal', () => {
  test('makes what another implementation of AES-256-GCM opens', async () => {
    const key = randomBytes(32);
    const sealed = await seal(key, utf8('secret'), utf8('record 7'));
    const decipher = createDecipheriv('aes-256-gcm', key, sealed.subarray(0, 12));
    decipher.setAAD(utf8('record 7'));
    decipher.setAuthTag(sealed.subarray(-16));
    const text = decipher.update(sealed.subarray(12, -16), undefined, 'utf8');
    expect(text + decipher.final('utf8')).toBe('secret');
  });

  test('is the same by OpenSSL here and by WebCrypto, short or long, and neither opens a change', async () => {
    for (const sizeBytes of [0, 1, 16_384, 16_385, 100_000]) {
      const how = {
        key: randomBytes(32),
        nonce: randomBytes(12),
        associatedData: utf8('record 7'),
      };
      const plaintext = randomBytes(sizeBytes);
      const ciphertext = await nodeGcm.encrypt(how, plaintext);
      expect(toHex(await webGcm.encrypt(how, plaintext))).toBe(toHex(ciphertext));
      const changed = ciphertext.map((byte, at) =>
        at === ciphertext.length - 1 ? byte ^ 1 : byte,
      );
      for (const gcm of [nodeGcm, webGcm]) {
        expect(toHex((await gcm.decrypt(how, ciphertext)) ?? utf8('none'))).toBe(toHex(plaintext));
        expect(await gcm.decrypt(how, changed)).toBeUndefined();
        expect(await gcm.decrypt(how, ciphertext.subarray(0, 15))).toBeUndefined();
      }
    }
  });

  test('adds 28 bytes, also to nothing, and never seals alike twice', async () => {
    const key = randomBytes(32);
    const none = new Uint8Array(0);
    const [first, second] = [await seal(key, none, none), await seal(key, none, none)];
    expect(first.length).toBe(28);
    expect(SEAL_OVERHEAD_BYTES).toBe(28);
    expect(toHex(first)).not.toBe(toHex(second));
    expect(await open(key, first, none)).toEqual({ ok: true, value: none });
  });

  test('with a key of another length is a bug', async () => {
    const none = new Uint8Array(0);
    await expect(seal(randomBytes(16), none, none)).rejects.toThrow('a key is 32 bytes');
    await expect(open(randomBytes(31), none, none)).rejects.toThrow('a key is 32 bytes');
  });
});

describe('randomBytes', () => {
  test('fills any size, also above what the platform gives at once', () => {
    expect(randomBytes(0)).toEqual(new Uint8Array(0));
    const large = randomBytes(200_001);
    expect(large.length).toBe(200_001);
    expect(large.subarray(-100).some((byte) => byte !== 0)).toBe(true);
    expect(toHex(randomBytes(16))).not.toBe(toHex(randomBytes(16)));
  });
});
