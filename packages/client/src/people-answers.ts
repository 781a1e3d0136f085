import { bool, choice, list, optional, record, type TypeOf, text, uint } from '@madang/base';
import { bilingual, hexHash, ledgerAnswer } from './answers.ts';

const level = choice(['link', 'second-factor', 'desk']);
const shortText = text({ max: 200 });
/** What somebody's homes are called. */
export const homes = list(shortText, { max: 64 });
/** The token of a link, 16 bytes in hexadecimal. */
export const token = text({ min: 32, max: 32, pattern: '[0-9a-f]{32}' });

/** A number of six digits. */
export const sixDigits = text({ min: 6, max: 6, pattern: '[0-9]{6}' });

/** What every call with a link sends: its token, 16 bytes in hexadecimal. Never in an address. */
export const linkRequest = record({ token });

/** `POST /api/people/identify`: a link, its code, and the public key that is to speak. */
export const identifyRequest = record({
  token,
  code: sixDigits,
  key: hexHash,
  suite: choice(['ed25519']),
});
export type IdentifyRequest = TypeOf<typeof identifyRequest>;

/** Something that a register is asked: for consent, or for a secret vote. Time in ms. */
export const askedMatter = record({
  kind: choice(['decision', 'election']),
  id: hexHash,
  title: bilingual,
  status: choice([
    'draft',
    'registering',
    'mixing',
    'open',
    'paused',
    'closed',
    'decided',
    'undisclosed',
    'called-off',
  ]),
  closesAt: uint(),
  /** Of an election that is under way: how many are on its roll, and how many have voted. */
  took: optional(record({ voters: uint(), ballots: uint() })),
});
export type AskedMatter = TypeOf<typeof askedMatter>;

/**
 * `POST /api/people/link`: as much of a person as tells them that the link is theirs, and what
 * their register is asked.
 */
export const linkAnswer = record({
  register: hexHash,
  /** `김○자`. */
  nameMasked: shortText,
  homes,
  /** `010-••••-2847`; absent where no message reaches the person, who goes to the desk. */
  contactMasked: optional(shortText),
  /** The weakest identification that the register takes. */
  level,
  /** Whether a key speaks for this person already. */
  identified: bool(),
  /** At most fifty of each kind, ascending by id. */
  matters: list(askedMatter, { max: 100 }),
  /** Which ledger it is, as `GET /api/ledger` tells it: whoever opens a link asks that as well. */
  ledger: ledgerAnswer,
});
export type LinkAnswer = TypeOf<typeof linkAnswer>;

/** `POST /api/people/code`: a code was made and its message queued. Time in ms. */
export const codeAnswer = record({ expiresAt: uint(), contactMasked: shortText });
export type CodeAnswer = TypeOf<typeof codeAnswer>;

/** `POST /api/people/code/extend`. Time in ms. */
export const extendAnswer = record({ expiresAt: uint() });
export type ExtendAnswer = TypeOf<typeof extendAnswer>;

/**
 * `POST /api/people/identify`: the key speaks for this person. Name, contact, homes and salt are
 * what docs/spec/people.md commits to; they are told here and nowhere else.
 */
export const identifiedAnswer = record({
  register: hexHash,
  person: uint(),
  account: hexHash,
  level,
  name: shortText,
  contact: optional(record({ kind: choice(['phone']), number: shortText })),
  homes,
  salt: hexHash,
  /** Body hash of the attestation on the ledger, and the index of its entry. */
  id: hexHash,
  record: uint(),
});
export type IdentifiedAnswer = TypeOf<typeof identifiedAnswer>;

/** `GET /api/people/outbox-counts`: messages of a register, and persons whom none reaches. */
export const outboxCountsAnswer = record({
  queued: uint(),
  sent: uint(),
  failed: uint(),
  withoutContact: uint(),
});
export type OutboxCountsAnswer = TypeOf<typeof outboxCountsAnswer>;

/** `GET /api/demo/messages`, in the demo city alone: newest first. Time in ms. */
export const demoMessagesAnswer = record({
  messages: list(record({ number: shortText, text: text({ max: 1_000 }), sentAt: uint() }), {
    max: 50,
  }),
});
/** Persons whom a visitor of the demo may play, each by a link of their own. */
export const demoLinksAnswer = record({
  decision: hexHash,
  links: list(
    record({
      kind: choice([
        'one-home',
        'several-homes',
        'representative',
        'unrepresented',
        'has-spoken',
        'secret-ballot',
        'mixed-keys',
      ]),
      home: shortText,
      token,
    }),
    { max: 20 },
  ),
});
export type DemoLinksAnswer = TypeOf<typeof demoLinksAnswer>;

export type DemoMessagesAnswer = TypeOf<typeof demoMessagesAnswer>;
