import { fromHex, toHex } from '@madang/base';
import type { AnswerOf, PayloadOf, RecordSummary } from '@madang/client';
import type { cityServices } from '@madang/services/city.ts';
import type { Answer, Words } from '../ledger.ts';
import { cityClient, refusedBy } from './city-client.ts';
import { readLines } from './read-lines.ts';

/** What the ledger says of a decision now. */
export type DecisionNow = AnswerOf<typeof cityServices, 'vote.decision'>;
/** Tallies and conditions of a decision. */
export type MeterNow = AnswerOf<typeof cityServices, 'vote.meter'>;
/** One home of a roll as the ledger has it. */
export type HomeNow = AnswerOf<typeof cityServices, 'vote.homes'>[number];
/** One person of a roll as the ledger has them. */
export type PersonNow = AnswerOf<typeof cityServices, 'vote.persons'>[number];
/** One line of the list of decisions. */
export type DecisionLine = AnswerOf<typeof cityServices, 'vote.listDecisions'>[number];
/** The payload of the act that drafted a decision. */
export type DraftPayload = PayloadOf<typeof cityServices, 'vote.draftDecision'>;
export type Condition = DraftPayload['rule']['conditions'][number];
export type Settings = DraftPayload['settings'];
export type Finding = MeterNow['findings'][number];

/** What was said of a decision when it was drafted, and is not in the state. */
export type DraftSaid = {
  buildings: readonly string[];
  basis: string;
  summaryBy: Words;
  recordedAt: number;
};

/** A decision with everything that does not change. */
export type DecisionFacts = { id: string; now: DecisionNow; said: DraftSaid };

/** The bytes of an id; nothing that is none is found. */
export function idBytes(id: string): Uint8Array {
  const bytes = fromHex(id);
  return bytes.ok && bytes.value.length === 32 ? bytes.value : new Uint8Array(32);
}

/** Asks what a decision is. */
export async function readDecision(id: string): Promise<Answer<DecisionFacts>> {
  const client = cityClient();
  const [now, first] = await Promise.all([
    client.query('vote.decision', { id: idBytes(id) }),
    client.matterRecords(id, undefined, 1),
  ]);
  if (!now.ok) return refusedBy(now.error);
  if (!first.ok) return refusedBy(first.error);
  const said = saidIn(first.value.records[0], now.value.buildings);
  return { ok: true, value: { id: toHex(now.value.id), now: now.value, said } };
}

function saidIn(record: RecordSummary | undefined, count: number): DraftSaid {
  const payload = fieldsOf(record?.payload);
  const names = payload['buildings'];
  const by = fieldsOf(payload['summaryBy']);
  const named = Array.isArray(names) ? names.map(String) : [];
  return {
    // A draft that is no longer kept has taken the names with it.
    buildings: Array.from({ length: count }, (_, index) => named[index] ?? `${index + 1}`),
    basis: textOf(payload['basis']),
    summaryBy: { ko: textOf(by['ko']), en: textOf(by['en']) },
    recordedAt: typeof payload['recordedAt'] === 'number' ? payload['recordedAt'] : 0,
  };
}

/** The fields of a JSON object; of anything else none. */
export function fieldsOf(json: unknown): Readonly<Record<string, unknown>> {
  const isMap = typeof json === 'object' && json !== null && !Array.isArray(json);
  return isMap ? (json as Readonly<Record<string, unknown>>) : {};
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value : '';
}

const pageOfLines = 500;

/** All homes of a decision, ascending by number. */
export function readHomes(id: string): Promise<Answer<readonly HomeNow[]>> {
  return readLines<HomeNow, number>({
    read: (after) => cityClient().query('vote.homes', { decision: idBytes(id), ...after }),
    placeOf: ({ unit }) => unit,
    size: pageOfLines,
  });
}

/** All persons of a decision's roll, ascending by number. */
export function readPersons(id: string): Promise<Answer<readonly PersonNow[]>> {
  return readLines<PersonNow, number>({
    read: (after) => cityClient().query('vote.persons', { decision: idBytes(id), ...after }),
    placeOf: ({ person }) => person,
    size: pageOfLines,
  });
}
