import { Button, Skeleton, useMessages } from '@madang/ui';
import type { ComponentChildren } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';
import { focusHeading } from '../router.ts';
import { trusteeText } from '../text/trustee.ts';
import { RestoreForm, SaveForm } from './key-forms.tsx';
import { useTrusteeRoom } from './room.ts';
import type { KeyFacts } from './working.ts';

type Shown = 'question' | 'make' | 'restore' | 'key';

type GateProps = {
  /** What stands below the question, for whoever has no key here. */
  lead?: ComponentChildren;
  children: (key: KeyFacts, onKey: (key: KeyFacts | undefined) => void) => ComponentChildren;
};

/** Lets whoever has a key on this device through; others make one, or bring it back. */
export function KeyGate({ lead, children }: GateProps) {
  const text = useMessages(trusteeText);
  const { ask } = useTrusteeRoom();
  const [shown, setShown] = useState<Shown>();
  const [key, setKey] = useState<KeyFacts>();
  const before = useRef<Shown>(undefined);
  useEffect(() => {
    void ask('key', {}).then((found) => {
      if (found.ok) setKey(found.value);
      setShown(found.ok && found.value !== undefined ? 'key' : 'question');
    });
  }, []);
  useEffect(() => {
    if (before.current !== undefined && shown !== before.current) focusHeading();
    before.current = shown;
  }, [shown]);
  const take = (found: KeyFacts | undefined): void => {
    setKey(found);
    setShown(found === undefined ? 'question' : 'key');
  };
  if (shown === undefined) {
    return (
      <div class="m-task">
        <Skeleton label={text.opening} />
      </div>
    );
  }
  if (shown === 'key' && key !== undefined) return <>{children(key, take)}</>;
  const back = () => setShown('question');
  if (shown === 'make') {
    return (
      <Screen title={text.passphraseTitle} words={text.passphraseWords} onBack={back}>
        <SaveForm hasKey={false} onKey={take} />
      </Screen>
    );
  }
  if (shown === 'restore') {
    return (
      <Screen title={text.restoreTitle} words={text.restoreWords} onBack={back}>
        <RestoreForm onKey={take} />
      </Screen>
    );
  }
  return <Question lead={lead} onShow={setShown} />;
}

type QuestionProps = { lead: ComponentChildren; onShow: (shown: Shown) => void };

function Question({ lead, onShow }: QuestionProps) {
  const text = useMessages(trusteeText);
  return (
    <div class="m-task">
      <div class="m-stack-s">
        <h1>{text.question}</h1>
        {lead}
        <p>{text.lead}</p>
      </div>
      <ol class="trustee-way">
        {[text.way1, text.way2, text.way3, text.way4].map((line) => (
          <li key={line}>
            <span>{line}</span>
          </li>
        ))}
      </ol>
      <p class="m-small m-sub">{text.stays}</p>
      <div class="m-stack-s">
        <Button size="l" onClick={() => onShow('make')}>
          {text.toMake}
        </Button>
        <Button size="l" kind="second" onClick={() => onShow('restore')}>
          {text.toRestore}
        </Button>
      </div>
    </div>
  );
}

type ScreenProps = {
  title: string;
  words: string;
  onBack: () => void;
  children: ComponentChildren;
};

function Screen({ title, words, onBack, children }: ScreenProps) {
  const text = useMessages(trusteeText);
  return (
    <div class="m-task">
      <div class="m-stack-s">
        <h1>{title}</h1>
        <p>{words}</p>
      </div>
      {children}
      <div>
        <Button kind="plain" onClick={onBack}>
          {text.back}
        </Button>
      </div>
    </div>
  );
}
