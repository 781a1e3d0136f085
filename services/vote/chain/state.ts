import { choice, list, optional, record, type TypeOf, uint } from '@madang/base';
import { bilingual, hash, key, principal, table } from '@madang/kernel/define';
import { MAX_BUILDINGS, MAX_CONDITIONS, rule, tally } from './rule.ts';
import {
  buildingIndex,
  exclusion,
  holderNumber,
  level,
  members,
  personNumber,
  use,
  vote,
  way,
} from './schema.ts';
import { settings } from './settings.ts';

/** `vote/decisions/ || id`: what is decided and how; never changed, never removed. */
export const decisions = table({
  service: 'vote',
  name: 'decisions',
  key: key.hash,
  value: record({
    /** The officers of the institution that drafted it. */
    owner: principal,
    register: hash,
    level,
    title: bilingual,
    text: hash,
    summary: hash,
    /** How many buildings; their names are in the act. */
    buildings: uint({ min: 1, max: MAX_BUILDINGS }),
    rule,
    settings,
  }),
});
export type Decision = TypeOf<(typeof decisions)['value']>;

/** `vote/of-register/ || register || decision`: the decisions of a register. */
export const ofRegister = table({
  service: 'vote',
  name: 'of-register',
  key: key.pair(key.hash, key.hash),
  value: record({}),
});

/** `vote/progress/ || id`: how far a decision is. */
export const progress = table({
  service: 'vote',
  name: 'progress',
  key: key.hash,
  value: record({
    status: choice(['draft', 'open', 'closed', 'called-off']),
    /** ms. */
    closesAt: uint(),
    openedAt: optional(uint()),
    closedAt: optional(uint()),
    /** How many acts changed it, and their running hash (docs/spec/state.md, "Journals"). */
    acts: uint(),
    journal: hash,
    /** For each condition of scope `each`: buildings that are asked, and those that lack it. */
    asked: list(uint(), { max: MAX_CONDITIONS }),
    unmet: list(uint(), { max: MAX_CONDITIONS }),
  }),
});
export type Progress = TypeOf<(typeof progress)['value']>;

/** Most holders of which one person is a part. */
export const MAX_HOLDINGS = 32;

/** Most buildings in which one holder has homes: an act costs as many tallies. */
export const MAX_HELD_BUILDINGS = 64;

/** `vote/persons/ || decision || u32(person)`: who is on the roll, and for which holders. */
export const persons = table({
  service: 'vote',
  name: 'persons',
  key: key.pair(key.hash, key.u32),
  value: record({
    commitment: hash,
    holders: list(holderNumber, { max: MAX_HOLDINGS }),
    proxy: optional(personNumber),
  }),
});
export type Person = TypeOf<(typeof persons)['value']>;

/** `vote/proxies/ || decision || u32(proxy) || u32(person)`: for whom a proxy may act. */
export const proxies = table({
  service: 'vote',
  name: 'proxies',
  key: key.pair(key.hash, key.pair(key.u32, key.u32)),
  value: record({}),
});

const holding = record({
  building: buildingIndex,
  homes: uint(),
  areaMilliM2: uint(),
  /** Of them: those for which the holder has spoken. */
  coveredHomes: uint(),
  coveredMilliM2: uint(),
});
export type Holding = TypeOf<typeof holding>;

/** `vote/holders/ || decision || u32(holder)`: one head, its homes by building, and its vote. */
export const holders = table({
  service: 'vote',
  name: 'holders',
  key: key.pair(key.hash, key.u32),
  value: record({
    members,
    whole: uint(),
    representative: optional(personNumber),
    /** Homes that count, ascending by building. */
    holdings: list(holding, { max: MAX_HELD_BUILDINGS }),
    /** What it says, and in which act of the decision, counted from 1, it last did. */
    said: optional(record({ vote, act: uint() })),
  }),
});
export type Holder = TypeOf<(typeof holders)['value']>;

/** `vote/units/ || decision || u32(unit)`: a home. */
export const units = table({
  service: 'vote',
  name: 'units',
  key: key.pair(key.hash, key.u32),
  value: record({
    building: buildingIndex,
    areaMilliM2: uint(),
    use,
    holder: holderNumber,
    excluded: optional(exclusion),
    commitment: hash,
    /** Since which act of the decision its holder holds it; 0: from the roll. */
    since: uint(),
  }),
});
export type Unit = TypeOf<(typeof units)['value']>;

/** `vote/acts/ || decision || u32(person)`: what a person has said and not withdrawn. */
export const acts = table({
  service: 'vote',
  name: 'acts',
  key: key.pair(key.hash, key.u32),
  value: record({
    vote,
    way,
    /** Body hash of the act. */
    act: hash,
    /** Time of its block, ms. */
    at: uint(),
    /** When the paper came to the desk, ms. */
    arrivedAt: optional(uint()),
  }),
});
export type Act = TypeOf<(typeof acts)['value']>;

/** `vote/tallies/ || decision || u32(scope)`: 0 is the complex, n the building n - 1. */
export const tallies = table({
  service: 'vote',
  name: 'tallies',
  key: key.pair(key.hash, key.u32),
  value: tally,
});

/** `vote/established/ || decision`: the moment at which all conditions held; never changed. */
export const establishments = table({
  service: 'vote',
  name: 'established',
  key: key.hash,
  value: record({
    height: uint(),
    /** Position of the act in its block, from 0. */
    index: uint(),
    /** Time of the block, ms. */
    at: uint(),
    /** Body hash of the act that did it. */
    by: hash,
    /** How many acts there were then, this one included. */
    acts: uint(),
    /** All tallies at that moment: the complex, then each building. */
    tallies: list(tally, { min: 2, max: MAX_BUILDINGS + 1 }),
  }),
});

export const tables = [
  decisions,
  ofRegister,
  progress,
  persons,
  proxies,
  holders,
  units,
  acts,
  tallies,
  establishments,
] as const;

/** The scope of the whole complex in {@link tallies}. */
export const COMPLEX = 0;

/** The scope of a building in {@link tallies}. */
export function scopeOf(building: number): number {
  return building + 1;
}
