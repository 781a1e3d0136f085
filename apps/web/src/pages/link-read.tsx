import { Alert, Button, Fold, Icon, Skeleton, Stepper, useLanguage, useMessages } from '@madang/ui';
import { useEffect, useState } from 'preact/hooks';
import { readAloud, stopReading, type Voice } from '../device/read-aloud.ts';
import { saveFile } from '../device/save-file.ts';
import { useLate } from '../parts/late.ts';
import { sectionsOf, spokenPieces } from '../parts/plain-blocks.ts';
import { PlainText } from '../parts/plain-text.tsx';
import type { Decision, Draft } from '../resident/decision.ts';
import type { Texts } from '../resident/texts.ts';
import { linkText } from '../text/link.ts';
import { siteText } from '../text/site.ts';
import { ActionBar, Help } from './link-parts.tsx';

function langOf(text: string): 'ko' | 'en' {
  return /[가-힣]/.test(text) ? 'ko' : 'en';
}

function ListenButton({ spoken }: { spoken: string }) {
  const text = useMessages(linkText);
  const [voice, setVoice] = useState<Voice>('silent');
  useEffect(() => stopReading, []);
  const toggle = () => {
    if (voice === 'reading') {
      stopReading();
      setVoice('silent');
    } else readAloud(spokenPieces(spoken), langOf(spoken), setVoice);
  };
  return (
    <>
      <button
        class="m-button"
        data-kind="plain"
        type="button"
        aria-pressed={voice === 'reading'}
        onClick={toggle}
      >
        <Icon name="sound" />
        {voice === 'reading' ? text.stopListening : text.listen}
      </button>
      {voice === 'cannot' && (
        <p class="m-small m-sub link-wide" role="status">
          {text.cannotListen}
        </p>
      )}
    </>
  );
}

function Summary({ summary, author }: { summary: string; author: string }) {
  const text = useMessages(linkText);
  const [first] = sectionsOf(summary);
  const title = first?.title ?? text.summary;
  return (
    <section aria-labelledby="easy" class="m-stack">
      <div>
        <h2 id="easy">{title}</h2>
        <p class="m-small m-sub">{text.summaryBy(author)}</p>
      </div>
      <div lang={langOf(summary)} class="m-stack">
        {sectionsOf(summary).map(({ title: heading, blocks }, at) => (
          <div key={at} class="m-stack">
            {at > 0 && heading !== undefined && <h3>{heading}</h3>}
            <PlainText blocks={blocks} numbered />
          </div>
        ))}
      </div>
    </section>
  );
}

function FullText({ whole }: { whole: string }) {
  const text = useMessages(linkText);
  const sections = sectionsOf(whole);
  return (
    <section aria-labelledby="full">
      <h2 id="full" class="link-h2">
        {text.fullText}
      </h2>
      <div lang={langOf(whole)}>
        {sections.map(({ title, blocks }, at) => (
          <Fold key={at} title={title ?? text.wholeText}>
            <PlainText blocks={blocks} />
          </Fold>
        ))}
      </div>
      <p class="link-same">
        <Icon name="check" small />
        {text.textSame}
      </p>
    </section>
  );
}

function Missing({ texts, onAgain }: { texts: Texts; onAgain: () => void }) {
  const text = useMessages(linkText);
  const differs = texts.state === 'differs';
  return (
    <>
      <Alert
        tone={differs ? 'failed' : 'warn'}
        title={differs ? text.textDiffers : text.textMissing}
        announce="new"
      >
        {differs ? text.textDiffersWords : text.textMissingWords}
      </Alert>
      <Button kind="plain" icon="again" onClick={onAgain}>
        {text.again}
      </Button>
    </>
  );
}

/** The rules, folded: their words come when somebody wants them. */
function RulesFold({ draft }: { draft: Draft }) {
  const text = useMessages(linkText);
  const site = useMessages(siteText);
  const [open, setOpen] = useState(false);
  const [late, again] = useLate(open, () => import('./link-rules.tsx'));
  return (
    <details class="m-fold" onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary>
        {text.rules}
        <Icon name="down" />
      </summary>
      <div>
        {late.state === 'here' && <late.value.Rules draft={draft} />}
        {late.state === 'coming' && open && <Skeleton label={site.loading} />}
        {late.state === 'failed' && (
          <Button kind="plain" size="s" icon="again" onClick={again}>
            {text.again}
          </Button>
        )}
      </div>
    </details>
  );
}

type ReadProps = {
  decision: Decision;
  texts: Texts;
  onAgain: () => void;
  onNext: () => void;
};

/** The second screen: what is decided, in plain words and in full, and by which rules. */
export function ReadStep({ decision, texts, onAgain, onNext }: ReadProps) {
  const text = useMessages(linkText);
  const language = useLanguage();
  const { draft, now } = decision;
  const steps = [text.stepRead, text.stepChoose, text.stepReceipt];
  const isHere = texts.state === 'here';
  return (
    <>
      <div class="m-task">
        <Stepper label={text.steps} steps={steps} current={0} />
        <div class="m-stack">
          <h1>{text.readTitle}</h1>
          {isHere && (
            <div class="link-tools">
              <ListenButton spoken={texts.summary ?? texts.whole} />
              <Button
                kind="plain"
                icon="download"
                onClick={() =>
                  saveFile(`${draft.title[language]}.txt`, new TextEncoder().encode(texts.whole))
                }
              >
                {text.saveText}
              </Button>
            </div>
          )}
        </div>
        {isHere && texts.summary !== undefined && (
          <Summary summary={texts.summary} author={draft.summaryBy[language]} />
        )}
        {isHere && <FullText whole={texts.whole} />}
        {(texts.state === 'missing' || texts.state === 'differs') && (
          <Missing texts={texts} onAgain={onAgain} />
        )}
        <RulesFold draft={draft} />
        <Help />
      </div>
      {isHere && now.status === 'open' && (
        <ActionBar>
          <Button size="l" onClick={onNext}>
            {text.next}
          </Button>
        </ActionBar>
      )}
    </>
  );
}
