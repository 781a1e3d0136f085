import type { ComponentChildren } from 'preact';

/** A term and its value. */
export type Fact = { term: string; value: ComponentChildren; note?: ComponentChildren };

/** A list of terms and values; `wide` and, closer, `side` set the value beside its term. */
export function Facts({
  facts,
  layout,
}: {
  facts: readonly Fact[];
  layout?: 'stacked' | 'wide' | 'side';
}) {
  return (
    <dl
      class="m-facts"
      data-wide={layout === 'wide' ? '' : undefined}
      data-side={layout === 'side' ? '' : undefined}
    >
      {facts.map(({ term, value, note }) => (
        <div key={term}>
          <dt>{term}</dt>
          <dd>
            {value}
            {note !== undefined && <small>{note}</small>}
          </dd>
        </div>
      ))}
    </dl>
  );
}
