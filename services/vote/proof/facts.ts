import { decode, expectPresent, type TypeOf } from '@madang/base';
import { type Again, type OpenedMatter, valueAgain } from '@madang/protocol';
import { findingsOf, type ScopeFinding } from '../chain/findings.ts';
import type { Tally } from '../chain/rule.ts';
import { type DraftPayload, messagesPayload, papersPayload } from '../chain/schema.ts';
import { COMPLEX, establishments, progress, scopeOf, tallies } from '../chain/state.ts';
import type { ArrivalMoment } from './arrival.ts';

/** Homes that messages were for: how many were told, and how many could not be. */
export interface ToldHomes {
  readonly homes: number;
  readonly undelivered: number;
}

/** What a dossier says, recomputed. Times in ms. */
export interface DecisionFacts {
  readonly decision: Uint8Array;
  readonly draft: DraftPayload;
  readonly status: 'draft' | 'open' | 'closed' | 'called-off';
  readonly openedAt?: number;
  readonly closesAt: number;
  readonly closedAt?: number;
  /** All tallies, the complex first. */
  readonly tallies: readonly Tally[];
  readonly findings: readonly ScopeFinding[];
  readonly established?: TypeOf<(typeof establishments)['value']>;
  /** The moment if papers counted by arrival; nothing if it is the same. */
  readonly byArrival?: ArrivalMoment | 'never';
  readonly actCount: number;
  readonly paperCount: number;
  readonly correctionCount: number;
  readonly withdrawalCount: number;
  readonly revocationCount: number;
  /** Of links and reminders, all sendings together. */
  readonly messages: ToldHomes;
  /** Of notices, as last noted; absent if they never were. */
  readonly notices?: ToldHomes;
  /** The moment for which the institutions state this. */
  readonly asOfMs?: number;
}

/** What the acts of a dossier come to, after they were done again. */
export function factsOf(
  opened: OpenedMatter<DraftPayload>,
  again: Again,
  more: Pick<DecisionFacts, 'byArrival' | 'asOfMs'>,
): DecisionFacts {
  const { id: decision, draft, acts, people } = opened;
  const found = valueAgain(again, progress, decision);
  const state = expectPresent(found, 'a decision that was done again has its progress');
  const scopes = [COMPLEX, ...draft.buildings.map((_, building) => scopeOf(building))];
  const all = scopes.map((scope) =>
    expectPresent(valueAgain(again, tallies, [decision, scope]), 'a scope has its tally'),
  );
  const established = valueAgain(again, establishments, decision);
  const countOf = (...names: string[]): number =>
    names.reduce((count, name) => count + (acts.countByAct.get(name) ?? 0), 0);
  const { status, closesAt, openedAt, closedAt } = state;
  return {
    decision,
    draft,
    status,
    closesAt,
    ...(openedAt === undefined ? {} : { openedAt }),
    ...(closedAt === undefined ? {} : { closedAt }),
    tallies: all,
    findings: findingsOf(draft.rule, draft.settings.abstentions, all),
    ...(established === undefined ? {} : { established }),
    actCount: acts.count,
    paperCount: papersIn(opened),
    correctionCount: countOf('vote.changeRoll'),
    withdrawalCount: countOf('vote.withdraw', 'vote.enterWithdrawals'),
    revocationCount: people.countByAct.get('people.revokeKeys') ?? 0,
    ...messagesIn(opened),
    ...more,
  };
}

function papersIn({ acts }: OpenedMatter<DraftPayload>): number {
  let papers = 0;
  for (const { transaction } of acts) {
    if (transaction.body.act !== 'vote.enterPapers') continue;
    const batch = decode(papersPayload, transaction.body.payload);
    if (batch.ok) papers += batch.value.papers.length;
  }
  return papers;
}

function messagesIn({
  acts,
}: OpenedMatter<DraftPayload>): Pick<DecisionFacts, 'messages' | 'notices'> {
  let messages: ToldHomes = { homes: 0, undelivered: 0 };
  let notices: ToldHomes | undefined;
  for (const { transaction } of acts) {
    if (transaction.body.act !== 'vote.noteMessages') continue;
    const note = decode(messagesPayload, transaction.body.payload);
    if (!note.ok) continue;
    const { kind, homes, undelivered } = note.value;
    if (kind === 'notice') notices = { homes, undelivered };
    else {
      messages = {
        homes: messages.homes + homes,
        undelivered: messages.undelivered + undelivered,
      };
    }
  }
  return notices === undefined ? { messages } : { messages, notices };
}
