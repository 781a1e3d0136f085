import { describe, expect, test } from 'vitest';
import { countGroup, satisfiedSince } from '../src/cosigners.mjs';
import { parsePolicy } from '../src/policy.mjs';
import { Mismatch } from '../src/verdict.mjs';
import { Ledger, sha, signer } from './ledger.ts';

const ledger = new Ledger(['a', 'b', 'c', 'd', 'e']);
const log = `log ${ledger.vkey(ledger.origin, 1, ledger.node.key)}`;
const witness = (name: string) =>
  `witness ${name} ${ledger.vkey(`madang/toy/${name}`, 4, signer(name).key)}`;
const five = ['a', 'b', 'c', 'd', 'e'].map(witness);

const parse = (...lines: string[]) => parsePolicy(Buffer.from(`${lines.join('\n')}\n`));

function codeOf(...lines: string[]): string {
  try {
    parse(...lines);
    return 'accepted';
  } catch (error) {
    if (error instanceof Mismatch) return error.code;
    throw error;
  }
}

describe('a policy', () => {
  test('is read with comments, blanks, tabs, addresses and no final newline', () => {
    const text = [
      '# who we believe',
      '',
      `\t${log}  https://log.example/`,
      `${five[0]} https://witness.example/`,
      ...five.slice(1),
      '  # two of the first three',
      'group executors 2 a b c',
      'group all-of-them all executors d',
      'quorum all-of-them',
    ].join('\n');
    const policy = parsePolicy(Buffer.from(text));
    expect(policy.ledger).toBe('toy');
    expect(Buffer.from(policy.chain)).toEqual(ledger.chain);
    expect(policy.quorum).toBe('all-of-them');
    expect(policy.groups.get('executors')).toMatchObject({
      threshold: 2,
      members: ['a', 'b', 'c'],
    });
    expect(policy.fingerprint).toBe(sha(text).toString('hex'));
  });

  test('may name two keys of one log, and ask for nobody', () => {
    const second = `log ${ledger.vkey(ledger.origin, 1, signer('node 2').key)}`;
    const policy = parse(log, second, ...five, 'group executors any a', 'quorum none');
    expect(policy.logs).toHaveLength(2);
  });

  const tail = ['group executors any a', 'quorum executors'];
  const other = `log ${ledger.vkey(`madang/other/${'0'.repeat(64)}`, 1, signer('x').key)}`;
  const plain = `log ${ledger.vkey('example.com/log', 1, signer('x').key)}`;
  test.each<[string, string[], string]>([
    ['an unknown keyword', [log, 'wittness a b', ...tail], 'POLICY_KEYWORD'],
    ['no log', [...five, ...tail], 'POLICY_NO_LOG'],
    ['two logs', [log, other, ...five, ...tail], 'POLICY_TWO_LOGS'],
    ['a log of another kind', [plain, ...five, ...tail], 'POLICY_ORIGIN'],
    ['no executors', [log, ...five, 'quorum a'], 'POLICY_NO_EXECUTORS'],
    ['no quorum', [log, ...five, tail[0] as string], 'POLICY_QUORUM'],
    ['two quorums', [log, ...five, ...tail, 'quorum a'], 'POLICY_QUORUM'],
    ['a quorum of two names', [log, ...five, tail[0] as string, 'quorum a b'], 'POLICY_QUORUM'],
    ['an unknown member', [log, ...five, 'group executors 1 z', 'quorum a'], 'POLICY_NAME_UNKNOWN'],
    ['a member defined below', [log, ...tail, ...five], 'POLICY_NAME_UNKNOWN'],
    [
      'none as a member',
      [log, ...five, 'group executors 1 none', 'quorum a'],
      'POLICY_NAME_UNKNOWN',
    ],
    ['a member of two groups', [log, ...five, 'group x 1 a', ...tail], 'POLICY_MEMBER_TWICE'],
    ['a member twice', [log, ...five, 'group executors 1 a a', 'quorum a'], 'POLICY_MEMBER_TWICE'],
    ['a group in itself', [log, 'group x 1 x', ...five, ...tail], 'POLICY_NAME_UNKNOWN'],
    ['a name taken', [log, ...five, 'group a 1 b', ...tail], 'POLICY_NAME'],
    [
      'the name none',
      [log, witness('x').replace(' x ', ' none '), ...five, ...tail],
      'POLICY_NAME',
    ],
    ['threshold 0', [log, ...five, 'group executors 0 a', 'quorum a'], 'POLICY_THRESHOLD'],
    ['threshold above', [log, ...five, 'group executors 2 a', 'quorum a'], 'POLICY_THRESHOLD'],
    ['threshold 01', [log, ...five, 'group executors 01 a', 'quorum a'], 'POLICY_THRESHOLD'],
    ['an empty group', [log, ...five, 'group executors all', 'quorum a'], 'POLICY_THRESHOLD'],
    [
      'a key twice',
      [log, ...five, (five[0] as string).replace(' a ', ' z '), ...tail],
      'POLICY_KEY_TWICE',
    ],
    ['a log key as witness', [log, ...five, log.replace('log', 'witness z'), ...tail], 'VKEY_TYPE'],
    ['words at the end', [`${log} https://a b`, ...five, ...tail], 'POLICY_LINE'],
    ['a carriage return', [`${log}\r`, ...five, ...tail], 'POLICY_CONTROL_CHARACTER'],
    ['70,000 bytes', [log, ...five, ...tail, `#${'x'.repeat(70_000)}`], 'POLICY_TOO_LONG'],
  ])('is refused with %s', (_name, lines, code) => {
    expect(codeOf(...lines)).toBe(code);
  });

  test('is refused where it is not UTF-8', () => {
    const text = [log, ...five, ...tail, '#?', ''].join('\n');
    const bytes = Buffer.from(text);
    expect(parsePolicy(bytes).quorum).toBe(parse(log, ...five, ...tail).quorum);
    bytes[bytes.indexOf('?')] = 0x80;
    expect(() => parsePolicy(bytes)).toThrow(expect.objectContaining({ code: 'POLICY_NOT_UTF8' }));
  });
});

describe('a group', () => {
  const policy = parse(
    log,
    ...five,
    'group executors 2 a b c',
    'group outer all executors d',
    'quorum outer',
  );
  const at = (times: Record<string, number>) =>
    new Map(Object.entries(times).map(([name, seconds]) => [name, BigInt(seconds)]));

  test.each([
    [{}, undefined, undefined],
    [{ a: 10 }, undefined, undefined],
    [{ a: 10, b: 20 }, 10n, undefined],
    [{ a: 10, b: 20, c: 30 }, 20n, undefined],
    [{ a: 10, b: 20, c: 30, d: 5 }, 20n, 5n],
    [{ a: 10, b: 20, c: 30, d: 25, e: 99 }, 20n, 20n],
    [{ d: 5, e: 99 }, undefined, undefined],
  ])('holds since the time of its k-th newest cosignature: %j', (times, executors, outer) => {
    expect(satisfiedSince('executors', at(times), policy)).toBe(executors);
    expect(satisfiedSince('outer', at(times), policy)).toBe(outer);
  });

  test('counts who is missing', () => {
    expect(countGroup('executors', at({ b: 1 }), policy)).toEqual({
      group: 'executors',
      signed: 1,
      needed: 2,
      members: 3,
      missing: ['a', 'c'],
    });
  });
});
