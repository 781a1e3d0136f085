import { encodeKnown, type Json, record, text, toHex, utf8 } from '@madang/base';
import { sha256, signSync } from '@madang/crypto';
import { type Actor, actor, type MemoryLedger, openMemoryLedger } from '@madang/testkit';
import { describe, expect, it } from 'vitest';
import { services } from '../../registry.ts';

const city = actor('city-governance');
const university = actor('university-governance');
const [ann, ben, cleo, dora] = ['ann', 'ben', 'cleo', 'dora'].map(actor) as [
  Actor,
  Actor,
  Actor,
  Actor,
];
const ROLE = 'document.issuer';
const USED_KEYS = ['city-consensus', 'city-cosigner', 'university-governance', 'node'];

interface GrantWish {
  readonly to: Actor;
  readonly delegable?: boolean;
  readonly until?: number;
  readonly role?: string;
  readonly institution?: string;
}

const payloadOf = ({
  to,
  delegable = true,
  until,
  role = ROLE,
  institution = 'city',
}: GrantWish) => ({
  institution,
  role,
  account: toHex(to.account),
  delegable,
  ...(until === undefined ? {} : { until }),
});
const grantRole = (wish: GrantWish, by = city) => ({
  act: 'governance.grantRole',
  payload: payloadOf(wish),
  by,
});
const delegateRole = (by: Actor, wish: GrantWish) => ({
  act: 'governance.delegateRole',
  payload: payloadOf(wish),
  by,
});
const revokeRole = (from: Actor, by = city) => ({
  act: 'governance.revokeRole',
  payload: { institution: 'city', role: ROLE, account: toHex(from.account) },
  by,
});

/** Whether the role works, seen from outside: by an act of another service that needs it. */
function canIssue(ledger: MemoryLedger, by: Actor): boolean {
  const root = toHex(sha256(utf8('a file')));
  const payload = { as: 'city', kind: 'file', root, count: 1 };
  return ledger.admit(ledger.sign({ act: 'document.notarise', payload, by })).ok;
}

const codeOf = (ledger: MemoryLedger, wish: Parameters<MemoryLedger['send']>[0]) =>
  ledger.send(wish).outcome.code;

describe('grantRole', () => {
  it('gives an account a role of the institution', () => {
    const ledger = openMemoryLedger(services);
    expect(canIssue(ledger, ann)).toBe(false);
    const { outcome } = ledger.send(grantRole({ to: ann }));
    expect(outcome).toMatchObject({ code: 0, events: [{ name: 'governance.roleGranted' }] });
    expect(canIssue(ledger, ann)).toBe(true);
    expect(canIssue(ledger, ben)).toBe(false);
  });

  it('takes the governance key of that institution and no other', () => {
    const ledger = openMemoryLedger(services);
    expect(codeOf(ledger, grantRole({ to: ann }, university))).toBe(15);
    expect(codeOf(ledger, grantRole({ to: ann }, ann))).toBe(15);
    expect(codeOf(ledger, grantRole({ to: ann, institution: 'moon' }))).toBe(16);
    const two = { ...grantRole({ to: ann }), by: [city, university] };
    expect(codeOf(ledger, two)).toBe(14);
  });

  it('refuses a role that no service has', () => {
    const ledger = openMemoryLedger(services);
    expect(codeOf(ledger, grantRole({ to: ann, role: 'document.king' }))).toBe(1_001);
  });

  it('refuses a role that the institution granted already, until it has ended', () => {
    const ledger = openMemoryLedger(services);
    const until = ledger.timeMs() + 10_000;
    expect(codeOf(ledger, grantRole({ to: ann, until }))).toBe(0);
    expect(codeOf(ledger, grantRole({ to: ann }))).toBe(1_002);
    ledger.block([], 10_000);
    expect(canIssue(ledger, ann)).toBe(false);
    expect(codeOf(ledger, grantRole({ to: ann }))).toBe(0);
  });

  it('takes the place of a role that somebody passed on, and holds by itself', () => {
    const ledger = openMemoryLedger(services);
    ledger.send(grantRole({ to: ann }));
    ledger.send(delegateRole(ann, { to: ben }));
    ledger.send(delegateRole(ben, { to: cleo }));
    expect(codeOf(ledger, grantRole({ to: ben }))).toBe(0);
    ledger.send(revokeRole(ann));
    expect(canIssue(ledger, ben)).toBe(true);
    expect(canIssue(ledger, cleo)).toBe(false);
  });

  it('refuses an end that is not in the future', () => {
    const ledger = openMemoryLedger(services);
    const nextBlockMs = ledger.timeMs() + 1_000;
    expect(codeOf(ledger, grantRole({ to: ann, until: nextBlockMs }))).toBe(1_007);
    expect(codeOf(ledger, grantRole({ to: ann, until: nextBlockMs + 1_001 }))).toBe(0);
  });

  it('ends at the millisecond that it names', () => {
    const ledger = openMemoryLedger(services);
    ledger.send(grantRole({ to: ann, until: ledger.timeMs() + 5_000 }));
    ledger.block([], 3_999);
    expect(canIssue(ledger, ann)).toBe(true);
    ledger.block([], 1);
    expect(canIssue(ledger, ann)).toBe(false);
  });
});

describe('delegateRole', () => {
  it('passes a role on, at most to the third grant of a chain', () => {
    const ledger = openMemoryLedger(services);
    ledger.send(grantRole({ to: ann }));
    expect(codeOf(ledger, delegateRole(ann, { to: ben }))).toBe(0);
    expect(codeOf(ledger, delegateRole(ben, { to: cleo }))).toBe(0);
    expect(canIssue(ledger, cleo)).toBe(true);
    expect(codeOf(ledger, delegateRole(cleo, { to: dora }))).toBe(1_005);
  });

  it('refuses who does not hold the role, and who may not pass it on', () => {
    const ledger = openMemoryLedger(services);
    expect(codeOf(ledger, delegateRole(ann, { to: ben }))).toBe(15);
    ledger.send(grantRole({ to: ann, delegable: false }));
    expect(codeOf(ledger, delegateRole(ann, { to: ben }))).toBe(1_004);
    expect(codeOf(ledger, delegateRole(ann, { to: ben, role: 'document.custodian' }))).toBe(15);
  });

  it('never lets a role outlast the one it comes from', () => {
    const ledger = openMemoryLedger(services);
    const until = ledger.timeMs() + 60_000;
    ledger.send(grantRole({ to: ann, until }));
    expect(codeOf(ledger, delegateRole(ann, { to: ben }))).toBe(1_006);
    expect(codeOf(ledger, delegateRole(ann, { to: ben, until: until + 1 }))).toBe(1_006);
    expect(codeOf(ledger, delegateRole(ann, { to: ben, until: 1 }))).toBe(1_007);
    expect(codeOf(ledger, delegateRole(ann, { to: ben, until }))).toBe(0);
  });

  it('refuses an account that holds the role already, oneself included', () => {
    const ledger = openMemoryLedger(services);
    ledger.send(grantRole({ to: ann }));
    ledger.send(grantRole({ to: ben }));
    expect(codeOf(ledger, delegateRole(ann, { to: ben }))).toBe(1_002);
    expect(codeOf(ledger, delegateRole(ann, { to: ann }))).toBe(1_002);
  });
});

describe('revokeRole', () => {
  it('ends the role and everything that was passed on from it', () => {
    const ledger = openMemoryLedger(services);
    ledger.send(grantRole({ to: ann }));
    ledger.send(delegateRole(ann, { to: ben }));
    ledger.send(delegateRole(ben, { to: cleo }));
    expect(codeOf(ledger, revokeRole(ann))).toBe(0);
    expect([ann, ben, cleo].map((one) => canIssue(ledger, one))).toEqual([false, false, false]);
  });

  it('does not bring passed-on roles back when the role is granted anew', () => {
    const ledger = openMemoryLedger(services);
    ledger.send(grantRole({ to: ann }));
    ledger.send(delegateRole(ann, { to: ben }));
    ledger.send(revokeRole(ann));
    ledger.send(grantRole({ to: ann }));
    expect(canIssue(ledger, ann)).toBe(true);
    expect(canIssue(ledger, ben)).toBe(false);
    expect(codeOf(ledger, delegateRole(ann, { to: ben }))).toBe(0);
    expect(canIssue(ledger, ben)).toBe(true);
  });

  it('comes first in its block, before what the account does in it', () => {
    const ledger = openMemoryLedger(services);
    ledger.send(grantRole({ to: ann }));
    const payload = { as: 'city', kind: 'file', root: '00'.repeat(32), count: 1 };
    const { transactions } = ledger.block([
      ledger.sign({ act: 'document.notarise', payload, by: ann }),
      ledger.sign(revokeRole(ann)),
    ]);
    expect(transactions.map(({ act, outcome }) => [act, outcome.code])).toEqual([
      ['governance.revokeRole', 0],
      ['document.notarise', 15],
    ]);
  });

  it('refuses what was never granted, and others than the institution', () => {
    const ledger = openMemoryLedger(services);
    expect(codeOf(ledger, revokeRole(ann))).toBe(1_003);
    ledger.send(grantRole({ to: ann }));
    expect(codeOf(ledger, revokeRole(ann, university))).toBe(15);
    expect(codeOf(ledger, revokeRole(ann, ann))).toBe(15);
  });
});

describe('rotateKey', () => {
  const fresh = actor('fresh');
  const claimCodec = record({ institution: text({ max: 32 }), kind: text({ max: 16 }) });

  /** The message put together by hand: tag, chain, and a map of `key`, `kind`, `institution`. */
  function possession(ledger: MemoryLedger, by: Actor, kind = 'cosigner', institution = 'city') {
    const map = encodeKnown(claimCodec, { kind, institution });
    const key = Uint8Array.of(0x63, ...utf8('key'), 0x58, 32, ...by.keyPair.publicKey);
    const message = Uint8Array.of(
      ...utf8('madang/key-possession/1'),
      0,
      ...ledger.chain,
      0xa3,
      ...key,
      ...map.slice(1),
    );
    return toHex(signSync(by.keyPair, message));
  }
  function rotateKey(
    ledger: MemoryLedger,
    changes: { readonly [name: string]: Json } = {},
    by = city,
  ) {
    const payload = {
      institution: 'city',
      kind: 'cosigner',
      key: toHex(fresh.keyPair.publicKey),
      possession: possession(ledger, fresh),
      ...changes,
    };
    return { act: 'governance.rotateKey', payload, by };
  }
  const keys = (ledger: MemoryLedger) => ledger.read('governance.institution', { id: 'city' });

  it('replaces one key of the institution', () => {
    const ledger = openMemoryLedger(services);
    const before = ledger.genesis.institutions.find(({ id }) => id === 'city');
    expect(codeOf(ledger, rotateKey(ledger))).toBe(0);
    const governance = toHex(before?.governance ?? new Uint8Array());
    const consensus = toHex(before?.consensus ?? new Uint8Array());
    const cosigner = toHex(fresh.keyPair.publicKey);
    expect(keys(ledger)).toMatchObject({ value: { governance, consensus, cosigner } });
  });

  it('lets the new governance key act, and the old one no longer', () => {
    const ledger = openMemoryLedger(services);
    const kind = 'governance';
    const wish = rotateKey(ledger, { kind, possession: possession(ledger, fresh, kind) });
    expect(codeOf(ledger, wish)).toBe(0);
    expect(codeOf(ledger, grantRole({ to: ann }, city))).toBe(15);
    expect(codeOf(ledger, grantRole({ to: ann }, fresh))).toBe(0);
  });

  it('refuses a key that did not sign for exactly this', () => {
    const ledger = openMemoryLedger(services);
    for (const wrong of [
      possession(ledger, ann),
      possession(ledger, fresh, 'consensus'),
      possession(ledger, fresh, 'cosigner', 'university'),
      possession({ ...ledger, chain: sha256(utf8('another')) }, fresh),
      '00'.repeat(64),
    ]) {
      expect(codeOf(ledger, rotateKey(ledger, { possession: wrong }))).toBe(1_008);
    }
  });

  it('refuses a key that an institution or a node uses for anything', () => {
    const ledger = openMemoryLedger(services);
    for (const used of USED_KEYS.map(actor)) {
      const changes = {
        key: toHex(used.keyPair.publicKey),
        possession: possession(ledger, used),
      };
      expect(codeOf(ledger, rotateKey(ledger, changes))).toBe(1_009);
    }
  });

  it('refuses a key of small order', () => {
    const ledger = openMemoryLedger(services);
    const key = `01${'00'.repeat(31)}`;
    expect(codeOf(ledger, rotateKey(ledger, { key }))).toBe(1_008);
  });

  it('takes the governance key of the institution', () => {
    const ledger = openMemoryLedger(services);
    expect(codeOf(ledger, rotateKey(ledger, {}, university))).toBe(15);
    expect(codeOf(ledger, rotateKey(ledger, {}, fresh))).toBe(15);
  });
});

describe('queries', () => {
  it('institutions are listed ascending by id, with their names and keys', () => {
    const ledger = openMemoryLedger(services);
    expect(ledger.read('governance.institutions', {})).toMatchObject({
      value: [{ id: 'city', names: { en: 'Office city' } }, { id: 'university' }],
    });
    expect(ledger.read('governance.institution', { id: 'moon' })).toMatchObject({
      error: { name: 'kernel.UNKNOWN_INSTITUTION' },
    });
  });

  it('grantsOf says which grants an account was given and whether they hold', () => {
    const ledger = openMemoryLedger(services);
    ledger.send(grantRole({ to: ann }));
    const granted = ledger.send(delegateRole(ann, { to: ben, delegable: false }));
    const grants = () => ledger.read('governance.grantsOf', { account: toHex(ben.account) });
    const id = toHex(granted.bodyHash);
    const expected = { institution: 'city', role: ROLE, id, delegable: false };
    expect(grants()).toMatchObject({ value: [{ ...expected, holds: true }] });
    expect(grants()).toMatchObject({ value: [{ by: { account: toHex(ann.account) } }] });
    ledger.send(revokeRole(ann));
    expect(grants()).toMatchObject({ value: [{ ...expected, holds: false }] });
  });

  it('params are those of the genesis', () => {
    const ledger = openMemoryLedger(services);
    expect(ledger.read('governance.params', {})).toEqual({
      ok: true,
      value: ledger.genesis.params,
    });
  });
});
