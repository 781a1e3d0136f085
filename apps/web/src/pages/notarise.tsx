import { formatDayAndTime, Icon, Stepper, Tag, useLanguage, useMessages } from '@madang/ui';
import { useEffect, useRef, useState } from 'preact/hooks';
import { type Kept, listKept } from '../device/kept-store.ts';
import { goTo, type Page, useHref } from '../router.ts';
import { notariseText } from '../text/notarise.ts';
import { keptName } from './kept-name.ts';
import './notarise.css';
import { type Chosen, NotariseForm } from './notarise-form.tsx';
import { NotariseWork } from './notarise-work.tsx';

function MyReceipts() {
  const text = useMessages(notariseText);
  const language = useLanguage();
  const href = useHref();
  const [kept, setKept] = useState<readonly Kept[]>([]);
  useEffect(() => {
    listKept().then(setKept, () => undefined);
  }, []);
  if (kept.length === 0) return null;
  return (
    <section class="m-stack-s" aria-labelledby="mine">
      <h2 id="mine">{text.mine}</h2>
      <p class="m-small m-sub">{text.mineWords}</p>
      <ul class="m-links">
        {kept.map((each) => (
          <li key={each.id}>
            <a href={href(`/notarise/${each.number}`)}>
              <Icon name="book" />
              <span>
                {keptName(each, text)}
                <small>{formatDayAndTime(each.createdAtMs, language)}</small>
              </span>
              {each.revoked === true && <Tag tone="warn">{text.mineRevoked}</Tag>}
              {each.expired && <Tag tone="warn">{text.mineExpired}</Tag>}
              {!each.expired && each.receipts.length === 0 && (
                <Tag tone="info">{text.mineWaiting}</Tag>
              )}
              <Icon name="right" small />
            </a>
          </li>
        ))}
      </ul>
    </section>
  );
}

function Notarise() {
  const text = useMessages(notariseText);
  const href = useHref();
  const [chosen, setChosen] = useState<Chosen>();
  const [before, setBefore] = useState<Chosen>();
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    if (chosen !== undefined) heading.current?.focus();
  }, [chosen]);
  const steps = [text.step1, text.step2, text.step3];
  return (
    <div class="m-task">
      <Stepper label={text.steps} steps={steps} current={chosen === undefined ? 0 : 1} />
      <div class="m-stack-s">
        <h1 ref={heading} tabIndex={-1}>
          {text.title}
        </h1>
        {chosen === undefined && <p class="m-sub">{text.lead}</p>}
      </div>
      {chosen === undefined ? (
        <>
          <NotariseForm onChosen={setChosen} {...(before === undefined ? {} : { before })} />
          <MyReceipts />
        </>
      ) : (
        <NotariseWork
          chosen={chosen}
          onBack={(chooseAgain) => {
            setBefore(chooseAgain ? chosen : undefined);
            setChosen(undefined);
          }}
          onDone={(number) => goTo(href(`/notarise/${number}`))}
        />
      )}
    </div>
  );
}

/** The main job: put a document on record. */
export const page: Page = { title: (language) => notariseText[language].title, Content: Notarise };
