import { bool, choice, list, optional, record, uint } from '@madang/base';
import { bilingual, hash, institutionId } from '@madang/kernel/define';
import { MAX_BUILDINGS, MAX_CONDITIONS, rule, tally } from './rule.ts';
import { buildingIndex, holderNumber, level, personNumber, vote, way } from './schema.ts';
import { settings } from './settings.ts';
import { MAX_HOLDINGS } from './state.ts';

/** How far a decision is. */
export const status = choice(['draft', 'open', 'closed', 'called-off']);

/** The moment at which a decision was made. */
export const establishmentAnswer = record({
  height: uint(),
  index: uint(),
  at: uint(),
  by: hash,
  acts: uint(),
});

/** Which decision is asked for. */
export const decisionParams = record({ id: hash });

/** What is decided, how, and how far it is. */
export const decisionAnswer = record({
  id: hash,
  institution: institutionId,
  register: hash,
  level,
  title: bilingual,
  text: hash,
  summary: hash,
  buildings: uint(),
  rule,
  settings,
  status,
  closesAt: uint(),
  openedAt: optional(uint()),
  closedAt: optional(uint()),
  acts: uint(),
  established: optional(establishmentAnswer),
});

/** Most decisions of one answer. */
export const MAX_DECISIONS = 50;

const decisionLine = record({
  id: hash,
  institution: institutionId,
  title: bilingual,
  status,
  closesAt: uint(),
  isEstablished: bool(),
});

/** Which decisions are asked for. */
export const decisionsParams = record({ register: optional(hash), after: optional(hash) });

/** Decisions, a line each. */
export const decisionsAnswer = list(decisionLine, { max: MAX_DECISIONS });

const finding = record({
  /** 0 is the complex, n the building n - 1. */
  scope: uint(),
  condition: uint(),
  numerator: uint(),
  denominator: uint(),
  isMet: bool(),
  missing: uint(),
});

/** Of which decision. */
export const meterParams = record({ decision: hash });

/** All tallies, and what every condition finds. */
export const meterAnswer = record({
  status,
  closesAt: uint(),
  acts: uint(),
  tallies: list(tally, { max: MAX_BUILDINGS + 1 }),
  findings: list(finding, { max: (MAX_BUILDINGS + 1) * MAX_CONDITIONS }),
  /** Whether all that the rule asks holds now. */
  holds: bool(),
  established: optional(establishmentAnswer),
});

const actAnswer = record({ vote, way, act: hash, at: uint(), arrivedAt: optional(uint()) });

const heldAnswer = record({
  holder: holderNumber,
  homes: uint(),
  areaMilliM2: uint(),
  /** Of them: counted with what the holder says. */
  countedHomes: uint(),
  countedMilliM2: uint(),
  says: optional(vote),
  /** How many own together. */
  members: uint(),
  representative: optional(personNumber),
  buildings: list(buildingIndex, { max: MAX_BUILDINGS }),
});

/** Of whom, in which decision. */
export const personParams = record({ decision: hash, person: personNumber });

/** What a person has said, and for which homes it counts. */
export const personAnswer = record({
  said: optional(actAnswer),
  proxy: optional(personNumber),
  holders: list(heldAnswer, { max: MAX_HOLDINGS }),
});

/** Most persons of one answer about a proxy. */
export const MAX_PRINCIPALS = 100;

/** For whom a proxy may act: persons behind `after`. */
export const principalsParams = record({
  decision: hash,
  proxy: personNumber,
  after: optional(personNumber),
});

/** Persons by their numbers, ascending. */
export const principalsAnswer = list(personNumber, { max: MAX_PRINCIPALS });
