import { concat, encodeKnown, toHex, utf8 } from '@madang/base';
import { sha256 } from '@madang/crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { notarisePayload } from '../chain/schema.ts';
import { buildBatch, commit, type Opening, opening, proof } from '../proof/index.ts';

const FILES = ['first file', 'second file', 'third file'].map(utf8);
const digests = FILES.map((file) => sha256(file));
const salts = [1, 2, 3].map((byte) => new Uint8Array(32).fill(byte));
const batch = buildBatch(digests, salts);
const act = 'document.notarise';
const bodyHash = sha256(utf8('a body'));

function payloadOf({ root, count }: { readonly root: Uint8Array; readonly count: number }) {
  return encodeKnown(notarisePayload, { kind: 'file', root, count });
}

function openingOf(leaf: number): Opening {
  const [salt, digest, path] = [salts[leaf], digests[leaf], batch.paths[leaf]];
  if (salt === undefined || digest === undefined || path === undefined) throw new Error('no leaf');
  return { leaf, salt, digest, path };
}

function check(opened: Opening, fileDigest?: Uint8Array, payload = payloadOf(batch)) {
  const given = { act, payload, opening: encodeKnown(opening, opened) };
  return proof.checkContent(fileDigest === undefined ? given : { ...given, fileDigest });
}

const outcome = { code: 0, events: [], height: 1, index: 0, time: 1 };

describe('buildBatch', () => {
  it('computes the root that the specification names, by hand for three files', () => {
    const tagged = concat(utf8('madang/document/1'), Uint8Array.of(0));
    const leaves = digests.map((digest, index) =>
      sha256(Uint8Array.of(0), sha256(tagged, salts[index] ?? new Uint8Array(), digest)),
    );
    const [first, second, third] = leaves as [Uint8Array, Uint8Array, Uint8Array];
    const left = sha256(Uint8Array.of(1), first, second);
    expect(toHex(batch.root)).toBe(toHex(sha256(Uint8Array.of(1), left, third)));
    expect(batch.paths.map(toHex)).toEqual([
      toHex(concat(second, third)),
      toHex(concat(first, third)),
      toHex(left),
    ]);
  });

  it('makes a tree of one leaf for one file', () => {
    const [digest, salt] = [sha256(utf8('alone')), new Uint8Array(32)];
    const one = buildBatch([digest], [salt]);
    expect(one.root).toEqual(sha256(Uint8Array.of(0), commit(salt, digest)));
    expect(one.paths).toEqual([new Uint8Array()]);
  });

  it('halts when digests and salts do not pair up', () => {
    expect(() => buildBatch(digests, salts.slice(1))).toThrow();
    expect(() => buildBatch([], [])).toThrow();
    expect(() => commit(new Uint8Array(31), sha256())).toThrow();
  });
});

describe('checkContent', () => {
  it('passes each file with its own opening', () => {
    for (const [leaf, digest] of digests.entries()) {
      expect(check(openingOf(leaf), digest)).toMatchObject({
        state: 'passed',
        code: 'VERIFY_CONTENT_MATCHES',
        detail: { leaf, count: 3, fileCompared: true },
      });
    }
  });

  it('passes an opening without a file, and says that none was compared', () => {
    expect(check(openingOf(1))).toMatchObject({ state: 'passed', detail: { fileCompared: false } });
  });

  it('fails another file', () => {
    expect(check(openingOf(0), digests[1])).toMatchObject({
      state: 'failed',
      code: 'VERIFY_FILE_DIFFERS',
    });
  });

  it('fails an opening that leads to another root, leaf, salt or digest', () => {
    const right = openingOf(0);
    const wrong: Opening[] = [
      { ...right, leaf: 1 },
      { ...right, leaf: 3 },
      { ...right, salt: openingOf(1).salt },
      { ...right, digest: openingOf(1).digest },
      { ...right, path: right.path.slice(32) },
      { ...right, path: concat(right.path, new Uint8Array(32)) },
    ];
    for (const opened of wrong) {
      expect(check(opened)).toMatchObject({ state: 'failed', code: 'VERIFY_OPENING_WRONG' });
    }
    const other = payloadOf({ root: sha256(utf8('other')), count: 3 });
    expect(check(right, undefined, other)).toMatchObject({ state: 'failed' });
    expect(check(right, undefined, payloadOf({ ...batch, count: 5 }))).toMatchObject({
      state: 'failed',
    });
  });

  it('compares a statement with its digest', () => {
    const statement = 'The yard is open.';
    const digest = sha256(utf8(statement));
    const salt = new Uint8Array(32);
    const one = buildBatch([digest], [salt]);
    const right: Opening = { leaf: 0, salt, digest, path: new Uint8Array(), statement };
    expect(check(right, undefined, payloadOf(one))).toMatchObject({ state: 'passed' });
    const changed = { ...right, statement: 'The yard is shut.' };
    expect(check(changed, undefined, payloadOf(one))).toMatchObject({
      state: 'failed',
      code: 'VERIFY_STATEMENT_DIFFERS',
    });
  });

  it('cannot check a file without an opening, and has nothing to check without both', () => {
    const payload = payloadOf(batch);
    const [fileDigest = bodyHash] = digests;
    expect(proof.checkContent({ act, payload, fileDigest })).toEqual({
      state: 'unchecked',
      code: 'VERIFY_OPENING_MISSING',
    });
    expect(proof.checkContent({ act, payload })).toEqual({
      state: 'unchecked',
      code: 'VERIFY_CONTENT_NONE',
    });
  });

  it('fails an opening of an act that records no content', () => {
    const given = { payload: payloadOf(batch), opening: encodeKnown(opening, openingOf(0)) };
    expect(proof.checkContent({ act: 'document.revoke', ...given })).toMatchObject({
      state: 'failed',
      code: 'VERIFY_OPENING_WRONG',
    });
  });

  it('never throws and never passes, whatever byte of an opening is changed', () => {
    const bytes = encodeKnown(opening, openingOf(2));
    fc.assert(
      fc.property(
        fc.nat({ max: bytes.length - 1 }),
        fc.integer({ min: 1, max: 255 }),
        (at, flip) => {
          const changed = bytes.map((byte, index) => (index === at ? byte ^ flip : byte));
          const verdict = proof.checkContent({ act, payload: payloadOf(batch), opening: changed });
          expect(verdict.state).toBe('failed');
        },
      ),
      { seed: 7, numRuns: 300 },
    );
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 64 }), fc.uint8Array({ maxLength: 64 }), (a, b) => {
        expect(proof.checkContent({ act, payload: a, opening: b }).state).toBe('failed');
        expect(proof.claims({ act, bodyHash, payload: a, outcome }).ok).toBe(false);
      }),
      { seed: 8, numRuns: 200 },
    );
  });
});

describe('claims', () => {
  const table = toHex(utf8('document/endings/'));
  const keysOf = (count: number, opened?: Opening) => {
    const payload = payloadOf({ root: batch.root, count });
    const given = { act, bodyHash, payload, outcome };
    const claims = proof.claims(
      opened === undefined ? given : { ...given, opening: encodeKnown(opening, opened) },
    );
    if (!claims.ok) throw new Error(claims.error.message);
    expect(claims.value.every(({ stands }) => stands === 'absent')).toBe(true);
    return claims.value.map(({ stateKey }) => toHex(stateKey));
  };
  const whole = `${table}${toHex(bodyHash)}ffffffff`;

  it('want the absence of an ending of the whole document', () => {
    expect(keysOf(1)).toEqual([whole]);
    expect(keysOf(3)).toEqual([whole]);
    expect(keysOf(1, openingOf(0))).toEqual([whole]);
  });

  it('want the absence of an ending of the opened file too if there are more', () => {
    expect(keysOf(3, openingOf(2))).toEqual([whole, `${table}${toHex(bodyHash)}00000002`]);
  });

  it('are none for other acts', () => {
    const payload = new Uint8Array();
    expect(proof.claims({ act: 'document.revoke', bodyHash, payload, outcome })).toEqual({
      ok: true,
      value: [],
    });
  });
});
