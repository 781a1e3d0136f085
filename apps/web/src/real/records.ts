import { fromHex, toHex } from '@madang/base';
import type { RecordSummary, TransactionRecord } from '@madang/client';
import type { ServiceText } from '@madang/kernel/define';
import { cityServices } from '@madang/services/city.ts';
import { readNumber } from '../device/scan-link.ts';
import type { Answer, Ledger, RecordDetail, RecordRow, Words } from '../ledger.ts';
import { refusedBy } from './problem.ts';
import type { Room } from './room.ts';

type Subject = RecordRow['subject'];

/** Reads what an act says about itself from its payload, which may be of any shape. */
function subjectOf(payload: unknown): Subject {
  if (typeof payload !== 'object' || payload === null) return {};
  const said = payload as Readonly<Record<string, unknown>>;
  const { count, kind, as: acting, institution } = said;
  const by = typeof acting === 'string' ? acting : institution;
  return {
    ...(typeof count === 'number' ? { count } : {}),
    ...(kind === 'file' || kind === 'statement' ? { kind } : {}),
    ...(typeof by === 'string' ? { as: by } : {}),
  };
}

function bare(number: string): string {
  return number.replaceAll(' ', '');
}

/** One line of the record from one line of the answer. */
export function rowOf(summary: RecordSummary): RecordRow {
  const { index, id, number, act, time, code, payload } = summary;
  return { index, id, number: bare(number), act, timeMs: time, code, subject: subjectOf(payload) };
}

function printed(value: unknown): string {
  return value === undefined ? '' : JSON.stringify(value, undefined, 2);
}

function bytesOf(hex: string | undefined): Uint8Array {
  const read = fromHex(hex ?? '');
  return read.ok ? read.value : new Uint8Array();
}

/** What a service says of an event of its own: `document.notarised`. */
async function wordsOf(name: string): Promise<Words | undefined> {
  const [owner, event = ''] = name.split('.');
  const service = cityServices.find((each) => each.name === owner);
  if (service === undefined) return undefined;
  const [ko, en] = await Promise.all([service.text.ko(), service.text.en()]);
  const inKorean: ServiceText['events'] = ko.text.events;
  const inEnglish: ServiceText['events'] = en.text.events;
  const korean = inKorean[event]?.sentence;
  const english = inEnglish[event]?.sentence;
  return korean === undefined || english === undefined ? undefined : { ko: korean, en: english };
}

type FoundEvent = TransactionRecord['events'][number];

async function eventOf({ name, fields }: FoundEvent): Promise<RecordDetail['events'][number]> {
  const says = await wordsOf(name).catch(() => undefined);
  return { name, text: printed(fields), ...(says === undefined ? {} : { says }) };
}

async function detailOf(
  found: TransactionRecord,
  later: readonly RecordRow[],
): Promise<RecordDetail> {
  const { outcome, body, signatures = [], events } = found;
  return {
    index: found.index,
    id: found.id,
    number: bare(found.number),
    act: found.act,
    timeMs: outcome.time,
    code: outcome.code,
    subject: subjectOf(body?.payload),
    height: outcome.height,
    signatures: signatures.map(({ suite, key, account }) => ({ suite, key, account })),
    envelope: bytesOf(found.envelope),
    bodyText: body === undefined ? '' : printed({ act: found.act, ...body }),
    events: await Promise.all(events.map(eventOf)),
    later,
  };
}

/** The records that ended a document, newest first. */
async function laterOf({ client }: Room, found: TransactionRecord): Promise<readonly RecordRow[]> {
  const id = fromHex(found.id);
  if (found.act !== 'document.notarise' || found.outcome.code !== 0 || !id.ok) return [];
  const endings = await client.query('document.endingsOf', { document: id.value });
  if (!endings.ok) return [];
  const rows = await Promise.all(
    endings.value.map(async ({ by }): Promise<readonly RecordRow[]> => {
      const sent = await client.transaction(toHex(by));
      const ending = sent.ok ? await client.record(sent.value.record) : sent;
      return ending.ok && ending.value.type === 'transaction'
        ? [await detailOf(ending.value, [])]
        : [];
    }),
  );
  return rows.flat().toSorted((one, other) => other.index - one.index);
}

async function record(room: Room, index: number): Promise<Answer<RecordDetail>> {
  const answer = await room.client.record(index);
  if (!answer.ok) return refusedBy(answer.error);
  if (answer.value.type !== 'transaction') {
    return { ok: false, problem: { code: 'RECORD_IS_A_BLOCK', offline: false } };
  }
  return { ok: true, value: await detailOf(answer.value, await laterOf(room, answer.value)) };
}

/** Everything that pages ask about records. */
export function recordAnswers(room: Room): Pick<Ledger, 'records' | 'record' | 'find' | 'receipt'> {
  const { client } = room;
  return {
    records: async (query) => {
      const answer = await client.records(query);
      if (!answer.ok) return refusedBy(answer.error);
      const { records, before, size } = answer.value;
      const rows = records.map(rowOf);
      return {
        ok: true,
        value: { rows, total: size, ...(before === undefined ? {} : { before }) },
      };
    },
    record: (index) => record(room, index),
    find: async (text) => {
      const number = readNumber(text);
      if (number === undefined) return { ok: true, value: undefined };
      const answer = await client.search(number);
      if (!answer.ok) return refusedBy(answer.error);
      const [first] = answer.value.records;
      return { ok: true, value: first === undefined ? undefined : { index: first.index } };
    },
    receipt: async (index) => {
      const answer = await client.receipt(index);
      return answer.ok ? answer : refusedBy(answer.error);
    },
  };
}
