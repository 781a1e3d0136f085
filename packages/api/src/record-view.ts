import { decode, type Json, toHex } from '@madang/base';
import type { RecordAnswer, RecordSummary, SentAnswer } from '@madang/client';
import type { AnyService } from '@madang/kernel';
import {
  accountOf,
  decodeTransaction,
  logEntry,
  MAX_ENTRY_SIZE_BYTES,
  type Outcome,
  type RawEvent,
  receiptNumber,
  type TransactionEntry,
} from '@madang/protocol';
import type { RecordSummary as ViewRow } from '@madang/views';
import type { Submission } from './ports.ts';
import { type ErrorBook, type Language, sentenceOf } from './problem.ts';

/** What turns canonical bytes into answers: the services' codecs and the errors' sentences. */
export interface Reading {
  readonly services: readonly AnyService[];
  readonly book: ErrorBook;
  readonly language: Language;
}

type OutcomeAnswer = SentAnswer['outcome'];

/** The answer to a transaction on record. */
export function sentOf(reading: Reading, submission: Submission): SentAnswer {
  return {
    id: toHex(submission.bodyHash),
    record: submission.index,
    outcome: outcomeOf(reading, submission.outcome),
    promise: Buffer.from(submission.promise).toString('hex'),
  };
}

/** An outcome with the sentence of its refusal, if it was refused. */
export function outcomeOf(reading: Reading, outcome: Outcome): OutcomeAnswer {
  const { code, time, height, index, context } = outcome;
  const definition = code === 0 ? undefined : reading.book(code);
  if (definition === undefined) return { code, time, height, index };
  const details = context ?? EMPTY_MAP;
  return {
    code,
    time,
    height,
    index,
    name: definition.name,
    message: sentenceOf(definition, reading.language, details),
    context: definition.contextToJson(details),
  };
}

const EMPTY_MAP = Uint8Array.of(0xa0);

/** One line of a list. `payload` is told where the envelope is at hand. */
export function summaryOf(book: ErrorBook, row: ViewRow): RecordSummary {
  const name = row.code === 0 ? undefined : book(row.code)?.name;
  return {
    index: row.record,
    id: toHex(row.id),
    number: row.number,
    act: row.act,
    service: serviceOf(row.act),
    code: row.code,
    height: row.height,
    time: row.timeMs,
    ...(name === undefined ? {} : { name }),
  };
}

/** A log entry, decoded for people; nothing if the bytes are none. */
export function recordOf(
  reading: Reading,
  index: number,
  entryBytes: Uint8Array,
  envelopeBytes: Uint8Array | undefined,
): RecordAnswer | undefined {
  const decoded = decode(logEntry, entryBytes, MAX_ENTRY_SIZE_BYTES);
  if (!decoded.ok) return undefined;
  const entry = decoded.value;
  const common = { index, entry: toHex(entryBytes) };
  if (entry.type === 'genesis') {
    return { type: 'genesis', ...common, genesis: toHex(entry.genesis) };
  }
  if (entry.type === 'block') {
    return {
      type: 'block',
      ...common,
      height: entry.height,
      time: entry.time,
      transactions: entry.transactions,
      stateRoot: toHex(entry.stateRoot),
      replayRoot: toHex(entry.replayRoot),
      paramsHash: toHex(entry.paramsHash),
      ...(entry.events === undefined
        ? {}
        : { events: entry.events.map((event) => eventOf(reading, event)) }),
    };
  }
  return { ...common, ...transactionOf(reading, entry), ...envelopeOf(reading, envelopeBytes) };
}

function transactionOf(reading: Reading, entry: TransactionEntry) {
  return {
    type: 'transaction' as const,
    id: toHex(entry.body),
    number: receiptNumber(entry.body),
    act: entry.act,
    service: serviceOf(entry.act),
    outcome: outcomeOf(reading, entry.outcome),
    events: entry.outcome.events.map((event) => eventOf(reading, event)),
    envelopeHash: toHex(entry.envelope),
  };
}

function eventOf({ services }: Reading, event: RawEvent): { name: string; fields: Json } {
  const known = services
    .flatMap((service) => service.events)
    .find((one) => one.fullName === event.name);
  return { name: event.name, fields: known === undefined ? {} : known.toJson(event.fields) };
}

function envelopeOf({ services }: Reading, bytes: Uint8Array | undefined) {
  const decoded = bytes === undefined ? undefined : decodeTransaction(bytes, bytes.length);
  if (bytes === undefined || decoded === undefined || !decoded.ok) return { retained: false };
  const { body, envelope } = decoded.value;
  const signatures = envelope.auth.kind === 'account' ? envelope.auth.signatures : [];
  return {
    retained: true,
    envelope: toHex(bytes),
    body: {
      expiresAt: body.expiresAt,
      salt: toHex(body.salt),
      chain: toHex(body.chain),
      payload: payloadOf(services, body.act, body.payload),
    },
    signatures: signatures.map(({ suite, key, signature }) => ({
      suite,
      key: toHex(key),
      account: toHex(accountOf(suite, key)),
      signature: toHex(signature),
    })),
  };
}

/**
 * A payload as JSON by its act's own codec; its hexadecimal where no service knows the act any
 * more.
 */
export function payloadOf(services: readonly AnyService[], act: string, payload: Uint8Array): Json {
  const known = services.flatMap((service) => service.transactions).find((one) => one.act === act);
  const json = known?.payloadToJson(payload);
  return json?.ok === true ? json.value : { bytes: toHex(payload) };
}

function serviceOf(act: string): string {
  return act.slice(0, act.indexOf('.'));
}
