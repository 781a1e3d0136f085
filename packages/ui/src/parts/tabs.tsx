import type { ComponentChildren } from 'preact';

/** One tab: a link, so that it can be opened, kept and sent. */
export type Tab = { key: string; href: string; label: ComponentChildren };

/** The views of one thing; the current one stands in the address. */
export function Tabs({
  label,
  tabs,
  current,
}: {
  label: string;
  tabs: readonly Tab[];
  current: string;
}) {
  return (
    <nav class="m-tabs" aria-label={label}>
      {tabs.map((tab) => (
        <a key={tab.key} href={tab.href} aria-current={tab.key === current ? 'page' : undefined}>
          {tab.label}
        </a>
      ))}
    </nav>
  );
}
