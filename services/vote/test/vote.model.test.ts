import { expectOk, type Json, parseJson } from '@madang/base';
import type { Actor } from '@madang/testkit';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { changePayload } from '../chain/schema.ts';
import { homesAfter, talliesOf } from '../intake/index.ts';
import {
  entrust,
  finish,
  holds,
  isCounted,
  isLate,
  isOver,
  type Model,
  represent,
  say,
  setUnit,
  takeBack,
  tallyOf,
} from './model.ts';
import {
  type Act,
  type ActOf,
  type Block,
  BUILDINGS,
  blocks,
  marketBlocks,
  marketSetup,
  ON_ROLL,
  type Setup,
  setup,
} from './model-acts.ts';
import {
  attestation,
  deputy,
  device,
  draft,
  type Home,
  holderOf,
  meter,
  officer,
  openDraft,
  TEXT,
  unitOf,
  type World,
} from './world.ts';

/** A ledger and its model, at the time of the block that comes next. */
interface Both {
  readonly world: World;
  readonly model: Model;
  readonly level: Setup['level'];
  timeMs: number;
}

function begin({ level, ...given }: Setup): Both {
  const homes = given.homes.map((one, n) => ({
    ...one,
    building: n < 2 ? n : (one.building ?? 0),
    holder: n < given.owners.length ? n : one.holder,
  }));
  const roll = { owners: Object.fromEntries(given.owners.entries()), homes };
  const plan = {
    ...roll,
    persons: ON_ROLL,
    buildings: BUILDINGS,
    rule: given.rule as Json,
    settings: given.settings,
    level,
    closesInS: given.closesInS,
  };
  const world = draft(plan);
  const levels = Array.from({ length: 7 }, (_, n) => (n === 5 ? 'link' : 'second-factor'));
  const { ledger } = world;
  ledger.block(levels.map((each, n) => ledger.sign(attestation(world, n, each))));
  const drafted = meter(world).acts;
  openDraft(world, { homes });
  const model: Model = {
    settings: given.settings,
    rule: given.rule,
    buildings: BUILDINGS,
    units: new Map(homes.map((one, n) => [n, { ...unitIn(one), since: 0 }])),
    holders: new Map(given.owners.entries()),
    proxies: new Map(Array.from({ length: ON_ROLL }, (_, n) => [n, undefined])),
    standing: new Map(),
    openedAt: ledger.timeMs(),
    closesAt: world.closesAt,
    status: 'open',
    acts: drafted,
    established: undefined,
  };
  finish(model);
  return { world, model, level, timeMs: ledger.timeMs() };
}

const unitIn = ({ building: at = 0, area: size = 1, holder, excluded }: Home) => ({
  building: at,
  area: size,
  holder,
  isExcluded: excluded !== undefined,
});

/** An act with what it takes from the state before its block. */
function settled(one: Act, model: Model): Act {
  if (one.kind === 'unit' && one.keepsHolder) {
    const holder = model.units.get(one.unit)?.holder ?? one.home.holder;
    return { ...one, home: { ...one.home, holder } };
  }
  if (one.kind !== 'say' && one.kind !== 'withdraw') return one;
  const found = one.rather === 'proxy' ? aProxy(model, one.by) : whoSpoke(model, one.by);
  return one.rather === undefined ? one : { ...one, ...found };
}

function aProxy({ proxies }: Model, pick: number) {
  const pairs = [...proxies].flatMap(([number, by]) =>
    by === undefined ? [] : [{ by, for: number }],
  );
  return pairs[pick % pairs.length];
}

function whoSpoke({ standing }: Model, pick: number) {
  const spoke = [...standing.keys()].map((by) => ({ by, for: undefined }));
  return spoke[pick % spoke.length];
}

/** The home that an act puts on the roll. */
function homeOf({ home, isOut }: ActOf<'unit'>): Home {
  return { ...home, ...(isOut ? { excluded: 'use' } : {}) };
}

/** What an act says on the ledger, and who signs it. */
function wishOf(
  one: Act,
  { world, timeMs }: Both,
): { act: string; payload: object; by: readonly Actor[] } {
  const change = (why: string, what: object) => ({
    act: 'vote.changeRoll',
    payload: { reason: why, evidence: TEXT, change: what },
    by: [officer],
  });
  const entries = (list: ActOf<'papers'>['papers'], isVote: boolean) =>
    list.map(({ person: of, vote: said, agoMs }) => {
      const facts = { person: of, arrivedAt: timeMs - agoMs, scan: TEXT };
      return isVote ? { ...facts, vote: said } : facts;
    });
  switch (one.kind) {
    case 'say': {
      const name = { agree: 'giveConsent', refuse: 'refuseConsent', abstain: 'abstain' }[one.vote];
      const text = one.isSameText ? TEXT : '00'.repeat(32);
      return { act: `vote.${name}`, payload: { text, ...forOf(one) }, by: [device(one.by)] };
    }
    case 'withdraw':
      return { act: 'vote.withdraw', payload: forOf(one), by: [device(one.by)] };
    case 'appoint':
      return { act: 'vote.appointProxy', payload: { proxy: one.proxy }, by: [device(one.by)] };
    case 'endProxy':
      return { act: 'vote.endProxy', payload: {}, by: [device(one.by)] };
    case 'papers': {
      const payload = { text: TEXT, papers: entries(one.papers, true) };
      return { act: 'vote.enterPapers', payload, by: one.officers };
    }
    case 'withdrawals':
      return {
        act: 'vote.enterWithdrawals',
        payload: { papers: entries(one.papers, false) },
        by: one.officers,
      };
    case 'unit':
      return change(one.reason, { kind: 'unit', entry: unitOf(homeOf(one), one.unit) });
    case 'represent': {
      const named = one.person === undefined ? {} : { person: one.person };
      return change('representative', { kind: 'representative', holder: one.holder, ...named });
    }
    case 'entrust': {
      const lines = one.papers.map(({ person: of, proxy, agoMs }) => {
        const facts = { person: of, arrivedAt: timeMs - agoMs, scan: TEXT };
        return proxy === undefined ? facts : { ...facts, proxy };
      });
      return { act: 'vote.enterProxies', payload: { papers: lines }, by: one.officers };
    }
    case 'person':
      return change('mistake', { kind: 'person', person: one.person, commitment: TEXT });
    case 'holder':
      return change('mistake', { kind: 'holder', entry: holderOf(one.holder, one.owners) });
    case 'extend': {
      const payload = { closesAt: world.closesAt + one.byMs, reason: 'outage' };
      return { act: 'vote.extendDecision', payload, by: [officer] };
    }
    case 'close':
      return { act: 'vote.closeDecision', payload: { how: one.how }, by: [deputy] };
  }
}

function forOf({ for: other }: { readonly for: number | undefined }) {
  return other === undefined ? {} : { for: other };
}

/** Whether a person has a device of the level that the decision wants. */
function isIdentified({ level }: Both, number: number): boolean {
  return number < 5 || (number === 5 && level === 'link') || number === 6;
}

/** Plays an act of a person on the model. */
function playOwn(both: Both, one: ActOf<'say' | 'withdraw'>): boolean {
  const { model, timeMs } = both;
  const { by, for: other = by } = one;
  if (!isIdentified(both, by) || isOver(model, timeMs)) return false;
  const isProxy = one.for !== undefined;
  if (isProxy && model.proxies.get(other) !== by) return false;
  const way = isProxy ? 'proxy' : 'self';
  if (one.kind === 'withdraw') return takeBack(model, other, way);
  return one.isSameText && say(model, other, one.vote, way);
}

function playPapers({ model, timeMs }: Both, one: ActOf<'papers' | 'withdrawals'>): boolean {
  if (one.officers.length < 2) return false;
  for (const { person: of, vote: said, agoMs } of one.papers) {
    const arrivedAt = timeMs - agoMs;
    const governs = model.settings.paper === 'ledger' ? timeMs : arrivedAt;
    if (arrivedAt < model.openedAt || arrivedAt > timeMs + 60_000 || isOver(model, governs))
      continue;
    if (one.kind === 'papers') say(model, of, said, 'paper');
    else takeBack(model, of, 'paper');
  }
  return true;
}

function playEntrusting({ model }: Both, { papers, officers: by }: ActOf<'entrust'>): boolean {
  if (by.length < 2 || model.settings.proxies === 'none') return false;
  for (const { person: of, proxy, agoMs } of papers)
    if (agoMs >= -60_000) entrust(model, of, proxy);
  return true;
}

function playUnit({ model }: Both, one: ActOf<'unit'>): boolean {
  if (one.reason === 'transfer' && model.settings.roll === 'frozen') return false;
  return setUnit(model, one.unit, unitIn(homeOf(one)));
}

function playHolder({ holders, proxies }: Model, one: ActOf<'holder'>): boolean {
  if (holders.has(one.holder)) return false;
  if (!one.owners.members.every(([number]) => proxies.has(number))) return false;
  holders.set(one.holder, one.owners);
  return true;
}

function playExtend({ world, model, timeMs }: Both, { byMs }: ActOf<'extend'>): boolean {
  const closesAt = world.closesAt + byMs;
  if (isLate(model, timeMs) || closesAt <= model.closesAt || byMs % 1_000 !== 0) return false;
  model.closesAt = closesAt;
  return true;
}

function playClose({ model, timeMs }: Both, { how }: ActOf<'close'>): boolean {
  if (how === 'over' && !isOver(model, timeMs)) return false;
  model.status = how === 'over' ? 'closed' : 'called-off';
  return true;
}

/** What changes the roll: nothing of it once the time is past. */
const CHANGES: ReadonlySet<string> = new Set(['unit', 'represent', 'person', 'holder']);

/** Plays an act on the model; whether it is done. */
function play(both: Both, one: Act): boolean {
  const { model } = both;
  if (model.status !== 'open') return false;
  if (CHANGES.has(one.kind) && isLate(model, both.timeMs)) return false;
  switch (one.kind) {
    case 'say':
    case 'withdraw':
      return playOwn(both, one);
    case 'appoint':
      return isIdentified(both, one.by) && entrust(model, one.by, one.proxy);
    case 'endProxy':
      return isIdentified(both, one.by) && entrust(model, one.by, undefined);
    case 'papers':
    case 'withdrawals':
      return playPapers(both, one);
    case 'unit':
      return playUnit(both, one);
    case 'represent':
      return represent(model, one.holder, one.person);
    case 'entrust':
      return playEntrusting(both, one);
    case 'person':
      return !model.proxies.has(one.person) && model.proxies.set(one.person, undefined).size > 0;
    case 'holder':
      return playHolder(model, one);
    case 'extend':
      return playExtend(both, one);
    case 'close':
      return playClose(both, one);
  }
}

const isFirst = ({ kind: name }: Act): boolean =>
  name === 'withdraw' || name === 'endProxy' || name === 'withdrawals';

/** Executes a block on both: what is done, and what is so afterwards, is the same. */
function playBlock(both: Both, { acts: given, afterMs, toClose }: Block): void {
  const { world, model } = both;
  const { ledger, decision } = world;
  const untilMs = model.closesAt + (toClose ?? 0) - ledger.timeMs();
  const waitMs = toClose === undefined || untilMs <= 0 ? afterMs : untilMs;
  both.timeMs = ledger.timeMs() + waitMs;
  const acts = given.map((one) => settled(one, model));
  const signed = acts.map((one) => {
    const { payload, ...wish } = wishOf(one, both);
    return ledger.sign({ ...wish, payload: { decision, ...payload } });
  });
  const expected = foreseen(both, acts);
  const { transactions } = ledger.block(signed, waitMs);
  const done = [...acts.filter(isFirst), ...acts.filter((one) => !isFirst(one))].map((one) => {
    const isDone = play(both, one);
    if (isDone) finish(model);
    return isDone;
  });
  expect(transactions.map(({ outcome }) => outcome.code === 0)).toEqual(done);
  expectSame(both);
  if (expected !== undefined && transactions[0]?.outcome.code === 0) {
    expect(meter(world).tallies).toEqual(expected);
  }
}

/**
 * The tallies that an officer is shown before a change, where a block is one change of a home that
 * is there. What a home said that was left out cannot be seen in the homes.
 */
function foreseen(both: Both, acts: readonly Act[]) {
  const { world, model } = both;
  const [one, ...others] = acts;
  const isChange = one?.kind === 'unit' || one?.kind === 'represent';
  if (!isChange || others.length > 0) return undefined;
  if (one.kind === 'unit' && model.units.get(one.unit)?.isExcluded !== false) return undefined;
  const payload = { decision: world.decision, ...wishOf(one, both).payload };
  const { change } = expectOk(parseJson(changePayload, payload), 'a change');
  return talliesOf(homesAfter(homesNow(world), [change], model.settings), BUILDINGS);
}

function homesNow({ ledger, decision }: World): readonly ListedHome[] {
  const homes = ledger.read('vote.homes', { decision });
  if (!homes.ok) throw new Error(homes.error.name);
  return homes.value as unknown as readonly ListedHome[];
}

function expectSame({ world, model }: Both): void {
  const { ledger, decision } = world;
  const { status, closesAt, acts, established } = model;
  const found = meter(world);
  expect(found).toMatchObject({ status, closesAt, acts, holds: holds(model) });
  expect(found.tallies).toEqual([0, 1, 2].map((scope) => tallyOf(model, scope)));
  expect(found.established?.acts).toBe(established);
  const listed = homesNow(world);
  expect(talliesOf(listed, BUILDINGS)).toEqual(found.tallies);
  expect(listed.map(({ unit, holder, says }) => [unit, holder, says])).toEqual(homesOf(model));
  for (const [number, proxy] of model.proxies) {
    const answer = ledger.read('vote.person', { decision, person: number });
    expect(answer).toMatchObject({ ok: true });
    if (answer.ok) expectSamePerson(answer.value as unknown as Person, { number, proxy, model });
    const acting = ledger.read('vote.principals', { decision, proxy: number });
    expect(acting).toEqual({ ok: true, value: principalsOf(model, number) });
  }
}

function principalsOf({ proxies }: Model, number: number): readonly number[] {
  const theirs = [...proxies].filter(([, proxy]) => proxy === number);
  return theirs.map(([person]) => person).sort((left, right) => left - right);
}

type ListedHome = Parameters<typeof talliesOf>[0][number];

function homesOf({ units, holders }: Model) {
  const ascending = [...units].sort(([left], [right]) => left - right);
  return ascending.map(([number, unit]) => {
    const holder = holders.get(unit.holder)!;
    return [number, unit.holder, isCounted(holder, unit) ? holder.says?.vote : undefined];
  });
}

interface Person {
  readonly said?: { readonly vote: string; readonly way: string };
  readonly proxy?: number;
  readonly holders: readonly { readonly holder: number; readonly says?: string }[];
}

interface Expected {
  readonly number: number;
  readonly proxy: number | undefined;
  readonly model: Model;
}

function expectSamePerson(found: Person, { number, proxy, model }: Expected): void {
  const standing = model.standing.get(number);
  expect([found.said?.vote, found.said?.way]).toEqual([standing?.vote, standing?.way]);
  expect(found.proxy).toBe(proxy);
  const theirs = [...model.holders].filter(([, { members }]) =>
    members.some(([member]) => member === number),
  );
  const ascending = theirs.sort(([left], [right]) => left - right);
  expect(found.holders.map(({ holder, says }) => [holder, says])).toEqual(
    ascending.map(([holder, one]) => [holder, one.says?.vote]),
  );
}

/** A failure is shown as it is: making it smaller takes minutes. Drop this to have it done. */
const options = { endOnFailure: true } as const;

/** Plays blocks on a ledger and its model. */
function playAll(given: Setup, all: readonly Block[]): void {
  const both = begin(given);
  expectSame(both);
  for (const one of all) playBlock(both, one);
}

describe('a decision', () => {
  it('agrees with a model that counts everything anew after each act', () => {
    const property = fc.property(fc.noBias(setup), fc.noBias(blocks), playAll);
    fc.assert(property, { seed: 20_261_129, numRuns: 30, ...options });
  });

  it('agrees with it where homes change hands all the time', () => {
    const property = fc.property(fc.noBias(marketSetup), fc.noBias(marketBlocks), playAll);
    fc.assert(property, { seed: 20_261_130, numRuns: 15, ...options });
  });
});
