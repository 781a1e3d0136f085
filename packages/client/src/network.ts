import { choice, list, optional, type Result, record, type TypeOf, text, uint } from '@madang/base';
import { hexHash } from './answers.ts';
import type { ClientError } from './error.ts';
import { createHttp, type Fetch } from './http.ts';

const name = text({ max: 200 });
const bilingual = record({ en: name, ko: name });

/**
 * The node of an institution as the answering node found it: `silent` gave no answer in time,
 * `behind` answers and does not have the newest blocks, so it does not vote.
 */
const nodeAnswer = record({
  /** Where its API answers everybody. */
  api: text({ max: 300 }),
  state: choice(['keeps-up', 'behind', 'silent']),
  height: optional(uint()),
  size: optional(uint()),
});

/**
 * How far a server has fetched what came before the snapshot that its ledger began from. Counts are
 * of entries of the log. `waiting`: nobody who could be asked had what comes next.
 */
export const historyAnswer = record({
  state: choice(['fetching', 'waiting']),
  /** How many there were at the snapshot, and how many of them are here. */
  size: uint(),
  entries: uint(),
  /** Of how many the transactions were asked for as well. */
  asked: uint(),
  /** Transactions of those that nobody who was asked had, although they are to be kept. */
  lacking: uint(),
  /** The institutions whose nodes have it. */
  from: list(name, { max: 128 }),
  /** Institutions whose nodes sent what is not of this ledger. */
  refused: list(name, { max: 128 }),
});
export type HistoryAnswer = TypeOf<typeof historyAnswer>;

const attendedAnswer = record({
  /** Blocks in which it was a validator. */
  blocks: uint(),
  /** Of these, those whose commit has its signature. */
  signed: uint(),
  /** Minutes with such blocks. */
  minutes: uint(),
  /** Of these, those in which it signed one block at least: what uptime is told by. */
  attended: uint(),
});
export type Attended = TypeOf<typeof attendedAnswer>;

export const DAYS_SHOWN = 30;

/** How many blocks an institution signed, as the blocks say that the answering node executed. */
const attendanceAnswer = record({
  /** The time of the oldest block that is counted here, ms. */
  since: uint(),
  /** Of the newest 24 hours, seven days and thirty days, each to the hour. */
  day: attendedAnswer,
  week: attendedAnswer,
  month: attendedAnswer,
  /** When the first of `days` began, ms: midnight in Seoul. */
  firstDay: uint(),
  /** One for each of thirty days, today last; zeros where no block is counted. */
  days: list(attendedAnswer, { min: DAYS_SHOWN, max: DAYS_SHOWN }),
});
export type AttendanceAnswer = TypeOf<typeof attendanceAnswer>;

const keeperAnswer = record({
  id: text({ min: 2, max: 32 }),
  names: bilingual,
  operator: bilingual,
  keys: record({ governance: hexHash, consensus: hexHash, cosigner: hexHash }),
  /** Its votes when blocks are decided; absent where one computer makes the blocks. */
  power: optional(uint()),
  /** Absent where it runs no node that this one knows. */
  node: optional(nodeAnswer),
  /** Absent where none of its votes were counted: one computer makes the blocks, or it is new. */
  attendance: optional(attendanceAnswer),
  /** Of the checkpoints that this server saw since it started. ms. */
  lastSignedAt: optional(uint()),
  lastSignedSize: optional(uint()),
});

/** `GET /api/network`: who keeps the ledger, and what it bears now. Times in ms. */
export const networkAnswer = record({
  engine: choice(['solo', 'witnessed', 'comet']),
  /** The server's clock when it answered. */
  time: uint(),
  height: uint(),
  size: uint(),
  lastBlockTime: uint(),
  /** `late`: enough nodes run, and no block has come for `stillMs`. */
  records: choice(['made', 'late', 'stopped']),
  /** So long at least no block has come, ms. */
  stillMs: uint(),
  /** Absent where one computer makes the blocks. */
  votes: optional(
    record({
      total: uint(),
      /** Of nodes that answer and keep up. */
      running: uint(),
      /** The least that is more than two thirds of all. */
      needed: uint(),
      /** So many more nodes can stop, the weightiest first, before new records stop. */
      bears: uint(),
    }),
  ),
  institutions: list(keeperAnswer, { max: 64 }),
  /** What of the log is still to come here; absent where all of it is. */
  history: optional(historyAnswer),
});
export type NetworkAnswer = TypeOf<typeof networkAnswer>;

/** Whom to ask. */
export interface NetworkRoom {
  /** Origin of the server, `''` for the page's own. */
  readonly baseUrl: string;
  /** Language of refusals: `ko` unless given. */
  readonly language?: () => 'ko' | 'en';
  readonly fetch?: Fetch;
}

/** How the nodes of the institutions are, as this server found them a few seconds ago at most. */
export function askNetwork(room: NetworkRoom): Promise<Result<NetworkAnswer, ClientError>> {
  const http = createHttp({
    baseUrl: room.baseUrl,
    fetch: room.fetch ?? ((input, init) => globalThis.fetch(input, init)),
    language: room.language ?? (() => 'ko'),
  });
  return http.json(networkAnswer, { path: '/api/network' });
}

const HOUR_MS = 3_600_000;
const HOURS = { month: 720, week: 168, day: 24 } as const;

/** A share and what it is of: a whole span, or all since the first block that is counted. */
export interface AttendedSpan extends Attended {
  readonly span: keyof typeof HOURS | 'since';
}

/**
 * The shares that may be told at a time (ms), the longest first: of a span only where all of it is
 * counted, and otherwise of what there is.
 */
export function attendedSpans(
  attendance: AttendanceAnswer,
  timeMs: number,
): readonly AttendedSpan[] {
  const firstHour = Math.floor(attendance.since / HOUR_MS);
  const hour = Math.floor(timeMs / HOUR_MS);
  const isWhole = (span: keyof typeof HOURS) => firstHour <= hour - HOURS[span] + 1;
  const whole = (['month', 'week', 'day'] as const).filter(isWhole);
  const spans = whole.map((span): AttendedSpan => ({ span, ...attendance[span] }));
  return isWhole('month') ? spans : [{ span: 'since', ...attendance.month }, ...spans];
}
