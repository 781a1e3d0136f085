import { toHex } from '@madang/base';
import { actor, institutionOf, type MemoryLedger, possessionOf } from '@madang/testkit';
import { describe, expect, it } from 'vitest';
import {
  admission,
  approve,
  codeOf,
  decide,
  keyOf,
  ledgerOf,
  MEMBERS,
  propose,
  rotation,
} from './support.ts';

const [a = '', b = ''] = MEMBERS;
const HOUR_MS = 3_600_000;

/** A rotation of its own consensus key. */
function rotateOwn(ledger: MemoryLedger, institution: string, to: string) {
  const fresh = actor(to);
  const payload = {
    institution,
    kind: 'consensus',
    key: toHex(fresh.keyPair.publicKey),
    possession: possessionOf(ledger.chain, fresh, { institution, kind: 'consensus' }),
  };
  return { act: 'governance.rotateKey', payload, by: keyOf(institution) };
}

/** How many of these rotations, sent in one block, are done. */
function doneAtOnce(ledger: MemoryLedger, ids: readonly string[], round: string): number {
  const wishes = ids.map((id) => rotateOwn(ledger, id, `${round} of ${id}`));
  const { transactions } = ledger.block(wishes.map((wish) => ledger.sign(wish)));
  const codes = transactions.map(({ outcome }) => outcome.code);
  expect(codes.every((code) => code === 0 || code === 1_019)).toBe(true);
  return codes.filter((code) => code === 0).length;
}

describe('changes of who makes blocks', () => {
  // By hand: one, or as many as a third of the institutions.
  it.each([
    [1, 1],
    [2, 1],
    [3, 1],
    [4, 1],
    [5, 1],
    [6, 2],
    [8, 2],
    [9, 3],
    [12, 4],
  ])('of %i institutions at most %i happen before they count', (members, most) => {
    const ledger = ledgerOf(members);
    const ids = MEMBERS.slice(0, members);
    expect(doneAtOnce(ledger, ids, 'first')).toBe(most);
    // They are in block 1, and count in block 3: block 2 has no room.
    ledger.block([], HOUR_MS);
    const [next] = ledger.block([ledger.sign(rotateOwn(ledger, a, 'second'))]).transactions;
    expect(next?.outcome.code).toBe(0);
  });

  it('wait for the second block after, and are told its height', () => {
    const ledger = ledgerOf(4);
    expect(codeOf(ledger, rotateOwn(ledger, a, 'first'))).toBe(0);
    const second = ledger.send(rotateOwn(ledger, b, 'second'));
    expect(second.outcome.code).toBe(1_019);
    const error = ledger.machine.errors.find(({ code }) => code === 1_019);
    expect(error?.contextToJson(second.outcome.context ?? new Uint8Array())).toEqual({ height: 3 });
    expect(codeOf(ledger, rotateOwn(ledger, b, 'second'))).toBe(0);
  });

  it('count together, whatever their kind: admission, removal and rotation', () => {
    const ledger = ledgerOf(6);
    const [first = '', second = '', third = '', fourth = '', fifth = ''] = MEMBERS;
    const almost = (content: Parameters<typeof propose>[2], by: string) => {
      const id = toHex(ledger.send(propose(ledger, by, content)).bodyHash);
      const others = MEMBERS.slice(0, 5).filter((other) => other !== by);
      for (const other of others.slice(0, 3)) ledger.send(approve(ledger, other, id));
      return approve(ledger, others[3] ?? '', id);
    };
    const admit = almost(admission(ledger, 'new'), first);
    const remove = almost({ kind: 'remove', member: MEMBERS[5] ?? '' }, second);
    const rotate = almost(rotation(ledger, fourth, 'consensus', actor('fresh')), third);
    const wishes = [admit, rotate, remove, rotateOwn(ledger, fifth, 'own')];
    const { transactions, validators } = ledger.block(wishes.map((wish) => ledger.sign(wish)));
    expect(transactions.map(({ outcome }) => outcome.code)).toEqual([0, 0, 1_019, 1_019]);
    const expected = [
      { key: institutionOf('new').consensus, power: 1 },
      { key: actor('fresh').keyPair.publicKey, power: 1 },
      { key: institutionOf(fourth).consensus, power: 0 },
    ];
    const inOrder = expected.toSorted((left, right) => Buffer.compare(left.key, right.key));
    expect(validators).toEqual(inOrder);
    ledger.block([]);
    expect(codeOf(ledger, remove)).toBe(0);
  });

  it('do not count the keys that sign acts and checkpoints', () => {
    const ledger = ledgerOf(4);
    const [, , c = '', d = ''] = MEMBERS;
    const by = [a, b, c];
    for (const [n, use] of (['governance', 'cosigner', 'governance'] as const).entries()) {
      const before = ledger.height();
      expect(decide(ledger, rotation(ledger, d, use, actor(`fresh ${n}`)), by).code).toBe(0);
      expect(ledger.height()).toBe(before + 3);
    }
    expect(ledger.block([]).validators).toEqual([]);
  });
});

describe('the own consensus key', () => {
  it('is replaced again after an hour, or at any time by the others together', () => {
    const ledger = ledgerOf(4);
    const [, , c = '', d = ''] = MEMBERS;
    expect(codeOf(ledger, rotateOwn(ledger, d, 'first'))).toBe(0);
    const rotatedAt = ledger.timeMs();
    ledger.block([]);
    ledger.block([]);
    expect(codeOf(ledger, rotateOwn(ledger, d, 'second'))).toBe(1_020);
    expect(decide(ledger, rotation(ledger, d, 'consensus', actor('third')), [a, b, c]).code).toBe(
      0,
    );
    const lastAt = ledger.timeMs();
    expect(lastAt).toBeGreaterThan(rotatedAt);
    ledger.block([], HOUR_MS - 2_000);
    expect(codeOf(ledger, rotateOwn(ledger, d, 'fourth'))).toBe(1_020);
    expect(codeOf(ledger, rotateOwn(ledger, d, 'fourth'))).toBe(0);
  });

  it('is told to whoever makes blocks: the old one has no power, the new one has one vote', () => {
    const ledger = ledgerOf(4);
    const { validators } = ledger.block([ledger.sign(rotateOwn(ledger, a, 'fresh'))]);
    expect(validators).toHaveLength(2);
    expect(validators).toContainEqual({ key: institutionOf(a).consensus, power: 0 });
    expect(validators).toContainEqual({ key: actor('fresh').keyPair.publicKey, power: 1 });
  });

  it('is never one that was used before', () => {
    const ledger = ledgerOf(4);
    expect(codeOf(ledger, rotateOwn(ledger, a, 'fresh'))).toBe(0);
    ledger.block([], HOUR_MS);
    ledger.block([]);
    const wish = rotateOwn(ledger, a, `${a}-consensus`);
    expect(codeOf(ledger, wish)).toBe(1_009);
  });
});

describe('the end of a key', () => {
  const DAY_MS = 86_400_000;
  const endingKeys = (ledger: MemoryLedger) => ledger.read('governance.endingKeys', {});

  it('is warned about for 30 days, and stops nothing when it comes', () => {
    const ledger = ledgerOf(4);
    const until = ledger.timeMs() + 40 * DAY_MS;
    const { act, payload, by } = rotateOwn(ledger, a, 'fresh');
    expect(codeOf(ledger, { act, payload: { ...payload, until }, by })).toBe(0);
    expect(endingKeys(ledger)).toEqual({ ok: true, value: [] });
    ledger.block([], 11 * DAY_MS);
    const warning = { institution: a, use: 'consensus', endsAt: until };
    expect(endingKeys(ledger)).toEqual({ ok: true, value: [{ ...warning, hasEnded: false }] });
    ledger.block([], 30 * DAY_MS);
    expect(endingKeys(ledger)).toEqual({ ok: true, value: [{ ...warning, hasEnded: true }] });
    // The institution acts on, and takes part in decisions.
    expect(codeOf(ledger, rotateOwn(ledger, a, 'after the end'))).toBe(0);
    expect(endingKeys(ledger)).toEqual({ ok: true, value: [] });
  });

  it('can come with an admission, and stays with the other keys when one is replaced', () => {
    const ledger = ledgerOf(4);
    const [, , c = ''] = MEMBERS;
    const soon = ledger.timeMs() + DAY_MS;
    const ends = { governance: soon, cosigner: soon };
    expect(decide(ledger, admission(ledger, 'new', { ends }), [a, b, c]).code).toBe(0);
    const warnings = (uses: readonly string[]) =>
      uses.map((use) => ({ institution: 'new', use, endsAt: soon, hasEnded: false }));
    expect(endingKeys(ledger)).toEqual({ ok: true, value: warnings(['governance', 'cosigner']) });
    const fresh = actor('fresh');
    expect(
      decide(ledger, rotation(ledger, 'new', 'governance', fresh), [a, b, c, MEMBERS[3] ?? ''])
        .code,
    ).toBe(0);
    expect(endingKeys(ledger)).toEqual({ ok: true, value: warnings(['cosigner']) });
  });
});
