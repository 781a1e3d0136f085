import { decode, equalBytes, equalOptional, type Result, toHex } from '@madang/base';
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
  type MatterReason,
  matterChecks,
  type OpenedMatter,
  openMatter,
  type ReadMatter,
  type Verdict,
  verdictOfParts,
} from '@madang/protocol';
import type { DraftPayload } from '../chain/schema.ts';
import { establishments, progress } from '../chain/state.ts';
import { countByArrival } from './arrival.ts';
import { type DecisionFacts, factsOf } from './facts.ts';
import { decisionFiles, firstAct } from './format.ts';
import { decisionJournals, decisionStateKeys } from './proven.ts';
import {
  type DecisionCode,
  type DecisionPart,
  type DecisionPartName,
  decisionOrder,
} from './verdict.ts';

/** What a verifier of a decision is given. */
export interface DecisionInput {
  /** What the file came to. */
  readonly read: Result<ReadMatter, DossierProblem>;
  /** The policy's file; without one no ledger is believed. */
  readonly policyText?: string | undefined;
  /** Begins to do acts again, by the rules of this build. */
  readonly openAgain: (chain: Uint8Array) => Again;
  /** Called with how many of all acts have been looked at. */
  readonly onProgress?: (done: number, all: number) => void;
}

/** The verdict on a dossier of a decision; `facts` once the rules were recomputed and agree. */
export interface DecisionVerdict {
  readonly verdict: Verdict;
  readonly parts: readonly DecisionPart[];
  readonly facts: DecisionFacts | undefined;
}

/** A dossier of a decision with everything in it decoded. */
type OpenedDecision = OpenedMatter<DraftPayload>;

interface Work {
  readonly input: DecisionInput;
  readonly opened: OpenedDecision;
  readonly checks: MatterChecks<DecisionCode>;
  again?: Again;
}

/** Checks a dossier part by part, each given as soon as it is decided (docs/spec/vote.md). */
export async function* checkDecision(
  input: DecisionInput,
): AsyncGenerator<DecisionPart, DecisionVerdict, undefined> {
  const opened = input.read.ok ? openMatter(input.read.value, firstAct) : input.read;
  const work = opened.ok ? begin(input, opened.value) : undefined;
  const parts = yield* checkInOrder<DecisionPartName, DecisionCode>(decisionOrder, (part) => {
    if (work !== undefined) return checkPart(work, part);
    const { part: at, message } = opened.ok ? { part: '', message: '' } : opened.error;
    return foundFailed('DECISION_FORMAT_WRONG', { at, message });
  });
  return { verdict: verdictOfParts(parts), parts, facts: work && factsFrom(work) };
}

function begin(input: DecisionInput, opened: OpenedDecision): Work {
  const { openAgain, policyText } = input;
  const { draft, id } = opened;
  const all = opened.people.count + opened.acts.count;
  let done = 0;
  const checks = matterChecks<DecisionCode>({
    ...{ opened, policyText, openAgain, codeOf },
    stateKeys: decisionStateKeys(id, draft.register),
    journals: decisionJournals,
    title: draft.title.ko,
    files: decisionFiles(draft),
    onChecked: (count) => {
      done += count;
      input.onProgress?.(done, all);
    },
  });
  return { input, opened, checks };
}

function codeOf(reason: MatterReason): DecisionCode {
  return reason === 'ACTS_NUMBER' ? 'DECISION_JOURNAL_DIFFERS' : (`DECISION_${reason}` as const);
}

function checkPart(
  work: Work,
  part: DecisionPartName,
): Finding<DecisionCode> | Promise<Finding<DecisionCode>> {
  if (part === 'format') return foundPassed('DECISION_FORMAT_PASSED');
  return part === 'rules' ? checkRules(work) : work.checks[part]();
}

function checkRules(work: Work): Finding<DecisionCode> {
  const { input, opened } = work;
  const whole = input.openAgain(opened.dossier.header.chain);
  let act = 0;
  for (const one of inLogOrder(opened.people, opened.acts)) {
    const done = whole.run(again(one));
    act += 1;
    if (done.ok) continue;
    const detail = { act: act - 1, id: toHex(one.transaction.bodyHash), why: done.error.why };
    return foundFailed('DECISION_ACT_NOT_DONE', detail);
  }
  const [proven, established] = opened.state.state.claims;
  const { id } = opened;
  const isSame =
    equalOptional(whole.get(progress.stateKey(id)), proven?.value) &&
    equalOptional(whole.get(establishments.stateKey(id)), established?.value);
  if (!isSame) return foundFailed('DECISION_RULES_DIFFER');
  work.again = whole;
  return foundPassed('DECISION_RULES_PASSED', { acts: act });
}

function factsFrom(work: Work): DecisionFacts | undefined {
  const { again: whole, checks } = work;
  if (whole === undefined) return undefined;
  const asOfMs = checks.asOfMs();
  return factsOf(work.opened, whole, {
    ...(asOfMs === undefined ? {} : { asOfMs }),
    ...arrivalOf(work, whole),
  });
}

/** The moment by arrival, where it is another than by the ledger. */
function arrivalOf({ input, opened }: Work, whole: Again): Pick<DecisionFacts, 'byArrival'> {
  const key = establishments.stateKey(opened.id);
  const other = input.openAgain(opened.dossier.header.chain);
  const found = countByArrival(
    other,
    opened.people,
    opened.acts,
    () => other.get(key) !== undefined,
  );
  const bytes = whole.get(key);
  const established = bytes === undefined ? undefined : decode(establishments.value, bytes);
  const byLedger = established?.ok === true ? established.value : undefined;
  if (found === undefined) return byLedger === undefined ? {} : { byArrival: 'never' };
  const isSame = byLedger !== undefined && equalBytes(byLedger.by, found.by);
  return isSame ? {} : { byArrival: found };
}
