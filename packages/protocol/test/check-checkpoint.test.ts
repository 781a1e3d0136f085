import { u64be, utf8 } from '@madang/base';
import { sha256, signerFrom, signSync } from '@madang/crypto';
import { describe, expect, it } from 'vitest';
import {
  type CheckpointVerdict,
  checkCheckpoint,
  checkpointBody,
  cosign,
  type Policy,
  parsePolicy,
  printVerifierKey,
  signAsLog,
  verifierKey,
} from '../src/index.ts';
import {
  type CheckpointOptions,
  cosigners,
  type Member,
  origin,
  signedCheckpoint,
  testKey,
  testPolicy,
} from './ledger.ts';

function policyOf(text: string): Policy {
  const policy = parsePolicy(text);
  if (!policy.ok) throw new Error(policy.error.message);
  return policy.value;
}

const policy = policyOf(testPolicy());
const checkpoint = { origin, size: 12, root: sha256(utf8('root')) };

async function verdictOf(options: CheckpointOptions, under = policy): Promise<CheckpointVerdict> {
  const verdict = await checkCheckpoint(under, await signedCheckpoint(checkpoint, options));
  if (!verdict.ok) throw new Error(verdict.error.message);
  return verdict.value;
}

const statesOf = ({ witnesses }: CheckpointVerdict) =>
  Object.fromEntries(witnesses.map(({ witness, state }) => [witness, state]));

describe('checkCheckpoint', () => {
  it('finds who signed, at what time, and who is missing', async () => {
    const verdict = await verdictOf({ by: ['gamma', 'alpha'], timeSeconds: () => 1_700_000_000 });
    expect(verdict).toMatchObject({
      checkpoint,
      isOfLedger: true,
      log: 'signed',
      unknown: [],
      executors: { isMet: true, threshold: 2, present: ['alpha', 'gamma'], missing: ['beta'] },
      executorsTimeMs: 1_700_000_000_000,
    });
    expect(statesOf(verdict)).toEqual({ alpha: 'signed', beta: 'missing', gamma: 'signed' });
    expect(verdict.witnesses[0]?.timeMs).toBe(1_700_000_000_000);
    expect(verdict.witnesses[1]).not.toHaveProperty('timeMs');
  });

  it.each([
    [1, 900],
    [2, 800],
    [3, 700],
  ])('takes the %i-th newest time of the executors', async (threshold, seconds) => {
    const times: Record<Member, number> = { alpha: 800, beta: 900, gamma: 700 };
    const timeSeconds = (member: Member) => times[member];
    const verdict = await verdictOf({ timeSeconds }, policyOf(testPolicy(threshold)));
    expect(verdict.executorsTimeMs).toBe(seconds * 1000);
  });

  it('has no time while too few executors have signed', async () => {
    const verdict = await verdictOf({ by: ['alpha'] });
    expect(verdict.executors.isMet).toBe(false);
    expect(verdict).not.toHaveProperty('executorsTimeMs');
  });

  it('takes a signature over another time, size or root for wrong', async () => {
    const signer = signerFrom(cosigners.beta);
    const right = await cosign(signer, 'madang/yard/beta', checkpoint, 500);
    const later = { ...right, signature: right.signature.slice() };
    later.signature.set(u64be(501));
    const larger = await cosign(signer, 'madang/yard/beta', { ...checkpoint, size: 13 }, 500);
    const root = sha256(checkpoint.root);
    const other = await cosign(signer, 'madang/yard/beta', { ...checkpoint, root }, 500);
    const short = { ...right, signature: right.signature.subarray(0, 71) };
    const long = { ...right, signature: Uint8Array.of(...right.signature, 0) };
    const tiny = { ...right, signature: Uint8Array.of(1) };
    for (const line of [later, larger, other, short, long, tiny]) {
      const verdict = await verdictOf({ by: ['alpha'], more: [line] });
      expect(statesOf(verdict)).toMatchObject({ alpha: 'signed', beta: 'wrong' });
      expect(verdict.executors.present).toEqual(['alpha']);
    }
  });

  it('takes a time for wrong that does not fit a time in milliseconds', async () => {
    const seconds = 2n ** 62n;
    const message = `cosignature/v1\ntime ${seconds}\n${checkpointBody(checkpoint)}`;
    const signature = Buffer.alloc(72);
    signature.writeBigUInt64BE(seconds);
    signature.set(signSync(cosigners.beta, utf8(message)), 8);
    const { keyId } = verifierKey('madang/yard/beta', 4, cosigners.beta.publicKey);
    const line = { name: 'madang/yard/beta', keyId, signature: new Uint8Array(signature) };
    const verdict = await verdictOf({ by: ['alpha'], more: [line] });
    expect(statesOf(verdict)).toMatchObject({ beta: 'wrong' });
  });

  it('knows lines by name and key id together', async () => {
    const impostor = await cosign(signerFrom(testKey(66)), 'madang/yard/beta', checkpoint, 500);
    const verdict = await verdictOf({ by: ['alpha'], more: [impostor] });
    expect(verdict.unknown).toEqual(['madang/yard/beta']);
    expect(statesOf(verdict)).toMatchObject({ beta: 'missing' });
  });

  it('tells a missing log line from a wrong one', async () => {
    expect((await verdictOf({ withLog: false })).log).toBe('missing');
    const line = await signAsLog(signerFrom(testKey(1)), { ...checkpoint, size: 11 });
    expect((await verdictOf({ withLog: false, more: [line] })).log).toBe('wrong');
  });

  it('sees a checkpoint of another ledger', async () => {
    const note = await signedCheckpoint({ ...checkpoint, origin: 'example.com/log' });
    const verdict = await checkCheckpoint(policy, note);
    expect(verdict.ok && verdict.value.isOfLedger).toBe(false);
  });

  it('fails for a text that is no checkpoint', async () => {
    const verdict = await checkCheckpoint(policy, 'no checkpoint\n');
    expect(verdict).toMatchObject({ ok: false, error: { code: 'NOTE_NOT_VALID' } });
  });

  it('satisfies groups of groups, single witnesses and none', async () => {
    const witnesses = testPolicy().split('\n').slice(0, 4);
    const key = verifierKey('w', 4, testKey(70).publicKey);
    const watcher = `witness watcher ${printVerifierKey(key)}`;
    const under = (...lines: readonly string[]) =>
      policyOf([...witnesses, watcher, ...lines, ''].join('\n'));
    const executors = 'group executors 2 alpha beta gamma';
    const both = under(executors, 'group both all executors watcher', 'quorum both');
    const alone = under(executors, 'quorum watcher');
    const none = under(executors, 'quorum none');

    const without = await verdictOf({ by: ['alpha', 'beta'] }, both);
    expect(without.quorum).toEqual({
      isMet: false,
      threshold: 2,
      present: ['executors'],
      missing: ['watcher'],
    });
    const line = await cosign(signerFrom(testKey(70)), 'w', checkpoint, 5);
    expect((await verdictOf({ by: ['alpha', 'beta'], more: [line] }, both)).quorum.isMet).toBe(
      true,
    );
    expect((await verdictOf({ by: ['alpha'], more: [line] }, both)).quorum.isMet).toBe(false);
    expect((await verdictOf({ by: [], more: [line] }, alone)).quorum.isMet).toBe(true);
    expect((await verdictOf({}, alone)).quorum.isMet).toBe(false);
    expect((await verdictOf({ by: [] }, none)).quorum.isMet).toBe(true);
  });
});
