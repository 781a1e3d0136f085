import { Alert, Button, Stepper, useMessages } from '@madang/ui';
import type { ComponentChildren } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';
import { deskNewText } from '../text/desk-new.ts';
import './wizard.css';

/** Something that a step needs, with the sentence that asks for it. */
export type Need = readonly [isThere: boolean, sentence: string];

/** A step of the way on which something is made. */
export type WizardStep = {
  title: string;
  /** Its name in the list of steps. */
  short: string;
  /** In the order in which it is asked for. */
  needs: readonly Need[];
  content: ComponentChildren;
};

type WizardProps = {
  label: string;
  /** The last one is not left by a button: it puts everything on record. */
  steps: readonly WizardStep[];
  /** Changes with everything that is typed: a sentence about what was before is gone then. */
  state: unknown;
};

/** Leads through steps one after another; what is missing is said where it is. */
export function Wizard({ label, steps, state }: WizardProps) {
  const text = useMessages(deskNewText);
  const [index, setIndex] = useState(0);
  const [error, setError] = useState<string>();
  const heading = useRef<HTMLHeadingElement>(null);
  const isFirst = useRef(true);
  useEffect(() => {
    if (!isFirst.current) heading.current?.focus();
    isFirst.current = false;
  }, [index]);
  useEffect(() => setError(undefined), [state]);
  const step = steps[index];
  const next = (): void => {
    const missing = step?.needs.find(([isThere]) => !isThere);
    setError(missing?.[1]);
    if (missing === undefined) setIndex(index + 1);
  };
  const back = (): void => {
    setError(undefined);
    setIndex(index - 1);
  };
  return (
    <>
      <header class="desk-head">
        <h1 ref={heading} tabIndex={-1}>
          {step?.title}
        </h1>
      </header>
      <main id="main" class="desk-body" tabIndex={-1}>
        <Stepper label={label} current={index} steps={steps.map(({ short }) => short)} />
        {step?.content}
        <div class="desk-foot">
          {error !== undefined && <Alert tone="failed" title={error} announce="new" />}
          {index > 0 && (
            <Button kind="plain" onClick={back}>
              {text.back}
            </Button>
          )}
          {index < steps.length - 1 && <Button onClick={next}>{text.next}</Button>}
        </div>
      </main>
    </>
  );
}
