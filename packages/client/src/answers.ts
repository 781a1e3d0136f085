import {
  bool,
  type Codec,
  choice,
  type Json,
  list,
  optional,
  record,
  type TypeOf,
  text,
  uint,
  variant,
} from '@madang/base';

/** Thirty-two bytes as 64 lower-case hexadecimal digits: how every id and hash stands in JSON. */
export const hexHash = text({ min: 64, max: 64, pattern: '[0-9a-f]{64}' });

/** Bytes of any length as lower-case hexadecimal. */
export const hexBytes = text({ max: 2_097_152, pattern: '([0-9a-f]{2})*' });

const freeText = text({ max: 16_384 });
const shortText = text({ max: 200 });
/** A short text in both languages. */
export const bilingual = record({ en: shortText, ko: shortText });
const institutionId = text({ min: 2, max: 32, pattern: '[a-z][a-z0-9-]*' });

/** A value whose shape the service decides: it is shown, never computed with. */
export const anyJson: Codec<Json> = {
  shape: { kind: 'raw' },
  write: () => undefined,
  read: () => '',
  toJson: (value) => value,
  fromJson: (json) => toJsonValue(json),
};

/**
 * What parsed JSON holds, as {@link Json}; a null, which no answer contains, becomes an empty text.
 */
function toJsonValue(json: unknown): Json {
  if (typeof json === 'string' || typeof json === 'number' || typeof json === 'boolean')
    return json;
  if (Array.isArray(json)) return json.map(toJsonValue);
  if (typeof json !== 'object' || json === null) return '';
  return Object.fromEntries(Object.entries(json).map(([key, value]) => [key, toJsonValue(value)]));
}

/** `GET /api/ledger`: which ledger this is. Times in ms. */
export const ledgerAnswer = record({
  name: shortText,
  names: bilingual,
  chain: hexHash,
  origin: shortText,
  genesisTime: uint(),
  /**
   * The server's clock when it answered, ms, and never behind the newest block: a client measures
   * its
   * own clock's offset by it.
   */
  time: uint(),
  engine: choice(['solo', 'witnessed', 'comet']),
  version: shortText,
  size: uint(),
  height: uint(),
  policyFingerprint: hexHash,
  maxExpiryMs: uint(),
  maxTransactionBytes: uint(),
  /** Whether this is the demo city, where one computer holds all institutions' keys. */
  demo: bool(),
  /** Whether this server keeps a vault for encrypted deposits. */
  vault: bool(),
});
export type LedgerAnswer = TypeOf<typeof ledgerAnswer>;

/** What became of a transaction: `code` 0 is done, else the number of the refusal. `time` in ms. */
export const outcomeAnswer = record({
  code: uint(),
  name: optional(shortText),
  message: optional(freeText),
  context: optional(anyJson),
  time: uint(),
  height: uint(),
  index: uint(),
});
export type OutcomeAnswer = TypeOf<typeof outcomeAnswer>;

/** `POST /api/transactions`: the transaction is on record, durably. */
export const sentAnswer = record({
  id: hexHash,
  /** The index of its log entry: its record number. */
  record: uint(),
  outcome: outcomeAnswer,
  /** The promise file (docs/spec/receipt.md), hexadecimal. */
  promise: hexBytes,
});
export type SentAnswer = TypeOf<typeof sentAnswer>;

/** One line of the explorer. `number` is the receipt number, `code` the outcome's. */
export const recordSummary = record({
  index: uint(),
  id: hexHash,
  number: shortText,
  act: shortText,
  service: shortText,
  code: uint(),
  name: optional(shortText),
  height: uint(),
  time: uint(),
  /** What the act said, while its envelope is kept. */
  payload: optional(anyJson),
});
export type RecordSummary = TypeOf<typeof recordSummary>;

/** `GET /api/records`: newest first. `before` asks for the next page and is absent on the last. */
export const recordsAnswer = record({
  records: list(recordSummary, { max: 200 }),
  before: optional(uint()),
  size: uint(),
  height: uint(),
});
export type RecordsAnswer = TypeOf<typeof recordsAnswer>;

/** The acts of a matter, oldest first; `after` is there if more may follow. */
export const matterAnswer = record({
  records: list(recordSummary, { max: 1_000 }),
  after: optional(uint()),
});
export type MatterAnswer = TypeOf<typeof matterAnswer>;

const signatureAnswer = record({
  suite: shortText,
  key: hexBytes,
  account: hexHash,
  signature: hexBytes,
});

const transactionRecord = {
  index: uint(),
  id: hexHash,
  number: shortText,
  act: shortText,
  service: shortText,
  outcome: outcomeAnswer,
  events: list(record({ name: shortText, fields: anyJson }), { max: 64 }),
  /** The log entry's canonical bytes. */
  entry: hexBytes,
  envelopeHash: hexHash,
  /** Whether the envelope is still kept; the three keys below are there only if it is. */
  retained: bool(),
  envelope: optional(hexBytes),
  body: optional(record({ expiresAt: uint(), salt: hexBytes, chain: hexHash, payload: anyJson })),
  signatures: optional(list(signatureAnswer, { max: 16 })),
};

/** `GET /api/records/:index`: one log entry, decoded. */
export const recordAnswer = variant('type', {
  genesis: { index: uint(), genesis: hexHash, entry: hexBytes },
  block: {
    index: uint(),
    height: uint(),
    time: uint(),
    stateRoot: hexHash,
    replayRoot: hexHash,
    paramsHash: hexHash,
    transactions: uint(),
    /** What the block itself did before its transactions. */
    events: optional(list(record({ name: shortText, fields: anyJson }), { max: 64 })),
    entry: hexBytes,
  },
  transaction: transactionRecord,
});
export type RecordAnswer = TypeOf<typeof recordAnswer>;
export type TransactionRecord = Extract<RecordAnswer, { type: 'transaction' }>;

/** One institution: who operates it, and when it last cosigned. Times in ms. */
export const institutionAnswer = record({
  id: institutionId,
  names: bilingual,
  operator: bilingual,
  governance: hexHash,
  consensus: hexHash,
  cosigner: hexHash,
  /** Whether the policy that this server publishes lists its cosigner key. */
  inPolicy: bool(),
  lastSignedAt: optional(uint()),
  /** Size of the log in the newest checkpoint that it cosigned. */
  lastSignedSize: optional(uint()),
});
export type InstitutionAnswer = TypeOf<typeof institutionAnswer>;

/** `GET /api/institutions`. `threshold` of `members` executors make a statement about state. */
export const institutionsAnswer = record({
  institutions: list(institutionAnswer, { max: 64 }),
  threshold: uint(),
  members: uint(),
  policyFingerprint: hexHash,
});
export type InstitutionsAnswer = TypeOf<typeof institutionsAnswer>;

/** One checkpoint that this server has seen signed. Times in ms. */
export const checkpointAnswer = record({
  size: uint(),
  height: uint(),
  /** Time of the block that it ends with. */
  time: uint(),
  root: hexHash,
  note: text({ max: 16_384 }),
  cosigners: list(record({ name: shortText, time: uint() }), { max: 128 }),
});
export type CheckpointAnswer = TypeOf<typeof checkpointAnswer>;

/** `GET /api/checkpoints`: newest first. */
export const checkpointsAnswer = record({ checkpoints: list(checkpointAnswer, { max: 200 }) });
export type CheckpointsAnswer = TypeOf<typeof checkpointsAnswer>;

/** `GET /api/search`: records by record number, receipt number, or the first digits of an id. */
export const searchAnswer = record({ records: list(recordSummary, { max: 50 }) });
export type SearchAnswer = TypeOf<typeof searchAnswer>;

/** `GET /api/statistics/today`: records in each hour of the local day. `dayStart` in ms. */
export const statisticsAnswer = record({
  timeZone: shortText,
  dayStart: uint(),
  hours: list(uint(), { min: 24, max: 24 }),
  total: uint(),
});
export type StatisticsAnswer = TypeOf<typeof statisticsAnswer>;

/** An institution whose validator signed two things of which only one can be true. */
const doubleSigner = record({
  /** Its id; the address of the key where that is of no institution. */
  institution: shortText,
  /** At how many heights. */
  times: uint(),
  lastHeight: uint(),
  lastTime: uint(),
});
export type DoubleSigner = TypeOf<typeof doubleSigner>;

/** `GET /api/status`. Times and durations in ms, sizes in bytes. */
export const statusAnswer = record({
  version: shortText,
  engine: shortText,
  time: uint(),
  uptimeMs: uint(),
  height: uint(),
  size: uint(),
  lastBlockTime: uint(),
  pending: uint(),
  disk: record({ freeBytes: uint(), totalBytes: uint() }),
  cosigners: list(record({ name: shortText, lastSignedAt: optional(uint()) }), { max: 128 }),
  /** Short names in the policy; `size` is of the log that each cosigned last. */
  witnesses: list(
    record({ name: shortText, lastSignedAt: optional(uint()), size: optional(uint()) }),
    { max: 128 },
  ),
  /** Institutions of which blocks since the start prove that their validator signed twice. */
  doubleSigners: optional(list(doubleSigner, { max: 128 })),
  /** `historyAnswer` of `@madang/client/network`; absent where all of the log is here. */
  history: optional(anyJson),
});
export type StatusAnswer = TypeOf<typeof statusAnswer>;

/** `POST /api/vault/deposits`: the only moment at which the secret is told. */
export const depositAnswer = record({ deposit: hexHash, secret: hexHash });
export type DepositAnswer = TypeOf<typeof depositAnswer>;

/** `DELETE /api/vault/deposits/:id`: `record` is where the erasure itself stands. */
export const erasureAnswer = record({ deposit: hexHash, record: optional(uint()) });
export type ErasureAnswer = TypeOf<typeof erasureAnswer>;

/** A refusal: `application/problem+json` (RFC 9457) with a stable code (docs/errors.md). */
export const problemAnswer = record({
  type: shortText,
  title: freeText,
  status: uint({ max: 999 }),
  code: shortText,
  number: optional(uint()),
  context: optional(anyJson),
  requestId: shortText,
});
export type ProblemAnswer = TypeOf<typeof problemAnswer>;
