import { bool, bytes, choice, list, optional, record, uint } from '@madang/base';
import { bilingual, hash, institutionId } from '@madang/kernel/define';
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
  sumNumber,
  trusteeNumber,
  turnNumber,
  weights,
} from './schema.ts';

/** Which election is asked for. */
export const electionParams = record({ id: hash });

const turnoutLine = record({
  voters: uint(),
  eligible: list(uint(), { min: 1, max: MAX_MEASURES }),
  ballots: uint(),
  cast: list(uint(), { min: 1, max: MAX_MEASURES }),
});

/** What is asked and how, how far it is, and how many have voted. */
export const electionAnswer = record({
  id: hash,
  institution: institutionId,
  register: hash,
  level: choice(levels),
  title: bilingual,
  text: hash,
  questions: list(asked, { min: 1, max: MAX_QUESTIONS }),
  buildings: uint(),
  results: choice(['complex', 'buildings']),
  measures: list(measure, { min: 1, max: MAX_MEASURES }),
  trustees: list(hash, { min: 1, max: MAX_TRUSTEES }),
  threshold: uint(),
  revote: choice(['none', 'last']),
  paper,
  turnout: optional(share),
  mixing: optional(mixing),
  status,
  closesAt: uint(),
  openedAt: optional(uint()),
  closedAt: optional(uint()),
  acts: uint(),
  /** What ballots are bound to, once it is open. */
  bound: optional(record({ fingerprint: hash, key: hash, voterBase: hash })),
  took: turnoutLine,
});

/** Who could vote in each building, and who did. */
export const turnoutAnswer = list(turnoutLine, { min: 1, max: MAX_BUILDINGS });

/** How far the ceremony of the trustees is, with all that they published. */
export const ceremonyAnswer = record({
  round: uint(),
  stage: choice(['commit', 'reveal', 'deal', 'accept', 'rehearse', 'ready']),
  /** Numbers of the trustees for whom it waits. */
  missing: list(trusteeNumber, { max: MAX_TRUSTEES }),
  threshold: uint(),
  ceremony: hash,
  trustees: list(
    record({
      account: hash,
      commitment: optional(hash),
      opening: optional(opening),
      shares: optional(sealedShares),
      hasAccepted: bool(),
      hasRehearsed: bool(),
    }),
    { min: 1, max: MAX_TRUSTEES },
  ),
  joint: optional(record({ key: hash, shareKeys: list(hash, { max: MAX_TRUSTEES }) })),
});

/** Which person of which election. */
export const voterParams = record({ election: hash, person: personNumber });

/** A line of the roll, and what its key has cast. */
export const voterAnswer = record({
  building: buildingIndex,
  weights,
  commitment: hash,
  key: optional(hash),
  batch: optional(hash),
  ballots: uint(),
  last: optional(hash),
});

/** Most voters of one answer. */
export const MAX_VOTERS = 500;

/** Which voters are asked for. */
export const votersParams = record({ election: hash, after: optional(personNumber) });

/** Lines of the roll, ascending by number. */
export const votersAnswer = list(
  record({
    person: personNumber,
    building: buildingIndex,
    weights,
    commitment: hash,
    key: optional(hash),
    /** The batch of papers that they vote in; whether they did nobody can say. */
    batch: optional(hash),
    /** Whether a ballot of their key counts; absent where keys were mixed: nobody can tell. */
    hasVoted: optional(bool()),
  }),
  { max: MAX_VOTERS },
);

/** Which key of which election. */
export const keyParams = record({ election: hash, key: hash });

/** What was cast with a key; whose it is, unless it came out of mixing; where it is mixed. */
export const keyAnswer = record({
  person: optional(personNumber),
  list: optional(listNumber),
  /** The batch of papers for which it was given up; it votes no more. */
  batch: optional(hash),
  ballots: uint(),
  last: optional(hash),
});

/** How far the mixing of an election's keys is. */
export const mixAnswer = record({
  /** Keys that are registered, by building. */
  registered: list(uint(), { min: 1, max: MAX_BUILDINGS }),
  lists: uint(),
  base: hash,
  mixed: list(trusteeNumber, { max: MAX_TRUSTEES }),
  turn: optional(record({ trustee: trusteeNumber, base: hash, lists: uint(), begunAt: uint() })),
});

/** Which list of keys, after how many turns of mixing. */
export const listParams = record({ election: hash, turn: turnNumber, list: listNumber });

/** Keys that are mixed together. */
export const listAnswer = record({
  building: buildingIndex,
  keys: mixedList,
  /** How many of them were given up for papers. */
  surrendered: optional(uint({ max: MIXED.keys })),
});

/** Most batches of one answer. */
export const MAX_BATCHES = 100;

/** Which batches are asked for. */
export const batchesParams = record({ election: hash, after: optional(hash) });

const batchFields = {
  building: buildingIndex,
  weights,
  /** Persons who are marked for it, keys that were given up for it, papers that were entered. */
  marked: uint({ max: MAX_BATCH }),
  surrendered: optional(uint({ max: MAX_BATCH })),
  papers: uint({ max: MAX_BATCH }),
  last: optional(hash),
  /** SHA-256 of the record of its papers; there once it is confirmed, and counts. */
  record: optional(hash),
};

/** Which batch of which election. */
export const batchParams = record({ election: hash, key: hash });

/** A batch of paper ballots. */
export const batchAnswer = record(batchFields);

/** Batches of paper ballots, ascending by key. */
export const batchesAnswer = list(record({ key: hash, ...batchFields }), { max: MAX_BATCHES });

/** Which sum of which election. */
export const sumParams = record({ election: hash, sum: sumNumber });

/** A sum that is decrypted, and who has decrypted it. */
export const sumAnswer = record({
  measure: uint(),
  buildings: list(buildingIndex, { min: 1, max: MAX_BUILDINGS }),
  ballots: uint(),
  weight: uint(),
  selections: bytes({ max: MAX_SELECTIONS * 64 }),
  decryptions: list(
    record({
      trustee: trusteeNumber,
      parts: list(decryption, { min: 1, max: MAX_SELECTIONS }),
    }),
    { max: MAX_TRUSTEES },
  ),
  counts: optional(counts),
});

/** What was said to one question, by one measure: all sums of it together. */
const countedAnswer = record({
  cast: uint(),
  blank: uint(),
  answers: list(uint(), { min: 1, max: 64 }),
});

/** The result: sums that were announced, and what they decide. */
export const resultAnswer = record({
  status,
  sums: uint(),
  announced: uint(),
  isTurnoutMet: optional(bool()),
  questions: list(record({ measures: list(countedAnswer, { max: MAX_MEASURES }), outcome }), {
    max: MAX_QUESTIONS,
  }),
});
