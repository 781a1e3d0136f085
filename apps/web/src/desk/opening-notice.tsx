import { Alert, Button, ButtonLink, formatCount, useLanguage, useMessages } from '@madang/ui';
import { useEffect, useState } from 'preact/hooks';
import type { Words } from '../ledger.ts';
import { useHref } from '../router.ts';
import { deskText } from '../text/desk.ts';
import { electionListText } from '../text/election-list.ts';
import { draftingCount, draftingPlace } from './kept-drafting.ts';
import { openingPlace, stepCount } from './kept-opening.ts';
import type { KeptPlace } from './kept-work.ts';

/** Tells of a decision whose opening did not come to its end. */
export function OpeningNotice() {
  const text = useMessages(deskText);
  return (
    <UnfinishedNotice
      place={openingPlace}
      countOf={(opening) => ({ done: opening.done, total: stepCount(opening) })}
      path="/desk/new"
      words={{ title: text.opening, far: text.openingWords, goOn: text.resume }}
    />
  );
}

/** Tells of an election that did not come on record as a whole. */
export function DraftingNotice() {
  const text = useMessages(electionListText);
  return (
    <UnfinishedNotice
      place={draftingPlace}
      countOf={draftingCount}
      path="/desk/elections/new"
      words={{ title: text.unfinished, far: text.unfinishedWords, goOn: text.goOn }}
    />
  );
}

type UnfinishedProps<W> = {
  place: KeptPlace<W>;
  countOf: (work: W) => { done: number; total: number };
  /** Where it goes on. */
  path: string;
  words: {
    title: string;
    far: (title: string, done: string, total: string) => string;
    goOn: string;
  };
};

/** Tells of work that did not come to its end: it goes on, or is given up. */
function UnfinishedNotice<W extends { draft: { title: Words } }>({
  place,
  countOf,
  path,
  words,
}: UnfinishedProps<W>) {
  const text = useMessages(deskText);
  const language = useLanguage();
  const href = useHref();
  const [work, setWork] = useState<W>();
  useEffect(() => void place.find().then(setWork), []);
  if (work === undefined) return null;
  const { done, total } = countOf(work);
  return (
    <Alert tone="warn" title={words.title}>
      <p>{words.far(work.draft.title[language], formatCount(done), formatCount(total))}</p>
      <p class="m-row">
        <ButtonLink href={href(path)} size="s">
          {words.goOn}
        </ButtonLink>
        <Button
          kind="plain"
          size="s"
          onClick={() => void place.forget().then(() => setWork(undefined))}
        >
          {text.discard}
        </Button>
      </p>
    </Alert>
  );
}
