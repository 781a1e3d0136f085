import {
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
import { LEVELS } from './vote-acts.mjs';

/*
 * The acts of an election and its records (docs/spec/election.md).
 */

/** @typedef {import('./shape.mjs').Shape<any>} Any */

const number = smallUint(0, 999_999);
const uint = smallUint(0, Number.MAX_SAFE_INTEGER);
const bool = oneOf(true, false);
const short = record({ en: text(), ko: text() });
const part = smallUint(0, 1_000_000);
const share = record({
  num: part,
  den: smallUint(1, 1_000_000),
  compare: oneOf('at-least', 'more-than'),
});

const decides = choice('kind', {
  elect: /** @type {Any} */ (
    record({ kind: oneOf('elect'), seats: smallUint(1, 64), needs: optional(share) })
  ),
  approve: record({ kind: oneOf('approve'), needs: share, of: oneOf('ballots', 'answers') }),
  inform: record({ kind: oneOf('inform') }),
});

const asked = record({
  answers: smallUint(1, 64),
  choice: optional(record({ max: uint, min: uint, blank: bool })),
  decides,
});

const draftShape = record({
  institution: text(),
  register: hash,
  level: oneOf(...LEVELS),
  title: short,
  text: hash,
  questions: list(asked, 1, 32),
  buildings: list(text(), 1, 256),
  results: oneOf('complex', 'buildings'),
  measures: list(oneOf('heads', 'households', 'area', 'shares'), 1, 2),
  trustees: list(record({ account: hash, seat: short }), 1, 16),
  threshold: smallUint(1, 16),
  revote: oneOf('none', 'last'),
  paper: oneOf('none', 'batches'),
  turnout: optional(share),
  mixing: optional(record({ registersUntil: time })),
  basis: text(),
  recordedAt: time,
  closesAt: time,
});

const election = hash;
const listNumber = smallUint(0, 99_999);
const trustee = smallUint(1, 16);
const ofTrustee = { election, round: uint, trustee };
const opening = record({
  coefficients: list(hash, 1, 16),
  transport: hash,
  proof: bytes(64, 64),
});
const voter = record({
  person: number,
  building: uint,
  weights: list(smallUint(1, 2 ** 32 - 1), 1, 2),
  commitment: hash,
});
const share128 = bytes(128, 128);

/** Acts that prove themselves, and have no signer. */
export const PROVEN = ['election.castBallot', 'election.surrenderKey'];

/** Payloads of the acts of an election. */
export const electionActs = {
  'election.draftElection': draftShape,
  'election.enterVoters': record({ election, voters: list(voter, 1, 100) }),
  'election.commitOpening': record({ ...ofTrustee, commitment: hash }),
  'election.revealOpening': record({ ...ofTrustee, opening }),
  'election.dealShares': record({ ...ofTrustee, shares: list(share128) }),
  'election.acceptShares': record(ofTrustee),
  'election.complain': record({ ...ofTrustee, dealer: trustee, complaint: share128 }),
  'election.rehearse': record({ ...ofTrustee, part: share128 }),
  'election.restartCeremony': record({ election, round: uint, reason: short }),
  'election.openElection': record({ election, voters: uint, weights: list(uint) }),
  'election.openRegistration': record({ election, voters: uint, weights: list(uint) }),
  'election.closeRegistration': record({ election, keys: uint }),
  'election.mixKeys': record({
    election,
    trustee,
    turn: smallUint(0, 16),
    list: listNumber,
    base: hash,
    keys: list(hash, 1, 256),
    proof: bytes(),
  }),
  'election.registerKey': record({ election, key: hash, possession: bytes(64, 64) }),
  'election.castBallot': record({
    election,
    key: hash,
    sequence: smallUint(0, 2 ** 32 - 1),
    previous: optional(hash),
    list: optional(listNumber),
    selections: bytes(1),
  }),
  'election.openBatch': record({
    election,
    batch: hash,
    possession: bytes(64, 64),
    building: uint,
  }),
  'election.surrenderKey': record({
    election,
    key: hash,
    list: listNumber,
    sequence: smallUint(0, 2 ** 32 - 1),
    previous: optional(hash),
    batch: hash,
  }),
  'election.markPaper': record({
    election,
    batch: hash,
    possession: bytes(64, 64),
    persons: list(number, 1, 25),
  }),
  'election.confirmBatch': record({
    election,
    batch: hash,
    papers: smallUint(1, 100),
    record: hash,
    place: short,
  }),
  'election.pauseElection': record({ election, reason: short }),
  'election.resumeElection': record({ election, reason: short }),
  'election.extendElection': record({ election, closesAt: time, reason: short }),
  'election.noteMessages': record({
    election,
    kind: oneOf('link', 'reminder'),
    voters: smallUint(0, 1_000_000),
    undelivered: smallUint(0, 1_000_000),
  }),
  'election.closeElection': record({
    election,
    how: oneOf('over', 'called-off'),
    reason: optional(short),
  }),
  'election.decryptSum': record({ election, trustee, sum: uint, parts: list(share128, 1, 128) }),
  'election.announceCounts': record({ election, sum: uint, counts: list(uint) }),
};

const principal = choice('kind', {
  account: /** @type {Any} */ (record({ kind: oneOf('account'), account: hash })),
  institution: record({ kind: oneOf('institution'), institution: text(), role: text() }),
});

/** The record of an election, which never changes. */
export const electionShape = record({
  owner: principal,
  register: hash,
  level: oneOf(...LEVELS),
  title: short,
  text: hash,
  questions: list(asked, 1, 32),
  buildings: smallUint(1, 256),
  results: oneOf('complex', 'buildings'),
  measures: list(oneOf('heads', 'households', 'area', 'shares'), 1, 2),
  trustees: list(hash, 1, 16),
  threshold: smallUint(1, 16),
  revote: oneOf('none', 'last'),
  paper: oneOf('none', 'batches'),
  turnout: optional(share),
  mixing: optional(record({ registersUntil: time })),
});

/** The record of what its ballots are bound to. */
export const boundShape = record({ fingerprint: hash, key: hash, voterBase: hash });

/**
 * @typedef {ReturnType<typeof draftShape>} Draft
 * @typedef {ReturnType<typeof asked>} Asked
 * @typedef {ReturnType<typeof share>} Share
 * @typedef {ReturnType<typeof voter>} VoterLine
 */
