import {
  anyMap,
  bytes,
  choice,
  hash,
  list,
  oneOf,
  optional,
  record,
  smallUint,
  text,
  time,
} from './shape.mjs';
import { Mismatch } from './verdict.mjs';

/*
 * The acts of a register and of a decision (docs/spec/vote.md), and what a dossier carries of them.
 */

/** Numbers of persons, holders and units. */
const number = smallUint(0, 999_999);
const uint = smallUint(0, Number.MAX_SAFE_INTEGER);
const title = record({ en: text(), ko: text() });

/** Ways to be identified, from the weakest. */
export const LEVELS = /** @type {const} */ (['link', 'second-factor', 'desk']);
const level = oneOf(...LEVELS);

const identified = { register: hash, person: number, level, as: text() };
const keyOfRegister = record({ register: hash, account: hash });

/** Payloads of the acts of a register. */
export const peopleActs = {
  'people.openRegister': record({ institution: text(), persons: uint, level }),
  'people.enlargeRegister': record({ register: hash, institution: text(), persons: uint }),
  'people.attestKey': record({ ...identified, account: hash }),
  'people.revokeKeys': record({ ...identified, reason: oneOf('lost', 'stolen', 'changed') }),
  'people.addKey': keyOfRegister,
  'people.endKey': keyOfRegister,
};

const scopeShape = choice('kind', {
  complex: /** @type {any} */ (record({ kind: oneOf('complex') })),
  each: record({ kind: oneOf('each'), waived: uint }),
  building: record({ kind: oneOf('building'), building: uint }),
});

const conditionShape = record({
  counted: oneOf('agree', 'participants'),
  base: oneOf('heads', 'homes', 'area'),
  of: oneOf('eligible', 'participants', 'valid'),
  compare: oneOf('at-least', 'more-than'),
  num: uint,
  den: uint,
  scope: scopeShape,
});

const ruleShape = record({ hold: oneOf('all', 'any'), conditions: list(conditionShape, 1, 16) });

const settingsShape = record({
  closingSecond: oneOf('late', 'counts'),
  coOwners: oneOf('majority', 'representative'),
  representativeEnds: oneOf('stands', 'lapses'),
  roll: oneOf('frozen', 'follow'),
  repeat: oneOf('first', 'last'),
  proxies: oneOf('allowed', 'none'),
  paper: oneOf('ledger', 'arrival'),
  afterEstablishment: oneOf('open', 'closed'),
  withdrawal: oneOf('until-established', 'until-closed', 'never'),
  abstentions: oneOf('participate', 'ignored'),
});

const draftShape = record({
  institution: text(),
  register: hash,
  level,
  title,
  text: hash,
  summary: hash,
  summaryBy: title,
  buildings: list(text(), 1, 256),
  basis: text(),
  rule: ruleShape,
  settings: settingsShape,
  recordedAt: time,
  closesAt: time,
});

const personShape = record({ person: number, commitment: hash });
const holderShape = record({
  holder: number,
  members: list(record({ person: number, share: uint }), 1, 32),
  whole: uint,
  representative: optional(number),
});
const unitShape = record({
  unit: number,
  building: uint,
  areaMilliM2: uint,
  use: oneOf('residential', 'commercial', 'welfare'),
  holder: number,
  excluded: optional(oneOf('use', 'rights-unchanged')),
  commitment: hash,
});
const changeShape = choice('kind', {
  person: /** @type {any} */ (record({ kind: oneOf('person'), person: number, commitment: hash })),
  holder: record({ kind: oneOf('holder'), entry: holderShape }),
  unit: record({ kind: oneOf('unit'), entry: unitShape }),
  representative: record({
    kind: oneOf('representative'),
    holder: number,
    person: optional(number),
  }),
});

const decision = hash;
const said = record({ decision, text: hash, for: optional(number) });
const paper = { person: number, arrivedAt: time, scan: hash };
const vote = oneOf('agree', 'refuse', 'abstain');

/** Payloads of the acts of a decision. */
export const voteActs = {
  'vote.draftDecision': draftShape,
  'vote.enterRoll': record({
    decision,
    persons: list(personShape, 0, 100),
    holders: list(holderShape, 0, 100),
    units: list(unitShape, 0, 100),
  }),
  'vote.openDecision': record({ decision, heads: uint, homes: uint, areaMilliM2: uint }),
  'vote.giveConsent': said,
  'vote.refuseConsent': said,
  'vote.abstain': said,
  'vote.withdraw': record({ decision, for: optional(number) }),
  'vote.appointProxy': record({ decision, proxy: number }),
  'vote.endProxy': record({ decision }),
  'vote.enterPapers': record({
    decision,
    text: hash,
    papers: list(record({ ...paper, vote }), 1, 50),
  }),
  'vote.enterWithdrawals': record({ decision, papers: list(record(paper), 1, 50) }),
  'vote.enterProxies': record({
    decision,
    papers: list(record({ ...paper, proxy: optional(number) }), 1, 50),
  }),
  'vote.changeRoll': record({
    decision,
    reason: oneOf('mistake', 'transfer', 'representative', 'court'),
    evidence: hash,
    change: changeShape,
  }),
  'vote.extendDecision': record({
    decision,
    closesAt: time,
    reason: oneOf('turnout', 'outage', 'mistake', 'order'),
  }),
  'vote.closeDecision': record({ decision, how: oneOf('over', 'called-off') }),
  'vote.noteMessages': record({
    decision,
    kind: oneOf('link', 'reminder', 'notice'),
    homes: uint,
    undelivered: uint,
  }),
};

/**
 * @typedef {ReturnType<typeof draftShape>} Draft
 * @typedef {ReturnType<typeof conditionShape>} Condition
 * @typedef {ReturnType<typeof personShape>} PersonLine
 * @typedef {ReturnType<typeof holderShape>} HolderLine
 * @typedef {ReturnType<typeof unitShape>} UnitLine
 * @typedef {'agree' | 'refuse' | 'abstain'} Vote
 */

/** An act of a part `madang/acts`. */
export const listedShape = record({ height: uint, index: uint, time, envelope: bytes() });

/** A part `state`. */
export const stateShape = record({
  checkpoint: text(),
  block: bytes(),
  inclusion: bytes(),
  claims: list(
    record({
      proof: record({
        depth: smallUint(0, 256),
        other: optional(record({ path: hash, valueHash: hash })),
        bitmap: bytes(0, 32),
        siblings: bytes(0, 256 * 32),
      }),
      value: optional(bytes(1, 65_536)),
    }),
    1,
    8,
  ),
});

/** `people/journals/ || register`. */
export const journalShape = record({ acts: uint, journal: hash });

/** The two keys of `vote/progress/ || id` that are the journal's; the rest is compared whole. */
export const progressShape = (/** @type {unknown} */ value, /** @type {string} */ where) => {
  const map = anyMap(value, where);
  const kept = new Map([...map].filter(([key]) => key === 'acts' || key === 'journal'));
  return journalShape(kept, where);
};

/**
 * Reads the payload of an act. Throws a Mismatch for an act that is not among these, or a payload
 * that is not its own.
 * @param {Record<string, import('./shape.mjs').Shape<any>>} acts
 * @param {import('./records.mjs').Body} body
 */
export function readPayload(acts, { act, payload }) {
  if (!Object.hasOwn(acts, act)) throw new Mismatch('ACT_STRANGE', { act });
  return acts[act](payload, 'payload');
}
