import { type CodecError, expectOk, expectPresent, ok, type Result } from '@madang/base';
import { checkChain } from './check-chain.ts';
import { type CheckpointVerdict, checkCheckpoint } from './check-checkpoint.ts';
import { checkContent } from './check-content.ts';
import { checkPlace } from './check-place.ts';
import { checkSignature } from './check-signature.ts';
import { checkStanding } from './check-standing.ts';
import { checkToEnd } from './check-to-end.ts';
import { judgeCheckpoint } from './judge-checkpoint.ts';
import { serviceOf } from './names.ts';
import {
  type OpenedReceipt,
  type OpenedStanding,
  openReceipt,
  openStanding,
} from './open-receipt.ts';
import { failed, type Part, type PartName, partNames, passed, unchecked } from './part.ts';
import { type Policy, parsePolicy } from './policy.ts';
import type { ProtocolError } from './protocol-error.ts';
import { type ReceiptFacts, receiptFacts } from './receipt-facts.ts';
import type { Claim, ServiceProof } from './service-proof.ts';

/** What a verifier is given. */
export interface ReceiptInput {
  /** The receipt's file. */
  readonly bytes: Uint8Array;
  /** The policy's file; without one no ledger is believed. */
  readonly policyText?: string | undefined;
  /** What is known of services. */
  readonly proofs: readonly ServiceProof[];
  /** H(bytes of the file that the receipt is about). */
  readonly fileDigest?: Uint8Array | undefined;
  /** An encoded standing that was made after the receipt. */
  readonly freshStanding?: Uint8Array | undefined;
}

/** `checked`: all parts passed. `mismatch`: one failed. `unchecked`: one could not be checked. */
export type Verdict = 'checked' | 'mismatch' | 'unchecked';

/** The verdict of a receipt (docs/spec/receipt.md, "Checks"). */
export interface ReceiptVerdict {
  readonly verdict: Verdict;
  /** In order; `content` is not among them if there was neither an opening nor a file. */
  readonly parts: readonly Part[];
  /** What the receipt says; nothing if it could not be read. */
  readonly facts: ReceiptFacts | undefined;
}

/** Checks a receipt. Never throws, whatever the bytes. */
export async function checkReceipt(input: ReceiptInput): Promise<ReceiptVerdict> {
  return await checkToEnd(checkReceiptParts(input));
}

/**
 * Checks a receipt part by part, each given as soon as it is decided; returns the whole verdict.
 */
export async function* checkReceiptParts(
  input: ReceiptInput,
): AsyncGenerator<Part, ReceiptVerdict, undefined> {
  const opened = openReceipt(input.bytes);
  const format = formatPart(opened);
  yield format;
  if (!opened.ok) {
    const rest = partsAfterFormat(input.fileDigest !== undefined);
    yield* rest;
    const parts = [format, ...rest];
    return { verdict: verdictOf(parts), parts, facts: undefined };
  }
  const work: Work = { input, opened: opened.value, parts: [format], isStandingFresh: false };
  for (const part of partNames.slice(1)) {
    if (part === 'content' && !hasContent(work)) continue;
    const blocking = blockingPart(work, part);
    const decided =
      blocking === undefined
        ? await checkPart(work, part)
        : unchecked(part, 'VERIFY_RESTS_ON', { part: blocking });
    work.parts.push(decided);
    yield decided;
  }
  return { verdict: verdictOf(work.parts), parts: work.parts, facts: factsOf(work) };
}

/** A receipt on its way through the parts. */
interface Work {
  readonly input: ReceiptInput;
  readonly opened: OpenedReceipt;
  readonly parts: Part[];
  policy?: Policy;
  checkpoint?: CheckpointVerdict;
  standingAsOfMs?: number;
  isStandingFresh: boolean;
}

/** The parts that must have passed before one can be checked. */
const restsOn: Readonly<Record<PartName, readonly PartName[]>> = {
  format: [],
  chain: [],
  signature: [],
  place: [],
  institutions: ['chain'],
  standing: ['chain', 'signature', 'place', 'institutions'],
  content: ['signature'],
};

function blockingPart(work: Work, part: PartName): PartName | undefined {
  return restsOn[part].find((needed) =>
    work.parts.some((one) => one.part === needed && one.state !== 'passed'),
  );
}

async function checkPart(work: Work, part: PartName): Promise<Part> {
  switch (part) {
    case 'chain':
      return checkPolicyAndChain(work);
    case 'signature':
      return checkSignature(work.opened, proofOf(work), claimedValues(work));
    case 'place':
      return checkPlace(work.opened);
    case 'institutions':
      return checkInstitutions(work);
    case 'standing':
      return checkStandings(work);
    default:
      return checkContent(work.opened, proofOf(work), work.input.fileDigest);
  }
}

function formatPart(opened: Result<OpenedReceipt, ProtocolError>): Part {
  if (opened.ok) return passed('format', 'VERIFY_FORMAT_PASSED');
  const { code, at, message } = opened.error;
  if (code === 'RECEIPT_VERSION_UNKNOWN') return unchecked('format', 'VERIFY_VERSION_UNKNOWN');
  return failed('format', 'VERIFY_FORMAT_WRONG', { code, at, message });
}

function partsAfterFormat(hasFile: boolean): readonly Part[] {
  return partNames
    .filter((part) => part !== 'format' && (part !== 'content' || hasFile))
    .map((part) => unchecked(part, 'VERIFY_RESTS_ON', { part: 'format' }));
}

function checkPolicyAndChain(work: Work): Part {
  const { policyText } = work.input;
  if (policyText === undefined) return unchecked('chain', 'VERIFY_POLICY_MISSING');
  const policy = parsePolicy(policyText);
  if (!policy.ok) {
    const { code, at, message } = policy.error;
    return unchecked('chain', 'VERIFY_POLICY_NOT_VALID', { code, at, message });
  }
  work.policy = policy.value;
  return checkChain(work.opened, policy.value);
}

async function checkInstitutions(work: Work): Promise<Part> {
  const policy = expectPresent(work.policy, 'institutions rest on chain');
  const verdict = await checkCheckpoint(policy, work.opened.receipt.checkpoint);
  work.checkpoint = expectOk(verdict, 'format has read the checkpoint');
  return judgeCheckpoint(work.checkpoint, 'institutions', 'quorum');
}

/**
 * The receipt's own standing must hold too where a fresher one is given: a receipt with a wrong
 * byte in it is never checked.
 */
async function checkStandings(work: Work): Promise<Part> {
  const { outcome } = work.opened.receipt;
  const { code } = outcome;
  if (code !== 0) return failed('standing', 'NOT_DONE', { code });
  const service = proofOf(work);
  const { act } = work.opened.transaction.body;
  if (service === undefined) return unchecked('standing', 'VERIFY_SERVICE_UNKNOWN', { act });
  const claims = claimsOf(work.opened, service);
  if (!claims.ok) {
    const { code: reason, at, message } = claims.error;
    return unchecked('standing', 'VERIFY_CLAIMS_UNKNOWN', { code: reason, at, message });
  }
  return checkGivenStandings(work, claims.value);
}

async function checkGivenStandings(work: Work, claims: readonly Claim[]): Promise<Part> {
  const given = givenStandings(work);
  if (!given.ok) {
    const { code, at, message } = given.error;
    return unchecked('standing', 'VERIFY_STANDING_NOT_VALID', { code, at, message });
  }
  let part: Part =
    claims.length === 0
      ? passed('standing', 'VERIFY_STANDING_NOT_NEEDED')
      : unchecked('standing', 'VERIFY_STANDING_MISSING');
  for (const standing of given.value) {
    const checkpoint = await standingCheckpoint(work, standing);
    const verdict = checkStanding(work.opened, standing, checkpoint, claims);
    part = verdict.part;
    if (verdict.asOfMs !== undefined) {
      work.standingAsOfMs = verdict.asOfMs;
      work.isStandingFresh = standing !== work.opened.standing;
    }
    if (part.state !== 'passed') break;
  }
  return part;
}

async function standingCheckpoint(
  { policy, checkpoint }: Work,
  { standing }: OpenedStanding,
): Promise<CheckpointVerdict> {
  if (standing.checkpoint === undefined) {
    return expectPresent(checkpoint, 'standing rests on institutions');
  }
  const known = expectPresent(policy, 'standing rests on chain');
  const verdict = await checkCheckpoint(known, standing.checkpoint);
  return expectOk(verdict, 'opening a standing has read its checkpoint');
}

/** The receipt's own standing, then the fresher one. */
function givenStandings({ input, opened }: Work): Result<readonly OpenedStanding[], ProtocolError> {
  const own = opened.standing === undefined ? [] : [opened.standing];
  if (input.freshStanding === undefined) return ok(own);
  const fresh = openStanding(input.freshStanding);
  return fresh.ok ? ok([...own, fresh.value]) : fresh;
}

/** What an act claims of the state, as its service says. */
function claimsOf(
  { receipt: { outcome, opening }, transaction }: OpenedReceipt,
  service: ServiceProof,
): Result<readonly Claim[], CodecError> {
  const { body, bodyHash } = transaction;
  const { act, payload } = body;
  const opened = opening === undefined ? {} : { opening };
  return service.claims({ act, bodyHash, payload, outcome, ...opened });
}

/** What a standing has under the claims of an act; nothing unless it speaks of all of them. */
function claimedValues(work: Work): readonly (Uint8Array | undefined)[] {
  const service = proofOf(work);
  const wanted = service === undefined ? undefined : claimsOf(work.opened, service);
  const given = givenStandings(work);
  const [first] = given.ok ? given.value : [];
  const found = first?.standing.claims ?? [];
  const isWhole = wanted?.ok === true && wanted.value.length === found.length;
  return isWhole ? found.map(({ value }) => value) : [];
}

function proofOf({ input, opened }: Work): ServiceProof | undefined {
  const service = serviceOf(opened.transaction.body.act);
  return input.proofs.find((proof) => proof.service === service);
}

function hasContent({ input, opened }: Work): boolean {
  return opened.receipt.opening !== undefined || input.fileDigest !== undefined;
}

function verdictOf(parts: readonly Part[]): Verdict {
  if (parts.some((part) => part.state === 'failed')) return 'mismatch';
  return parts.every((part) => part.state === 'passed') ? 'checked' : 'unchecked';
}

function factsOf(work: Work): ReceiptFacts {
  const { input, opened, checkpoint, standingAsOfMs, isStandingFresh } = work;
  const hasFile = input.fileDigest !== undefined;
  return receiptFacts(opened, { checkpoint, standingAsOfMs, isStandingFresh, hasFile });
}
