import {
  bool,
  concat,
  decode,
  encodeKnown,
  fixedBytes,
  list,
  record,
  type TypeOf,
  toHex,
  u32be,
  uint,
  utf8,
} from '@madang/base';
import { damaged } from '../failure.ts';
import type { TableReader, TableWriter } from './database.ts';

/** One validator in the commit that a block carries for the block before it. */
export interface Vote {
  /** The validator as CometBFT names it: `cometAddress` of its key, 20 bytes. */
  readonly address: Uint8Array;
  /** Its signature for that block is there; not where it voted for no block, or not in time. */
  readonly signed: boolean;
}

/** The commit that a decided block carries, and that block's own height and time (ms). */
export interface DecidedVotes {
  readonly height: number;
  readonly timeMs: number;
  readonly votes: readonly Vote[];
}

const countRecord = record({
  address: fixedBytes(20),
  /** The time of the first block of the hour that counts it, ms. */
  since: uint(),
  blocks: uint(),
  signed: uint(),
  /** Minutes of the hour in which blocks are counted, and those of them with a signature. */
  minutes: uint(),
  attended: uint(),
  /** The last of these minutes, 0 to 59, and whether it has a signature so far. */
  minute: uint({ max: 59 }),
  hasSigned: bool(),
});
type Count = TypeOf<typeof countRecord>;

/** Far above what can be admitted, replaced and removed within an hour. */
const VALIDATORS_MAX = 4_096;

const hourRecord = record({
  /** The last block that is counted. */
  height: uint(),
  validators: list(countRecord, { max: VALIDATORS_MAX }),
});

/** Of the blocks of an hour: those in which somebody was a validator, and those it signed. */
export interface AttendedHour {
  /** When the hour begins, ms. */
  readonly startMs: number;
  /** By address in hexadecimal. */
  readonly byAddress: ReadonlyMap<string, Count>;
}

/**
 * Who signed how many blocks, by hours of block time. It follows from the blocks that were executed
 * here, is no part of the state, and can be lost without harm.
 */
export interface Attendance {
  /** By hours since 1970, oldest first. */
  readonly hours: Map<number, ReadonlyMap<string, Count>>;
  /** The last block that is counted; 0: none is. */
  height: number;
}

/** What a block changes of it, to be written with the block. */
export interface PreparedAttendance {
  readonly hour: number;
  readonly height: number;
  readonly byAddress: ReadonlyMap<string, Count>;
  /** Hours that are forgotten. */
  readonly expired: readonly number[];
}

const HOUR_MS = 3_600_000;
const MINUTE_MS = 60_000;
/**
 * Five weeks: everything that is shown is of thirty days, and exact to the hour in every time zone.
 * With four validators it is 320 kB, with 64 it is 5 MB.
 */
const HOURS_KEPT = 35 * 24;

/** In the table that every data folder has: an older one needs no new table to be read. */
const PREFIX = utf8('votes/');
const keyOf = (hour: number): Uint8Array => concat(PREFIX, u32be(hour));
const HOUR_MAX = 0xffff_ffff;

/** Reads what was counted. */
export function openAttendance(meta: TableReader<Uint8Array>): Attendance {
  const hours: Attendance['hours'] = new Map();
  let height = 0;
  for (const { key, value } of meta.range({ start: keyOf(0), end: keyOf(HOUR_MAX) })) {
    const read = decode(hourRecord, value);
    if (!read.ok || key.length !== PREFIX.length + 4) {
      return damaged('the counts of votes have a record of another form');
    }
    const hour = new DataView(key.buffer, key.byteOffset).getUint32(PREFIX.length);
    hours.set(hour, new Map(read.value.validators.map((one) => [toHex(one.address), one])));
    height = Math.max(height, read.value.height);
  }
  return { hours, height };
}

/** Counts a commit; nothing where there is none, or where its block was counted before. */
export function prepareAttendance(
  { hours, height: newest }: Attendance,
  decided: DecidedVotes | undefined,
): PreparedAttendance | undefined {
  if (decided === undefined || decided.votes.length === 0) return undefined;
  const { height, timeMs, votes } = decided;
  if (height <= newest) return undefined;
  const hour = Math.floor(timeMs / HOUR_MS);
  const minute = Math.floor((timeMs % HOUR_MS) / MINUTE_MS);
  const byAddress = new Map(hours.get(hour));
  for (const { address, signed } of votes) {
    const name = toHex(address);
    const before = byAddress.get(name);
    if (before === undefined && byAddress.size >= VALIDATORS_MAX) continue;
    byAddress.set(name, counted(before ?? { ...NONE, address, since: timeMs }, minute, signed));
  }
  const expired = [...hours.keys()].filter((one) => one <= hour - HOURS_KEPT);
  return { hour, height, byAddress, expired };
}

const NONE = { blocks: 0, signed: 0, minutes: 0, attended: 0, minute: 0, hasSigned: false };

/** A count with one block more. Blocks come in the order of their times. */
function counted(before: Count, minute: number, signed: boolean): Count {
  const isNewMinute = before.minutes === 0 || before.minute !== minute;
  const hasSigned = !isNewMinute && before.hasSigned;
  return {
    ...before,
    blocks: before.blocks + 1,
    signed: before.signed + Number(signed),
    minutes: before.minutes + Number(isNewMinute),
    attended: before.attended + Number(signed && !hasSigned),
    minute,
    hasSigned: hasSigned || signed,
  };
}

/** Puts it into the commit of its block. */
export function putAttendance(
  prepared: PreparedAttendance | undefined,
  meta: TableWriter<Uint8Array>,
): void {
  if (prepared === undefined) return;
  const { hour, height, byAddress, expired } = prepared;
  meta.put(keyOf(hour), encodeKnown(hourRecord, { height, validators: [...byAddress.values()] }));
  for (const one of expired) meta.remove(keyOf(one));
}

/** Makes it what is in memory, once its commit is durable. */
export function applyAttendance(
  attendance: Attendance,
  prepared: PreparedAttendance | undefined,
): void {
  if (prepared === undefined) return;
  attendance.hours.set(prepared.hour, prepared.byAddress);
  for (const one of prepared.expired) attendance.hours.delete(one);
  attendance.height = prepared.height;
}

/** What is counted, oldest first. */
export function attendedHours({ hours }: Attendance): readonly AttendedHour[] {
  return [...hours].map(([hour, byAddress]) => ({ startMs: hour * HOUR_MS, byAddress }));
}
