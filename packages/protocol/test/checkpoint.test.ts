import { createHash, createPrivateKey, sign as nodeSign } from 'node:crypto';
import { concat, fromHex, toBase64, toHex, utf8 } from '@madang/base';
import { sha256, signerFrom } from '@madang/crypto';
import { describe, expect, it } from 'vitest';
import {
  checkpointBody,
  cosign,
  joinNote,
  ledgerOrigin,
  parseCheckpoint,
  parseOrigin,
  parseVerifierKey,
  printVerifierKey,
  signAsLog,
  verifierKey,
} from '../src/index.ts';
import { chain, nodeKey, origin, testKey } from './ledger.ts';

const root = sha256(utf8('root'));
const checkpoint = { origin, size: 20_852_163, root };
const signature = { name: 'a', keyId: new Uint8Array(4), signature: new Uint8Array(64) };
const signed = (body: string) => joinNote(body, [signature]);
const codeOf = (body: string) => {
  const parsed = parseCheckpoint(signed(body));
  return parsed.ok ? 'ok' : parsed.error.code;
};

/** Signs with Node's own Ed25519, so that our signing is held against another. */
function signElsewhere(seed: number, message: Uint8Array): Uint8Array {
  const prefix = '302e020100300506032b657004220420';
  const der = Buffer.from(prefix + Buffer.alloc(32, seed).toString('hex'), 'hex');
  return new Uint8Array(
    nodeSign(null, message, createPrivateKey({ key: der, format: 'der', type: 'pkcs8' })),
  );
}

describe('checkpoints', () => {
  it('have three lines', () => {
    const encoded = Buffer.from(root).toString('base64');
    const expected = `madang/yard/${toHex(chain)}\n20852163\n${encoded}\n`;
    expect(checkpointBody(checkpoint)).toBe(expected);
  });

  it('are read back as they were printed', () => {
    const parsed = parseCheckpoint(signed(checkpointBody(checkpoint)));
    expect(parsed.ok && parsed.value.checkpoint).toEqual(checkpoint);
  });

  it.each([
    ['a leading zero', `${origin}\n007\n${toBase64(root)}\n`],
    ['a sign', `${origin}\n+7\n${toBase64(root)}\n`],
    ['a blank', `${origin}\n7 \n${toBase64(root)}\n`],
    ['no size', `${origin}\n\n${toBase64(root)}\n`],
    ['a size above 2^53 - 1', `${origin}\n9007199254740992\n${toBase64(root)}\n`],
    ['a short root', `${origin}\n7\n${toBase64(root.subarray(1))}\n`],
    ['a root without padding', `${origin}\n7\n${toBase64(root).slice(0, -1)}\n`],
    ['an extension line', `${origin}\n7\n${toBase64(root)}\nmore\n`],
    ['no origin', `\n7\n${toBase64(root)}\n`],
    ['no root', `${origin}\n7\n`],
  ])('with %s are refused', (_, body) => {
    expect(codeOf(body)).toBe('CHECKPOINT_NOT_VALID');
  });

  it('may have the size 0 and the largest integer', () => {
    expect(codeOf(`${origin}\n0\n${toBase64(root)}\n`)).toBe('ok');
    expect(codeOf(`${origin}\n9007199254740991\n${toBase64(root)}\n`)).toBe('ok');
  });

  it('are signed by the log over their text', async () => {
    const line = await signAsLog(signerFrom(nodeKey), checkpoint);
    const message = utf8(checkpointBody(checkpoint));
    expect(line.name).toBe(origin);
    expect(toHex(line.signature)).toBe(toHex(signElsewhere(1, message)));
    const keyHash = createHash('sha256')
      .update(`${origin}\n\x01`, 'latin1')
      .update(nodeKey.publicKey)
      .digest();
    expect(toHex(line.keyId)).toBe(keyHash.subarray(0, 4).toString('hex'));
  });

  it('are cosigned over a header, the time and their text', async () => {
    const line = await cosign(signerFrom(testKey(3)), 'witness/w1', checkpoint, 1_679_315_147);
    const message = utf8(`cosignature/v1\ntime 1679315147\n${checkpointBody(checkpoint)}`);
    const time = fromHex('00000000641850cb');
    const expected = concat(time.ok ? time.value : utf8(''), signElsewhere(3, message));
    expect(toHex(line.signature)).toBe(toHex(expected));
  });
});

describe('origins', () => {
  it('name a ledger and its chain', () => {
    expect(parseOrigin(ledgerOrigin('yard', chain))).toEqual({ name: 'yard', chain });
  });

  it.each([
    'madang/yard/',
    'madang/ya/'.padEnd(74, 'a'),
    `madang/Yard/${'a'.repeat(64)}`,
    `madang/yard/${'A'.repeat(64)}`,
    `madang/yard/${'a'.repeat(63)}`,
    `other/yard/${'a'.repeat(64)}`,
    `madang/yard/${'a'.repeat(64)}\n`,
  ])('of another form name none: %j', (text) => {
    expect(parseOrigin(text)).toBeUndefined();
  });
});

describe('verifier keys', () => {
  const golang = 'PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW';

  it('read and print the example of the Go package note', () => {
    const key = parseVerifierKey(golang);
    expect(key.ok && { name: key.value.name, type: key.value.type }).toEqual({
      name: 'PeterNeumann',
      type: 1,
    });
    expect(key.ok && printVerifierKey(key.value)).toBe(golang);
  });

  it('may have a plus in their base64', () => {
    for (let seed = 1; seed < 60; seed++) {
      const key = verifierKey('a', 4, testKey(seed).publicKey);
      const parsed = parseVerifierKey(printVerifierKey(key));
      expect(parsed.ok && parsed.value).toEqual(key);
    }
  });

  it.each([
    ['another key id', golang.replace('c74f20a3', 'c74f20a4')],
    ['upper-case digits', golang.replace('c74f20a3', 'C74F20A3')],
    ['another name', golang.replace('Peter', 'Paul')],
    ['no name', golang.replace('PeterNeumann', '')],
    ['no key', 'PeterNeumann+c74f20a3'],
    ['an unknown type', golang.replace('+ARpc', '+Ahpc')],
    ['nothing at all', ''],
  ])('with %s are refused', (_, text) => {
    const key = parseVerifierKey(text);
    expect(key.ok ? 'ok' : key.error.code).toBe('KEY_TEXT_NOT_VALID');
  });

  it('of small order are refused', () => {
    const identity = new Uint8Array(32);
    identity[0] = 1;
    const text = printVerifierKey(verifierKey('a', 1, identity));
    expect(parseVerifierKey(text)).toMatchObject({ ok: false });
  });
});
