import { createHash } from 'node:crypto';
import { expectOk, type Json, toHex, utf8 } from '@madang/base';
import {
  permutation,
  type Roll,
  type RollLines,
  readRollFile,
  rollActs,
  toRoll,
} from '@madang/services/vote/intake/index.ts';
import {
  actor,
  decisionDefaults,
  type MemoryLedger,
  openMemoryLedger,
  services,
  type Wish,
} from '@madang/testkit';
import { describe, expect, it } from 'vitest';
import { makeComplex } from '../src/demo/complex.ts';
import { seeded } from '../src/demo/seeded.ts';
import { decisionStory, type StoryAct, signersOf } from '../src/demo/story.ts';

const SEED = 20_261_101;
const digest = (text: string) => createHash('sha256').update(text).digest();
const hexDigest = (text: string) => digest(text).toString('hex');
const TEXT = hexDigest('the text');
const [officer, deputy, clerk] = ['officer', 'deputy', 'clerk'].map(actor) as [
  ReturnType<typeof actor>,
  ReturnType<typeof actor>,
  ReturnType<typeof actor>,
];
const device = (person: number) => actor(`device of ${person}`);
const range = (count: number) => Array.from({ length: count }, (_, n) => n);

function rollFrom(seed: number, shuffleSeed = seed): Roll {
  const { rows, problems } = readRollFile(utf8(makeComplex(seed)));
  expect(problems).toEqual([]);
  const chance = seeded(shuffleSeed);
  const shuffle = (count: number) => permutation(count, chance.below);
  return expectOk(toRoll(rows, { capacity: 'owners', shuffle }), 'the demo has no problems');
}

/** Homes and heads of each building that count, in its order. */
function byBuilding({ buildings, units }: Roll): [string, number, number][] {
  return buildings.map((name, building) => {
    const here = units.filter((unit) => unit.building === building && unit.excluded === undefined);
    return [name, here.length, new Set(here.map(({ holder }) => holder)).size];
  });
}

describe('makeComplex', () => {
  it.each([SEED, 1, 2])('makes the complex of the officer’s page from seed %i', (seed) => {
    const roll = rollFrom(seed);
    expect(roll.totals).toEqual({
      heads: 962,
      homes: 1_000,
      areaMilliM2: 81_936_120,
      excluded: 8,
      represented: 41,
      unrepresented: 3,
    });
    expect(byBuilding(roll)).toEqual([
      ['101동', 96, 94],
      ['102동', 96, 93],
      ['103동', 84, 82],
      ['104동', 84, 82],
      ['105동', 90, 88],
      ['106동', 90, 87],
      ['107동', 72, 70],
      ['108동', 72, 71],
      ['109동', 84, 82],
      ['110동', 84, 81],
      ['111동', 76, 74],
      ['112동', 72, 70],
    ]);
    const of = (areaMilliM2: number) =>
      roll.units.filter((unit) => unit.areaMilliM2 === areaMilliM2).length;
    expect([59_970, 84_960, 114_720].map(of)).toEqual([252, 638, 110]);
  });

  it('has an owner of three homes in two buildings, couples by halves, and some without phone', () => {
    const { units, holders, persons } = rollFrom(SEED);
    const homes = persons.filter((person) => person.homes.length > 1).map((person) => person.homes);
    expect(homes.map(({ length }) => length).sort((left, right) => left - right)).toEqual([
      ...Array<number>(36).fill(2),
      3,
    ]);
    const three = homes.find(({ length }) => length === 3) ?? [];
    expect(new Set(three.map((home) => units[home]?.building)).size).toBe(2);
    const halves = holders.filter(({ members, whole }) => members.length === 2 && whole === 2);
    expect(halves.length).toBeGreaterThan(20);
    const silent = persons.filter(({ phone }) => phone === undefined).length;
    expect(silent).toBeGreaterThan(20);
    expect(silent).toBeLessThan(80);
  });

  it('names people by their home, and no telephone number that somebody could have', () => {
    for (const { name, phone = '010-0000-' } of rollFrom(SEED).persons) {
      expect(name).toMatch(/^1\d\d동 (?:B\d|\d)\d+호 소유자(?: [23])?$/);
      expect(phone).toMatch(/^010-0000-/);
    }
  });

  it('is the same for the same seed, and another for another', () => {
    expect(makeComplex(SEED)).toBe(makeComplex(SEED));
    expect(makeComplex(SEED)).not.toBe(makeComplex(SEED + 1));
  });
});

describe('decisionStory', () => {
  const roll = rollFrom(SEED);
  const story = decisionStory(SEED, roll);
  const kinds = (kind: StoryAct['kind']) => story.filter((act) => act.kind === kind);

  it('is told in order, over three weeks, with all that can happen', () => {
    const times = story.map(({ atMs }) => atMs);
    expect(times).toEqual([...times].sort((left, right) => left - right));
    expect(times[0]).toBe(0);
    expect(times.at(-1)).toBeLessThan(21 * 86_400_000);
    expect(kinds('withdraw')).toHaveLength(13);
    expect(kinds('appointProxy')).toHaveLength(2);
    expect(kinds('nameRepresentative')).toHaveLength(1);
    expect(kinds('enterPapers')).toHaveLength(4);
    for (const act of kinds('enterPapers')) {
      if (act.kind !== 'enterPapers') continue;
      expect(act.papers.length).toBeLessThanOrEqual(50);
      for (const { arrivedAtMs } of act.papers) {
        expect(arrivedAtMs).toBeGreaterThan(0);
        expect(arrivedAtMs).toBeLessThan(act.atMs);
      }
    }
    const [link, first, second] = kinds('noteMessages');
    expect(link).toMatchObject({ what: 'link', homes: 1_000 });
    expect(first).toMatchObject({ what: 'reminder' });
    const homes = [first, second].map((act) => (act?.kind === 'noteMessages' ? act.homes : 0));
    expect(homes[0]).toBeGreaterThan(homes[1] ?? 0);
    expect(homes[1]).toBeGreaterThan(221);
  });

  it('is the same for the same seed and list, whatever numbers the roll has given out', () => {
    expect(decisionStory(SEED, roll)).toEqual(story);
    expect(decisionStory(SEED + 1, roll)).not.toEqual(story);
    const other = rollFrom(SEED, 5);
    const names = ({ persons }: Roll, acts: readonly StoryAct[]) =>
      acts.map((act) => ('person' in act ? `${act.atMs} ${persons[act.person]?.name}` : act.atMs));
    expect(names(other, decisionStory(SEED, other))).toEqual(names(roll, story));
  });

  it('is played on a ledger to what the officer’s page shows', async () => {
    const world = await open(roll, signersOf(story));
    const refused = play(world, story);
    expect(refused).toEqual(['a paper']);
    const { tallies, holds, established } = meter(world);
    expect([holds, established]).toEqual([false, undefined]);
    expect(tallies[0]).toMatchObject({
      eligible: { heads: 962, homes: 1_000, area: 81_936_120 },
      agree: { heads: 698, homes: 719, area: 58_316_610 },
      refuse: { heads: 58, homes: 60 },
      excluded: 8,
    });
    expect(tallies.slice(1).map(({ agree }) => [agree.heads, agree.homes])).toEqual([
      [75, 76],
      [71, 73],
      [62, 63],
      [60, 61],
      [66, 67],
      [64, 65],
      [33, 34],
      [52, 52],
      [63, 64],
      [60, 62],
      [66, 67],
      [34, 35],
    ]);
    const isShort = tallies.slice(1).map(({ agree, eligible }) => 2 * agree.heads < eligible.heads);
    expect(isShort.flatMap((short, at) => (short ? [roll.buildings[at]] : []))).toEqual([
      '107동',
      '112동',
    ]);
  }, 120_000);

  it.each(range(10))('comes to the same counts from seed %i', (seed) => {
    const other = rollFrom(seed);
    const said = new Map<number, string>();
    for (const act of decisionStory(seed, other)) {
      if (act.kind === 'say') said.set(act.for ?? act.person, act.vote);
      if (act.kind === 'withdraw') said.delete(act.person);
      if (act.kind === 'enterPapers') for (const one of act.papers) said.set(one.person, one.vote);
    }
    const votes = [...said.values()];
    expect(votes.filter((vote) => vote === 'agree')).toHaveLength(698);
    expect(votes.filter((vote) => vote === 'refuse')).toHaveLength(58);
  });
});

interface World {
  readonly ledger: MemoryLedger;
  readonly decision: string;
  readonly openedAt: number;
}

const condition = (base: string, [num, den]: readonly [number, number], scope: Json) => ({
  ...{ counted: 'agree', base, of: 'eligible', compare: 'at-least', num, den, scope },
});

/** 75 of 100 of heads and area, and in each building half of both. */
const rule = {
  hold: 'all',
  conditions: ['heads', 'area'].flatMap((base) => [
    condition(base, [3, 4], { kind: 'complex' }),
    condition(base, [1, 2], { kind: 'each', waived: 0 }),
  ]),
};

function draftOf(register: string, buildings: readonly string[], nowMs: number) {
  return {
    ...{ institution: 'city', register, level: 'link', title: { en: 'A', ko: '가' }, text: TEXT },
    ...{
      summary: TEXT,
      summaryBy: { en: 'A', ko: '가' },
      buildings,
      basis: 'test',
      rule,
      settings: decisionDefaults,
    },
    ...{ recordedAt: 0, closesAt: nowMs + 40 * 86_400_000 },
  };
}

/** Opens a decision of this roll, with a device for each of these persons. */
async function open(roll: Roll, persons: readonly number[]): Promise<World> {
  const grant = ({ account }: typeof officer, institution: string, role: string) => ({
    ...{ account, delegable: false, institution, role },
  });
  const ledger = openMemoryLedger(services, {
    params: { maxExpiryMs: 600_000, maxBlockCostUs: 9_000_000, maxTransactionBytes: 65_536 },
    grants: [
      grant(officer, 'city', 'people.registrar'),
      grant(officer, 'city', 'vote.officer'),
      grant(deputy, 'city', 'vote.officer'),
      grant(clerk, 'university', 'people.attester'),
    ],
  });
  const send = (act: string, payload: Json): string => {
    const done = ledger.send({ act, payload, by: officer });
    expect([act, done.outcome.code]).toEqual([act, 0]);
    return toHex(done.bodyHash);
  };
  const institution = { institution: 'city', persons: roll.persons.length, level: 'link' };
  const register = send('people.openRegister', institution);
  const draft = draftOf(register, roll.buildings, ledger.timeMs());
  const decision = send('vote.draftDecision', draft);
  const acts = await rollActs(roll, {
    person: ({ number }) => digest(`person ${number}`),
    unit: ({ number }) => digest(`home ${number}`),
  });
  const enter = acts.enter.map((lines) => ({
    ...{ act: 'vote.enterRoll', payload: jsonOf(decision, lines), by: officer },
  }));
  expect(inBlocks(ledger, enter)).toEqual([]);
  send('vote.openDecision', { decision, ...acts.open });
  const world = { ledger, decision, openedAt: ledger.timeMs() };
  const attestations = persons.map((person) => ({
    act: 'people.attestKey',
    payload: {
      ...{ register, person, account: toHex(device(person).account) },
      ...{ level: 'second-factor', as: 'university' },
    },
    by: clerk,
  }));
  expect(inBlocks(ledger, attestations)).toEqual([]);
  return world;
}

/** The JSON form of a payload of `enterRoll`. */
function jsonOf(decision: string, { persons, holders, units }: RollLines): Json {
  const hexed = <T extends { readonly commitment: Uint8Array }>(lines: readonly T[]) =>
    lines.map((line) => ({ ...line, commitment: toHex(line.commitment) }));
  return { decision, persons: hexed(persons), holders, units: hexed(units) };
}

/**
 * Plays a story after its time, since papers come before they are entered, and as many acts to a
 * block as can be: a withdrawal comes first in its own, so what it takes back needs one before.
 */
function play(world: World, story: readonly StoryAct[]): string[] {
  const { ledger } = world;
  ledger.block([], story.at(-1)?.atMs);
  const refused: string[] = [];
  let waiting: StoryAct[] = [];
  const flush = () => {
    refused.push(
      ...inBlocks(
        ledger,
        waiting.map((act) => wishOf(world, act)),
      ),
    );
    waiting = [];
  };
  for (const act of story) {
    const isOfOne = (one: StoryAct) =>
      'person' in act && 'person' in one && one.person === act.person;
    if (act.kind === 'withdraw' && waiting.some(isOfOne)) flush();
    waiting.push(act);
  }
  flush();
  return refused;
}

/** Does acts, a few hundred to a block, and gives the codes of those that were refused. */
function inBlocks(ledger: MemoryLedger, wishes: readonly Wish[]): string[] {
  return range(Math.ceil(wishes.length / 400)).flatMap((n) => {
    const part = wishes.slice(400 * n, 400 * n + 400).map((wish) => ledger.sign(wish));
    return ledger
      .block(part)
      .transactions.flatMap(({ act, outcome }) => [
        ...(outcome.code === 0 ? [] : [`${act} ${outcome.code}`]),
        ...outcome.events.flatMap(({ name }) => (name === 'vote.paperRefused' ? ['a paper'] : [])),
      ]);
  });
}

function wishOf({ decision, openedAt }: World, act: StoryAct): Wish {
  const acted = { act: `vote.${act.kind}`, by: officer };
  switch (act.kind) {
    case 'say': {
      const name = act.vote === 'agree' ? 'giveConsent' : 'refuseConsent';
      const other = act.for === undefined ? {} : { for: act.for };
      const payload = { decision, text: TEXT, ...other };
      return { act: `vote.${name}`, payload, by: device(act.person) };
    }
    case 'withdraw':
      return { ...acted, payload: { decision }, by: device(act.person) };
    case 'appointProxy':
      return { ...acted, payload: { decision, proxy: act.proxy }, by: device(act.person) };
    case 'enterPapers': {
      const papers = act.papers.map(({ person, vote, arrivedAtMs }) => ({
        ...{ person, vote, arrivedAt: openedAt + arrivedAtMs, scan: hexDigest(`scan ${person}`) },
      }));
      return { ...acted, payload: { decision, text: TEXT, papers }, by: [officer, deputy] };
    }
    case 'nameRepresentative': {
      const change = { kind: 'representative', holder: act.holder, person: act.person };
      const payload = { decision, reason: 'representative', evidence: TEXT, change };
      return { ...acted, act: 'vote.changeRoll', payload };
    }
    case 'noteMessages': {
      const { what: kind, homes, undelivered } = act;
      return { ...acted, payload: { decision, kind, homes, undelivered } };
    }
  }
}

interface Amounts {
  readonly heads: number;
  readonly homes: number;
  readonly area: number;
}

function meter({ ledger, decision }: World) {
  const answer = expectOk(ledger.read('vote.meter', { decision }), 'the decision is there');
  return answer as unknown as {
    readonly holds: boolean;
    readonly established?: object;
    readonly tallies: readonly Readonly<Record<'eligible' | 'agree' | 'refuse', Amounts>>[];
  };
}
