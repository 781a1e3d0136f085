import { decode, equalBytes, expectOk, expectPresent, type Result, toHex } from '@madang/base';
import { sha256 } from '@madang/crypto';
import {
  type CheckpointVerdict,
  checkCheckpoint,
  checkProvenState,
  judgeCheckpoint,
  type Policy,
  parsePolicy,
  type Verdict,
} from '@madang/protocol';
import { establishments, progress } from '../chain/state.ts';
import { countByArrival } from './arrival.ts';
import { checkJournal } from './check-journal.ts';
import { type DecisionFacts, factsOf } from './facts.ts';
import type { DossierProblem, ReadDossier } from './format.ts';
import { type OpenedDossier, openDossier } from './open.ts';
import { dossierStateKeys, provenDecision } from './proven.ts';
import { type Again, again, inLogOrder } from './rerun.ts';
import {
  type DecisionPart,
  type DecisionPartName,
  decisionPart,
  decisionParts,
  decisionRestsOn,
} from './verdict.ts';

/** What a verifier of a decision is given. */
export interface DecisionInput {
  /** What the file came to. */
  readonly read: Result<ReadDossier, DossierProblem>;
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

interface Work {
  readonly input: DecisionInput;
  readonly opened: OpenedDossier;
  readonly parts: DecisionPart[];
  policy?: Policy;
  checkpoint?: CheckpointVerdict;
  again?: Again;
}

/** Checks a dossier part by part, each given as soon as it is decided (docs/spec/vote.md). */
export async function* checkDecision(
  input: DecisionInput,
): AsyncGenerator<DecisionPart, DecisionVerdict, undefined> {
  const opened = input.read.ok ? openDossier(input.read.value) : input.read;
  if (!opened.ok) {
    const { part: at, message } = opened.error;
    const format = decisionPart('format', 'failed', 'DECISION_FORMAT_WRONG', { at, message });
    const rest = decisionParts.slice(1).map((part) => restsOn(part, 'format'));
    yield format;
    yield* rest;
    return { verdict: 'mismatch', parts: [format, ...rest], facts: undefined };
  }
  const parts = [decisionPart('format', 'passed', 'DECISION_FORMAT_PASSED')];
  const work: Work = { input, opened: opened.value, parts };
  yield* parts;
  for (const part of decisionParts.slice(1)) {
    const blocking = blockingPart(work, part);
    const decided = blocking === undefined ? await checkPart(work, part) : restsOn(part, blocking);
    work.parts.push(decided);
    yield decided;
  }
  return { verdict: verdictOf(work.parts), parts: work.parts, facts: factsFrom(work) };
}

function restsOn(part: DecisionPartName, on: DecisionPartName): DecisionPart {
  return decisionPart(part, 'unchecked', 'VERIFY_RESTS_ON', { part: on });
}

function blockingPart({ parts }: Work, part: DecisionPartName): DecisionPartName | undefined {
  return decisionRestsOn[part].find((needed) =>
    parts.some((one) => one.part === needed && one.state !== 'passed'),
  );
}

async function checkPart(work: Work, part: DecisionPartName): Promise<DecisionPart> {
  switch (part) {
    case 'format':
      return decisionPart('format', 'passed', 'DECISION_FORMAT_PASSED');
    case 'chain':
      return checkChain(work);
    case 'institutions':
      return checkInstitutions(work);
    case 'state':
      return checkState(work);
    case 'people':
      return checkPeople(work);
    case 'acts':
      return checkActs(work);
    case 'rules':
      return checkRules(work);
    case 'texts':
      return checkTexts(work);
  }
}

function checkChain(work: Work): DecisionPart {
  const { policyText } = work.input;
  if (policyText === undefined) return decisionPart('chain', 'unchecked', 'VERIFY_POLICY_MISSING');
  const policy = parsePolicy(policyText);
  if (!policy.ok) {
    const { code, at, message } = policy.error;
    const detail = { code, at, message };
    return decisionPart('chain', 'unchecked', 'VERIFY_POLICY_NOT_VALID', detail);
  }
  work.policy = policy.value;
  const { dossier, state, people, acts } = work.opened;
  const chain = dossier.header.chain;
  const { origin } = state.checkpoint.checkpoint;
  const isOne =
    origin.endsWith(`/${toHex(chain)}`) &&
    [...people, ...acts].every(({ transaction }) => equalBytes(transaction.body.chain, chain));
  if (!isOne) return decisionPart('chain', 'failed', 'VERIFY_CHAIN_DISAGREES', { origin });
  const expected = policy.value.origin;
  return origin === expected
    ? decisionPart('chain', 'passed', 'VERIFY_CHAIN_PASSED', { ledger: policy.value.ledgerName })
    : decisionPart('chain', 'failed', 'VERIFY_CHAIN_OTHER', { origin, expected });
}

async function checkInstitutions(work: Work): Promise<DecisionPart> {
  const policy = expectPresent(work.policy, 'institutions rest on chain');
  const verdict = await checkCheckpoint(policy, work.opened.state.state.checkpoint);
  work.checkpoint = expectOk(verdict, 'format has read the checkpoint');
  const { state, code, detail } = judgeCheckpoint(work.checkpoint, 'institutions', 'quorum');
  return decisionPart('institutions', state, code, detail);
}

function checkState(work: Work): DecisionPart {
  const checkpoint = expectPresent(work.checkpoint, 'state rests on institutions');
  const signed = judgeCheckpoint(checkpoint, 'standing', 'executors');
  if (signed.state !== 'passed') {
    return decisionPart('state', signed.state, signed.code, signed.detail);
  }
  const { state, decision, draft } = work.opened;
  const verdict = checkProvenState(state, dossierStateKeys(decision, draft.register));
  if (verdict.kind === 'block-wrong')
    return decisionPart('state', 'failed', 'DECISION_BLOCK_WRONG');
  const proven = provenDecision(state.state);
  const isReadable = proven.acts !== undefined && proven.people !== undefined;
  if (verdict.kind !== 'proven' || !isReadable) {
    const claim = verdict.kind === 'claim-wrong' ? { claim: verdict.claim } : {};
    return decisionPart('state', 'failed', 'DECISION_CLAIM_WRONG', claim);
  }
  return decisionPart('state', 'passed', 'DECISION_STATE_PASSED', signed.detail);
}

async function checkPeople(work: Work): Promise<DecisionPart> {
  const { opened, input } = work;
  const proven = expectPresent(provenDecision(opened.state.state).people, 'people rest on state');
  const { onChecked } = progressOf(work, 0);
  const part = await checkJournal('people', opened.people, proven, onChecked);
  if (part.state !== 'passed') return part;
  const alone = input.openAgain(opened.dossier.header.chain);
  const undone = opened.people.findIndex((act) => !alone.run(again(act)).ok);
  return undone < 0
    ? part
    : decisionPart('people', 'failed', 'DECISION_ACT_NOT_DONE', { act: undone });
}

async function checkActs(work: Work): Promise<DecisionPart> {
  const { opened } = work;
  const proven = expectPresent(provenDecision(opened.state.state).acts, 'acts rest on state');
  const { onChecked } = progressOf(work, opened.people.length);
  return checkJournal('acts', opened.acts, proven, onChecked);
}

function progressOf({ input, opened }: Work, before: number) {
  const all = opened.people.length + opened.acts.length;
  let done = before;
  return {
    onChecked: (count: number) => {
      done += count;
      input.onProgress?.(done, all);
    },
  };
}

function checkRules(work: Work): DecisionPart {
  const { input, opened } = work;
  const whole = input.openAgain(opened.dossier.header.chain);
  const inOrder = inLogOrder(opened.people, opened.acts);
  const undone = inOrder.findIndex((act) => !whole.run(again(act)).ok);
  if (undone >= 0) {
    const act = inOrder[undone];
    const id = act === undefined ? '' : toHex(act.transaction.bodyHash);
    return decisionPart('rules', 'failed', 'DECISION_ACT_NOT_DONE', { act: undone, id });
  }
  const proven = provenDecision(opened.state.state);
  const { decision } = opened;
  const isSame =
    isSameValue(whole.get(progress.stateKey(decision)), proven.progress) &&
    isSameValue(whole.get(establishments.stateKey(decision)), proven.established);
  if (!isSame) return decisionPart('rules', 'failed', 'DECISION_RULES_DIFFER');
  work.again = whole;
  return decisionPart('rules', 'passed', 'DECISION_RULES_PASSED', { acts: inOrder.length });
}

function isSameValue(left: Uint8Array | undefined, right: Uint8Array | undefined): boolean {
  if (left === undefined || right === undefined) return left === right;
  return equalBytes(left, right);
}

function checkTexts({ opened }: Work): DecisionPart {
  const { dossier, draft } = opened;
  if (dossier.header.title !== draft.title.ko) {
    return decisionPart('texts', 'failed', 'DECISION_TITLE_DIFFERS');
  }
  const files = [
    { file: 'text', given: dossier.text, digest: draft.text },
    { file: 'summary', given: dossier.summary, digest: draft.summary },
  ];
  const wrong = files.find(
    ({ given, digest }) => given !== undefined && !equalBytes(sha256(given), digest),
  );
  if (wrong !== undefined) {
    return decisionPart('texts', 'failed', 'DECISION_TEXT_DIFFERS', { file: wrong.file });
  }
  const hasAny = files.some(({ given }) => given !== undefined);
  return decisionPart('texts', 'passed', hasAny ? 'DECISION_TEXTS_PASSED' : 'DECISION_TEXTS_NONE');
}

function verdictOf(parts: readonly DecisionPart[]): Verdict {
  if (parts.some(({ state }) => state === 'failed')) return 'mismatch';
  return parts.every(({ state }) => state === 'passed') ? 'checked' : 'unchecked';
}

function factsFrom(work: Work): DecisionFacts | undefined {
  const { again: whole, checkpoint } = work;
  if (whole === undefined) return undefined;
  const asOfMs = checkpoint?.executorsTimeMs;
  return factsOf(work.opened, whole, {
    ...(asOfMs === undefined ? {} : { asOfMs }),
    ...arrivalOf(work, whole),
  });
}

/** The moment by arrival, where it is another than by the ledger. */
function arrivalOf({ input, opened }: Work, whole: Again): Pick<DecisionFacts, 'byArrival'> {
  const key = establishments.stateKey(opened.decision);
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
