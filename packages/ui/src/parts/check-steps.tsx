import type { ComponentChildren } from 'preact';
import { useMessages } from '../i18n/messages.ts';
import { partText } from '../i18n/part-text.ts';
import { Icon } from '../icons.tsx';
import { ProofMark } from './proof-mark.tsx';
import type { WallState } from './proof-value.ts';
import { proofOf } from './proof-value.ts';

/** One step of a verification, what it came to, and how long it took. */
export type CheckStep = {
  key: string;
  title: string;
  state: WallState;
  text: ComponentChildren;
  took?: string;
};

/** The steps of a verification in their order; a step that was not run says so. */
export function CheckSteps({ steps }: { steps: readonly CheckStep[] }) {
  const words = useMessages(partText);
  return (
    <ol class="m-stp">
      {steps.map(({ key, title, state, text, took }) => (
        <li key={key} data-is={state}>
          {state === 'passed' ? <Icon name="check" small /> : <ProofMark proof={proofOf(state)} />}
          <div>
            <b>
              {title}
              <span class="m-vh">, {words[state]}</span>
            </b>
            <span>{text}</span>
          </div>
          <time>{took}</time>
        </li>
      ))}
    </ol>
  );
}
