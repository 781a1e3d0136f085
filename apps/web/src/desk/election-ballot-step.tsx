import {
  Alert,
  Button,
  Choice,
  Field,
  Fold,
  formatCount,
  useLanguage,
  useMessages,
} from '@madang/ui';
import { useState } from 'preact/hooks';
import { deskElectionNewText } from '../text/desk-election-new.ts';
import { Candidates } from './election-candidates.tsx';
import {
  type ElectionPlan,
  newCandidate,
  newKey,
  noWords,
  type QuestionPlan,
} from './election-plan.ts';
import type { ElectionStepProps } from './election-rule-step.tsx';
import { SelectField } from './moment-field.tsx';
import { numberIn, ShareFields } from './share-fields.tsx';

/** What is asked: the name of the election, and each question with its candidates. */
export function ElectionBallotStep({ plan, change }: ElectionStepProps) {
  const text = useMessages(deskElectionNewText);
  const language = useLanguage();
  const { title, about, questions } = plan;
  const [removed, setRemoved] = useState<Pick<ElectionPlan, 'questions'> & { what: string }>();
  const put = (next: readonly QuestionPlan[]): void => change({ questions: next });
  const remove = (question: QuestionPlan, at: number): void => {
    const what = question.title[language].trim();
    setRemoved({ questions, what: what === '' ? text.question(formatCount(at + 1)) : what });
    put(questions.filter(({ key }) => key !== question.key));
  };
  return (
    <div class="part narrow">
      <Field
        label={text.titleKo}
        value={title.ko}
        maxLength={40}
        onInput={(ko) => change({ title: { ...title, ko } })}
      />
      <Field
        kind="text"
        label={text.aboutKo}
        value={about.ko}
        maxLength={330}
        onInput={(ko) => change({ about: { ...about, ko } })}
      />
      <Fold title={text.english}>
        <div class="m-stack-s">
          <Field
            label={text.titleEn}
            hint={text.enHint}
            value={title.en}
            maxLength={120}
            onInput={(en) => change({ title: { ...title, en } })}
          />
          <Field
            kind="text"
            label={text.aboutEn}
            hint={text.enHint}
            value={about.en}
            maxLength={1_000}
            onInput={(en) => change({ about: { ...about, en } })}
          />
        </div>
      </Fold>
      {questions.map((question, at) => (
        <QuestionFields
          key={question.key}
          question={question}
          number={formatCount(at + 1)}
          onQuestion={(next) => put(questions.map((one) => (one.key === next.key ? next : one)))}
          onRemove={() => remove(question, at)}
        />
      ))}
      {removed !== undefined && (
        <Alert tone="info" title={text.removed(removed.what)} announce="new">
          <Button
            kind="second"
            size="s"
            onClick={() => {
              put(removed.questions);
              setRemoved(undefined);
            }}
          >
            {text.undo}
          </Button>
        </Alert>
      )}
      <div>
        <Button kind="second" onClick={() => put([...questions, newQuestion()])}>
          {text.addQuestion}
        </Button>
      </div>
    </div>
  );
}

function newQuestion(): QuestionPlan {
  return {
    key: newKey(),
    about: 'candidates',
    title: noWords,
    candidates: [newCandidate(), newCandidate()],
    seats: 1,
    most: 1,
    blank: true,
    needs: { num: 1, den: 2, compare: 'more-than' },
    of: 'ballots',
  };
}

type QuestionProps = {
  question: QuestionPlan;
  number: string;
  onQuestion: (question: QuestionPlan) => void;
  onRemove: () => void;
};

/** The question as another kind: what was entered of candidates stays as far as there is room. */
function asKind(question: QuestionPlan, about: QuestionPlan['about']): QuestionPlan {
  const { candidates } = question;
  if (about === 'motion') return { ...question, about, candidates: [] };
  const least = about === 'candidates' ? 2 : 1;
  const kept = about === 'candidates' ? candidates : candidates.slice(0, 1);
  const more = Array.from({ length: Math.max(0, least - kept.length) }, newCandidate);
  return { ...question, about, candidates: [...kept, ...more] };
}

function QuestionFields({ question, number, onQuestion, onRemove }: QuestionProps) {
  const text = useMessages(deskElectionNewText);
  const { title, about, candidates, blank } = question;
  const kinds = [
    { value: 'candidates', words: text.kindCandidates },
    { value: 'one-candidate', words: text.kindOne },
    { value: 'motion', words: text.kindMotion },
  ] as const;
  return (
    <section class="waits" aria-label={text.question(number)}>
      <header class="m-row spread">
        <h2>{text.question(number)}</h2>
        <Button kind="quiet" size="s" onClick={onRemove}>
          {text.removeNamed(text.question(number))}
        </Button>
      </header>
      <div class="pick">
        <Field
          label={text.questionKo}
          value={title.ko}
          maxLength={40}
          onInput={(ko) => onQuestion({ ...question, title: { ...title, ko } })}
        />
        <Field
          label={text.questionEn}
          hint={text.enHint}
          value={title.en}
          maxLength={120}
          onInput={(en) => onQuestion({ ...question, title: { ...title, en } })}
        />
      </div>
      <SelectField
        label={text.kind}
        value={about}
        options={kinds}
        onChange={(value) => {
          const kind = kinds.find((one) => one.value === value);
          if (kind !== undefined) onQuestion(asKind(question, kind.value));
        }}
      />
      {about === 'candidates' ? (
        <SeatFields question={question} onQuestion={onQuestion} />
      ) : (
        <NeedFields question={question} onQuestion={onQuestion} />
      )}
      <Choice
        title={text.blank}
        checked={blank}
        onChange={(isPossible) => onQuestion({ ...question, blank: isPossible })}
      />
      {about !== 'motion' && (
        <Candidates
          candidates={candidates}
          isOnly={about === 'one-candidate'}
          onCandidates={(next) => onQuestion({ ...question, candidates: next })}
        />
      )}
    </section>
  );
}

type RuleProps = Pick<QuestionProps, 'question' | 'onQuestion'>;

function SeatFields({ question, onQuestion }: RuleProps) {
  const text = useMessages(deskElectionNewText);
  return (
    <div class="pick">
      <Field
        label={text.seats}
        inputMode="numeric"
        value={String(question.seats)}
        maxLength={2}
        onInput={(typed) => onQuestion({ ...question, seats: numberIn(typed) })}
      />
      <Field
        label={text.most}
        inputMode="numeric"
        value={String(question.most)}
        maxLength={2}
        onInput={(typed) => onQuestion({ ...question, most: numberIn(typed) })}
      />
    </div>
  );
}

function NeedFields({ question, onQuestion }: RuleProps) {
  const text = useMessages(deskElectionNewText);
  return (
    <>
      <ShareFields
        label={text.needs}
        value={question.needs}
        onChange={(needs) => needs !== undefined && onQuestion({ ...question, needs })}
      />
      <SelectField
        label={text.of}
        value={question.of}
        options={[
          { value: 'ballots', words: text.ofBallots },
          { value: 'answers', words: text.ofAnswers },
        ]}
        onChange={(of) => onQuestion({ ...question, of: of === 'answers' ? 'answers' : 'ballots' })}
      />
    </>
  );
}
