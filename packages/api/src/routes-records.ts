import { fromHex, ok, optional, type Result, record, text, uint } from '@madang/base';
import { recordAnswer, recordsAnswer, searchAnswer, sentAnswer } from '@madang/client';
import { type Refusal, refuse } from '@madang/kernel';
import { MAX_ENVELOPE_SIZE_BYTES, receiptNumber } from '@madang/protocol';
import type { RecordSummary as ViewRow } from '@madang/views';
import { apiErrors } from './api-errors.ts';
import { describeRows } from './described-rows.ts';
import { idParams, noParams, pageParams } from './params.ts';
import { receiptOf, standingOf } from './receipts.ts';
import { envelopeAbsent, listsWhole, recordUnknown } from './record-unknown.ts';
import { recordOf, sentOf } from './record-view.ts';
import { type ApiRoom, readingFor } from './room.ts';
import { type AnyRoute, jsonAnswer, jsonReply, type Reply, route } from './route.ts';
import { type FoundEntry, findRecords } from './search.ts';

const tag = 'ledger';
const CBOR = 'application/cbor';
const DEFAULT_RECORDS = 20;
/** State keys of one standing (docs/spec/receipt.md) and the longest of them, as hexadecimal. */
const MAX_CLAIMS_TEXT = 8 * (2 * 256 + 1);
const claimsText = text({ min: 2, max: MAX_CLAIMS_TEXT, pattern: '[0-9a-f]+(,[0-9a-f]+)*' });

/** Records, receipts and proofs. */
export function recordRoutes(room: ApiRoom): readonly AnyRoute[] {
  return [
    submitRoute(room),
    ...transactionRoutes(room),
    listRoute(room),
    entryRoute(room),
    ...proofRoutes(room),
    searchRoute(room),
  ];
}

/** What is known of a transaction by its id. */
function transactionRoutes(room: ApiRoom): readonly AnyRoute[] {
  return [
    route({
      path: '/api/transactions/:id',
      goesFirst: true,
      summary: 'The answer of a transaction on record.',
      tag,
      params: idParams,
      query: noParams,
      answer: jsonAnswer(sentAnswer),
      handle: async ({ path, language }) => {
        const found = await room.options.ledger.submissionOf(bytesOf(path.id));
        if (found === undefined) return recordUnknown(room);
        return jsonReply(sentAnswer, sentOf(readingFor(room, language), found));
      },
    }),
    route({
      path: '/api/transactions/:id/envelope',
      summary: 'The transaction as it was signed, for as long as it is kept.',
      tag,
      params: idParams,
      query: noParams,
      answer: { kind: 'file', type: CBOR, description: 'docs/spec/transaction.md' },
      handle: async ({ path }) => envelopeOf(room, bytesOf(path.id)),
    }),
  ];
}

function listRoute(room: ApiRoom): AnyRoute {
  const { ledger, views } = room.options;
  return route({
    path: '/api/records',
    summary: 'Transactions on record, newest first.',
    tag,
    params: noParams,
    query: pageParams,
    answer: jsonAnswer(recordsAnswer),
    handle: async ({ query }) => {
      const whole = listsWhole(room);
      if (!whole.ok) return whole;
      const limit = query.limit ?? DEFAULT_RECORDS;
      const rows = await views.records({ ...query, limit });
      const records = await describeRows(room, rows);
      const last = records.length === limit ? records.at(-1) : undefined;
      const { size, height } = ledger.now();
      const page = { records, size, height };
      return jsonReply(recordsAnswer, last === undefined ? page : { ...page, before: last.index });
    },
  });
}

function entryRoute(room: ApiRoom): AnyRoute {
  const { ledger } = room.options;
  return route({
    path: '/api/records/:index',
    summary: 'One log entry, decoded for people.',
    tag,
    params: record({ index: uint() }),
    query: noParams,
    answer: jsonAnswer(recordAnswer),
    handle: async ({ path, language }) => {
      const entry = await ledger.entry(path.index);
      if (entry === undefined) return recordUnknown(room);
      const reading = readingFor(room, language);
      const plain = recordOf(reading, path.index, entry, undefined);
      if (plain === undefined) return refuse(apiErrors.INTERNAL, {});
      if (plain.type !== 'transaction') return jsonReply(recordAnswer, plain);
      const envelope = await ledger.envelope(bytesOf(plain.id));
      return jsonReply(recordAnswer, recordOf(reading, path.index, entry, envelope) ?? plain);
    },
  });
}

/** What people take away and check elsewhere. */
function proofRoutes(room: ApiRoom): readonly AnyRoute[] {
  const answer = { kind: 'file', type: CBOR, description: 'docs/spec/receipt.md' } as const;
  return [
    route({
      path: '/api/receipts/:which',
      goesFirst: true,
      summary: 'The receipt of a record, by id, record number or receipt number.',
      tag,
      params: record({ which: text({ min: 1, max: 64, pattern: '[0-9A-Za-z]+' }) }),
      query: record({ claims: optional(claimsText) }),
      answer,
      handle: async ({ path, query }) => receiptOf(room, path.which, query.claims),
    }),
    route({
      path: '/api/standing',
      summary: 'How state keys stand in the newest checkpoint: a proof for each, in their order.',
      tag,
      params: noParams,
      query: record({ claims: claimsText, since: uint({ min: 1 }) }),
      answer,
      isOfBlock: true,
      handle: async ({ query }) => standingOf(room, query.claims, query.since),
    }),
  ];
}

function searchRoute(room: ApiRoom): AnyRoute {
  return route({
    path: '/api/search',
    summary: 'Records by record number, receipt number, or the beginning of an id.',
    tag,
    params: noParams,
    query: record({ q: text({ min: 1, max: 80 }) }),
    answer: jsonAnswer(searchAnswer),
    handle: async ({ query }) => {
      const found = await findRecords(room.options.ledger, query.q);
      const whole = listsWhole(room);
      // What is not found here may be in what is not here.
      if (found.length === 0 && !whole.ok) return whole;
      const records = await describeRows(room, found.map(rowOf));
      return jsonReply(searchAnswer, { records });
    },
  });
}

function submitRoute(room: ApiRoom): AnyRoute {
  const { ledger } = room.options;
  return route({
    method: 'post',
    path: '/api/transactions',
    goesFirst: true,
    summary:
      'Puts a signed transaction on record. Sending the same one again gives the same answer.',
    tag,
    rate: 'transactions',
    params: noParams,
    query: noParams,
    body: {
      type: CBOR,
      maxBytes: MAX_ENVELOPE_SIZE_BYTES,
      description: 'The envelope, canonical CBOR (docs/spec/transaction.md).',
      encodes: 'Envelope',
    },
    answer: jsonAnswer(sentAnswer),
    handle: async ({ body, language }) => {
      const answer = await ledger.submit(body);
      if (!answer.ok) return answer;
      return jsonReply(sentAnswer, sentOf(readingFor(room, language), answer.value));
    },
  });
}

async function envelopeOf(room: ApiRoom, id: Uint8Array): Promise<Result<Reply, Refusal>> {
  const { ledger } = room.options;
  const bytes = await ledger.envelope(id);
  if (bytes !== undefined) return ok({ bytes, caching: 'moment' });
  const isKnown = (await ledger.indexOf(id)) !== undefined;
  return isKnown ? envelopeAbsent(room, id) : recordUnknown(room);
}

function rowOf({ index, entry }: FoundEntry): ViewRow {
  const { act, body, outcome } = entry;
  const { code, height, time: timeMs } = outcome;
  return { record: index, id: body, number: receiptNumber(body), act, height, timeMs, code };
}

function bytesOf(hex: string): Uint8Array {
  const bytes = fromHex(hex);
  return bytes.ok ? bytes.value : new Uint8Array();
}
