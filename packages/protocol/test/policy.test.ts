import { createHash } from 'node:crypto';
import { equalBytes, toHex } from '@madang/base';
import { describe, expect, it } from 'vitest';
import {
  cosignerName,
  ledgerOrigin,
  MAX_POLICY_SIZE_BYTES,
  parsePolicy,
  policyFingerprint,
  printFingerprint,
  printVerifierKey,
  verifierKey,
  writePolicy,
} from '../src/index.ts';
import { chain, cosigners, nodeKey, origin, testGenesis, testKey, testPolicy } from './ledger.ts';

const logKey = (name: string, seed: number) =>
  printVerifierKey(verifierKey(name, 1, testKey(seed).publicKey));
const witnessKey = (seed: number, name = `w${seed}`) =>
  printVerifierKey(verifierKey(name, 4, testKey(seed).publicKey));
const log = `log ${logKey(origin, 1)}`;
const witness = (name: string, seed: number) => `witness ${name} ${witnessKey(seed)}`;
const abc = [witness('a', 11), witness('b', 12), witness('c', 13)];
const text = (...lines: readonly string[]) => `${lines.join('\n')}\n`;

function problemOf(policy: string): string {
  const parsed = parsePolicy(policy);
  return parsed.ok ? 'ok' : `${parsed.error.code} ${parsed.error.at}`.trim();
}

describe('parsePolicy', () => {
  it('reads logs, witnesses, groups and the quorum', () => {
    const policy = parsePolicy(
      text(
        '# Whom we believe',
        '',
        `\t${log} https://log.example/`,
        ...abc,
        `  witness d ${witnessKey(14)} https://d.example/  `,
        'group executors 2 a b c',
        'group all-of-it all executors d',
        'quorum all-of-it',
      ),
    );
    if (!policy.ok) throw new Error(policy.error.message);
    const { value } = policy;
    expect(value).toMatchObject({ origin, ledgerName: 'yard', quorum: 'all-of-it' });
    expect(equalBytes(value.chain, chain)).toBe(true);
    expect(value.logs.map((key) => toHex(key.key))).toEqual([toHex(nodeKey.publicKey)]);
    expect(value.witnesses.map((one) => one.name)).toEqual(['a', 'b', 'c', 'd']);
    expect(value.executors).toEqual({ name: 'executors', threshold: 2, members: ['a', 'b', 'c'] });
    expect(value.groups[1]).toEqual({
      name: 'all-of-it',
      threshold: 2,
      members: ['executors', 'd'],
    });
  });

  it.each([
    ['any', 1],
    ['all', 3],
    ['1', 1],
    ['3', 3],
  ])('reads the threshold %s as %i of three', (word, threshold) => {
    const policy = parsePolicy(text(log, ...abc, `group executors ${word} a b c`, 'quorum none'));
    expect(policy.ok && policy.value.executors.threshold).toBe(threshold);
  });

  it('takes several logs of one origin', () => {
    const lines = [log, `log ${logKey(origin, 2)}`, ...abc, 'group executors any a', 'quorum a'];
    expect(problemOf(text(...lines))).toBe('ok');
  });

  const end = ['group executors 2 a b c', 'quorum executors'];
  const foreign = ledgerOrigin('market', chain);
  const nested = Array.from(
    { length: 8 },
    (_, i) => `group g${i} all ${i === 0 ? 'd' : `g${i - 1}`}`,
  );
  it.each<[string, string, string]>([
    ['an unknown word', text('peer x'), 'POLICY_NOT_VALID 1'],
    ['a carriage return', `${log}\r\n`, 'POLICY_NOT_VALID'],
    ['a lone surrogate', '# \ud800\n', 'POLICY_NOT_VALID'],
    ['a log without a key', text('log'), 'POLICY_NOT_VALID 1'],
    ['too many words', text(`${log} url more`), 'POLICY_NOT_VALID 1'],
    ['a witness without a key', text(log, 'witness a'), 'POLICY_NOT_VALID 2'],
    ['a key that is none', text('log x+00000000+AAAA'), 'POLICY_KEY_NOT_VALID 1'],
    ['a cosigner as log', text(`log ${witnessKey(1)}`), 'POLICY_KEY_NOT_VALID 1'],
    ['a log as witness', text(log, `witness a ${logKey('a', 2)}`), 'POLICY_KEY_NOT_VALID 2'],
    ['one log twice', text(log, log), 'POLICY_KEY_TWICE 2'],
    ['one key under two names', text(log, ...abc, witness('d', 11)), 'POLICY_KEY_TWICE 5'],
    [
      'one key under two names and two key names',
      text(log, ...abc, `witness d ${witnessKey(11, 'other')}`),
      'POLICY_KEY_TWICE 5',
    ],
    ['one name twice', text(log, ...abc, witness('a', 14)), 'POLICY_NAME_TWICE 5'],
    ['a group with a witness for name', text(log, ...abc, 'group a 1 b'), 'POLICY_NAME_TWICE 5'],
    ['a witness that is none', text(log, witness('none', 11)), 'POLICY_NAME_NOT_VALID 2'],
    ['a group without members', text(log, ...abc, 'group executors 1'), 'POLICY_NOT_VALID 5'],
    ['a member twice', text(log, ...abc, 'group executors 2 a a'), 'POLICY_NAME_TWICE 5'],
    [
      'a member of two groups',
      text(log, ...abc, 'group executors 2 a b', 'group others 1 b c'),
      'POLICY_NAME_TWICE 6',
    ],
    ['an unknown member', text(log, ...abc, 'group executors 1 d'), 'POLICY_NAME_UNKNOWN 5'],
    [
      'a group of itself',
      text(log, ...abc, 'group executors 1 executors'),
      'POLICY_NAME_UNKNOWN 5',
    ],
    ['none as a member', text(log, ...abc, 'group executors 1 none'), 'POLICY_NAME_UNKNOWN 5'],
    ['a threshold of 0', text(log, ...abc, 'group executors 0 a'), 'POLICY_THRESHOLD_NOT_VALID 5'],
    [
      'too high a threshold',
      text(log, ...abc, 'group executors 2 a'),
      'POLICY_THRESHOLD_NOT_VALID 5',
    ],
    [
      'a threshold with 0 in front',
      text(log, ...abc, 'group executors 01 a'),
      'POLICY_THRESHOLD_NOT_VALID 5',
    ],
    ['no log', text(...abc, ...end), 'POLICY_LOG_MISSING'],
    ['nothing', '', 'POLICY_LOG_MISSING'],
    ['no quorum', text(log, ...abc, 'group executors 1 a'), 'POLICY_QUORUM_NOT_VALID'],
    ['two quorums', text(log, ...abc, ...end, 'quorum a'), 'POLICY_QUORUM_NOT_VALID 7'],
    ['an unknown quorum', text(log, ...abc, 'quorum d'), 'POLICY_NAME_UNKNOWN 5'],
    ['no executors', text(log, ...abc, 'quorum a'), 'POLICY_EXECUTORS_NOT_VALID'],
    [
      'executors that are a witness',
      text(log, witness('executors', 11), 'quorum executors'),
      'POLICY_EXECUTORS_NOT_VALID',
    ],
    [
      'executors that are groups',
      text(log, ...abc, 'group pair 1 a b', 'group executors 1 pair', 'quorum executors'),
      'POLICY_EXECUTORS_NOT_VALID',
    ],
    [
      'a foreign origin',
      text(`log ${logKey('example.com/log', 1)}`, ...abc, ...end),
      'POLICY_ORIGIN_NOT_VALID',
    ],
    [
      'two origins',
      text(log, `log ${logKey(foreign, 2)}`, ...abc, ...end),
      'POLICY_ORIGIN_NOT_VALID',
    ],
    [
      'groups nine deep',
      text(log, witness('d', 14), ...nested, 'group g8 all g7'),
      'POLICY_TOO_DEEP 11',
    ],
    ['groups eight deep', text(log, witness('d', 14), ...abc, ...nested, ...end), 'ok'],
  ])('with %s', (_, policy, problem) => {
    expect(problemOf(policy)).toBe(problem);
  });

  it('takes 128 witnesses and not one more', () => {
    const witnesses = Array.from({ length: 129 }, (_, i) => witness(`w${i}`, i + 2));
    const names = witnesses.slice(0, 128).map((_, i) => `w${i}`);
    const group = `group executors all ${names.join(' ')}`;
    expect(problemOf(text(log, ...witnesses.slice(0, 128), group, 'quorum none'))).toBe('ok');
    expect(problemOf(text(log, ...witnesses))).toBe('POLICY_TOO_MANY 130');
  });

  it('takes 65,536 bytes and not one more', () => {
    const policy = testPolicy();
    const room = MAX_POLICY_SIZE_BYTES - policy.length - 2;
    expect(problemOf(`${policy}#${'x'.repeat(room)}\n`)).toBe('ok');
    expect(problemOf(`${policy}#${'x'.repeat(room + 1)}\n`)).toBe('POLICY_TOO_LONG');
    expect(problemOf(`${policy}#${'가'.repeat(Math.ceil(room / 3))}xx\n`)).toBe('POLICY_TOO_LONG');
  });
});

describe('writePolicy', () => {
  it('makes every institution an executor under its id', () => {
    const lines = testPolicy(3).split('\n');
    const alpha = verifierKey(cosignerName('yard', 'alpha'), 4, cosigners.alpha.publicKey);
    expect(lines[0]).toBe(log);
    expect(lines[1]).toBe(`witness alpha ${printVerifierKey(alpha)}`);
    expect(lines.slice(4)).toEqual(['group executors 3 alpha beta gamma', 'quorum executors', '']);
  });

  it('refuses a threshold that cannot be met, and an institution called executors', () => {
    const [first] = testGenesis.institutions;
    if (first === undefined) throw new Error('no institution');
    const institutions = [{ ...first, id: 'executors' }];
    expect(writePolicy({ genesis: testGenesis, chain, threshold: 4 })).toMatchObject({
      error: { code: 'POLICY_THRESHOLD_NOT_VALID' },
    });
    expect(
      writePolicy({ genesis: { ...testGenesis, institutions }, chain, threshold: 1 }),
    ).toMatchObject({ ok: false });
  });

  it('puts comments on top', () => {
    const policy = writePolicy({ genesis: testGenesis, chain, threshold: 2, comments: ['마당'] });
    expect(policy.ok && policy.value.startsWith('# 마당\nlog ')).toBe(true);
  });
});

describe('the fingerprint of a policy', () => {
  it('is the SHA-256 of its bytes, printed in groups of four', () => {
    const policy = `# 마당\n${testPolicy()}`;
    const expected = createHash('sha256').update(policy).digest('hex');
    const fingerprint = policyFingerprint(policy);
    if (!fingerprint.ok) throw new Error('fingerprint');
    expect(toHex(fingerprint.value)).toBe(expected);
    const groups = printFingerprint(fingerprint.value).split(' ');
    expect(groups).toHaveLength(16);
    expect(groups.every((group) => group.length === 4)).toBe(true);
    expect(groups.join('')).toBe(expected);
  });
});
