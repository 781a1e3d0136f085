import { bool, choice, list, optional, record, type TypeOf, text, uint } from '@madang/base';
import { hexBytes, hexHash } from './answers.ts';

const suite = choice(['ed25519']);
const signatureHex = text({ min: 128, max: 128, pattern: '[0-9a-f]{128}' });
const institutionId = text({ min: 2, max: 32, pattern: '[a-z][a-z0-9-]*' });
/** Number of a person or a home. */
export const deskNumber = uint({ max: 999_999 });
const number = deskNumber;
/** The names of the homes of a person. */
export const personHomes = list(text({ min: 1, max: 100 }), { max: 64 });
const contact = record({
  kind: choice(['phone']),
  number: text({ min: 8, max: 24, pattern: '\\+?[0-9]+(-[0-9]+)*' }),
});

/** Most persons of one register, and most homes of one decision, that a desk takes at once. */
export const MAX_DESK_LINES = 20_000;

/** `POST /api/desk/session`: a key of an officer, and its signature over the ledger and `time`. */
export const deskSessionRequest = record({
  key: hexHash,
  suite,
  /** ms; the server refuses what is more than two minutes away from its own clock. */
  time: uint(),
  /** Random: the signature is good once. */
  nonce: hexHash,
  signature: signatureHex,
});

/** The role of those who run decisions, and of those who run elections. */
export const deskRole = choice(['vote.officer', 'election.officer']);
export type DeskRole = TypeOf<typeof deskRole>;

/** A session at the desk. Times in ms. */
export const deskSessionAnswer = record({
  /** What every other call at the desk carries; told this once. */
  token: hexHash,
  account: hexHash,
  institution: institutionId,
  /** What they may do there; at least one. */
  roles: list(deskRole, { min: 1, max: 2 }),
  expiresAt: uint(),
});
export type DeskSession = TypeOf<typeof deskSessionAnswer>;

/** A person of a new register; their place in the list is their number. */
export const deskPerson = record({
  name: text({ min: 1, max: 200 }),
  contact: optional(contact),
  homes: personHomes,
  salt: hexHash,
});
export type DeskPerson = TypeOf<typeof deskPerson>;

/** `POST /api/desk/registers`. */
export const deskRegisterRequest = record({
  level: choice(['link', 'second-factor', 'desk']),
  persons: list(deskPerson, { min: 1, max: MAX_DESK_LINES }),
});
export type DeskRegisterRequest = TypeOf<typeof deskRegisterRequest>;

/** The register, and what stands for each person on the ledger, by number. */
export const deskRegisterAnswer = record({
  register: hexHash,
  commitments: list(hexHash, { max: MAX_DESK_LINES }),
});
export type DeskRegisterAnswer = TypeOf<typeof deskRegisterAnswer>;

/** `POST /api/desk/registers/:register/persons`: the number, and what stands for the person. */
export const deskPersonAnswer = record({ person: number, commitment: hexHash });
export type DeskPersonAnswer = TypeOf<typeof deskPersonAnswer>;

/** A home of a decision: what its number on the ledger stands for. */
export const deskHome = record({
  unit: number,
  label: text({ min: 1, max: 100 }),
  salt: hexHash,
});
export type DeskHome = TypeOf<typeof deskHome>;

/** `POST` and `GET /api/desk/decisions/:id/homes`. */
export const deskHomes = record({ homes: list(deskHome, { max: MAX_DESK_LINES }) });

/** `GET /api/desk/decisions/:id/persons`: who is behind a home, as far as telephone help needs. */
export const deskPersonsAnswer = record({
  persons: list(
    record({
      person: number,
      nameMasked: text({ max: 200 }),
      homes: personHomes,
      contactMasked: optional(text({ max: 40 })),
      /** Whether a key speaks for this person. */
      identified: bool(),
    }),
    { max: 32 },
  ),
  /** Who owns it together as the roll has it, also whoever was erased. */
  members: list(record({ person: number, share: uint() }), { min: 1, max: 32 }),
  whole: uint(),
  representative: optional(number),
});
export type DeskPersonsAnswer = TypeOf<typeof deskPersonsAnswer>;

/** `POST /api/desk/decisions/:id/remind`. */
export const deskRemindRequest = record({ homes: list(number, { min: 1, max: MAX_DESK_LINES }) });

/**
 * `GET /api/desk/decisions/:id/notices`: homes that were told everything, and homes that were not.
 */
export const deskNoticesAnswer = record({ homes: uint(), undelivered: uint() });
export type DeskNoticesAnswer = TypeOf<typeof deskNoticesAnswer>;

/** What was queued: messages, homes that are told, and homes that no message reaches. */
export const deskSentAnswer = record({ messages: uint(), homes: uint(), undelivered: uint() });
export type DeskSentAnswer = TypeOf<typeof deskSentAnswer>;

/**
 * `POST /api/desk/persons/:register/:person/fresh-link`: a new link is queued, the old one dead.
 */
export const deskFreshLinkAnswer = record({ contactMasked: text({ max: 40 }) });

/** `POST /api/desk/pending`: an act of two officers with the signature of the first. */
export const deskPendingRequest = record({
  body: hexBytes,
  key: hexHash,
  suite,
  signature: signatureHex,
});
export type DeskPendingRequest = TypeOf<typeof deskPendingRequest>;

const deskPending = record({
  id: hexHash,
  act: text({ max: 65 }),
  body: hexBytes,
  key: hexHash,
  suite,
  signature: signatureHex,
  expiresAt: uint(),
});
/** An act that waits for the second officer. Read what its body says, not what is said about it. */
export type DeskPending = TypeOf<typeof deskPending>;

/** `GET /api/desk/pending`. */
export const deskPendingAnswer = record({ pending: list(deskPending, { max: 200 }) });

/** `GET /api/demo/officers`, in the demo city alone: the secret keys of its two officers. */
export const demoOfficersAnswer = record({
  officers: list(record({ name: text({ max: 64 }), secretKey: hexHash }), { max: 2 }),
});
export type DemoOfficersAnswer = TypeOf<typeof demoOfficersAnswer>;
