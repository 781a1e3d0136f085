import { toHex } from '@madang/base';
import { actor, type MemoryLedger } from '@madang/testkit';
import { describe, expect, it } from 'vitest';
import { codeOf, decide, ledgerOf, MEMBERS, propose, upgradeTo } from './support.ts';

const [a = '', b = '', c = '', d = ''] = MEMBERS;

/** What an institution's operator says of a plan. */
function ready(institution: string, plan: string, readiness = 'ready') {
  const payload = { institution, plan, readiness };
  return { act: 'governance.declareReady', payload, by: actor(`${institution}-operator`) };
}

/** Blocks up to this height, without transactions. */
function advanceTo(ledger: MemoryLedger, height: number) {
  let last = ledger.block([]);
  while (ledger.height() < height) last = ledger.block([]);
  return last;
}

const protocol = (ledger: MemoryLedger) => ledger.read('governance.protocol', {});

describe('a plan of upgrade', () => {
  it('is of the next version, and from ten blocks ahead on', () => {
    const ledger = ledgerOf(4);
    const code = (version: number, height: number) =>
      codeOf(ledger, propose(ledger, a, upgradeTo(version, height)));
    expect(code(3, 100)).toBe(1_016);
    // It would be decided in block 2.
    expect(code(2, 11)).toBe(1_017);
    expect(code(2, 9_000_000_000)).toBe(1_017);
    expect(code(2, 14)).toBe(0);
  });

  it('is late when it is decided later than it was proposed', () => {
    const ledger = ledgerOf(4);
    // Proposed in block 1 for block 12; the deciding approval would be in block 3.
    expect(decide(ledger, upgradeTo(2, 12), [a, b, c])).toMatchObject({ code: 1_017 });
    expect(protocol(ledger)).toMatchObject({ value: { version: 1 } });
  });

  it('is one at a time', () => {
    const ledger = ledgerOf(4);
    expect(decide(ledger, upgradeTo(2, 50), [a, b, c]).code).toBe(0);
    expect(codeOf(ledger, propose(ledger, a, upgradeTo(2, 60)))).toBe(1_015);
  });

  it('is announced by operators, who can take it back, and by nobody else', () => {
    const ledger = ledgerOf(4);
    const { id } = decide(ledger, upgradeTo(2, 50), [a, b, c]);
    expect(codeOf(ledger, { ...ready(a, id), by: actor(`${a}-governance`) })).toBe(15);
    expect(codeOf(ledger, { ...ready(a, id), by: actor(`${b}-operator`) })).toBe(15);
    expect(codeOf(ledger, ready(a, '00'.repeat(32)))).toBe(1_018);
    expect(codeOf(ledger, ready(a, id, 'not-ready'))).toBe(1_027);
    expect(codeOf(ledger, ready(b, id))).toBe(0);
    expect(codeOf(ledger, ready(a, id))).toBe(0);
    expect(codeOf(ledger, ready(a, id))).toBe(1_027);
    const plan = { id, height: 50, version: 2, ready: [a, b] };
    expect(protocol(ledger)).toMatchObject({ value: { version: 1, plan, members: 4, needed: 4 } });
    expect(codeOf(ledger, ready(b, id, 'not-ready'))).toBe(0);
    expect(protocol(ledger)).toMatchObject({ value: { plan: { ready: [a] } } });
  });

  it('lapses at its height where too few are ready, and says so in that block', () => {
    const ledger = ledgerOf(4);
    const { id } = decide(ledger, upgradeTo(2, 20), [a, b, c]);
    for (const one of [a, b, c]) expect(codeOf(ledger, ready(one, id))).toBe(0);
    expect(advanceTo(ledger, 19).events).toEqual([]);
    const due = ledger.block([ledger.sign(ready(d, id))]);
    expect(due.events.map(({ name }) => name)).toEqual(['governance.upgradeLapsed']);
    // It comes before what the block holds.
    expect(due.transactions[0]?.outcome.code).toBe(1_018);
    expect(protocol(ledger)).toEqual({ ok: true, value: { version: 1, members: 4, needed: 4 } });
    expect(codeOf(ledger, propose(ledger, a, upgradeTo(2, 60)))).toBe(0);
  });

  it('can be cancelled in the block before its height, and no later', () => {
    for (const [height, code] of [
      [19, 0],
      [20, 1_018],
    ] as const) {
      const ledger = ledgerOf(4);
      const { id } = decide(ledger, upgradeTo(2, 20), [a, b, c]);
      const cancelling = decide(ledger, { kind: 'cancel', plan: id }, [a, b]);
      advanceTo(ledger, height - 1);
      const { digest } = (
        ledger.read('governance.proposal', { id: cancelling.id }) as never as {
          readonly value: { readonly digest: string };
        }
      ).value;
      const payload = { institution: c, proposal: cancelling.id, digest };
      const by = actor(`${c}-governance`);
      const { transactions, events } = ledger.block([
        ledger.sign({ act: 'governance.approve', payload, by }),
      ]);
      expect(transactions[0]?.outcome.code).toBe(code);
      expect(events).toHaveLength(code === 0 ? 0 : 1);
      expect(protocol(ledger)).toEqual({ ok: true, value: { version: 1, members: 4, needed: 4 } });
    }
  });

  it('is cancelled by its own number alone', () => {
    const ledger = ledgerOf(4);
    expect(codeOf(ledger, propose(ledger, a, { kind: 'cancel', plan: '00'.repeat(32) }))).toBe(
      1_018,
    );
    const { id } = decide(ledger, upgradeTo(2, 50), [a, b, c]);
    const wrong = toHex(new Uint8Array(32).fill(7));
    expect(codeOf(ledger, propose(ledger, a, { kind: 'cancel', plan: wrong }))).toBe(1_018);
    expect(decide(ledger, { kind: 'cancel', plan: id }, [a, b, c]).code).toBe(0);
    expect(codeOf(ledger, ready(a, id))).toBe(1_018);
  });
});
