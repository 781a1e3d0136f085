import { availableParallelism } from 'node:os';
import type { Result } from '@madang/base';
import {
  type BlamedFacts,
  checkElection,
  type ElectionCode,
  type ElectionFacts,
  type ElectionPart,
  electionReader,
} from '@madang/services/election/proof/index.ts';
import type { CommandError, Language, Terminal } from '../terminal.ts';
import type { Given } from './asked.ts';
import { openBallotThreads } from './ballot-threads.ts';
import { indent, LABEL_WIDTH, NAME_WIDTH, questionLines } from './election-questions.ts';
import { electionSentences, electionTitles } from './election-sentences.ts';
import { electionWords } from './election-words.ts';
import { verifyMatter } from './matter.ts';
import { cutPercent, pad, showTime } from './print.ts';
import { verifySentences } from './sentences.ts';

/**
 * Checks the dossier of an election, prints each part and the result, and gives the exit status.
 */
export async function verifyElection(
  terminal: Terminal,
  file: string,
  given: Given,
): Promise<Result<number, CommandError>> {
  const verifier = openBallotThreads(availableParallelism());
  const status = await verifyMatter(
    { terminal, file, given },
    {
      reader: electionReader,
      check: (asked) => checkElection({ ...asked, verifier }),
      titles: electionTitles,
      sentenceOf: (code) =>
        isElectionCode(code) ? electionSentences[code] : verifySentences[code],
      print: printElection,
      notChecked: (language) => electionWords[language].notChecked,
    },
  );
  await verifier.close();
  return status;
}

function isElectionCode(code: ElectionPart['code']): code is ElectionCode {
  return code.startsWith('ELECTION_');
}

/** What the election came to, in words. */
function printElection(terminal: Terminal, facts: ElectionFacts): void {
  const { language } = terminal;
  const words = electionWords[language];
  const { draft, status, closesAt } = facts;
  terminal.say('');
  const lines = [
    `${draft.title[language]} · ${words.status[status]} · ${words.closes(showTime(closesAt, language))}`,
    ...turnoutLines(facts, language),
    ...questionLines(facts, language),
    ...trusteeLines(facts, language),
    ...mixLines(facts, language),
    ...paperLines(facts, language),
    words.counts(facts.ballotCount, facts.actCount),
    words.changes(facts.pauseCount, facts.extensionCount, facts.revocationCount),
    words.messages(facts.messages.sendings, facts.messages.voters, facts.messages.undelivered),
    ...(facts.asOfMs === undefined ? [] : [words.asOf(showTime(facts.asOfMs, language))]),
  ];
  for (const line of lines) terminal.say(`  ${line}`);
}

function turnoutLines(
  { draft, turnout, isTurnoutMet }: ElectionFacts,
  language: Language,
): readonly string[] {
  const words = electionWords[language];
  const verdict = isTurnoutMet === undefined ? '' : isTurnoutMet ? words.met : words.notMet;
  return draft.measures.map((measure, at) => {
    const [cast, eligible] = [turnout.cast[at] ?? 0, turnout.eligible[at] ?? 0];
    const figures = words.turnoutOf(cast, eligible, cutPercent(cast, eligible));
    const begun = pad(at === 0 ? words.turnout : '', language, LABEL_WIDTH);
    const line = `${begun}${pad(words.measure[measure], language, 12)}${pad(figures, language, 28)}`;
    return `${line}${at === 0 ? verdict : ''}`.trimEnd();
  });
}

function trusteeLines(facts: ElectionFacts, language: Language): readonly string[] {
  const words = electionWords[language];
  const { draft, trustees, blamed, sums, announced } = facts;
  const each = trustees.map(({ seat, decrypted }, at) => {
    const name = pad(`${String(at + 1)} ${seat[language]}`, language, NAME_WIDTH);
    return `${indent}${name}${sums === 0 ? words.noSums : words.decrypted(decrypted, sums)}`;
  });
  return [
    words.trustees(draft.threshold, trustees.length),
    ...each,
    ...(sums === 0 ? [] : [`${indent}${words.announced(announced, sums)}`]),
    ...(blamed.length === 0
      ? [`${indent}${words.nobodyBlamed}`]
      : blamed.map((one) => `${indent}${blamedLine(facts, one, language)}`)),
  ];
}

function mixLines({ mixed, trustees }: ElectionFacts, language: Language): readonly string[] {
  if (mixed === undefined) return [];
  const words = electionWords[language];
  const names = mixed.map((one) => `${String(one)} ${trustees[one - 1]?.seat[language] ?? ''}`);
  return [names.length === 0 ? words.notMixed : words.mixed(names.join(', '))];
}

function paperLines({ paper }: ElectionFacts, language: Language): readonly string[] {
  if (paper === undefined) return [];
  const words = electionWords[language];
  const { persons, surrendered, batches, papers, openBatches, openPapers } = paper;
  return [
    words.paper(papers, batches, persons),
    ...(surrendered === 0 ? [] : [`${indent}${words.surrendered(surrendered)}`]),
    ...(openBatches === 0 ? [] : [`${indent}${words.openPaper(openPapers, openBatches)}`]),
  ];
}

function blamedLine({ trustees }: ElectionFacts, one: BlamedFacts, language: Language): string {
  const words = electionWords[language];
  const nameOf = (trustee: number): string =>
    `${String(trustee)} ${trustees[trustee - 1]?.seat[language] ?? ''}`;
  return one.kind === 'wrong-part'
    ? words.wrongPart(nameOf(one.trustee), one.sum)
    : words.voidedRound(one.round, one.blamed.map(nameOf).join(', '), words.voided[one.why]);
}
