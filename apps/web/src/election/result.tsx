import type { Announcement } from '@madang/services/election/intake/index.ts';
import {
  Alert,
  formatCount,
  formatPercent,
  Meter,
  Tag,
  useLanguage,
  useMessages,
} from '@madang/ui';
import { electionsText } from '../text/elections.ts';
import type { ElectionFacts, ResultNow } from './election-facts.ts';

type QuestionResult = ResultNow['questions'][number];

/** What an election came to: for each question its counts, and what they decide. */
export function Result({ facts }: { facts: ElectionFacts }) {
  const text = useMessages(electionsText);
  const { result, now } = facts;
  if (now.status === 'undisclosed') {
    return (
      <Alert tone="info" title={text.undisclosed}>
        <p>{text.undisclosedWords}</p>
      </Alert>
    );
  }
  if (now.status !== 'decided') return null;
  return (
    <section class="part" aria-labelledby="result">
      <h2 id="result">{text.result}</h2>
      <p class="m-sub">{text.resultLead(formatCount(now.took.ballots))}</p>
      {result.isTurnoutMet === false && <Alert tone="warn" title={text.turnoutFailed} />}
      {result.questions.map((question, at) => (
        <QuestionPart
          key={at}
          asked={typeof facts.words === 'string' ? undefined : facts.words.questions[at]}
          mayBeBlank={facts.now.questions[at]?.choice?.blank === true}
          question={question}
        />
      ))}
    </section>
  );
}

type PartProps = {
  /** The words to it, where there are some. */
  asked: Announcement['questions'][number] | undefined;
  mayBeBlank: boolean;
  question: Pick<QuestionResult, 'measures' | 'outcome'>;
};

/** The counts of one question, and what they decide. */
export function QuestionPart({ asked, mayBeBlank, question }: PartProps) {
  const text = useMessages(electionsText);
  const language = useLanguage();
  const [counted] = question.measures;
  if (counted === undefined) return null;
  const { outcome } = question;
  const named = (answer: number) =>
    asked?.answers[answer]?.title[language] ?? text.answer(formatCount(answer + 1));
  return (
    <div class="cond">
      {asked !== undefined && <h3>{asked.title[language]}</h3>}
      <OutcomeWords outcome={outcome} />
      <ul class="votes">
        {counted.answers.map((votes, answer) => (
          <li key={answer}>
            <Bar name={named(answer)} votes={votes} of={counted.cast} />
            <Seat outcome={outcome} answer={answer} />
          </li>
        ))}
        {mayBeBlank && (
          <li>
            <Bar name={text.blank} votes={counted.blank} of={counted.cast} />
          </li>
        )}
      </ul>
    </div>
  );
}

type Outcome = QuestionResult['outcome'];

/** What a question came to, in a sentence; nothing where the tags beside the names say it. */
function OutcomeWords({ outcome }: { outcome: Outcome }) {
  const text = useMessages(electionsText);
  if (outcome.kind === 'informed') return null;
  if (outcome.kind === 'approved') {
    const { isApproved } = outcome;
    return <p class={isApproved ? 'met' : 'short'}>{isApproved ? text.approved : text.rejected}</p>;
  }
  if (outcome.tied.length > 0) return <p>{text.tiedWords}</p>;
  return outcome.answers.length === 0 ? <p>{text.nobody}</p> : null;
}

function Seat({ outcome, answer }: { outcome: Outcome; answer: number }) {
  const text = useMessages(electionsText);
  if (outcome.kind !== 'elected') return null;
  if (outcome.answers.includes(answer)) return <Tag tone="checked">{text.elected}</Tag>;
  return outcome.tied.includes(answer) ? <Tag tone="warn">{text.tied}</Tag> : null;
}

function Bar({ name, votes, of }: { name: string; votes: number; of: number }) {
  const text = useMessages(electionsText);
  const says = text.votes(formatCount(votes), formatPercent(votes, of));
  return (
    <div class="bar">
      <p>
        <b>{name}</b>
        <span>{says}</span>
      </p>
      <Meter label={name} says={says} value={votes} total={of} thresholdBp={0} isMet size="s" />
    </div>
  );
}
