import { toHex } from '@madang/base';
import { actor, institutionOf } from '@madang/testkit';
import { describe, expect, it } from 'vitest';
import {
  admission,
  approve,
  codeOf,
  decide,
  keyOf,
  ledgerOf,
  MEMBERS,
  proposalOf,
  propose,
  rotation,
  say,
} from './support.ts';

const [a = '', b = '', c = '', d = '', e = ''] = MEMBERS;
const LIMITS = { maxExpiryMs: 500_000, maxBlockCostUs: 400_000, maxTransactionBytes: 65_536 };
const limits = { kind: 'params', params: LIMITS };
const DAY_MS = 86_400_000;

describe('a proposal', () => {
  // 3 · approvals > 2 · members, counted by hand.
  it.each([
    [1, 1],
    [2, 2],
    [3, 3],
    [4, 3],
    [5, 4],
    [6, 5],
    [7, 5],
    [9, 7],
    [10, 7],
  ])(
    'of %i institutions is enacted by %i of them, in the block of that approval',
    (members, needed) => {
      const ledger = ledgerOf(members);
      const made = ledger.send(propose(ledger, a, limits));
      const id = toHex(made.bodyHash);
      let last = made;
      for (const by of MEMBERS.slice(1, needed)) {
        expect(ledger.params().maxExpiryMs).toBe(600_000);
        expect(proposalOf(ledger, id)).toMatchObject({ standing: 'open', needed });
        last = ledger.send(approve(ledger, by, id));
      }
      expect(ledger.params().maxExpiryMs).toBe(500_000);
      expect(proposalOf(ledger, id)).toMatchObject({ standing: 'enacted' });
      const told = last.outcome.events.map(({ name }) => name);
      expect(told.slice(-2)).toEqual(['governance.proposalEnded', 'governance.paramsChanged']);
    },
  );

  it('takes the governance key of the institution that speaks', () => {
    const ledger = ledgerOf(4);
    expect(codeOf(ledger, { ...propose(ledger, a, limits), by: keyOf(b) })).toBe(15);
    const { bodyHash } = ledger.send(propose(ledger, a, limits));
    expect(codeOf(ledger, { ...approve(ledger, b, toHex(bodyHash)), by: keyOf(a) })).toBe(15);
    expect(codeOf(ledger, { ...say('object', b, toHex(bodyHash)), by: keyOf(a) })).toBe(15);
  });

  it('is approved by its content, not by its number alone', () => {
    const ledger = ledgerOf(4);
    const id = toHex(ledger.send(propose(ledger, a, limits)).bodyHash);
    const other = { ...approve(ledger, b, id).payload, digest: id };
    expect(codeOf(ledger, { ...approve(ledger, b, id), payload: other })).toBe(1_026);
    expect(proposalOf(ledger, id).approvals).toEqual([a]);
  });

  it('counts nobody twice', () => {
    const ledger = ledgerOf(4);
    const id = toHex(ledger.send(propose(ledger, a, limits)).bodyHash);
    expect(codeOf(ledger, approve(ledger, a, id))).toBe(1_027);
    expect(codeOf(ledger, approve(ledger, b, id))).toBe(0);
    expect(codeOf(ledger, approve(ledger, b, id))).toBe(1_027);
    expect(proposalOf(ledger, id)).toMatchObject({ standing: 'open', approvals: [a, b] });
  });

  it('loses an approval that is taken back, also in the block of the deciding one', () => {
    const ledger = ledgerOf(4);
    const id = toHex(ledger.send(propose(ledger, a, limits)).bodyHash);
    ledger.send(approve(ledger, b, id));
    ledger.block([ledger.sign(approve(ledger, c, id)), ledger.sign(say('retract', b, id))]);
    expect(proposalOf(ledger, id)).toMatchObject({ standing: 'open', approvals: [a, c] });
    expect(codeOf(ledger, say('retract', b, id))).toBe(1_028);
    expect(codeOf(ledger, approve(ledger, b, id))).toBe(0);
    expect(proposalOf(ledger, id).standing).toBe('enacted');
    expect(codeOf(ledger, say('retract', c, id))).toBe(1_025);
  });

  it('is withdrawn when nobody is for it any more', () => {
    const ledger = ledgerOf(4);
    const id = toHex(ledger.send(propose(ledger, a, limits)).bodyHash);
    expect(codeOf(ledger, say('retract', a, id))).toBe(0);
    expect(proposalOf(ledger, id).standing).toBe('withdrawn');
    expect(codeOf(ledger, approve(ledger, b, id))).toBe(1_025);
  });

  it('is rejected when those against it leave too few, and frees its subject', () => {
    const ledger = ledgerOf(4);
    const id = toHex(ledger.send(propose(ledger, a, limits)).bodyHash);
    const other = { kind: 'params', params: { ...LIMITS, maxExpiryMs: 300_000 } };
    expect(codeOf(ledger, propose(ledger, b, other))).toBe(1_021);
    expect(codeOf(ledger, say('object', b, id))).toBe(0);
    expect(codeOf(ledger, say('object', b, id))).toBe(1_027);
    expect(proposalOf(ledger, id)).toMatchObject({ standing: 'open', objections: [b] });
    expect(codeOf(ledger, say('object', c, id))).toBe(0);
    expect(proposalOf(ledger, id).standing).toBe('rejected');
    expect(decide(ledger, other, [b, c, d]).code).toBe(0);
    expect(ledger.params().maxExpiryMs).toBe(300_000);
  });

  it('lets an institution change its mind both ways', () => {
    const ledger = ledgerOf(5);
    const id = toHex(ledger.send(propose(ledger, a, limits)).bodyHash);
    ledger.send(approve(ledger, b, id));
    ledger.send(say('object', b, id));
    expect(proposalOf(ledger, id)).toMatchObject({ approvals: [a], objections: [b] });
    ledger.send(approve(ledger, b, id));
    expect(proposalOf(ledger, id)).toMatchObject({ approvals: [a, b], objections: [] });
  });

  it('ends at the millisecond that it names, and at most 90 days ahead', () => {
    const ledger = ledgerOf(4);
    const openFor = (ms: number) => codeOf(ledger, propose(ledger, a, limits, ms));
    // The block comes a second after the one before.
    expect(openFor(1_000)).toBe(1_023);
    expect(openFor(90 * DAY_MS + 1_001)).toBe(1_023);
    const made = ledger.send(propose(ledger, a, limits, 10_000));
    const id = toHex(made.bodyHash);
    ledger.block([], 7_999);
    expect(proposalOf(ledger, id).standing).toBe('open');
    const late = ledger.sign(approve(ledger, b, id));
    ledger.block([], 1_001);
    expect(proposalOf(ledger, id).standing).toBe('expired');
    expect(ledger.read('governance.proposals', {})).toEqual({ ok: true, value: [] });
    expect(ledger.block([late], 0).transactions[0]?.outcome.code).toBe(1_025);
    expect(openFor(90 * DAY_MS + 1_000)).toBe(0);
  });

  it('is one of at most four that an institution has open', () => {
    const ledger = ledgerOf(4);
    for (const id of ['one', 'two', 'three', 'four']) {
      expect(codeOf(ledger, propose(ledger, a, admission(ledger, id)))).toBe(0);
    }
    expect(codeOf(ledger, propose(ledger, a, limits))).toBe(1_022);
    expect(codeOf(ledger, propose(ledger, b, limits))).toBe(0);
    expect(ledger.read('governance.proposals', {})).toMatchObject({
      value: [{ by: a }, { by: a }, { by: a }, { by: a }, { by: b, content: limits }],
    });
  });

  it('does not count institutions that left, and can be enacted then', () => {
    const ledger = ledgerOf(5);
    const id = toHex(ledger.send(propose(ledger, a, limits)).bodyHash);
    ledger.send(approve(ledger, b, id));
    ledger.send(approve(ledger, c, id));
    expect(proposalOf(ledger, id)).toMatchObject({ standing: 'open', needed: 4 });
    expect(decide(ledger, { kind: 'remove', member: e }, [a, b, c, d]).code).toBe(0);
    // Three of four are enough now; whoever said so before can have it counted again.
    expect(proposalOf(ledger, id)).toMatchObject({ standing: 'open', needed: 3 });
    expect(codeOf(ledger, approve(ledger, c, id))).toBe(0);
    expect(proposalOf(ledger, id).standing).toBe('enacted');
  });

  it('of an institution that left counts without it', () => {
    const ledger = ledgerOf(5);
    const id = toHex(ledger.send(propose(ledger, e, limits)).bodyHash);
    ledger.send(approve(ledger, b, id));
    expect(decide(ledger, { kind: 'remove', member: e }, [a, b, c, d]).code).toBe(0);
    expect(codeOf(ledger, approve(ledger, c, id))).toBe(0);
    expect(proposalOf(ledger, id).standing).toBe('open');
    expect(codeOf(ledger, approve(ledger, d, id))).toBe(0);
    expect(proposalOf(ledger, id).standing).toBe('enacted');
  });

  it('that changes nothing, or is on record nowhere, is refused', () => {
    const ledger = ledgerOf(4);
    const same = { kind: 'params', params: ledger.genesis.params };
    expect(codeOf(ledger, propose(ledger, a, same as never))).toBe(1_014);
    const id = '00'.repeat(32);
    const payload = { institution: a, proposal: id, digest: id };
    expect(codeOf(ledger, { act: 'governance.approve', payload, by: keyOf(a) })).toBe(1_024);
    expect(ledger.read('governance.proposal', { id })).toMatchObject({
      error: { name: 'governance.UNKNOWN_PROPOSAL' },
    });
  });

  it('keeps limits within those that the ledger can live with', () => {
    const ledger = ledgerOf(4);
    const below = { ...LIMITS, maxExpiryMs: 59_999 };
    expect(() => ledger.sign(propose(ledger, a, { kind: 'params', params: below }))).toThrow();
  });
});

describe('admission', () => {
  it('makes an institution that can do all that others can', () => {
    const ledger = ledgerOf(4);
    const { code } = decide(ledger, admission(ledger, 'new'), [a, b, c]);
    expect(code).toBe(0);
    const role = 'document.issuer';
    const account = toHex(actor('clerk').account);
    const payload = { institution: 'new', role, account, delegable: false };
    expect(codeOf(ledger, { act: 'governance.grantRole', payload, by: keyOf('new') })).toBe(0);
    const id = toHex(ledger.send(propose(ledger, 'new', limits)).bodyHash);
    expect(proposalOf(ledger, id).needed).toBe(4);
  });

  it('wants a proof of possession for each key', () => {
    const ledger = ledgerOf(4);
    for (const kind of ['governance', 'consensus', 'cosigner']) {
      const content = admission(ledger, 'new') as { readonly possessions: object };
      const possessions = { ...content.possessions, [kind]: '00'.repeat(64) };
      const forged = { ...content, possessions } as never;
      expect(codeOf(ledger, propose(ledger, a, forged)), kind).toBe(1_008);
    }
  });

  it('refuses keys that had any purpose before, or have two now', () => {
    const ledger = ledgerOf(5);
    const other = actor('other consensus');
    expect(decide(ledger, rotation(ledger, a, 'consensus', other), [a, b, c, d]).code).toBe(0);
    const tried = {
      'in use': institutionOf(b).cosigner,
      'of a node': actor('node').keyPair.publicKey,
      'used before': institutionOf(a).consensus,
      twice: institutionOf('new').governance,
    };
    for (const [what, key] of Object.entries(tried)) {
      const content = admission(ledger, 'new', { consensus: toHex(key) });
      expect(codeOf(ledger, propose(ledger, a, content)), what).toBe(1_009);
    }
  });

  it('never gives an id a second time', () => {
    const ledger = ledgerOf(5);
    expect(codeOf(ledger, propose(ledger, a, admission(ledger, b)))).toBe(1_010);
    expect(decide(ledger, { kind: 'remove', member: e }, [a, b, c, d]).code).toBe(0);
    ledger.block([]);
    ledger.block([]);
    expect(codeOf(ledger, propose(ledger, a, admission(ledger, e)))).toBe(1_010);
  });

  it('is checked again when it is enacted', () => {
    const ledger = ledgerOf(4);
    const first = toHex(ledger.send(propose(ledger, a, admission(ledger, 'new'))).bodyHash);
    // The same keys under another id come first.
    const taken = { kind: 'rotate', member: a, use: 'governance' } as const;
    const stolen = actor('new-governance');
    const content = rotation(ledger, a, taken.use, stolen);
    expect(decide(ledger, content, [b, c, d]).code).toBe(0);
    ledger.send(approve(ledger, b, first));
    expect(codeOf(ledger, approve(ledger, c, first))).toBe(1_009);
    expect(proposalOf(ledger, first)).toMatchObject({ standing: 'open', approvals: [a, b] });
  });

  it('lets small ledgers grow: one institution decides alone, two and three all together', () => {
    const ledger = ledgerOf(1);
    const grow = (id: string, by: readonly string[]) => {
      ledger.block([]);
      ledger.block([]);
      return decide(ledger, admission(ledger, id), by);
    };
    expect(grow('second', [a]).code).toBe(0);
    const open = grow('third', [a]);
    expect(proposalOf(ledger, open.id)).toMatchObject({ standing: 'open', needed: 2 });
    expect(codeOf(ledger, approve(ledger, 'second', open.id))).toBe(0);
    expect(grow('fourth', [a, 'second', 'third']).code).toBe(0);
    expect(ledger.read('governance.protocol', {})).toMatchObject({ value: { members: 4 } });
  });
});

describe('removal', () => {
  it('is refused where fewer than four would remain', () => {
    for (const count of [1, 2, 3, 4]) {
      const ledger = ledgerOf(count);
      expect(codeOf(ledger, propose(ledger, a, { kind: 'remove', member: a }))).toBe(1_013);
    }
    const ledger = ledgerOf(5);
    expect(decide(ledger, { kind: 'remove', member: a }, [b, c, d, e]).code).toBe(0);
    expect(codeOf(ledger, propose(ledger, b, { kind: 'remove', member: e }))).toBe(1_013);
    expect(codeOf(ledger, propose(ledger, b, { kind: 'remove', member: 'moon' }))).toBe(1_012);
  });

  it('ends the roles, the grants and the keys of the institution at once', () => {
    const ledger = ledgerOf(5);
    const clerk = actor('clerk');
    const role = 'document.custodian';
    const grant = { institution: e, role, account: toHex(clerk.account), delegable: true };
    const grantRole = { act: 'governance.grantRole', payload: grant, by: keyOf(e) };
    expect(codeOf(ledger, grantRole)).toBe(0);
    const deposit = toHex(clerk.account);
    const noteErasure = {
      act: 'document.noteErasure',
      payload: { institution: e, deposit },
      by: clerk,
    };
    expect(ledger.admit(ledger.sign(noteErasure)).ok).toBe(true);
    const id = toHex(ledger.send(propose(ledger, a, { kind: 'remove', member: e })).bodyHash);
    ledger.send(approve(ledger, b, id));
    ledger.send(approve(ledger, c, id));
    const together = [
      approve(ledger, d, id),
      noteErasure,
      { ...grantRole, payload: { ...grant, role: 'document.issuer' } },
    ];
    const { transactions } = ledger.block(together.map((wish) => ledger.sign(wish)));
    expect(transactions.map(({ outcome }) => outcome.code)).toEqual([0, 16, 16]);
    const account = toHex(clerk.account);
    expect(ledger.read('governance.grantsOf', { account })).toMatchObject({
      value: [{ institution: e, holds: false }],
    });
  });
});

describe('rotation by others', () => {
  it('replaces a key that an institution lost, without that institution', () => {
    const ledger = ledgerOf(4);
    const fresh = actor('fresh');
    expect(decide(ledger, rotation(ledger, d, 'governance', fresh), [a, b, c]).code).toBe(0);
    const wish = propose(ledger, d, limits);
    expect(codeOf(ledger, wish)).toBe(15);
    expect(codeOf(ledger, { ...wish, by: fresh })).toBe(0);
  });

  it('wants the new key to be held, and never used', () => {
    const ledger = ledgerOf(4);
    const wrongUse = rotation(ledger, d, 'consensus', actor('fresh'));
    const forged = { ...(wrongUse as object), use: 'governance' } as never;
    expect(codeOf(ledger, propose(ledger, a, forged))).toBe(1_008);
    const used = rotation(ledger, d, 'governance', actor(`${b}-cosigner`));
    expect(codeOf(ledger, propose(ledger, a, used))).toBe(1_009);
    const nobody = rotation(ledger, 'moon', 'governance', actor('fresh'));
    expect(codeOf(ledger, propose(ledger, a, nobody))).toBe(1_012);
  });
});
