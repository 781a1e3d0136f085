import { describe, expect, it } from 'vitest';
import {
  type ErrorNumbers,
  errorLockProblems,
  errorPageProblems,
  errorsOf,
  extendedLock,
} from './errors.ts';
import { serviceNames, serviceShapeProblems, transactionProblems } from './services.ts';
import type { TrackedFile } from './tracked-files.ts';

const PARTS = [
  'README.md',
  'service.ts',
  'chain/schema.ts',
  'chain/errors.ts',
  'chain/state.ts',
  'text/ko.ts',
  'text/en.ts',
  'test/vote.test.ts',
];
const file = (path: string, text = ''): TrackedFile => ({ path, text, sizeBytes: text.length });
const vote = (...parts: string[]): TrackedFile[] =>
  parts.map((one) => file(`services/vote/${one}`));

describe('serviceShapeProblems', () => {
  it('finds nothing in a whole service, nor where there is none', () => {
    const more = ['views/index.ts', 'pages/a/b.tsx', 'profiles/index.ts', 'intake/index.ts'];
    expect(serviceShapeProblems(vote(...PARTS, ...more))).toEqual([]);
    expect(serviceShapeProblems([file('services/registry.ts')])).toEqual([]);
  });

  it.each(PARTS)('misses %s', (part) => {
    expect(serviceShapeProblems(vote(...PARTS.filter((one) => one !== part)))).toHaveLength(1);
  });

  it.each(['lib/a.ts', 'constants.ts'])('refuses %s', (part) => {
    expect(serviceShapeProblems(vote(...PARTS, part))).toHaveLength(1);
  });

  it('knows the services by their folders', () => {
    const files = [...vote('README.md'), file('services/registry.ts'), file('services/fund/a.ts')];
    expect(serviceNames(files)).toEqual(['vote', 'fund']);
  });
});

describe('transactionProblems', () => {
  const transaction = file(
    'services/vote/chain/cast-vote.ts',
    'export const castVote = transaction({',
  );
  const readme = file('services/vote/README.md', '# Vote\n\n- `castVote` casts.');
  const test = file('services/vote/test/a.test.ts', 'play(castVote);');

  it('wants each transaction named in the README and in a test', () => {
    expect(transactionProblems([transaction, readme, test])).toEqual([]);
    expect(transactionProblems([transaction, readme])).toHaveLength(1);
    expect(transactionProblems([transaction, test])).toHaveLength(1);
  });

  it('takes no longer name for it, and the test of no other service', () => {
    const longer = file('services/vote/README.md', 'castVotes');
    const elsewhere = file('services/fund/test/a.test.ts', 'castVote');
    expect(transactionProblems([transaction, longer, elsewhere])).toHaveLength(2);
  });

  it('asks nothing of files that hold no transaction', () => {
    expect(transactionProblems([file('services/vote/chain/state.ts', 'table({})')])).toEqual([]);
  });
});

describe('the lock of error numbers', () => {
  const ended = { name: 'vote.ENDED', code: 1003 };
  const early = { name: 'vote.TOO_EARLY', code: 1004 };
  const lock: ErrorNumbers = { 'vote.ENDED': 1003 };

  it('finds errors among the exports of a module', () => {
    const module = { errors: { ENDED: ended, EARLY: early }, base: 1000, other: { a: 1 } };
    expect(errorsOf(module)).toEqual([ended, early]);
  });

  it('holds while nothing changes', () => {
    expect(errorLockProblems([ended], lock)).toEqual([]);
  });

  it('breaks when a number changes, an error vanishes, or one is not locked', () => {
    expect(errorLockProblems([{ ...ended, code: 1005 }], lock)[0]).toMatch(/was 1003 and is now/);
    expect(errorLockProblems([], lock)[0]).toMatch(/is gone/);
    expect(errorLockProblems([ended, early], lock)[0]).toMatch(/not in errors.lock.json/);
  });

  it('breaks when two errors have one number', () => {
    const twin = { name: 'vote.TWIN', code: 1003 };
    const problems = errorLockProblems([ended, twin], { ...lock, 'vote.TWIN': 1003 });
    expect(problems).toEqual(['1003 stands for vote.ENDED, vote.TWIN.']);
  });

  it('is extended by new errors and never changed', () => {
    const extended = extendedLock([{ ...ended, code: 9 }, early], lock);
    expect(extended).toEqual({ 'vote.ENDED': 1003, 'vote.TOO_EARLY': 1004 });
    expect(Object.keys(extendedLock([early, ended], {}))).toEqual(['vote.ENDED', 'vote.TOO_EARLY']);
  });

  it('wants name and number of each error on the page', () => {
    expect(errorPageProblems([ended], '## vote.ENDED (1003)')).toEqual([]);
    expect(errorPageProblems([ended], '## vote.ENDED')).toHaveLength(1);
    expect(errorPageProblems([ended], '## vote.ENDED (10031)')).toHaveLength(1);
    expect(errorPageProblems([ended], 'vote.ENDED 1003')).toHaveLength(1);
    expect(errorPageProblems([ended], '## vote.ENDED\n\nNumber 1003.\n\n## Other')).toEqual([]);
  });
});
