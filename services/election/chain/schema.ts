import {
  bool,
  bytes,
  choice,
  fixedBytes,
  list,
  optional,
  record,
  type TypeOf,
  text,
  uint,
  variant,
} from '@madang/base';
import { bilingual, event, hash, institutionId, role } from '@madang/kernel/define';

/** Whoever holds it runs elections for their institution. */
export const officer = role('election', 'officer');

/** Most buildings of one election. */
export const MAX_BUILDINGS = 256;
/** Most trustees. */
export const MAX_TRUSTEES = 16;
/** Most questions on one ballot. */
export const MAX_QUESTIONS = 32;
/** Most selections that the proof of one ballot can speak of: an envelope holds no more. */
export const MAX_SELECTIONS = 128;
/** Most sums of one selection each: buildings, times measures, times selections. */
export const MAX_SUMS = 4_096;
/** Fewest ballots that a decrypted sum, or the difference of two, may be of. */
export const FEWEST_BALLOTS = 10;
/** Most ballots of one key. */
export const MAX_REVOTES = 100;
/** Most lines of one act. */
export const MAX_LINES = 100;
/** Most persons of one `markPaper`: the ballots of each may have to be taken out. */
export const MAX_MARKED = 25;
/** Most keys that are mixed together, and bytes of a proof about one key, and about so many. */
export const MIXED = { keys: 256, proofMin: 448, proofMax: 41_248 } as const;
/** Fewest keys that are mixed together. */
export const FEWEST_KEYS = 10;
/** How long trustees may take for their part before it goes on without them, ms: a day. */
export const PATIENCE_MS = 86_400_000;

/** Number of a person in the register of `people`. */
export const personNumber = uint({ max: 999_999 });
export const buildingIndex = uint({ max: MAX_BUILDINGS - 1 });
/** Trustees are numbered from 1: the number is where their share of the key lies. */
export const trusteeNumber = uint({ min: 1, max: MAX_TRUSTEES });
const roundNumber = uint({ max: 1_000 });
/** Lists of keys that are mixed together are counted from 0. */
export const listNumber = uint({ max: 99_999 });
/** Turns of mixing are counted from 0; each trustee has one at most. */
export const turnNumber = uint({ max: MAX_TRUSTEES });

/** How somebody has to be identified, from weak to strong; as in `people`. */
export const levels = ['link', 'second-factor', 'desk'] as const;
const level = choice(levels);

/** A share that is asked for: `at-least` holds at equality (이상), `more-than` does not (초과). */
export const share = record({
  num: uint({ max: 1_000_000 }),
  den: uint({ min: 1, max: 1_000_000 }),
  compare: choice(['at-least', 'more-than']),
});
export type Share = TypeOf<typeof share>;

/** What is asked, and what the answer decides. */
export const asked = record({
  answers: uint({ min: 1, max: 64 }),
  /** How many answers are chosen together; absent: each answer stands on its own. */
  choice: optional(record({ min: uint({ max: 64 }), max: uint({ max: 64 }), blank: bool() })),
  decides: variant('kind', {
    /**
     * The answers with the most votes, as many as there are seats, each with the share it needs.
     */
    elect: { seats: uint({ min: 1, max: 64 }), needs: optional(share) },
    /** The first answer is yes; it needs a share of all ballots, or of those that are not blank. */
    approve: { needs: share, of: choice(['ballots', 'answers']) },
    /** Nothing: the counts are published. */
    inform: {},
  }),
});
export type Asked = TypeOf<typeof asked>;

/** What a vote weighs: 1 for each person, or what the roll says of each of these. */
export const measure = choice(['heads', 'households', 'area', 'shares']);

/** Whether persons may vote on paper, entered in batches that two officers confirm. */
export const paper = choice(['none', 'batches']);

/** Most measures of one election. */
export const MAX_MEASURES = 2;

/** That voters' keys are mixed, so that nobody can tell who has voted. */
export const mixing = record({ registersUntil: uint() });

/** Whoever holds a share of the key: an account, and the seat that it is for. */
const trusteeSeat = record({ account: hash, seat: bilingual });

/** Payload of `draftElection`; its body hash is the election's id. */
export const draftPayload = record({
  institution: institutionId,
  /** The register of `people` whose persons vote. */
  register: hash,
  level,
  title: bilingual,
  /** SHA-256 of the announcement: questions, answers, candidates. */
  text: hash,
  questions: list(asked, { min: 1, max: MAX_QUESTIONS }),
  buildings: list(text({ min: 1, max: 32 }), { min: 1, max: MAX_BUILDINGS }),
  /** Whether sums are decrypted for the whole complex, or for each building. */
  results: choice(['complex', 'buildings']),
  /** The first one decides who is elected; shares that are asked for hold in each of them. */
  measures: list(measure, { min: 1, max: MAX_MEASURES }),
  trustees: list(trusteeSeat, { min: 1, max: MAX_TRUSTEES }),
  /** How many trustees are needed, and enough, to decrypt. */
  threshold: uint({ min: 1, max: MAX_TRUSTEES }),
  /** `none`: the first ballot counts and no other is taken; `last`: the newest one counts. */
  revote: choice(['none', 'last']),
  paper,
  /** The share of those on the roll that has to vote. */
  turnout: optional(share),
  /** Keys are registered first, at least until then (ms, a whole second), and mixed. */
  mixing: optional(mixing),
  /** The rule of law that all this stands for: the id of a profile, or any other name. */
  basis: text({ min: 1, max: 64 }),
  /** Time of the roll, ms. */
  recordedAt: uint(),
  /** When ballots come too late, ms; a whole second. */
  closesAt: uint(),
});
export type DraftPayload = TypeOf<typeof draftPayload>;

/** What a voter's vote weighs, in the order of the measures. */
export const weights = list(uint({ min: 1, max: 0xffffffff }), { min: 1, max: MAX_MEASURES });

const rollVoter = record({
  person: personNumber,
  building: buildingIndex,
  weights,
  /** Salted commitment to name and home (docs/spec/people.md). */
  commitment: hash,
});

/** Payload of `enterVoters`: ascending by number. */
export const rollPayload = record({
  election: hash,
  voters: list(rollVoter, { min: 1, max: MAX_LINES }),
});
export type RollPayload = TypeOf<typeof rollPayload>;

const trusteeAct = { election: hash, round: roundNumber, trustee: trusteeNumber };

/** Payload of `commitOpening`: the hash of what `revealOpening` will say. */
export const commitPayload = record({ ...trusteeAct, commitment: hash });

/** What a trustee's share of the key is made of, in public (docs/spec/trustees.md). */
export const opening = record({
  coefficients: list(hash, { min: 1, max: MAX_TRUSTEES }),
  transport: hash,
  proof: fixedBytes(64),
});

/** Payload of `revealOpening`. */
export const revealPayload = record({ ...trusteeAct, opening });

export const sealedShares = list(fixedBytes(128), { min: 1, max: MAX_TRUSTEES });

/** Payload of `dealShares`: one for each trustee, in the order of their numbers. */
export const dealPayload = record({ ...trusteeAct, shares: sealedShares });

/** Payload of `acceptShares`. */
export const acceptPayload = record(trusteeAct);

/** Payload of `complain`: the share that a dealer sealed for the trustee is opened to everybody. */
export const complainPayload = record({
  ...trusteeAct,
  dealer: trusteeNumber,
  complaint: bytes({ min: 128, max: 128 }),
});

/** A decrypted part with its proof (docs/spec/trustees.md). */
export const decryption = fixedBytes(128);

/** Payload of `rehearse`: the trustee's part of a ciphertext that nobody voted with. */
export const rehearsePayload = record({ ...trusteeAct, part: decryption });

const reason = bilingual;

/** Payload of `restartCeremony`. */
export const restartPayload = record({ election: hash, round: roundNumber, reason });

/** Payload of `openElection`: what the officer believes the roll to be. */
export const openPayload = record({
  election: hash,
  voters: uint(),
  /** What all voters weigh together, in the order of the measures. */
  weights: list(uint(), { min: 1, max: MAX_MEASURES }),
});

/** Payload of `openRegistration`: as of `openElection`. */
export const openRegistrationPayload = openPayload;

/** Payload of `closeRegistration`: how many keys the officer believes are registered. */
export const closeRegistrationPayload = record({ election: hash, keys: uint() });

/** Keys that are mixed together. */
export const mixedList = list(hash, { min: 1, max: MIXED.keys });

/** Payload of `mixKeys` (docs/spec/mix.md): a list after it, and the proof. */
export const mixPayload = record({
  election: hash,
  trustee: trusteeNumber,
  turn: turnNumber,
  list: listNumber,
  base: hash,
  keys: mixedList,
  proof: bytes({ min: MIXED.proofMin, max: MIXED.proofMax }),
});
export type MixPayload = TypeOf<typeof mixPayload>;

/** Payload of `registerKey`. */
export const keyPayload = record({
  election: hash,
  /** The voter's key in this election, and the proof that the voter has its secret. */
  key: hash,
  possession: fixedBytes(64),
});
export type KeyPayload = TypeOf<typeof keyPayload>;

/** Payload of `castBallot` (docs/spec/ballot.md). */
export const ballotPayload = record({
  election: hash,
  key: hash,
  /** One more than is taken, so that the next is refused with the reason. */
  sequence: uint({ max: MAX_REVOTES }),
  previous: optional(hash),
  /** In which list the key stands, where keys were mixed. */
  list: optional(listNumber),
  selections: bytes({ min: 64, max: MAX_SELECTIONS * 64 }),
});
export type BallotPayload = TypeOf<typeof ballotPayload>;

/** Payload of `surrenderKey` (docs/spec/ballot.md, Surrender). */
export const surrenderPayload = record({
  election: hash,
  /** A key that came out of mixing, and the list in which it stands. */
  key: hash,
  list: listNumber,
  /** What was cast with it so far. */
  sequence: uint({ max: MAX_REVOTES }),
  previous: optional(hash),
  /** The batch of papers for which it is given up. */
  batch: hash,
});
export type SurrenderPayload = TypeOf<typeof surrenderPayload>;

/** Payload of `openBatch`. */
export const openBatchPayload = record({
  election: hash,
  /** The key of the batch, which names it, and the proof that the officer has its secret. */
  batch: hash,
  possession: fixedBytes(64),
  building: buildingIndex,
});
export type OpenBatchPayload = TypeOf<typeof openBatchPayload>;

/** Payload of `markPaper`. */
export const markPayload = record({
  election: hash,
  /** The key of the batch, which names it, and the proof that the officer has its secret. */
  batch: hash,
  possession: fixedBytes(64),
  /** Ascending. */
  persons: list(personNumber, { min: 1, max: MAX_MARKED }),
});
export type MarkPayload = TypeOf<typeof markPayload>;

/** Payload of `pauseElection` and `resumeElection`. */
export const pausePayload = record({ election: hash, reason });

/** Payload of `extendElection`. */
export const extendPayload = record({ election: hash, closesAt: uint(), reason });

/** Payload of `noteMessages`: one sending, in numbers alone. */
export const messagesPayload = record({
  election: hash,
  kind: choice(['link', 'reminder']),
  /** How many voters were sent something, and how many more no message reaches. */
  voters: uint({ max: 1_000_000 }),
  undelivered: uint({ max: 1_000_000 }),
});

/** Payload of `closeElection`. */
export const closePayload = record({
  election: hash,
  how: choice(['over', 'called-off']),
  reason: optional(reason),
});

/** Number of a sum that is to be decrypted. */
export const sumNumber = uint({ max: MAX_SUMS - 1 });

/** Payload of `decryptSum`: a part for each selection that ballots send. */
export const decryptPayload = record({
  election: hash,
  trustee: trusteeNumber,
  sum: sumNumber,
  parts: list(decryption, { min: 1, max: MAX_SELECTIONS }),
});

/** Numbers that a sum came to, one for each selection that ballots send. */
export const counts = list(uint(), { min: 1, max: MAX_SELECTIONS });

/** Payload of `announceCounts`. */
export const announcePayload = record({ election: hash, sum: sumNumber, counts });

/** What a question came to. */
export const outcome = variant('kind', {
  /** Where answers tie for the last seats none of them has one. */
  elected: {
    answers: list(uint({ max: 63 }), { max: 64 }),
    tied: list(uint({ max: 63 }), { max: 64 }),
  },
  approved: { isApproved: bool() },
  informed: {},
});
export type QuestionOutcome = TypeOf<typeof outcome>;

const ofElection = { election: hash };

export const drafted = event('election', 'drafted', record({ institution: institutionId }));
export const votersEntered = event(
  'election',
  'votersEntered',
  record({ ...ofElection, voters: uint() }),
);
/** A trustee did their part of a stage of the ceremony. */
export const stageDone = event(
  'election',
  'stageDone',
  record({
    ...trusteeAct,
    stage: choice(['committed', 'revealed', 'dealt', 'accepted', 'rehearsed']),
  }),
);
/** All trustees accepted their shares: this is the key of the votes. */
export const keyMade = event('election', 'keyMade', record({ ...ofElection, key: hash }));
/** A ceremony came to nothing; the next one begins with new randomness. */
export const ceremonyVoided = event(
  'election',
  'ceremonyVoided',
  record({
    ...ofElection,
    round: roundNumber,
    why: choice(['missing', 'restarted', 'share-wrong', 'complaint-wrong', 'key-void']),
    /** Whose fault it was. */
    blamed: list(trusteeNumber, { max: MAX_TRUSTEES }),
  }),
);
/** The roll is frozen, ballots are taken; `fingerprint` is what all of them are bound to. */
export const opened = event(
  'election',
  'opened',
  record({ ...ofElection, fingerprint: hash, key: hash }),
);
/** The roll is frozen; voters register the keys that are going to be mixed. */
export const registrationOpened = event('election', 'registrationOpened', record(ofElection));
export const registrationClosed = event(
  'election',
  'registrationClosed',
  record({ ...ofElection, keys: uint(), lists: uint() }),
);
/** A trustee mixed a list; with the last one their turn is over. */
export const keysMixed = event(
  'election',
  'keysMixed',
  record({ ...ofElection, trustee: trusteeNumber, turn: turnNumber, list: listNumber }),
);
export const keyRegistered = event(
  'election',
  'keyRegistered',
  record({ ...ofElection, person: personNumber, key: hash }),
);
export const ballotCast = event(
  'election',
  'ballotCast',
  record({ ...ofElection, key: hash, sequence: uint(), fingerprint: hash }),
);
/** A batch of papers begins, for which nobody is marked yet. */
export const batchOpened = event(
  'election',
  'batchOpened',
  record({ ...ofElection, batch: hash, building: buildingIndex }),
);
/** A voter gave up their mixed key for a paper of a batch; whose it was nobody says. */
export const keySurrendered = event(
  'election',
  'keySurrendered',
  record({ ...ofElection, key: hash, batch: hash }),
);
/** So many persons vote on paper from now on. */
export const personsMarked = event(
  'election',
  'personsMarked',
  record({ ...ofElection, batch: hash, persons: uint() }),
);
/** A paper of a batch was entered as a ballot, which counts once the batch is confirmed. */
export const paperEntered = event(
  'election',
  'paperEntered',
  record({ ...ofElection, batch: hash, sequence: uint(), fingerprint: hash }),
);
export const batchConfirmed = event(
  'election',
  'batchConfirmed',
  record({ ...ofElection, batch: hash, papers: uint() }),
);
export const paused = event('election', 'paused', pausePayload);
export const resumed = event('election', 'resumed', pausePayload);
export const extended = event('election', 'extended', extendPayload);
/** Voters were sent something. */
export const messagesNoted = event('election', 'messagesNoted', messagesPayload);
export const closed = event('election', 'closed', closePayload);
export const sumDecrypted = event(
  'election',
  'sumDecrypted',
  record({ ...ofElection, trustee: trusteeNumber, sum: sumNumber }),
);
/** A part of a trustee's decryption does not hold: it is not used, and everybody knows whose. */
export const decryptionWrong = event(
  'election',
  'decryptionWrong',
  record({ ...ofElection, trustee: trusteeNumber, sum: sumNumber, selection: uint() }),
);
export const countsAnnounced = event(
  'election',
  'countsAnnounced',
  record({ ...ofElection, sum: sumNumber }),
);
export const decided = event(
  'election',
  'decided',
  record({ ...ofElection, isTurnoutMet: bool() }),
);

export const events = [
  drafted,
  votersEntered,
  stageDone,
  keyMade,
  ceremonyVoided,
  opened,
  registrationOpened,
  registrationClosed,
  keysMixed,
  keyRegistered,
  ballotCast,
  batchOpened,
  keySurrendered,
  personsMarked,
  paperEntered,
  batchConfirmed,
  paused,
  resumed,
  extended,
  messagesNoted,
  closed,
  sumDecrypted,
  decryptionWrong,
  countsAnnounced,
  decided,
] as const;
