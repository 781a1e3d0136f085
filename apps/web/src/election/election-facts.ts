import { fromHex, toHex } from '@madang/base';
import type { AnswerOf, RecordSummary } from '@madang/client';
import {
  type Announcement,
  boundTo,
  fingerprintOf,
  readAnnouncement,
} from '@madang/services/election/intake/index.ts';
import type { electionServices } from '@madang/services/elections.ts';
import { refusedBy } from '../decision/city-client.ts';
import { fieldsOf } from '../decision/decision-facts.ts';
import type { Answer, Words } from '../ledger.ts';
import { electionClient } from './election-client.ts';

/** What the ledger says of an election now. */
export type ElectionNow = AnswerOf<typeof electionServices, 'election.election'>;
/** One line of the list of elections. */
export type ElectionLine = AnswerOf<typeof electionServices, 'election.listElections'>[number];
/** Who could vote in each building, and who did. */
export type TurnoutNow = AnswerOf<typeof electionServices, 'election.turnout'>;
/** The ceremony of the trustees. */
export type CeremonyNow = AnswerOf<typeof electionServices, 'election.ceremony'>;
/** How far the mixing of keys is. */
export type MixNow = AnswerOf<typeof electionServices, 'election.mix'>;
/** Counts, and what they decide. */
export type ResultNow = AnswerOf<typeof electionServices, 'election.result'>;
/** A sum that is decrypted. */
export type SumNow = AnswerOf<typeof electionServices, 'election.sumOf'>;

/** Why the words to the questions are not shown. */
export type NoWords = 'missing' | 'differs';

/** An election with what its draft says beside the state. */
export type ElectionFacts = {
  id: string;
  now: ElectionNow;
  turnout: TurnoutNow;
  ceremony: CeremonyNow;
  /** Where keys are mixed, from when on they are registered. */
  mix?: MixNow;
  result: ResultNow;
  sums: readonly SumNow[];
  /** The rule of law that it names, and the time of its roll, ms. */
  basis: string;
  recordedAt: number | undefined;
  buildings: readonly string[];
  seats: readonly Words[];
  words: Announcement | NoWords;
};

/** How many have registered a key. */
export function registeredIn({ registered }: MixNow): number {
  return registered.reduce((sum, keys) => sum + keys, 0);
}

/** The bytes of an id; nothing that is none is found. */
export function electionBytes(id: string): Uint8Array {
  const bytes = fromHex(id);
  return bytes.ok && bytes.value.length === 32 ? bytes.value : new Uint8Array(32);
}

/** Sums that a page reads by itself; an election of more is looked at with its dossier. */
const MOST_SUMS = 40;

/** Asks for everything that a page shows of an election. */
export async function readElection(id: string): Promise<Answer<ElectionFacts>> {
  const client = electionClient();
  const key = { id: electionBytes(id) };
  const [now, turnout, ceremony, result, first] = await Promise.all([
    client.query('election.election', key),
    client.query('election.turnout', key),
    client.query('election.ceremony', key),
    client.query('election.result', key),
    client.matterRecords(id, undefined, 1),
  ]);
  if (!now.ok) return refusedBy(now.error);
  if (!turnout.ok) return refusedBy(turnout.error);
  if (!ceremony.ok) return refusedBy(ceremony.error);
  if (!result.ok) return refusedBy(result.error);
  if (!first.ok) return refusedBy(first.error);
  const [sums, words, mix] = await Promise.all([
    readSums(key.id, result.value.sums),
    readWords(now.value),
    readMix(now.value),
  ]);
  if (!sums.ok) return sums;
  if (!mix.ok) return mix;
  const draft = fieldsOf(first.value.records[0]?.payload);
  return {
    ok: true,
    value: {
      id: toHex(now.value.id),
      now: now.value,
      turnout: turnout.value,
      ceremony: ceremony.value,
      ...(mix.value === undefined ? {} : { mix: mix.value }),
      result: result.value,
      sums: sums.value,
      basis: wordIn(draft['basis']),
      recordedAt: typeof draft['recordedAt'] === 'number' ? draft['recordedAt'] : undefined,
      buildings: namesIn(draft['buildings'], now.value.buildings),
      seats: seatsIn(draft['trustees'], now.value.trustees.length),
      words,
    },
  };
}

async function readSums(election: Uint8Array, count: number): Promise<Answer<readonly SumNow[]>> {
  const sums: SumNow[] = [];
  for (let sum = 0; sum < Math.min(count, MOST_SUMS); sum++) {
    const answer = await electionClient().query('election.sumOf', { election, sum });
    if (!answer.ok) return refusedBy(answer.error);
    sums.push(answer.value);
  }
  return { ok: true, value: sums };
}

/** How far the mixing is; a draft, or one that was called off as such, has registered nothing. */
async function readMix({ id, mixing, status }: ElectionNow): Promise<Answer<MixNow | undefined>> {
  if (mixing === undefined || status === 'draft') return { ok: true, value: undefined };
  const answer = await electionClient().query('election.mix', { id });
  if (answer.ok) return answer;
  if (answer.error.code === 'election.NO_MIXING') return { ok: true, value: undefined };
  return refusedBy(answer.error);
}

async function readWords({ text }: ElectionNow): Promise<Announcement | NoWords> {
  const file = await electionClient().publicFile(toHex(text));
  if (!file.ok) return file.error.code === 'CLIENT_ANSWER_NOT_VALID' ? 'differs' : 'missing';
  const words = readAnnouncement(file.value, text);
  return words.ok ? words.value : 'differs';
}

function wordIn(value: unknown): string {
  return typeof value === 'string' ? value : '';
}

/** Names of buildings; a draft that is no longer kept has taken them with it. */
function namesIn(names: unknown, count: number): readonly string[] {
  const known = Array.isArray(names) ? names.map(String) : [];
  return Array.from({ length: count }, (_, at) => known[at] ?? String(at + 1));
}

function seatsIn(trustees: unknown, count: number): readonly Words[] {
  const known = Array.isArray(trustees) ? trustees : [];
  return Array.from({ length: count }, (_, at) => {
    const seat = fieldsOf(fieldsOf(known[at])['seat']);
    return { ko: wordIn(seat['ko']), en: wordIn(seat['en']) };
  });
}

/** A ballot as the list of acts has it. */
export type BallotLine = { index: number; time: number; fingerprint: string };

/** The ballots among acts, each with the fingerprint that is on its voter's receipt. */
export function ballotsIn(
  chain: Uint8Array,
  now: ElectionNow,
  records: readonly RecordSummary[],
): readonly BallotLine[] {
  const bound = boundTo(chain, now);
  if (bound === undefined) return [];
  return records
    .filter(({ act }) => act === 'election.castBallot')
    .map(({ index, time, payload }) => {
      const fingerprint = fingerprintOf(bound, fieldsOf(payload));
      return { index, time, fingerprint: fingerprint === undefined ? '' : toHex(fingerprint) };
    });
}

/**
 * Which records are parts of a decryption that were found wrong: a trustee's last one may be right.
 */
export function wrongPartsIn(
  records: readonly RecordSummary[],
  sums: readonly SumNow[],
): ReadonlySet<number> {
  const wrong = new Set<number>();
  const newest = new Map<string, number>();
  for (const { index, act, payload } of records) {
    if (act !== 'election.decryptSum') continue;
    const { sum, trustee } = fieldsOf(payload);
    const place = `${String(sum)} ${String(trustee)}`;
    const before = newest.get(place);
    if (before !== undefined) wrong.add(before);
    newest.set(place, index);
    const used = sums[Number(sum)]?.decryptions;
    if (used?.every((one) => one.trustee !== trustee) === true) wrong.add(index);
  }
  return wrong;
}
