import { toHex, utf8 } from '@madang/base';
import { sha256 } from '@madang/crypto';
import { parsePolicy } from '@madang/protocol';
import { checkEquivocation, checkPolicyChanges } from '@madang/protocol/trust';
import { describe, expect, it } from 'vitest';
import {
  askPrograms,
  equivocation,
  joined,
  noteOf,
  policyChange,
  policyWith,
} from './support/trust-files.ts';

const NAMES = ['alpha', 'beta', 'gamma', 'delta'] as const;
const EXECUTORS = 'group executors 2 alpha beta gamma';
const first = policyWith(NAMES.slice(0, 3), [EXECUTORS, 'quorum executors']);
const second = policyWith(NAMES, [
  EXECUTORS,
  'group all-of-it all executors delta',
  'quorum all-of-it',
]);
const third = policyWith(NAMES, [EXECUTORS, 'quorum executors', '# the third']);
const none = policyWith(NAMES, [EXECUTORS, 'quorum none']);
const fingerprint = (text: string) => toHex(sha256(utf8(text)));

/** Other bytes in place of each, a few of them per place: a step of 1 would take minutes. */
const changedAt = (bytes: Uint8Array, at: number) => {
  const changed = bytes.slice();
  changed[at] = changed[at]! ^ (1 << (at % 7));
  return changed;
};

describe('a change of policy', () => {
  /**
   * The change, the policy that is believed, the exit status, and which policy is believed then.
   */
  type Case = readonly [string, () => Promise<Uint8Array>, readonly [string, 0 | 1 | 2, string?]];
  const cases: readonly Case[] = [
    [
      'signed by two of three',
      () => policyChange(first, second, ['alpha', 'gamma']),
      [first, 0, second],
    ],
    ['signed by all', () => policyChange(first, second, NAMES.slice(0, 3)), [first, 0, second]],
    ['signed by one', () => policyChange(first, second, ['beta']), [first, 2]],
    [
      'signed by the new one as well',
      () => policyChange(first, second, ['alpha', 'beta', 'delta']),
      [first, 1],
    ],
    ['from another policy', () => policyChange(first, second, ['alpha', 'beta']), [third, 1]],
    ['of one that asks for nobody', () => policyChange(none, second, NAMES), [none, 2]],
    [
      'by the quorum without its executors',
      () => policyChange(second, third, ['alpha', 'delta']),
      [second, 2],
    ],
    [
      'by executors without the quorum',
      () => policyChange(second, third, ['alpha', 'beta']),
      [second, 2],
    ],
    [
      'in two steps',
      async () =>
        joined(
          await policyChange(first, second, ['alpha', 'beta']),
          await policyChange(second, third, ['beta', 'gamma', 'delta']),
        ),
      [first, 0, third],
    ],
    [
      'in two steps, for who is one step further',
      async () =>
        joined(
          await policyChange(first, second, ['alpha', 'beta']),
          await policyChange(second, third, ['beta', 'gamma', 'delta']),
        ),
      [second, 0, third],
    ],
    [
      'in two steps of which the second is not signed by enough',
      async () =>
        joined(
          await policyChange(first, second, ['alpha', 'beta']),
          await policyChange(second, third, ['beta', 'gamma']),
        ),
      [first, 2],
    ],
    [
      'in two steps with a gap',
      async () =>
        joined(
          await policyChange(first, second, ['alpha', 'beta']),
          await policyChange(none, third, NAMES),
        ),
      [first, 1],
    ],
    [
      'back to the beginning and on',
      async () =>
        joined(
          await policyChange(first, third, ['alpha', 'beta']),
          await policyChange(third, first, ['alpha', 'beta']),
          await policyChange(first, second, ['beta', 'gamma']),
        ),
      [first, 0, second],
    ],
  ];

  it.each(cases)('%s has one verdict everywhere', async (_, make, expected) => {
    const [believed, status, next] = expected;
    const file = await make();
    const said = await askPrograms(file, believed);
    expect([said.madang, said.audit], said.out).toEqual([status, status]);
    const chain = await checkPolicyChanges(believed, file);
    expect(chain.ok && chain.value.policyText).toBe(next ?? false);
    if (next === undefined) return;
    expect(said.facts['believe']).toBe(fingerprint(next));
    expect(said.out.replaceAll(/ (?=[0-9a-f]{4}\b)/g, '')).toContain(fingerprint(next));
  });

  it('of another ledger is refused everywhere', async () => {
    const other = second.replaceAll('madang/yard/', 'madang/yart/');
    // Its key ids are of the other name.
    expect(parsePolicy(other).ok).toBe(false);
    const file = await policyChange(first, other, ['alpha', 'beta']);
    const said = await askPrograms(file, first);
    expect([said.madang, said.audit]).toEqual([1, 1]);
  });

  it('is refused with any byte changed, by both verifiers', async () => {
    const file = joined(
      await policyChange(first, second, ['alpha', 'beta']),
      await policyChange(second, third, ['beta', 'gamma', 'delta']),
    );
    for (let at = 0; at < file.length; at++) {
      const chain = await checkPolicyChanges(first, changedAt(file, at));
      expect(chain.ok, `byte ${String(at)}`).toBe(false);
    }
    for (let at = 0; at < file.length; at += 23) {
      const said = await askPrograms(changedAt(file, at), first);
      expect([said.madang, said.audit], `byte ${String(at)}`).not.toContain(0);
    }
    for (const cut of [1, 100, 700, file.length - 1]) {
      expect((await checkPolicyChanges(first, file.subarray(0, cut))).ok).toBe(false);
    }
  });
});

describe('an equivocation', () => {
  const policy = parsePolicy(second);

  it('is told by both programs in one sentence: who signed both', async () => {
    const file = await equivocation(['alpha', 'delta']);
    const said = await askPrograms(file, second);
    expect([said.madang, said.audit]).toEqual([0, 0]);
    expect(said.out).toBe(
      'CHECKED: the ledger itself, alpha, delta signed two histories of this ledger that cannot both be true (sizes 7, 21).\n',
    );
    expect(said.facts['signedBoth']).toEqual([
      expect.stringMatching(/^madang\/yard\//),
      'alpha',
      'delta',
    ]);
  });

  it('does not accuse whom the policy does not name, nor a log that continued', async () => {
    const strangers = policyWith(
      ['beta', 'gamma', 'delta'],
      ['group executors 2 beta gamma', 'quorum delta'],
    );
    const said = await askPrograms(await equivocation(['alpha']), strangers);
    expect(said.facts['signedBoth']).toEqual([expect.stringMatching(/^madang/)]);
    const honest = await askPrograms(await equivocation(['alpha'], ['b', 'b']), second);
    expect([honest.madang, honest.audit]).toEqual([1, 1]);
  });

  it('loses whom it convicts with any byte changed, and both verifiers agree', async () => {
    const file = await equivocation(['alpha']);
    if (!policy.ok) throw new Error(policy.error.message);
    for (let at = 0; at < file.length; at += 7) {
      const changed = changedAt(file, at);
      const checked = await checkEquivocation(policy.value, changed);
      const names = checked.ok ? checked.value.signedBoth : [];
      expect(names.length, `byte ${String(at)}`).toBeLessThan(2);
      if (at % 21 !== 0) continue;
      const said = await askPrograms(changed, second);
      const expected = names.length > 0 ? 0 : 1;
      expect([said.madang, said.audit], `byte ${String(at)}`).toEqual([expected, expected]);
      if (expected === 0) expect(said.facts['signedBoth']).toEqual(names);
    }
  });

  it('is not made by two checkpoints of one history', async () => {
    const [small, large] = [await noteOf(7, 'b', ['alpha']), await noteOf(21, 'b', ['alpha'])];
    const file = utf8(`madang/equivocation/1\n\n${small}\n${large}`);
    const said = await askPrograms(file, second);
    expect([said.madang, said.audit]).toEqual([1, 1]);
  });
});
