import { equalBytes, expectOk, expectPresent, toHex } from '@madang/base';
import { sha256 } from '@madang/crypto';
import type { Again } from './again.ts';
import { type ActsReason, checkActs } from './check-acts.ts';
import { type CheckpointVerdict, checkCheckpoint } from './check-checkpoint.ts';
import type { Finding } from './check-in-order.ts';
import { type JournalClaim, journalIn, type ProvenJournal } from './journal-claim.ts';
import { judgeCheckpoint } from './judge-checkpoint.ts';
import type { OpenedMatter } from './matter-dossier.ts';
import { again } from './placed-act.ts';
import { type Policy, parsePolicy } from './policy.ts';
import { checkProvenState } from './proven-state.ts';

/** Why a part that all matters have passed or not, besides the codes of checkpoints. */
export type MatterReason =
  | ActsReason
  | 'STATE_PASSED'
  | 'BLOCK_WRONG'
  | 'CLAIM_WRONG'
  | 'ACT_NOT_DONE'
  | 'TEXTS_PASSED'
  | 'TEXTS_NONE'
  | 'TEXT_DIFFERS'
  | 'TITLE_DIFFERS';

/** A file that a dossier may carry, and what the matter says of it. */
export interface NamedFile {
  /** Name of its part. */
  readonly file: string;
  /** Its SHA-256. */
  readonly digest: Uint8Array;
}

/** What the check of a dossier is given. */
export interface MatterChecking<C extends string> {
  readonly opened: OpenedMatter<unknown>;
  /** The policy's file; without one no ledger is believed. */
  readonly policyText: string | undefined;
  /** Keys of the claims that the state has to prove, in order. */
  readonly stateKeys: readonly Uint8Array[];
  /** Which of them have the journals of the matter and of its register. */
  readonly journals: { readonly acts: JournalClaim; readonly people: JournalClaim };
  /** The Korean title of the matter, and the files that it names. */
  readonly title: string;
  readonly files: readonly NamedFile[];
  /** The code of a reason. */
  readonly codeOf: (reason: MatterReason) => C;
  readonly openAgain: (chain: Uint8Array) => Again;
  /** Called with how many more acts have been looked at. */
  readonly onChecked: (count: number) => void;
}

/** The checks that dossiers of all matters have, to be asked in the order in which they stand. */
export interface MatterChecks<C extends string> {
  readonly chain: () => Finding<C>;
  readonly institutions: () => Promise<Finding<C>>;
  readonly state: () => Finding<C>;
  readonly people: () => Promise<Finding<C>>;
  readonly acts: () => Promise<Finding<C>>;
  readonly texts: () => Finding<C>;
  /** The moment for which the institutions state it, ms; known once `institutions` was asked. */
  readonly asOfMs: () => number | undefined;
}

/** Begins to check an opened dossier. */
export function matterChecks<C extends string>(given: MatterChecking<C>): MatterChecks<C> {
  const { opened, codeOf, onChecked } = given;
  let policy: Policy | undefined;
  let checkpoint: CheckpointVerdict | undefined;
  const journalOf = (of: 'people' | 'acts'): ProvenJournal =>
    expectPresent(journalIn(opened.state.state, given.journals[of]), 'acts rest on the state');
  return {
    chain: () => {
      const read = checkChain(given);
      policy = read.policy;
      return read.finding;
    },
    institutions: async () => {
      const trusted = expectPresent(policy, 'institutions rest on the chain');
      const verdict = await checkCheckpoint(trusted, opened.state.state.checkpoint);
      checkpoint = expectOk(verdict, 'format has read the checkpoint');
      return judgeCheckpoint(checkpoint, 'institutions', 'quorum');
    },
    state: () => checkState(given, expectPresent(checkpoint, 'the state rests on institutions')),
    people: async () => {
      const part = await checkActs(opened.people, journalOf('people'), { codeOf, onChecked });
      return part.state === 'passed' ? checkAlone(given, part) : part;
    },
    acts: () => checkActs(opened.acts, journalOf('acts'), { codeOf, onChecked }),
    texts: () => checkTexts(given),
    asOfMs: () => checkpoint?.executorsTimeMs,
  };
}

/** A finding that passed. */
export function foundPassed<C extends string>(
  code: Finding<C>['code'],
  detail: Finding<C>['detail'] = {},
): Finding<C> {
  return { state: 'passed', code, detail };
}

/** A finding that something does not match. */
export function foundFailed<C extends string>(
  code: Finding<C>['code'],
  detail: Finding<C>['detail'] = {},
): Finding<C> {
  return { state: 'failed', code, detail };
}

interface ChainRead<C extends string> {
  readonly finding: Finding<C>;
  readonly policy?: Policy;
}

function checkChain<C extends string>({ opened, policyText }: MatterChecking<C>): ChainRead<C> {
  if (policyText === undefined) {
    return { finding: { state: 'unchecked', code: 'VERIFY_POLICY_MISSING', detail: {} } };
  }
  const parsed = parsePolicy(policyText);
  if (!parsed.ok) {
    const { code, at, message } = parsed.error;
    const detail = { code, at, message };
    return { finding: { state: 'unchecked', code: 'VERIFY_POLICY_NOT_VALID', detail } };
  }
  const policy = parsed.value;
  const { dossier, state, people, acts } = opened;
  const { chain } = dossier.header;
  const { origin } = state.checkpoint.checkpoint;
  const isOne = origin.endsWith(`/${toHex(chain)}`) && people.isOfChain && acts.isOfChain;
  if (!isOne) return { finding: foundFailed<C>('VERIFY_CHAIN_DISAGREES', { origin }), policy };
  const expected = policy.origin;
  const finding: Finding<C> =
    origin === expected
      ? foundPassed<C>('VERIFY_CHAIN_PASSED', { ledger: policy.ledgerName })
      : foundFailed<C>('VERIFY_CHAIN_OTHER', { origin, expected });
  return { finding, policy };
}

function checkState<C extends string>(
  given: MatterChecking<C>,
  checkpoint: CheckpointVerdict,
): Finding<C> {
  const { opened, stateKeys, journals, codeOf } = given;
  const { state, code, detail } = judgeCheckpoint(checkpoint, 'standing', 'executors');
  if (state !== 'passed') return { state, code, detail };
  const verdict = checkProvenState(opened.state, stateKeys);
  if (verdict.kind === 'block-wrong') return foundFailed(codeOf('BLOCK_WRONG'));
  const isReadable = [journals.acts, journals.people].every(
    (one) => journalIn(opened.state.state, one) !== undefined,
  );
  if (verdict.kind !== 'proven' || !isReadable) {
    const claim = verdict.kind === 'claim-wrong' ? { claim: verdict.claim } : {};
    return foundFailed(codeOf('CLAIM_WRONG'), claim);
  }
  return foundPassed(codeOf('STATE_PASSED'), detail);
}

/** Whether the acts of the register can be done without those of the matter. */
function checkAlone<C extends string>(
  { opened, codeOf, openAgain }: MatterChecking<C>,
  part: Finding<C>,
): Finding<C> {
  const alone = openAgain(opened.dossier.header.chain);
  let act = 0;
  for (const one of opened.people) {
    const done = alone.run(again(one));
    if (!done.ok) return foundFailed(codeOf('ACT_NOT_DONE'), { act, why: done.error.why });
    act += 1;
  }
  return part;
}

function checkTexts<C extends string>(given: MatterChecking<C>): Finding<C> {
  const { opened, title, files, codeOf } = given;
  if (opened.dossier.header.title !== title) return foundFailed(codeOf('TITLE_DIFFERS'));
  const carried = files.flatMap(({ file, digest }) => {
    const bytes = opened.dossier.files.get(file);
    return bytes === undefined ? [] : [{ file, isSame: equalBytes(sha256(bytes), digest) }];
  });
  const wrong = carried.find(({ isSame }) => !isSame);
  if (wrong !== undefined) return foundFailed(codeOf('TEXT_DIFFERS'), { file: wrong.file });
  return foundPassed(codeOf(carried.length > 0 ? 'TEXTS_PASSED' : 'TEXTS_NONE'));
}
