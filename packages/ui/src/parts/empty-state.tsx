import type { ComponentChildren } from 'preact';
import { UncheckedMark } from './proof-mark.tsx';

/** A dashed place that says what will be here, and what to do. */
export function EmptyState({ title, children }: { title: string; children?: ComponentChildren }) {
  return (
    <div class="m-empty">
      <UncheckedMark />
      <b>{title}</b>
      {children}
    </div>
  );
}
