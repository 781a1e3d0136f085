import { toHex } from '@madang/base';
import { consensusKeyAt, institutionKeys, isInForce } from '@madang/kernel';
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
  rotation,
} from './support.ts';

const [a = '', b = '', c = ''] = MEMBERS;
const three = [a, b, c];
const hexOf = (name: string) => toHex(actor(name).keyPair.publicKey);

/** The consensus key of an institution in a block, from the newest state; heights by hand. */
function keyAt(ledger: MemoryLedger, institution: string, height: number, afterHeight = 0) {
  const key = consensusKeyAt(ledger.state(), { institution, height, afterHeight });
  return key === undefined ? undefined : toHex(key);
}

/** The cosigner keys in force at a time, as `ID KEY`. */
const cosignersAt = (ledger: MemoryLedger, timeMs: number) =>
  institutionKeys(ledger.state())
    .filter((key) => key.use === 'cosigner' && isInForce(key, timeMs))
    .map(({ institution, key }) => `${institution} ${toHex(key)}`)
    .sort();

const firstOf = (ids: readonly string[]) =>
  ids.map((id) => `${id} ${toHex(institutionOf(id).cosigner)}`);

describe('the consensus key with which an institution takes part in a block', () => {
  it('is the one before for one more block after its rotation', () => {
    const ledger = ledgerOf(4);
    decide(ledger, rotation(ledger, a, 'consensus', actor('next of a')), three);
    const height = ledger.height();
    expect(keyAt(ledger, a, height + 1)).toBe(toHex(institutionOf(a).consensus));
    expect(keyAt(ledger, a, height + 2)).toBe(hexOf('next of a'));
    expect(keyAt(ledger, b, height + 1)).toBe(toHex(institutionOf(b).consensus));
    // Blocks in between change nothing about it.
    ledger.block([]);
    expect(keyAt(ledger, a, height + 2)).toBe(hexOf('next of a'));
    // CometBFT that begins after the rotation begins with what the state has.
    expect(keyAt(ledger, a, height + 1, height)).toBe(hexOf('next of a'));
  });

  it('of two rotations close together is each in its turn', () => {
    const ledger = ledgerOf(6);
    const content = rotation(ledger, a, 'consensus', actor('third'));
    const { id } = decide(ledger, content, [b, c]);
    for (const by of MEMBERS.slice(3, 5)) expect(codeOf(ledger, approve(ledger, by, id))).toBe(0);
    const claim = { institution: a, kind: 'consensus' } as const;
    const possession = possessionOf(ledger.chain, actor('second'), claim);
    const payload = { ...claim, key: hexOf('second'), possession };
    const own = { act: 'governance.rotateKey', payload, by: keyOf(a) };
    expect(codeOf(ledger, own)).toBe(0);
    const height = ledger.height();
    expect(codeOf(ledger, approve(ledger, MEMBERS[5] ?? '', id))).toBe(0);
    expect(keyAt(ledger, a, height + 1)).toBe(toHex(institutionOf(a).consensus));
    expect(keyAt(ledger, a, height + 2)).toBe(hexOf('second'));
    expect(keyAt(ledger, a, height + 3)).toBe(hexOf('third'));
  });

  it('begins two blocks after an admission and ends two blocks after a removal', () => {
    const ledger = ledgerOf(4);
    decide(ledger, admission(ledger, 'newcomer'), three);
    const admitted = ledger.height();
    expect(keyAt(ledger, 'newcomer', admitted + 1)).toBeUndefined();
    expect(keyAt(ledger, 'newcomer', admitted + 2)).toBe(
      toHex(institutionOf('newcomer').consensus),
    );
    ledger.block([]);
    ledger.block([]);
    decide(ledger, { kind: 'remove', member: a }, [...MEMBERS.slice(1, 4), 'newcomer']);
    const removed = ledger.height();
    expect(keyAt(ledger, a, removed + 1)).toBe(toHex(institutionOf(a).consensus));
    expect(keyAt(ledger, a, removed + 2)).toBeUndefined();
  });
});

describe('the cosigner keys of a block', () => {
  it('are told of every earlier block by the newest state', () => {
    const ledger = ledgerOf(4);
    const all = MEMBERS.slice(0, 4);
    const times = [ledger.timeMs()];
    decide(ledger, rotation(ledger, a, 'cosigner', actor('fresh')), three);
    times.push(ledger.timeMs());
    decide(ledger, admission(ledger, 'newcomer'), three);
    times.push(ledger.timeMs());
    ledger.block([]);
    ledger.block([]);
    decide(ledger, { kind: 'remove', member: b }, [a, ...MEMBERS.slice(2, 4), 'newcomer']);
    times.push(ledger.timeMs());
    const rotated = [`${a} ${hexOf('fresh')}`, ...firstOf(all.slice(1))].sort();
    const admitted = [...rotated, ...firstOf(['newcomer'])].sort();
    expect(times.map((timeMs) => cosignersAt(ledger, timeMs))).toEqual([
      firstOf(all).sort(),
      rotated,
      admitted,
      admitted.filter((line) => !line.startsWith(`${b} `)),
    ]);
    // In the very millisecond of a block the new key counts, and not one before.
    expect(cosignersAt(ledger, (times[1] ?? 0) - 1)).toEqual(firstOf(all).sort());
  });
});
