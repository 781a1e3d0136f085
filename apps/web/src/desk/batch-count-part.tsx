import { Button, Field, FieldError, formatCount, useLanguage, useMessages } from '@madang/ui';
import { useState } from 'preact/hooks';
import type { AskedQuestion } from '../ballot/choice.ts';
import type { ElectionFacts } from '../election/election-facts.ts';
import { deskPaperText } from '../text/desk-paper.ts';
import { type BatchCount, type CountProblem, countProblem, hasBlank } from './batch-count.ts';
import { answerName, questionName } from './batch-record.ts';
import { errorIf } from './moment-field.tsx';

type Typed = {
  papers: string;
  questions: readonly { answers: readonly string[]; blank: string }[];
};

function nothingTyped(questions: readonly AskedQuestion[]): Typed {
  return {
    papers: '',
    questions: questions.map(({ answers }) => ({
      answers: Array.from({ length: answers }, () => ''),
      blank: '',
    })),
  };
}

const digits = /^\d{1,3}$/;

function isNumber(typed: string): boolean {
  return digits.test(typed.trim());
}

/** What was typed as numbers; nothing while a field is none. */
function countOf({ papers, questions }: Typed, asked: readonly AskedQuestion[]) {
  const all = questions.flatMap(({ answers, blank }, at) => {
    const question = asked[at];
    return question !== undefined && hasBlank(question) ? [...answers, blank] : answers;
  });
  if (![papers, ...all].every(isNumber)) return undefined;
  const count: BatchCount = {
    papers: Number(papers),
    questions: questions.map(({ answers, blank }) => ({
      answers: answers.map(Number),
      blank: Number(blank),
    })),
  };
  return count;
}

type CountProps = {
  facts: ElectionFacts;
  /** How many papers the batch may have. */
  places: number;
  which: 'first' | 'second';
  onCount: (count: BatchCount) => void;
};

/** Takes what was counted of the papers of a batch. */
export function BatchCountPart({ facts, places, which, onCount }: CountProps) {
  const text = useMessages(deskPaperText);
  const { questions } = facts.now;
  const [typed, setTyped] = useState(() => nothingTyped(questions));
  const [isTried, setTried] = useState(false);
  const [problem, setProblem] = useState<CountProblem>();
  const go = (): void => {
    setTried(true);
    const count = countOf(typed, questions);
    const found = count === undefined ? undefined : countProblem(questions, count, places);
    setProblem(found);
    if (count !== undefined && found === undefined) onCount(count);
  };
  return (
    <form
      class="part"
      aria-label={text[which]}
      onSubmit={(event) => {
        event.preventDefault();
        go();
      }}
    >
      <h3>{text[which]}</h3>
      {which === 'second' && <p>{text.secondWords}</p>}
      <div class="pick">
        <CountField
          label={text.papersField}
          hint={text.papersHint}
          value={typed.papers}
          isTried={isTried}
          onInput={(papers) => setTyped({ ...typed, papers })}
        />
      </div>
      {questions.map((asked, at) => (
        <QuestionFields
          key={at}
          facts={facts}
          question={at}
          asked={asked}
          typed={typed.questions[at] ?? { answers: [], blank: '' }}
          isTried={isTried}
          onTyped={(one) => setTyped({ ...typed, questions: typed.questions.with(at, one) })}
        />
      ))}
      <p role="status">
        {problem !== undefined && (
          <ProblemWords facts={facts} problem={problem} papers={Number(typed.papers)} />
        )}
      </p>
      <div>
        <Button kind="second" type="submit">
          {which === 'first' ? text.saveFirst : text.saveSecond}
        </Button>
      </div>
    </form>
  );
}

type FieldProps = {
  label: string;
  hint?: string;
  value: string;
  /** Whether what is wrong is said by now. */
  isTried: boolean;
  onInput: (value: string) => void;
};

/** How many papers, or votes. */
function CountField({ isTried, ...field }: FieldProps) {
  const text = useMessages(deskPaperText);
  return (
    <Field
      {...field}
      inputMode="numeric"
      maxLength={3}
      {...errorIf(isTried && !isNumber(field.value), text.wrongNumber)}
    />
  );
}

type FieldsProps = {
  facts: ElectionFacts;
  question: number;
  asked: AskedQuestion;
  typed: Typed['questions'][number];
  isTried: boolean;
  onTyped: (typed: Typed['questions'][number]) => void;
};

function QuestionFields({ facts, question, asked, typed, isTried, onTyped }: FieldsProps) {
  const text = useMessages(deskPaperText);
  const language = useLanguage();
  const name = questionName(facts, question, language);
  return (
    <fieldset class="part">
      <legend class={name === undefined ? 'm-vh' : 'm-label'}>{name ?? text.count}</legend>
      <div class="pick">
        {typed.answers.map((votes, answer) => (
          <CountField
            key={answer}
            label={answerName(facts, question, answer, language)}
            value={votes}
            isTried={isTried}
            onInput={(value) => onTyped({ ...typed, answers: typed.answers.with(answer, value) })}
          />
        ))}
        {hasBlank(asked) && (
          <CountField
            label={text.blank}
            hint={text.blankHint}
            value={typed.blank}
            isTried={isTried}
            onInput={(blank) => onTyped({ ...typed, blank })}
          />
        )}
      </div>
    </fieldset>
  );
}

type ProblemProps = { facts: ElectionFacts; problem: CountProblem; papers: number };

function ProblemWords({ facts, problem, papers }: ProblemProps) {
  const text = useMessages(deskPaperText);
  const language = useLanguage();
  const most = formatCount(problem.most);
  if (problem.kind === 'papers') return <FieldError>{text.wrongPapers(most)}</FieldError>;
  const name = questionName(facts, problem.question, language);
  const where = name === undefined ? '' : `${name}: `;
  if (problem.kind === 'blank') return <FieldError>{text.wrongBlank(where, most)}</FieldError>;
  if (problem.kind === 'answer') return <FieldError>{text.wrongAnswer(where, most)}</FieldError>;
  const counted = formatCount(problem.counted);
  const words =
    problem.least === problem.most
      ? text.wrongSum(where, counted, formatCount(papers))
      : text.wrongVotes(where, counted, formatCount(problem.least), most);
  return <FieldError>{words}</FieldError>;
}
