import { decode, expectPresent, sortedEntries } from '@madang/base';
import { type Again, type OpenedMatter, valueAgain } from '@madang/protocol';
import { addTurnouts } from '../chain/matter.ts';
import { type Counted, countedIn } from '../chain/outcome.ts';
import { type DraftPayload, messagesPayload, type QuestionOutcome } from '../chain/schema.ts';
import {
  mixes,
  type Progress,
  progress as progressTable,
  type Revealed,
  results,
  revealed,
  type Turnout,
  turnouts,
} from '../chain/state.ts';
import type { Happening, Happenings } from './happenings.ts';

/** What was said to one question, and what follows from it. */
export interface QuestionFacts {
  /** By each measure, all sums together. */
  readonly measures: readonly Counted[];
  /** By the first measure, of each group of buildings that was decrypted as one sum. */
  readonly groups: readonly (Counted & { readonly buildings: readonly number[] })[];
  readonly outcome: QuestionOutcome;
}

/** A trustee, and how many sums they decrypted. */
export interface TrusteeFacts {
  readonly seat: DraftPayload['trustees'][number]['seat'];
  readonly decrypted: number;
}

/** Somebody who was found wrong, or did not do their part. */
export type BlamedFacts = Extract<Happening, { readonly kind: 'voided' | 'wrong-part' }>;

/** Links and reminders, as officers noted them. */
export interface SentFacts {
  readonly sendings: number;
  readonly voters: number;
  readonly undelivered: number;
}

/** Ballots on paper. */
export interface PaperFacts {
  /** Persons who were marked as voting on paper. */
  readonly persons: number;
  /** Mixed keys that were given up for papers. */
  readonly surrendered: number;
  /** Batches that two officers confirmed, and the papers in them: these count. */
  readonly batches: number;
  readonly papers: number;
  /** Batches that nobody confirmed, and the papers in them: these do not. */
  readonly openBatches: number;
  readonly openPapers: number;
}

/** What a dossier says, recomputed. Times in ms. */
export interface ElectionFacts {
  readonly election: Uint8Array;
  readonly draft: DraftPayload;
  readonly status: Progress['status'];
  readonly openedAt?: number;
  readonly closesAt: number;
  readonly closedAt?: number;
  /** Who could vote and did, all buildings together. */
  readonly turnout: Turnout;
  /** Absent until the election is decided. */
  readonly isTurnoutMet?: boolean;
  /** None until the election is decided. */
  readonly questions: readonly QuestionFacts[];
  /** Trustees who mixed the keys, in their order, by number; absent where keys are not mixed. */
  readonly mixed?: readonly number[];
  /** In the order of their numbers, from 1. */
  readonly trustees: readonly TrusteeFacts[];
  readonly blamed: readonly BlamedFacts[];
  /** Absent if the election takes no paper. */
  readonly paper?: PaperFacts;
  /** How many sums are decrypted, and how many of them were announced. */
  readonly sums: number;
  readonly announced: number;
  /** Ballots, replaced ones too. */
  readonly ballotCount: number;
  readonly pauseCount: number;
  readonly extensionCount: number;
  /** How often voters were sent something, how many in all, and how many were not reached. */
  readonly messages: SentFacts;
  readonly actCount: number;
  readonly revocationCount: number;
  /** The announcement, where the dossier carries the one that the election names. */
  readonly announcement?: Uint8Array;
  /** The moment for which the institutions state this. */
  readonly asOfMs?: number;
}

/** What is known besides the acts. */
interface MoreFacts {
  readonly happenings: Happenings;
  readonly announcement?: Uint8Array;
  readonly asOfMs?: number;
}

/** What the acts of a dossier come to, after they were done again. */
export function factsOf(
  opened: OpenedMatter<DraftPayload>,
  again: Again,
  { happenings: { ofTrustees, batches }, ...more }: MoreFacts,
): ElectionFacts {
  const { id: election, draft, acts } = opened;
  const found = valueAgain(again, progressTable, election);
  const progress = expectPresent(found, 'an election that was done again has its progress');
  const { status, openedAt, closesAt, closedAt, sums, announced } = progress;
  const result = valueAgain(again, results, election);
  const mix = draft.mixing === undefined ? undefined : valueAgain(again, mixes, election);
  const countOf = (act: string, among = acts): number => among.countByAct.get(act) ?? 0;
  return {
    ...{ election, draft, status, closesAt, sums, announced },
    ...(openedAt === undefined ? {} : { openedAt }),
    ...(closedAt === undefined ? {} : { closedAt }),
    ...(result === undefined ? {} : { isTurnoutMet: result.isTurnoutMet }),
    turnout: turnoutIn(opened, again),
    questions: questionsIn(opened, again, { sums, outcomes: result?.outcomes ?? [] }),
    trustees: draft.trustees.map(({ seat }, at) => ({
      seat,
      decrypted: ofTrustees.filter((one) => one.kind === 'decrypted' && one.trustee === at + 1)
        .length,
    })),
    blamed: ofTrustees.flatMap((one) =>
      one.kind === 'voided' || one.kind === 'wrong-part' ? [one] : [],
    ),
    ...(draft.mixing === undefined ? {} : { mixed: mix?.mixed ?? [] }),
    ...(draft.paper === 'none' ? {} : { paper: paperIn(batches) }),
    ballotCount: countOf('election.castBallot'),
    pauseCount: countOf('election.pauseElection'),
    extensionCount: countOf('election.extendElection'),
    messages: messagesIn(opened),
    actCount: acts.count,
    revocationCount: countOf('people.revokeKeys', opened.people),
    ...more,
  };
}

function messagesIn({ acts }: OpenedMatter<DraftPayload>): SentFacts {
  const sent = { sendings: 0, voters: 0, undelivered: 0 };
  if (!acts.countByAct.has('election.noteMessages')) return sent;
  for (const { transaction } of acts) {
    if (transaction.body.act !== 'election.noteMessages') continue;
    const note = decode(messagesPayload, transaction.body.payload);
    if (!note.ok) continue;
    sent.sendings += 1;
    sent.voters += note.value.voters;
    sent.undelivered += note.value.undelivered;
  }
  return sent;
}

/** What was marked, given up, entered and confirmed in all batches. */
function paperIn(batches: Happenings['batches']): PaperFacts {
  const facts = {
    persons: 0,
    surrendered: 0,
    batches: 0,
    papers: 0,
    openBatches: 0,
    openPapers: 0,
  };
  for (const [, { persons, surrendered, papers, isConfirmed }] of sortedEntries(batches)) {
    facts.persons += persons;
    facts.surrendered += surrendered;
    facts[isConfirmed ? 'batches' : 'openBatches'] += 1;
    facts[isConfirmed ? 'papers' : 'openPapers'] += papers;
  }
  return facts;
}

function turnoutIn({ id, draft }: OpenedMatter<DraftPayload>, again: Again): Turnout {
  return draft.buildings
    .map((_, building) =>
      expectPresent(valueAgain(again, turnouts, [id, building]), 'a building has its turnout'),
    )
    .reduce(addTurnouts);
}

interface Decided {
  readonly sums: number;
  readonly outcomes: readonly QuestionOutcome[];
}

function questionsIn(
  { id, draft }: OpenedMatter<DraftPayload>,
  again: Again,
  { sums, outcomes }: Decided,
): readonly QuestionFacts[] {
  if (outcomes.length === 0) return [];
  const all: readonly Revealed[] = Array.from({ length: sums }, (_, sum) =>
    expectPresent(valueAgain(again, revealed, [id, sum]), 'a sum was revealed'),
  );
  const first = all.filter(({ measure }) => measure === 0);
  return outcomes.map((outcome, question) => ({
    outcome,
    measures: draft.measures.map((_, measure) => countedIn(draft, all, { question, measure })),
    groups: first.map((sum) => ({
      buildings: sum.buildings,
      ...countedIn(draft, [sum], { question, measure: 0 }),
    })),
  }));
}
