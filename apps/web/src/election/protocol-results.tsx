import {
  formatCount,
  formatPercent,
  type Language,
  Table,
  useLanguage,
  useMessages,
} from '@madang/ui';
import { protocolText } from '../text/protocol.ts';
import type { ElectionFacts, ElectionNow, ResultNow } from './election-facts.ts';
import { isShare, shareWords } from './share-words.ts';

type Props = { facts: ElectionFacts };
type Text = (typeof protocolText)['ko'];
type QuestionResult = ResultNow['questions'][number];
type Asked = ElectionNow['questions'][number];

/** What is announced of a question, as far as the announcement is here. */
function announced({ words }: ElectionFacts, at: number) {
  return typeof words === 'string' ? undefined : words.questions[at];
}

type Line = { key: string; name: string; votes: number; of: number; decided: string };

function linesOf(
  facts: ElectionFacts,
  at: number,
  given: { question: QuestionResult; text: Text; language: Language },
): readonly Line[] {
  const { question, text, language } = given;
  const [counted] = question.measures;
  if (counted === undefined) return [];
  const { outcome } = question;
  const names = announced(facts, at)?.answers;
  const decided = (answer: number): string => {
    if (outcome.kind !== 'elected') return '';
    if (outcome.answers.includes(answer)) return text.elected;
    return outcome.tied.includes(answer) ? text.tied : '';
  };
  const isBlank = facts.now.questions[at]?.choice?.blank === true;
  return [
    ...counted.answers.map((votes, answer) => ({
      key: String(answer),
      name: `${formatCount(answer + 1)}. ${names?.[answer]?.title[language] ?? ''}`,
      votes,
      of: counted.cast,
      decided: decided(answer),
    })),
    ...(isBlank
      ? [{ key: 'blank', name: text.blank, votes: counted.blank, of: counted.cast, decided: '' }]
      : []),
  ];
}

/** The counts of each question. */
export function CountTables({ facts }: Props) {
  const text = useMessages(protocolText);
  const language = useLanguage();
  const { now, result } = facts;
  if (now.status !== 'decided' && now.status !== 'undisclosed') return null;
  return (
    <section class="part" aria-labelledby="counts">
      <h2 id="counts">{text.results}</h2>
      {now.status === 'undisclosed' && <p>{text.notOpened}</p>}
      {result.questions.map((question, at) => {
        const title =
          announced(facts, at)?.title[language] ?? `${text.answer} ${formatCount(at + 1)}`;
        return (
          <div key={at} class="m-stack-s">
            <h3>{title}</h3>
            <Table
              label={title}
              columns={[
                { key: 'name', head: text.answer, kind: 'row', cell: ({ name }) => name },
                {
                  key: 'votes',
                  head: text.votes,
                  kind: 'number',
                  cell: ({ votes }) => formatCount(votes),
                },
                {
                  key: 'share',
                  head: text.share,
                  kind: 'number',
                  cell: ({ votes, of }) => formatPercent(votes, of),
                },
                { key: 'decided', head: text.decided, cell: (line) => line.decided },
              ]}
              rows={linesOf(facts, at, { question, text, language })}
              rowKey={({ key }) => key}
            />
          </div>
        );
      })}
    </section>
  );
}

type RuleLine = { key: string; rule: string; needed: string; reached: string; isMet?: boolean };

/** Each thing that the election asks for, what it came to, and whether it is met. */
export function RuleTable({ facts }: Props) {
  const text = useMessages(protocolText);
  const language = useLanguage();
  return (
    <section class="part" aria-labelledby="rulebook">
      <h2 id="rulebook">{text.rules}</h2>
      <Table
        label={`${text.needed}, ${text.reached}`}
        columns={[
          { key: 'rule', head: text.rule, kind: 'row', cell: ({ rule }) => rule },
          { key: 'needed', head: text.needed, cell: ({ needed }) => needed },
          { key: 'reached', head: text.reached, cell: ({ reached }) => reached },
          {
            key: 'met',
            head: text.isMet,
            cell: ({ isMet }) => (isMet === undefined ? '' : isMet ? text.met : text.unmet),
          },
        ]}
        rows={[
          turnoutLine(facts, text, language),
          ...facts.now.questions.map((asked, at) =>
            questionLine(facts, at, { asked, text, language }),
          ),
        ]}
        rowKey={({ key }) => key}
      />
    </section>
  );
}

function turnoutLine({ now }: ElectionFacts, text: Text, language: Language): RuleLine {
  const { took, turnout } = now;
  const percent = formatPercent(took.ballots, took.voters);
  const reached = `${text.of(formatCount(took.ballots), formatCount(took.voters))} (${percent})`;
  const line = { key: 'turnout', rule: text.turnoutRule, reached };
  if (turnout === undefined) return { ...line, needed: text.turnoutNone };
  return {
    ...line,
    needed: shareWords(turnout, language),
    isMet: isShare(turnout, took.ballots, took.voters),
  };
}

function questionLine(
  facts: ElectionFacts,
  at: number,
  { asked, text, language }: { asked: Asked; text: Text; language: Language },
): RuleLine {
  const title = announced(facts, at)?.title[language];
  const line = {
    key: String(at),
    rule: title ?? `${text.answer} ${formatCount(at + 1)}`,
    needed: neededWords(asked, text, language),
  };
  const found = facts.now.status === 'decided' ? facts.result.questions[at] : undefined;
  return { ...line, ...reachedIn(found, asked, text) };
}

/** What a question came to, and whether that is what was asked for. */
function reachedIn(
  found: QuestionResult | undefined,
  { decides }: Asked,
  text: Text,
): Pick<RuleLine, 'reached' | 'isMet'> {
  const counted = found?.measures[0];
  if (found === undefined || counted === undefined) return { reached: text.notYet };
  const { outcome } = found;
  if (outcome.kind === 'informed') return { reached: '' };
  if (outcome.kind === 'elected') {
    const count = outcome.answers.length;
    return { reached: text.electedCount(formatCount(count)), isMet: count > 0 };
  }
  const votes = counted.answers[0] ?? 0;
  const isOfBallots = decides.kind === 'approve' && decides.of === 'ballots';
  const whole = isOfBallots ? counted.cast : counted.cast - counted.blank;
  const share = `${text.of(formatCount(votes), formatCount(whole))} (${formatPercent(votes, whole)})`;
  const { isApproved } = outcome;
  return { reached: `${share} ${isApproved ? text.yes : text.no}`, isMet: isApproved };
}

function neededWords({ decides }: Asked, text: Text, language: Language): string {
  switch (decides.kind) {
    case 'elect': {
      const seats = formatCount(decides.seats);
      return decides.needs === undefined
        ? text.mostVotes(seats)
        : text.mostVotesOf(seats, shareWords(decides.needs, language));
    }
    case 'approve': {
      const share = shareWords(decides.needs, language);
      return decides.of === 'ballots' ? text.approval(share) : text.approvalOfAnswers(share);
    }
    case 'inform':
      return text.informs;
  }
}
