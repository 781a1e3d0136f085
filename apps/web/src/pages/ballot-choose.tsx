import { Button, FieldError, Icon, Stepper, useLanguage, useMessages } from '@madang/ui';
import type { ComponentChildren } from 'preact';
import { useId, useRef, useState } from 'preact/hooks';
import {
  type AskedQuestion,
  answersOf,
  type Chosen,
  missingOf,
  toggled,
  type Way,
  wayOf,
} from '../ballot/choice.ts';
import type { Announced, Election } from '../ballot/election.ts';
import { ballotText } from '../text/ballot.ts';
import { linkText } from '../text/link.ts';
import { type AnswerWords, Face, useAnswerWords } from './ballot-parts.tsx';
import { ActionBar, Help } from './link-parts.tsx';

/** What is announced of an election. */
export type Announcement = Extract<Announced, { state: 'here' }>['words'];
type QuestionWords = Announcement['questions'][number];
type Text = (typeof ballotText)['ko' | 'en'];

/** How a question may be answered, in a sentence. */
function wayWords(way: Way, isElected: boolean, text: Text): string {
  const { least, most, none } = way;
  const isBlank = none === 'blank';
  if (most === 1) {
    if (isElected) return isBlank ? text.onePersonOrBlank : text.onePerson;
    return isBlank ? text.oneAnswerOrBlank : text.oneAnswer;
  }
  if (!isElected) return text.answersUpTo(String(most));
  if (isBlank && least === 1) return text.someUpToOrBlank(String(most));
  if (least === most) return text.someExactly(String(most));
  return least === 1 ? text.someUpTo(String(most)) : text.someBetween(String(least), String(most));
}

type MarkProps = {
  type: 'radio' | 'checkbox';
  group: string;
  checked: boolean;
  onPress: () => void;
  children: ComponentChildren;
};

/** A radio button or a box whose whole card can be pressed. */
function Mark({ type, group, checked, onPress, children }: MarkProps) {
  const id = useId();
  return (
    <label class="m-choice" for={id}>
      <input
        id={id}
        type={type}
        name={group}
        checked={checked}
        onChange={(event) => {
          onPress();
          // What cannot be chosen any more is not drawn as if it were.
          event.currentTarget.checked = checked;
        }}
      />
      {children}
    </label>
  );
}

type AnswerProps = Omit<MarkProps, 'children'> & {
  answer: AnswerWords;
  /** The candidate's number; absent where no person is elected. */
  number?: string;
};

function Candidate({ answer, number, ...mark }: AnswerProps) {
  const text = useMessages(ballotText);
  const { title, word, pledges } = useAnswerWords(answer);
  return (
    <div class="ballot-answer">
      <Mark {...mark}>
        <Face answer={answer} />
        <span>
          {number !== undefined && <span class="ballot-number">{text.number(number)}</span>}
          <b>{title}</b>
          {word !== undefined && <span class="ballot-word">{word}</span>}
        </span>
      </Mark>
      {pledges.length > 0 && (
        <details>
          <summary>
            {number === undefined ? text.details : text.pledges(title)}
            <Icon name="down" small />
          </summary>
          <ul>
            {pledges.map((each) => (
              <li key={each}>{each}</li>
            ))}
          </ul>
        </details>
      )}
    </div>
  );
}

function missingWords(missing: 'answer' | 'more', { least, none }: Way, text: Text): string {
  if (missing === 'more') return text.missingMore(String(least));
  return none === 'blank' ? text.missingOrBlank : text.missing;
}

type CountProps = { chosen: Chosen; way: Way; isElected: boolean; isFull: boolean };

/** How many are chosen of how many can be; said aloud when it changes. */
function Count({ chosen, way, isElected, isFull }: CountProps) {
  const text = useMessages(ballotText);
  if (way.most === 1) return null;
  const count = String(answersOf(chosen).length);
  const most = String(way.most);
  const none = way.none === 'blank' ? text.blank : text.nobody;
  const counted = isElected ? text.chosenOf(count, most) : text.chosenAnswersOf(count, most);
  return (
    <p class="ballot-count" role="status">
      <b>{chosen === 'none' ? text.chosenNone(none) : counted}</b>
      {isFull && <span>{text.full}</span>}
    </p>
  );
}

type QuestionProps = {
  asked: AskedQuestion;
  words: QuestionWords;
  chosen: Chosen;
  /** The only question stands under the heading of the page. */
  isOnly: boolean;
  showsMissing: boolean;
  onChosen: (chosen: Chosen) => void;
};

function Question({ asked, words, chosen, isOnly, showsMissing, onChosen }: QuestionProps) {
  const text = useMessages(ballotText);
  const language = useLanguage();
  const group = useId();
  const [isFull, setFull] = useState(false);
  const way = wayOf(asked);
  const isElected = asked.decides.kind === 'elect';
  const missing = showsMissing ? missingOf(chosen, way) : undefined;
  const type = way.most === 1 ? 'radio' : 'checkbox';
  const press = (answer: number) => {
    const next = toggled(chosen, answer, way);
    setFull(way.most > 1 && next === chosen);
    onChosen(next);
  };
  const none = () => {
    setFull(false);
    onChosen(chosen === 'none' && type === 'checkbox' ? undefined : 'none');
  };
  return (
    <fieldset class="ballot-question" data-missing={missing === undefined ? undefined : ''}>
      <legend class={isOnly ? 'm-vh' : undefined}>
        {isOnly ? words.title[language] : <h2>{words.title[language]}</h2>}
      </legend>
      {!isOnly && <p class="m-sub">{wayWords(way, isElected, text)}</p>}
      {missing !== undefined && (
        <div role="alert">
          <FieldError>{missingWords(missing, way, text)}</FieldError>
        </div>
      )}
      {words.answers.map((answer, at) => (
        <Candidate
          // The order never changes: answers are told apart by it.
          key={String(at)}
          answer={answer}
          {...(isElected ? { number: String(at + 1) } : {})}
          type={type}
          group={group}
          checked={answersOf(chosen).includes(at)}
          onPress={() => press(at)}
        />
      ))}
      {way.none !== undefined && (
        <Mark type={type} group={group} checked={chosen === 'none'} onPress={none}>
          <span>
            <b>{way.none === 'blank' ? text.blank : text.nobody}</b>
            <span>{way.none === 'blank' ? text.blankHint : text.nobodyHint}</span>
          </span>
        </Mark>
      )}
      <Count chosen={chosen} way={way} isElected={isElected} isFull={isFull} />
    </fieldset>
  );
}

type ChooseProps = {
  election: Election;
  words: Announcement;
  chosen: readonly Chosen[];
  onChosen: (chosen: readonly Chosen[]) => void;
  onReview: () => void;
};

function Head({ election: { fixed, asks }, words }: Pick<ChooseProps, 'election' | 'words'>) {
  const text = useMessages(ballotText);
  const language = useLanguage();
  const [only, ...others] = words.questions;
  const [asked] = fixed.questions;
  const isElected = fixed.questions.every(({ decides }) => decides.kind === 'elect');
  const isOnly = others.length === 0;
  return (
    <div class="m-stack-s">
      <p class="m-eyebrow">{text.eyebrow(asks[language])}</p>
      <h1>{isOnly && only !== undefined ? only.title[language] : fixed.title[language]}</h1>
      <p class="m-sub">
        {isOnly && asked !== undefined && `${wayWords(wayOf(asked), isElected, text)} `}
        {isElected && text.order}
      </p>
    </div>
  );
}

/** The screen of the choice. Nothing is chosen beforehand, and nothing of it is kept. */
export function ChooseStep({ election, words, chosen, onChosen, onReview }: ChooseProps) {
  const text = useMessages(ballotText);
  const link = useMessages(linkText);
  const form = useRef<HTMLFormElement>(null);
  const [showsMissing, setShowsMissing] = useState(false);
  const { questions } = election.fixed;
  const submit = () => {
    const at = questions.findIndex(
      (asked, index) => missingOf(chosen[index], wayOf(asked)) !== undefined,
    );
    if (at === -1) {
      onReview();
      return;
    }
    setShowsMissing(true);
    form.current?.querySelectorAll('fieldset')[at]?.querySelector('input')?.focus();
  };
  return (
    <>
      <div class="m-task">
        <Stepper
          label={link.steps}
          steps={[link.stepChoose, text.stepReview, link.stepReceipt]}
          current={0}
        />
        <Head election={election} words={words} />
        <form
          ref={form}
          class="link-form"
          noValidate
          onSubmit={(event) => {
            event.preventDefault();
            submit();
          }}
        >
          {words.questions.map((question, at) => {
            const asked = questions[at];
            return asked === undefined ? null : (
              <Question
                key={String(at)}
                asked={asked}
                words={question}
                chosen={chosen[at]}
                isOnly={words.questions.length === 1}
                showsMissing={showsMissing}
                onChosen={(next) =>
                  onChosen(questions.map((_, index) => (index === at ? next : chosen[index])))
                }
              />
            );
          })}
        </form>
        <p class="m-small m-sub">{text.chooseNote}</p>
        <Help />
      </div>
      <ActionBar>
        <Button size="l" onClick={submit}>
          {text.toReview}
        </Button>
      </ActionBar>
    </>
  );
}
