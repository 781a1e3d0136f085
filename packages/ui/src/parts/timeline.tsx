import type { ComponentChildren } from 'preact';
import { ProofMark } from './proof-mark.tsx';
import type { ProofValue } from './proof-value.ts';

/** One thing that happened, who said so, and its proof where there is one. */
export type TimelineEntry = {
  key: string | number;
  title: ComponentChildren;
  detail: ComponentChildren;
  proof?: ProofValue;
};

/** Things on a line of time: newest first for what happened, oldest first for plans. */
export function Timeline({ entries }: { entries: readonly TimelineEntry[] }) {
  return (
    <ol class="m-line">
      {entries.map(({ key, title, detail, proof }) => (
        <li key={key}>
          {proof === undefined ? <span class="m-dot" /> : <ProofMark proof={proof} named />}
          <b class="m-strong">{title}</b>
          <p class="m-small m-sub">{detail}</p>
        </li>
      ))}
    </ol>
  );
}
