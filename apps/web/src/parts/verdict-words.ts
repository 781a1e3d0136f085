import {
  formatClock,
  formatCount,
  formatDayAndTime,
  type Language,
  type WallName,
  type WallStatement,
} from '@madang/ui';
import type { About, CheckPart, PartVerdict, Verdict } from '../ledger.ts';
import { checkText } from '../text/check.ts';

type Words = (typeof checkText)[Language];

function standingPassed(verdict: Verdict, text: Words, language: Language): string {
  const atMs = verdict.facts?.standingAtMs;
  return atMs === undefined
    ? text.standingNone
    : text.standingPassed(formatDayAndTime(atMs, language));
}

function contentPassed(facts: Verdict['facts'], text: Words): string {
  if (facts?.hasFile === true) return text.contentPassed;
  return facts?.statement === undefined ? text.contentOpening : text.contentStatement;
}

function passedWords(part: CheckPart, verdict: Verdict, language: Language): string {
  const text = checkText[language];
  const { suites, index = 0, checkpointSize = 0 } = verdict.facts ?? {};
  const words: Readonly<Record<CheckPart, () => string>> = {
    format: () => text.formatPassed,
    chain: () => text.chainPassed,
    // What proves itself has no signature of an account.
    signature: () =>
      suites?.length === 0
        ? text[proofWords(verdict).passed]
        : text.signaturePassed(formatCount(suites?.length ?? 1)),
    place: () => text.placePassed(formatCount(index)),
    institutions: () => text.institutionsPassed(formatCount(checkpointSize)),
    standing: () => standingPassed(verdict, text, language),
    content: () => contentPassed(verdict.facts, text),
  };
  return words[part]();
}

/** Whether a ballot was taken, and the same voter cast another one later. */
export function isReplacedBallot({ facts, parts }: Verdict): boolean {
  return facts?.act === CAST_BALLOT && parts.some(({ code }) => code === 'ENDED');
}

const CAST_BALLOT = 'election.castBallot';
const SURRENDER_KEY = 'election.surrenderKey';

/** What is said of the proof of an act that proves itself. */
function proofWords({ facts }: Verdict) {
  return facts?.act === SURRENDER_KEY
    ? ({ passed: 'surrenderPassed', failed: 'surrenderFailed' } as const)
    : ({ passed: 'proofPassed', failed: 'proofFailed' } as const);
}

function endedWords(verdict: Verdict, language: Language): string {
  const text = checkText[language];
  if (isReplacedBallot(verdict)) return text.standingReplaced;
  if (verdict.ended === undefined) return text.standingFailed;
  const at = formatDayAndTime(verdict.ended.atMs, language);
  return verdict.ended.kind === 'revoked' ? text.standingRevoked(at) : text.standingSuperseded(at);
}

const failedWords = {
  format: 'formatFailed',
  chain: 'chainFailed',
  signature: 'signatureFailed',
  place: 'placeFailed',
  institutions: 'institutionsFailed',
  content: 'contentFailed',
} as const;

const wordsByCode: Readonly<
  Record<string, 'noPolicy' | 'unknownKey' | 'noOpening' | 'proofUnchecked'>
> = {
  VERIFY_POLICY_MISSING: 'noPolicy',
  VERIFY_KEY_UNKNOWN: 'unknownKey',
  VERIFY_OPENING_MISSING: 'noOpening',
  VERIFY_PROOF_RECORDS_MISSING: 'proofUnchecked',
};

function uncheckedWords(found: PartVerdict | undefined, verdict: Verdict, text: Words): string {
  if (found === undefined) return text.notRun;
  const known = wordsByCode[found.code ?? ''];
  if (known !== undefined) return text[known];
  const facts = verdict.facts;
  if (found.part === 'institutions' && facts !== undefined) {
    const signed = facts.cosigners.filter((each) => each.signedAtMs !== undefined).length;
    return text.institutionsUnchecked(formatCount(signed), formatCount(facts.needed));
  }
  if (found.part === 'standing') return text.standingUnchecked;
  return found.part === 'content' ? text.contentUnchecked : text.cannot;
}

/** What one part of a check came to, in a sentence; with the stable code where it did not pass. */
export function partWords(part: CheckPart, verdict: Verdict, language: Language): string {
  const text = checkText[language];
  const found = verdict.parts.find((each) => each.part === part);
  if (found?.state === 'passed') return passedWords(part, verdict, language);
  if (found?.code === 'VERIFY_RESTS_ON') return text.restsOn;
  const code = found?.code === undefined ? '' : ` ${text.code(found.code)}`;
  if (found?.state !== 'failed') return uncheckedWords(found, verdict, text) + code;
  if (found.code === 'NOT_DONE') return text.notDone + code;
  if (part === 'standing') return endedWords(verdict, language) + code;
  if (found.code === 'VERIFY_PROOF_WRONG') return text[proofWords(verdict).failed] + code;
  return text[failedWords[part]] + code;
}

/** How many institutions' signatures this device found under the receipt's checkpoint. */
export function signedCount(verdict: Verdict | undefined): number {
  const cosigners = verdict?.facts?.cosigners ?? [];
  return cosigners.filter(({ signedAtMs }) => signedAtMs !== undefined).length;
}

function withAside(statement: WallStatement, aside: string | undefined): WallStatement {
  return aside === undefined ? statement : { ...statement, aside };
}

/** What the proof panel says beside each wall. */
export function wallStatements(
  verdict: Verdict,
  language: Language,
): Readonly<Record<WallName, WallStatement>> {
  const text = checkText[language];
  const facts = verdict.facts;
  const count = signedCount(verdict);
  const signers = facts?.cosigners.map(({ name, signedAtMs }) =>
    signedAtMs === undefined
      ? { name: name[language] }
      : { name: name[language], at: formatClock(signedAtMs) },
  );
  const institutions: WallStatement = {
    title: count === 0 ? text.institutions : text.institutionsCount(formatCount(count)),
    text: partWords('institutions', verdict, language),
    ...(signers === undefined ? {} : { signers }),
  };
  return {
    signature: withAside(
      { title: text.signature, text: partWords('signature', verdict, language) },
      facts === undefined || facts.suites.length === 0
        ? undefined
        : [...new Set(facts.suites)].join(', '),
    ),
    place: { title: text.place, text: partWords('place', verdict, language) },
    institutions: withAside(
      institutions,
      facts === undefined ? undefined : text.institutionsNeeded(formatCount(facts.needed)),
    ),
    standing: { title: text.standing, text: partWords('standing', verdict, language) },
  };
}

/** What the receipt says beside its four walls. */
export function wallLabels(
  verdict: Verdict | undefined,
  language: Language,
): Readonly<Record<WallName, string>> {
  const text = checkText[language];
  const count = signedCount(verdict);
  const isFailed = (wall: WallName) =>
    verdict?.parts.some(({ part, state }) => part === wall && state === 'failed') === true;
  const confirmed =
    count === 0 ? text.wallInstitutionsNone : text.wallInstitutions(formatCount(count));
  const ended = { revoked: text.wallEnded, superseded: text.wallSuperseded };
  const notSo = verdict?.ended === undefined ? text.wallStandingFailed : ended[verdict.ended.kind];
  return {
    signature: isFailed('signature') ? text.wallSignatureFailed : text.wallSignature,
    place: isFailed('place') ? text.wallPlaceFailed : text.wallPlace,
    institutions: isFailed('institutions') ? text.wallInstitutionsFailed : confirmed,
    standing: isFailed('standing') ? notSo : text.wallStanding,
  };
}

/** Whether nothing could be read: the file is cut off, or is no receipt at all. */
export function isUnreadable({ parts }: Verdict): boolean {
  return parts.some(({ part, state }) => part === 'format' && state === 'failed');
}

/** What a check did not say of what the record is about. */
function contentLimits(facts: Verdict['facts'], text: Words): readonly string[] {
  if (facts?.act === CAST_BALLOT) return [text.limitBallot];
  if (facts !== undefined && facts.act !== 'document.notarise') return [];
  const isKnown = facts?.hasFile === true || facts?.statement !== undefined;
  return isKnown ? [text.limitContent] : [text.limitFile, text.limitContent];
}

/** What a check did not say; there is always something. */
export function limitsOf(
  verdict: Verdict,
  language: Language,
  { oneComputer }: Pick<About, 'oneComputer'>,
): readonly string[] {
  const text = checkText[language];
  const { facts } = verdict;
  if (isUnreadable(verdict)) return [text.limitUnread];
  const limits: string[] = [text.limitPerson];
  if (oneComputer) limits.push(text.limitOneComputer);
  limits.unshift(...contentLimits(facts, text));
  const atMs = facts?.standingAtMs;
  if (atMs !== undefined && verdict.ended === undefined)
    limits.unshift(text.limitNow(formatDayAndTime(atMs, language)));
  return limits;
}
