import { utf8 } from '@madang/base';
import {
  consistencyProof,
  leafHash,
  prefixProof,
  rootFromLeafHashes,
  signerFrom,
} from '@madang/crypto';
import { describe, expect, it } from 'vitest';
import { cosign, parsePolicy } from '../src/index.ts';
import {
  checkEquivocation,
  EQUIVOCATION_MAGIC,
  type Equivocation,
  MAX_EQUIVOCATION_SIZE_BYTES,
  writeEquivocation,
} from '../src/trust/index.ts';
import { type Member, origin, signedCheckpoint, testKey, testPolicy } from './ledger.ts';

const parsed = parsePolicy(testPolicy());
if (!parsed.ok) throw new Error(parsed.error.message);
const policy = parsed.value;

/** Leaves of one history up to leaf 5, and of two afterwards. */
const leaves = (size: number, history = '') =>
  Array.from({ length: size }, (_, i) => leafHash(utf8(i < 5 ? `${i}` : `${i}${history}`)));
const noteOf = (size: number, history: string, by: readonly Member[] = []) =>
  signedCheckpoint({ origin, size, root: rootFromLeafHashes(leaves(size, history)) }, { by });
const proofOf = (oldSize: number, size: number, history: string) =>
  prefixProof(
    oldSize,
    rootFromLeafHashes(leaves(oldSize, history)),
    consistencyProof(leaves(size, history), oldSize),
  );

const bytesOf = (file: Equivocation) => utf8(writeEquivocation(file));
const none = new Uint8Array();

describe('an equivocation', () => {
  it('of one size convicts exactly those who signed both', async () => {
    const first = await noteOf(9, 'a', ['alpha', 'beta']);
    const second = await noteOf(9, 'b', ['beta', 'gamma']);
    const verdict = await checkEquivocation(policy, bytesOf({ first, second, proof: none }));
    expect(verdict).toEqual({
      ok: true,
      value: { origin, sizes: [9, 9], signedBoth: [origin, 'beta'] },
    });
  });

  it.each([6, 7, 8, 9, 11, 15, 16, 17])('of sizes %i and 21 needs a prefix proof', async (size) => {
    const [first, second] = [await noteOf(size, 'a'), await noteOf(21, 'b')];
    const proof = proofOf(size, 21, 'b');
    const verdict = await checkEquivocation(policy, bytesOf({ first, second, proof }));
    expect(verdict).toMatchObject({ ok: true, value: { sizes: [size, 21], signedBoth: [origin] } });
    // A log that did continue cannot be accused by its own proof, nor by another.
    const honest = await noteOf(size, 'b');
    for (const given of [proof, proof.subarray(32), proofOf(size, 21, 'a'), none]) {
      const accused = await checkEquivocation(
        policy,
        bytesOf({ first: honest, second, proof: given }),
      );
      expect(accused).toMatchObject({ ok: false, error: { code: 'EQUIVOCATION_NOT_VALID' } });
    }
  });

  it('of logs that were one up to there proves nothing', async () => {
    const [first, second] = [await noteOf(5, 'a'), await noteOf(21, 'b')];
    const proof = proofOf(5, 21, 'b');
    const verdict = await checkEquivocation(policy, bytesOf({ first, second, proof }));
    expect(verdict).toMatchObject({ ok: false, error: { code: 'EQUIVOCATION_NOT_VALID' } });
  });

  it('names nobody where nobody known signed both', async () => {
    const root = rootFromLeafHashes(leaves(9, 'b'));
    const impostor = await cosign(
      signerFrom(testKey(99)),
      'madang/yard/alpha',
      { origin, size: 9, root },
      5,
    );
    const first = await noteOf(9, 'a', ['alpha']);
    const second = await signedCheckpoint(
      { origin, size: 9, root },
      { by: [], withLog: false, more: [impostor] },
    );
    const verdict = await checkEquivocation(policy, bytesOf({ first, second, proof: none }));
    expect(verdict).toMatchObject({ ok: true, value: { signedBoth: [] } });
  });

  it('is refused in any other form', async () => {
    const [first, second] = [await noteOf(9, 'a', ['alpha']), await noteOf(9, 'b', ['alpha'])];
    const [small, large] = [await noteOf(7, 'a'), await noteOf(21, 'b')];
    const proof = proofOf(7, 21, 'b');
    const other = await signedCheckpoint({ origin: 'x', size: 9, root: leafHash(none) });
    const files: readonly Equivocation[] = [
      { first, second: first, proof: none },
      { first, second, proof },
      { first: large, second: small, proof },
      { first: small, second: large, proof: new Uint8Array([...proof, ...new Uint8Array(32)]) },
      { first: small, second: large, proof: new Uint8Array(65 * 32) },
      { first, second: other, proof: none },
      { first: other, second: other.replace('\n9\n', '\n8\n'), proof: none },
    ];
    for (const file of files) {
      expect(await checkEquivocation(policy, bytesOf(file))).toMatchObject({ ok: false });
    }
    const long = new Uint8Array(MAX_EQUIVOCATION_SIZE_BYTES + 1);
    long.set(utf8(EQUIVOCATION_MAGIC));
    expect(await checkEquivocation(policy, long)).toMatchObject({ ok: false });
  });

  it('does not survive a change of any byte unnoticed', async () => {
    const first = await noteOf(7, 'a', ['alpha']);
    const second = await noteOf(21, 'b', ['alpha']);
    const bytes = bytesOf({ first, second, proof: proofOf(7, 21, 'b') });
    const whole = await checkEquivocation(policy, bytes);
    expect(whole).toMatchObject({ ok: true, value: { signedBoth: [origin, 'alpha'] } });
    for (let at = 0; at < bytes.length; at++) {
      const changed = bytes.slice();
      changed[at] = changed[at]! ^ 1;
      const verdict = await checkEquivocation(policy, changed);
      const convicted = verdict.ok ? verdict.value.signedBoth : [];
      expect(convicted.length, `byte ${String(at)}`).toBeLessThan(2);
    }
  });
});
