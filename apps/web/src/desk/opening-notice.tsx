import { Alert, Button, ButtonLink, formatCount, useLanguage, useMessages } from '@madang/ui';
import { useEffect, useState } from 'preact/hooks';
import { useHref } from '../router.ts';
import { deskText } from '../text/desk.ts';
import { forgetOpening, keptOpening, type Opening, stepCount } from './kept-opening.ts';

/** Tells of a decision whose opening did not come to its end. */
export function OpeningNotice() {
  const text = useMessages(deskText);
  const language = useLanguage();
  const href = useHref();
  const [opening, setOpening] = useState<Opening>();
  useEffect(() => void keptOpening().then(setOpening), []);
  if (opening === undefined) return null;
  const words = text.openingWords(
    opening.draft.title[language],
    formatCount(opening.done),
    formatCount(stepCount(opening)),
  );
  return (
    <Alert tone="warn" title={text.opening}>
      <p>{words}</p>
      <p class="m-row">
        <ButtonLink href={href('/desk/new')} size="s">
          {text.resume}
        </ButtonLink>
        <Button
          kind="plain"
          size="s"
          onClick={() => void forgetOpening().then(() => setOpening(undefined))}
        >
          {text.discard}
        </Button>
      </p>
    </Alert>
  );
}
