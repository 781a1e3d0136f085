import type { ComponentChildren } from 'preact';

type TagProps = {
  tone?: 'plain' | 'action' | 'checked' | 'warn' | 'failed' | 'info';
  children: ComponentChildren;
};

/** A small word that sorts. */
export function Tag({ tone = 'plain', children }: TagProps) {
  return (
    <span class="m-tag" data-tone={tone === 'plain' ? undefined : tone}>
      {children}
    </span>
  );
}
