import { equalOptional, type Result, toHex } from '@madang/base';
import {
  type Again,
  again,
  checkInOrder,
  type DossierProblem,
  type Finding,
  foundFailed,
  foundPassed,
  inLogOrder,
  type MatterChecks,
  matterChecks,
  type OpenedAct,
  type OpenedMatter,
  openMatter,
  type ReadMatter,
  type Verdict,
  verdictOfParts,
} from '@madang/protocol';
import { CAST_BALLOT, SURRENDER_KEY } from '../chain/proven-acts.ts';
import type { DraftPayload } from '../chain/schema.ts';
import { type BallotVerifier, checkBallots } from './check-ballots.ts';
import { type ElectionFacts, factsOf } from './facts.ts';
import { electionFiles, firstAct } from './format.ts';
import { type Happenings, note } from './happenings.ts';
import { electionJournals, electionStateKeys } from './proven.ts';
import {
  type ElectionCode,
  type ElectionPart,
  type ElectionPartName,
  electionOrder,
} from './verdict.ts';

/** What a verifier of an election is given. */
export interface ElectionInput {
  /** What the file came to. */
  readonly read: Result<ReadMatter, DossierProblem>;
  /** The policy's file; without one no ledger is believed. */
  readonly policyText?: string | undefined;
  /** Begins to do acts again, by the rules of this build. */
  readonly openAgain: (chain: Uint8Array) => Again;
  /** Who verifies the ballots. */
  readonly verifier: BallotVerifier;
  /** Called with how many of all acts and ballots have been looked at. */
  readonly onProgress?: (done: number, all: number) => void;
}

/** The verdict on a dossier of an election; `facts` once the rules were recomputed and agree. */
export interface ElectionVerdict {
  readonly verdict: Verdict;
  readonly parts: readonly ElectionPart[];
  readonly facts: ElectionFacts | undefined;
}

interface Work {
  readonly opened: OpenedMatter<DraftPayload>;
  readonly input: ElectionInput;
  readonly checks: MatterChecks<ElectionCode>;
  readonly onChecked: (count: number) => void;
  /** The acts that are not done again yet, in the order of the log, and how many of them are. */
  readonly inOrder: Iterator<OpenedAct, void>;
  done: number;
  readonly whole: Again;
  readonly happenings: Happenings;
  isWhole: boolean;
}

/** Checks a dossier part by part, each given as soon as it is decided (docs/spec/election.md). */
export async function* checkElection(
  input: ElectionInput,
): AsyncGenerator<ElectionPart, ElectionVerdict, undefined> {
  const opened = input.read.ok ? openMatter(input.read.value, firstAct) : input.read;
  const work = opened.ok ? begin(input, opened.value) : undefined;
  const parts = yield* checkInOrder<ElectionPartName, ElectionCode>(electionOrder, (part) => {
    if (work !== undefined) return checkPart(work, part);
    const { part: at, message } = opened.ok ? { part: '', message: '' } : opened.error;
    return foundFailed('ELECTION_FORMAT_WRONG', { at, message });
  });
  const facts = work?.isWhole === true ? factsFrom(work, parts) : undefined;
  return { verdict: verdictOfParts(parts), parts, facts };
}

function begin(input: ElectionInput, opened: OpenedMatter<DraftPayload>): Work {
  const { openAgain, policyText } = input;
  const { draft, id, people, acts } = opened;
  const proofs = [CAST_BALLOT, SURRENDER_KEY].map((act) => acts.countByAct.get(act) ?? 0);
  const all = proofs.reduce((sum, count) => sum + count, people.count + acts.count);
  let done = 0;
  const onChecked = (count: number): void => {
    done += count;
    input.onProgress?.(done, all);
  };
  const checks = matterChecks<ElectionCode>({
    ...{ opened, policyText, openAgain, onChecked },
    codeOf: (reason) => `ELECTION_${reason}` as const,
    stateKeys: electionStateKeys(id, draft.register),
    journals: electionJournals,
    title: draft.title.ko,
    files: electionFiles(draft),
  });
  return {
    ...{ opened, input, checks, onChecked, done: 0, isWhole: false },
    happenings: { ofTrustees: [], batches: new Map() },
    inOrder: inLogOrder(people, acts),
    whole: openAgain(opened.dossier.header.chain),
  };
}

function checkPart(
  work: Work,
  part: ElectionPartName,
): Finding<ElectionCode> | Promise<Finding<ElectionCode>> {
  switch (part) {
    case 'format':
      return foundPassed('ELECTION_FORMAT_PASSED');
    case 'opening':
      return checkOpening(work);
    case 'ballots':
      return checkBallots(work.opened.acts, {
        opened: work.whole,
        verifier: work.input.verifier,
        onChecked: work.onChecked,
      });
    case 'rules':
      return checkRules(work);
    default:
      return work.checks[part]();
  }
}

/** Does what comes before the ballots again: the roll, and the key of the trustees. */
function checkOpening(work: Work): Finding<ElectionCode> {
  const undone = runUntil(work, ({ transaction }) => transaction.body.act === OPEN_ACT);
  if (undone !== undefined) return undone;
  if (!isAsProven(work, BOUND_CLAIM)) return foundFailed('ELECTION_BOUND_DIFFERS');
  const isOpened = work.opened.state.state.claims[BOUND_CLAIM]?.value !== undefined;
  return foundPassed(isOpened ? 'ELECTION_OPENING_PASSED' : 'ELECTION_OPENING_NONE', {
    acts: work.done,
  });
}

const OPEN_ACT = 'election.openElection';
const PROGRESS_CLAIM = 0;
const BOUND_CLAIM = 1;
const RESULT_CLAIM = 2;

/** Does the rest again: the ballots are proven by now, whatever they encrypt. */
function checkRules(work: Work): Finding<ElectionCode> {
  const undone = runUntil(work, () => false);
  if (undone !== undefined) return undone;
  if (!isAsProven(work, BOUND_CLAIM)) return foundFailed('ELECTION_BOUND_DIFFERS');
  if (!isAsProven(work, RESULT_CLAIM)) return foundFailed('ELECTION_RESULT_DIFFERS');
  if (!isAsProven(work, PROGRESS_CLAIM)) return foundFailed('ELECTION_PROGRESS_DIFFERS');
  work.isWhole = true;
  return foundPassed('ELECTION_RULES_PASSED', { acts: work.done });
}

/** Does acts again up to one that is the last; what is found if one of them is not done. */
function runUntil(
  work: Work,
  isLast: (act: OpenedAct) => boolean,
): Finding<ElectionCode> | undefined {
  for (let next = work.inOrder.next(); next.done !== true; next = work.inOrder.next()) {
    const one = next.value;
    const done = work.whole.run(again(one));
    if (!done.ok) {
      const detail = { id: toHex(one.transaction.bodyHash), why: done.error.why };
      return foundFailed('ELECTION_ACT_NOT_DONE', { act: work.done, ...detail });
    }
    work.done += 1;
    for (const event of done.value.events) note(work.happenings, event);
    if (isLast(one)) break;
  }
  return undefined;
}

/** Whether a claim says what doing the acts again has given. */
function isAsProven({ opened, whole }: Work, claim: number): boolean {
  const stateKey = electionStateKeys(opened.id, opened.draft.register)[claim];
  const recomputed = stateKey === undefined ? undefined : whole.get(stateKey);
  return equalOptional(recomputed, opened.state.state.claims[claim]?.value);
}

function factsFrom(work: Work, parts: readonly ElectionPart[]): ElectionFacts {
  const { opened, whole, happenings, checks } = work;
  const asOfMs = checks.asOfMs();
  const isText = parts.some(({ code }) => code === 'ELECTION_TEXTS_PASSED');
  const announcement = isText ? opened.dossier.files.get('text') : undefined;
  return factsOf(opened, whole, {
    happenings,
    ...(announcement === undefined ? {} : { announcement }),
    ...(asOfMs === undefined ? {} : { asOfMs }),
  });
}
