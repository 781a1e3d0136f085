import type { RefObject } from 'preact';
import { useLayoutEffect, useRef } from 'preact/hooks';

/**
 * Hands values to CSS as custom properties of one element, set through the CSSOM: a strict style
 * policy forbids the `style` attribute.
 */
export function useCssValues<E extends HTMLElement>(
  values: Readonly<Record<`--${string}`, string>>,
): RefObject<E | null> {
  const ref = useRef<E>(null);
  useLayoutEffect(() => {
    for (const [name, value] of Object.entries(values)) {
      ref.current?.style.setProperty(name, value);
    }
  });
  return ref;
}
