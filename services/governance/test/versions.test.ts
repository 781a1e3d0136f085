import { createMachine } from '@madang/kernel';
import {
  type Actor,
  actor,
  changingAtFirst,
  changingLater,
  governedGenesis,
  type MemoryLedger,
  openMemoryLedger,
} from '@madang/testkit';
import { describe, expect, it } from 'vitest';
import { services } from '../../registry.ts';
import { codeOf, decide, MEMBERS, upgradeTo } from './support.ts';

const ann = actor('ann');
const first = [...services, changingAtFirst];
const second = [...services, changingLater];

/** A ledger whose build has the rules of both versions. */
function ledgerOf(members: number): MemoryLedger {
  const { institutions, grants } = governedGenesis(MEMBERS.slice(0, members));
  return openMemoryLedger(first, { institutions, grants }, [second]);
}

function ready(institution: string, plan: string) {
  const payload = { institution, plan, readiness: 'ready' };
  return { act: 'governance.declareReady', payload, by: actor(`${institution}-operator`) };
}

const say = (word: string, by: Actor = ann) => ({ act: 'changing.say', payload: { word }, by });

/** The count that an act of the test service told. */
function countOf(ledger: MemoryLedger, word: string): unknown {
  const { outcome } = ledger.send(say(word));
  const [told] = outcome.events;
  const event = changingLater.events.find(({ fullName }) => fullName === told?.name);
  const json = event?.toJson(told?.fields ?? new Uint8Array());
  return typeof json === 'object' && 'count' in json ? json['count'] : undefined;
}

/** Plans version 2 for block 30 and lets so many of the institutions be ready. */
function plan(ledger: MemoryLedger, members: number, readyCount: number): string {
  const { id } = decide(ledger, upgradeTo(2, 30), MEMBERS.slice(0, members));
  for (const one of MEMBERS.slice(0, readyCount)) {
    expect(codeOf(ledger, ready(one, id))).toBe(0);
  }
  return id;
}

describe('rules of two protocol versions in one build', () => {
  // 6 · ready > 5 · members, counted by hand.
  it.each([
    [1, 0, 1],
    [1, 1, 2],
    [4, 3, 1],
    [4, 4, 2],
    [6, 5, 1],
    [6, 6, 2],
    [7, 6, 2],
    [12, 10, 1],
    [12, 11, 2],
    [13, 11, 2],
  ])('of %i institutions %i ready: version %i is in force', (members, readyCount, version) => {
    const ledger = ledgerOf(members);
    // With so many members the decision itself takes as many approvals as are needed.
    let needed = 0;
    while (3 * needed <= 2 * members) needed += 1;
    plan(ledger, needed, readyCount);
    while (ledger.height() < 29) ledger.block([]);
    expect(ledger.machine.versionAt({ state: ledger.state(), height: 29 })).toBe(1);
    expect(ledger.machine.versionAt({ state: ledger.state(), height: 30 })).toBe(version);
    const { events } = ledger.block([]);
    const name = version === 2 ? 'upgradeActivated' : 'upgradeLapsed';
    expect(events.map((event) => event.name)).toEqual([`governance.${name}`]);
    expect(ledger.read('governance.protocol', {})).toMatchObject({ value: { version } });
    expect(ledger.read('governance.protocol', {})).not.toMatchObject({ value: { plan: {} } });
  });

  it('are those of the version in force, before and from the very block on', () => {
    const ledger = ledgerOf(4);
    expect(countOf(ledger, 'red')).toBe(1);
    plan(ledger, 3, 4);
    expect(countOf(ledger, 'red')).toBe(2);
    while (ledger.height() < 28) ledger.block([]);
    expect(countOf(ledger, 'blue')).toBe(3);
    expect(ledger.height()).toBe(29);
    // What is moved is moved first: the block's own transactions see it in its new place.
    const { events, transactions } = ledger.block([ledger.sign(say('before'))]);
    const names = events.map(({ name }) => name);
    expect(names).toEqual(['governance.upgradeActivated', 'changing.moved']);
    expect(transactions[0]?.outcome.code).toBe(0);
    expect(countOf(ledger, 'before')).toBe(23);
    expect(countOf(ledger, 'red')).toBe(10);
  });

  it('know an act of the later version only from then on, and its place in the block', () => {
    const ledger = ledgerOf(4);
    plan(ledger, 3, 4);
    const forget = { act: 'changing.forget', payload: { word: 'red' }, by: ann };
    expect(ledger.admit(ledger.sign(forget))).toMatchObject({
      error: { name: 'kernel.UNKNOWN_ACT' },
    });
    while (ledger.height() < 29) ledger.block([]);
    const { transactions } = ledger.block([say('red'), forget].map((wish) => ledger.sign(wish)));
    expect(transactions.map(({ act }) => act)).toEqual(['changing.forget', 'changing.say']);
  });

  it('leave everything as it is where the plan lapses', () => {
    const ledger = ledgerOf(4);
    plan(ledger, 3, 3);
    expect(countOf(ledger, 'red')).toBe(1);
    while (ledger.height() < 30) ledger.block([]);
    expect(countOf(ledger, 'red')).toBe(2);
  });

  it('are not executed by a build that lacks them', () => {
    const ledger = ledgerOf(4);
    plan(ledger, 3, 4);
    while (ledger.height() < 29) ledger.block([]);
    const older = createMachine(first);
    const input = { height: 30, timeMs: ledger.timeMs() + 1_000, transactions: [] };
    const on = { state: ledger.state(), replay: ledger.state() };
    expect(older.versionAt({ state: ledger.state(), height: 30 })).toBe(2);
    expect(older.versions).toEqual([1]);
    expect(() => older.execute({ ...input, ...on })).toThrow('no rules of its version');
    expect(older.isProposal({ ...input, ...on })).toBe(false);
    expect(ledger.machine.isProposal({ ...input, ...on })).toBe(true);
    expect(older.isProposal({ ...input, ...on, height: 29 })).toBe(true);
  });

  it('count those institutions alone that there are at the height', () => {
    const ledger = ledgerOf(5);
    plan(ledger, 4, 4);
    const leaving = MEMBERS[4] ?? '';
    expect(decide(ledger, { kind: 'remove', member: leaving }, MEMBERS.slice(0, 4)).code).toBe(0);
    while (ledger.height() < 30) ledger.block([]);
    // Four of five were too few; the one that was not ready has left.
    expect(ledger.read('governance.protocol', {})).toMatchObject({ value: { version: 2 } });
  });
});
