import type { Announcement } from '@madang/services/election/intake/index.ts';
import {
  formatCount,
  formatDayAndTime,
  formatPercent,
  type Language,
  Table,
  useLanguage,
  useMessages,
} from '@madang/ui';
import { QuestionPart } from '../election/result.tsx';
import { statusWord } from '../election/words.ts';
import type { ElectionShown } from '../real/dossier-messages.ts';
import { electionDossierText } from '../text/election-dossier.ts';
import { electionsText } from '../text/elections.ts';
import '../pages/decisions.css';
import '../pages/election.css';

/** What an election came to, recomputed from its dossier. */
export function ElectionResult({ facts }: { facts: ElectionShown }) {
  const text = useMessages(electionDossierText);
  const words = useMessages(electionsText);
  const language = useLanguage();
  const { draft, turnout, questions, status, isTurnoutMet } = facts;
  return (
    <section class="m-card m-stack" aria-labelledby="dossier-result">
      <h3 id="dossier-result">{draft.title[language]}</h3>
      <p>
        {statusWord(status, language)} · {text.closes(formatDayAndTime(facts.closesAt, language))}
      </p>
      <p>
        {words.turnoutOf(formatCount(turnout.ballots), formatCount(turnout.voters))} (
        {turnout.voters === 0 ? '–' : formatPercent(turnout.ballots, turnout.voters)})
      </p>
      {isTurnoutMet === false && <p class="short">{words.turnoutFailed}</p>}
      {status === 'undisclosed' && <p>{words.undisclosed}</p>}
      {questions.length === 0 && status !== 'undisclosed' && <p>{text.notDecided}</p>}
      {questions.map((question, at) => (
        <Counted key={at} facts={facts} question={question} at={at} />
      ))}
      <Papers facts={facts} />
      <Trustees facts={facts} />
      <p class="m-sub">
        {text.totals(formatCount(facts.ballotCount), formatCount(facts.actCount))}
      </p>
      <p class="m-sub">
        {text.changes(
          formatCount(facts.pauseCount),
          formatCount(facts.extensionCount),
          formatCount(facts.revocationCount),
        )}
      </p>
      <p class="m-sub">
        {text.messages(
          formatCount(facts.messages.sendings),
          formatCount(facts.messages.voters),
          formatCount(facts.messages.undelivered),
        )}
      </p>
      {facts.asOfMs !== undefined && (
        <p class="m-sub">{text.asOf(formatDayAndTime(facts.asOfMs, language))}</p>
      )}
    </section>
  );
}

type Question = ElectionShown['questions'][number];
type CountedProps = { facts: ElectionShown; question: Question; at: number };

/** What an answer is called. */
function nameOf(
  asked: Announcement['questions'][number] | undefined,
  answer: number,
  language: Language,
): string {
  const known = asked?.answers[answer]?.title[language];
  return known ?? electionsText[language].answer(formatCount(answer + 1));
}

/** The counts of a question; by each measure and group of buildings where there are several. */
function Counted({ facts, question, at }: CountedProps) {
  const text = useMessages(electionDossierText);
  const words = useMessages(electionsText);
  const language = useLanguage();
  const { draft } = facts;
  const asked = facts.words?.questions[at];
  const mayBeBlank = draft.questions[at]?.choice?.blank === true;
  const { measures, groups } = question;
  const answers = (measures[0]?.answers ?? []).map((_, answer) => nameOf(asked, answer, language));
  const named = [...answers, ...(mayBeBlank ? [words.blank] : [])];
  const votesIn = (counted: Question['measures'][number] | undefined, row: number): string =>
    formatCount(counted?.answers[row] ?? counted?.blank ?? 0);
  return (
    <>
      <QuestionPart
        asked={asked}
        mayBeBlank={mayBeBlank}
        question={{ ...question, measures: plain(measures) }}
      />
      {measures.length > 1 && (
        <Table
          label={text.measures}
          rows={named.map((name, row) => ({ name, row }))}
          rowKey={({ row }) => row}
          columns={[
            { key: 'answer', head: text.answer, kind: 'row', cell: ({ name }) => name },
            ...draft.measures.map((measure, index) => ({
              key: measure,
              head: text[measure],
              kind: 'number' as const,
              cell: ({ row }: { row: number }) => votesIn(measures[index], row),
            })),
          ]}
        />
      )}
      {groups.length > 1 && (
        <Table
          label={text.groups}
          rows={groups}
          rowKey={({ buildings }) => buildings.join()}
          columns={[
            {
              key: 'buildings',
              head: text.buildings,
              kind: 'row',
              cell: ({ buildings }) =>
                buildings.map((building) => draft.buildings[building] ?? '').join(', '),
            },
            {
              key: 'votes',
              head: text.counts,
              cell: (group) =>
                named.map((name, row) => text.votesOf(name, votesIn(group, row))).join(', '),
            },
          ]}
        />
      )}
    </>
  );
}

/** The same numbers in lists of their own. */
function plain(measures: Question['measures']) {
  return measures.map(({ cast, blank, answers }) => ({ cast, blank, answers: [...answers] }));
}

/** What came on paper, and what of it counts. */
function Papers({ facts: { paper } }: { facts: ElectionShown }) {
  const text = useMessages(electionDossierText);
  if (paper === undefined) return null;
  const { persons, surrendered, batches, papers, openBatches, openPapers } = paper;
  return (
    <>
      <p>{text.paper(formatCount(persons), formatCount(batches), formatCount(papers))}</p>
      {surrendered > 0 && <p class="short">{text.surrendered(formatCount(surrendered))}</p>}
      {openBatches > 0 && (
        <p class="short">{text.paperOpen(formatCount(openBatches), formatCount(openPapers))}</p>
      )}
    </>
  );
}

/** How many sums each trustee opened, and who was found wrong. */
function Trustees({ facts }: { facts: ElectionShown }) {
  const text = useMessages(electionDossierText);
  const language = useLanguage();
  const { trustees, sums, blamed, mixed } = facts;
  const seatOf = (number: number) => trustees[number - 1]?.seat[language] ?? String(number);
  return (
    <>
      <Table
        label={text.trustees}
        rows={trustees.map((trustee, at) => ({ ...trustee, number: at + 1 }))}
        rowKey={({ number }) => number}
        columns={[
          {
            key: 'seat',
            head: electionsText[language].trustee,
            kind: 'row',
            cell: ({ seat }) => seat[language],
          },
          {
            key: 'opened',
            head: electionsText[language].decrypted,
            cell: ({ decrypted }) => text.opened(formatCount(decrypted), formatCount(sums)),
          },
        ]}
      />
      {mixed !== undefined && mixed.length > 0 && <p>{text.mixed(mixed.map(seatOf).join(', '))}</p>}
      {blamed.length === 0 && <p>{text.nobodyBlamed}</p>}
      {blamed.map((one, at) => (
        <p key={at}>
          {one.kind === 'wrong-part'
            ? text.blamedPart(seatOf(one.trustee), formatCount(one.sum))
            : text.blamedRound(formatCount(one.round + 1), one.blamed.map(seatOf).join(', '))}
        </p>
      ))}
    </>
  );
}
