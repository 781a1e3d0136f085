import { bool, bytes, choice, list, optional, record, type TypeOf, uint } from '@madang/base';
import { bilingual, hash, key, principal, table } from '@madang/kernel/define';
import { MAX_BATCH } from './batch-schema.ts';
import { status } from './listing.ts';
import {
  asked,
  buildingIndex,
  counts,
  decryption,
  levels,
  listNumber,
  MAX_BUILDINGS,
  MAX_MEASURES,
  MAX_QUESTIONS,
  MAX_SELECTIONS,
  MAX_TRUSTEES,
  MIXED,
  measure,
  mixedList,
  mixing,
  opening,
  outcome,
  paper,
  personNumber,
  sealedShares,
  share,
  trusteeNumber,
  weights,
} from './schema.ts';

/** `election/elections/ || id`: what is asked and how; never changed, never removed. */
export const elections = table({
  service: 'election',
  name: 'elections',
  key: key.hash,
  value: record({
    /** The officers of the institution that drafted it. */
    owner: principal,
    register: hash,
    level: choice(levels),
    title: bilingual,
    text: hash,
    questions: list(asked, { min: 1, max: MAX_QUESTIONS }),
    /** How many buildings; their names are in the act. */
    buildings: uint({ min: 1, max: MAX_BUILDINGS }),
    results: choice(['complex', 'buildings']),
    measures: list(measure, { min: 1, max: MAX_MEASURES }),
    /** Accounts of the trustees, in the order of their numbers. */
    trustees: list(hash, { min: 1, max: MAX_TRUSTEES }),
    threshold: uint({ min: 1, max: MAX_TRUSTEES }),
    revote: choice(['none', 'last']),
    paper,
    turnout: optional(share),
    mixing: optional(mixing),
  }),
});
export type Election = TypeOf<(typeof elections)['value']>;

/** `election/of-register/ || register || election`: the elections of a register. */
export const ofRegister = table({
  service: 'election',
  name: 'of-register',
  key: key.pair(key.hash, key.hash),
  value: record({}),
});

/** `election/progress/ || id`. */
export const progress = table({
  service: 'election',
  name: 'progress',
  key: key.hash,
  value: record({
    status,
    /** ms. */
    closesAt: uint(),
    openedAt: optional(uint()),
    closedAt: optional(uint()),
    /** Ceremonies of the trustees that came to nothing. */
    round: uint(),
    /** Since when the ceremony has been at its present stage, ms. */
    waitsSince: uint(),
    /** How many sums are to be decrypted, and how many of them have been announced. */
    sums: uint(),
    announced: uint(),
    /** How many acts changed it, and their running hash (docs/spec/state.md, "Journals"). */
    acts: uint(),
    journal: hash,
  }),
});
export type Progress = TypeOf<(typeof progress)['value']>;

/** `election/voters/ || id || u32(person)`: a line of the roll. */
export const voters = table({
  service: 'election',
  name: 'voters',
  key: key.pair(key.hash, key.u32),
  value: record({
    building: buildingIndex,
    weights,
    commitment: hash,
    /** The key that votes for the person. */
    key: optional(hash),
    /** The batch of papers that the person votes in; they have no key any more. */
    batch: optional(hash),
  }),
});
export type Voter = TypeOf<(typeof voters)['value']>;

/** `election/keys/ || id || key`: whose a key is. */
export const keys = table({
  service: 'election',
  name: 'keys',
  key: key.pair(key.hash, key.hash),
  value: record({
    person: personNumber,
    /** The list in which it is mixed. */
    list: optional(listNumber),
    /** Selections of the newest ballot, for as long as another may take its place. */
    selections: optional(bytes({ max: MAX_SELECTIONS * 64 })),
  }),
});

/** `election/registrations/ || id || u32(building)`: keys of its voters that are to be mixed. */
export const registrations = table({
  service: 'election',
  name: 'registrations',
  key: key.pair(key.hash, key.u32),
  value: record({
    keys: uint({ min: 1 }),
    /** The list that took the newest key, and the one before it. */
    last: listNumber,
    before: optional(listNumber),
  }),
});
export type Registrations = TypeOf<(typeof registrations)['value']>;

/**
 * `election/key-lists/ || id || u32(turn) || u32(list)`: the keys of a list after so many turns of
 * mixing, in the order of their registration before the first, ascending after it.
 */
export const keyLists = table({
  service: 'election',
  name: 'key-lists',
  key: key.pair(key.hash, key.pair(key.u32, key.u32)),
  value: record({
    building: buildingIndex,
    keys: mixedList,
    /** How many of them were given up for papers. */
    surrendered: optional(uint({ min: 1, max: MIXED.keys })),
  }),
});
export type KeyListRecord = TypeOf<(typeof keyLists)['value']>;

/** `election/mixes/ || id`: how far the mixing is. */
export const mixes = table({
  service: 'election',
  name: 'mixes',
  key: key.hash,
  value: record({
    lists: uint(),
    /** The base of the keys after the turns that are over. */
    base: hash,
    /** Numbers of the trustees whose turns are over, in their order. */
    mixed: list(trusteeNumber, { max: MAX_TRUSTEES }),
    /** The turn that has begun: whose, to which base, how many lists are done, since when (ms). */
    turn: optional(record({ trustee: trusteeNumber, base: hash, lists: uint(), begunAt: uint() })),
  }),
});
export type Mix = TypeOf<(typeof mixes)['value']>;

/** `election/mixed-keys/ || id || key`: a key that came out of mixing, and has been used. */
export const mixedKeys = table({
  service: 'election',
  name: 'mixed-keys',
  key: key.pair(key.hash, key.hash),
  value: record({
    list: listNumber,
    building: buildingIndex,
    /** Selections of the newest ballot, for as long as another may take its place. */
    selections: optional(bytes({ max: MAX_SELECTIONS * 64 })),
    /** The batch of papers for which it was given up; it votes no more. */
    batch: optional(hash),
  }),
});

/** `election/cast/ || id || key`: what was cast with a key; absent: nothing. */
export const cast = table({
  service: 'election',
  name: 'cast',
  key: key.pair(key.hash, key.hash),
  value: record({
    ballots: uint({ min: 1 }),
    /** Fingerprint of the newest ballot. */
    last: hash,
  }),
});
export type Cast = TypeOf<(typeof cast)['value']>;

/**
 * `election/batches/ || id || key`: paper ballots that are counted together. All who vote in it are
 * of one building, with the same weights.
 */
export const batches = table({
  service: 'election',
  name: 'batches',
  key: key.pair(key.hash, key.hash),
  value: record({
    building: buildingIndex,
    weights,
    /** Persons who are marked for it. */
    marked: uint({ max: MAX_BATCH }),
    /** Keys that were given up for it. */
    surrendered: optional(uint({ min: 1, max: MAX_BATCH })),
    /** Papers that were entered as ballots, and the fingerprint of the newest. */
    papers: uint({ max: MAX_BATCH }),
    last: optional(hash),
    /** Their encrypted sum, each once, until the batch is counted. */
    selections: optional(bytes({ max: MAX_SELECTIONS * 64 })),
    /** SHA-256 of the record of its papers; there once two officers have confirmed the batch. */
    record: optional(hash),
  }),
});
export type Batch = TypeOf<(typeof batches)['value']>;

/** `election/turnouts/ || id || u32(building)`: who could vote there, and who did. */
export const turnouts = table({
  service: 'election',
  name: 'turnouts',
  key: key.pair(key.hash, key.u32),
  value: record({
    voters: uint(),
    /** In the order of the measures. */
    eligible: list(uint(), { min: 1, max: MAX_MEASURES }),
    /** Ballots that count, those on paper too, and what they weigh. */
    ballots: uint(),
    cast: list(uint(), { min: 1, max: MAX_MEASURES }),
  }),
});
export type Turnout = TypeOf<(typeof turnouts)['value']>;

/** `election/sums/ || id || u32(scope) || u32(measure)`: the encrypted sum of standing ballots. */
export const sums = table({
  service: 'election',
  name: 'sums',
  key: key.pair(key.hash, key.pair(key.u32, key.u32)),
  value: record({ selections: bytes({ max: MAX_SELECTIONS * 64 }) }),
});

/** `election/trustees/ || id || u32(number)`: what a trustee has done in the ceremony. */
export const trustees = table({
  service: 'election',
  name: 'trustees',
  key: key.pair(key.hash, key.u32),
  value: record({
    commitment: optional(hash),
    opening: optional(opening),
    shares: optional(sealedShares),
    hasAccepted: bool(),
    hasRehearsed: bool(),
  }),
});
export type TrusteeRecord = TypeOf<(typeof trustees)['value']>;

/** The record of a trustee before anything is done. */
export const NOTHING_DONE: TrusteeRecord = { hasAccepted: false, hasRehearsed: false };

/** `election/joint-keys/ || id`: what the ceremony came to. */
export const jointKeys = table({
  service: 'election',
  name: 'joint-keys',
  key: key.hash,
  value: record({
    key: hash,
    /** That of each trustee's share, in the order of their numbers. */
    shareKeys: list(hash, { min: 1, max: MAX_TRUSTEES }),
  }),
});
export type JointKey = TypeOf<(typeof jointKeys)['value']>;

/** `election/bound/ || id`: what ballots are bound to; never changed, never removed. */
export const bound = table({
  service: 'election',
  name: 'bound',
  key: key.hash,
  value: record({ fingerprint: hash, key: hash, voterBase: hash }),
});

/** `election/revealed/ || id || u32(sum)`: a sum that is decrypted once the election is over. */
export const revealed = table({
  service: 'election',
  name: 'revealed',
  key: key.pair(key.hash, key.u32),
  value: record({
    measure: uint({ max: MAX_MEASURES - 1 }),
    /** The buildings whose ballots are in it, ascending. */
    buildings: list(buildingIndex, { min: 1, max: MAX_BUILDINGS }),
    ballots: uint(),
    /** What they weigh together. */
    weight: uint(),
    selections: bytes({ max: MAX_SELECTIONS * 64 }),
    counts: optional(counts),
  }),
});
export type Revealed = TypeOf<(typeof revealed)['value']>;

/** `election/decryptions/ || id || u32(sum) || u32(trustee)`: parts that were found right. */
export const decryptions = table({
  service: 'election',
  name: 'decryptions',
  key: key.pair(key.hash, key.pair(key.u32, key.u32)),
  value: record({ parts: list(decryption, { min: 1, max: MAX_SELECTIONS }) }),
});

/** `election/results/ || id`: what the election came to. */
export const results = table({
  service: 'election',
  name: 'results',
  key: key.hash,
  value: record({
    isTurnoutMet: bool(),
    /** For each question. Without the turnout that is asked for nothing is decided by them. */
    outcomes: list(outcome, { min: 1, max: MAX_QUESTIONS }),
  }),
});

export const tables = [
  elections,
  ofRegister,
  progress,
  voters,
  keys,
  registrations,
  keyLists,
  mixes,
  mixedKeys,
  cast,
  batches,
  turnouts,
  sums,
  trustees,
  jointKeys,
  bound,
  revealed,
  decryptions,
  results,
] as const;
