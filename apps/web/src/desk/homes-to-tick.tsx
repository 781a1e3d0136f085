import { Button, Field, FieldError, formatCount } from '@madang/ui';
import type { ComponentChildren } from 'preact';
import { useState } from 'preact/hooks';

const shownAtFirst = 60;

type HomesProps<H> = {
  homes: readonly H[];
  /** By which they are put in order. */
  nameOf: (home: H) => string;
  /** In which of its names what is typed is looked for. */
  namesOf: (home: H) => readonly string[];
  words: { find: string; who: string; more: (count: string) => string };
  error?: string | undefined;
  /** Draws one of them. */
  children: (home: H) => ComponentChildren;
};

/** Homes of which some are ticked: in order, looked for by name, and not too many at once. */
export function HomesToTick<H>(props: HomesProps<H>) {
  const { homes, nameOf, namesOf, words, error, children } = props;
  const [sought, setSought] = useState('');
  const [shown, setShown] = useState(shownAtFirst);
  const listed = homes
    .filter((home) => namesOf(home).some((name) => name.includes(sought.trim())))
    .toSorted((one, other) => nameOf(one).localeCompare(nameOf(other), 'ko', { numeric: true }));
  return (
    <>
      {homes.length > shownAtFirst && (
        <Field label={words.find} value={sought} inputMode="search" onInput={setSought} />
      )}
      <fieldset class="choices">
        <legend class="m-label">{words.who}</legend>
        {error !== undefined && <FieldError>{error}</FieldError>}
        {listed.slice(0, shown).map(children)}
      </fieldset>
      {listed.length > shown && (
        <div>
          <Button kind="plain" size="s" onClick={() => setShown(shown + shownAtFirst)}>
            {words.more(formatCount(listed.length - shown))}
          </Button>
        </div>
      )}
    </>
  );
}
