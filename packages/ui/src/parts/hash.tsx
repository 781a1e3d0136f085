import { useState } from 'preact/hooks';
import { inGroups } from '../i18n/format.ts';
import { useMessages } from '../i18n/messages.ts';
import { partText } from '../i18n/part-text.ts';

const headChars = 16;
const tailChars = 8;

/** Shortens a fingerprint to its first and last groups. */
export function shortHash(hex: string): string {
  if (hex.length <= headChars + tailChars) return inGroups(hex);
  return `${inGroups(hex.slice(0, headChars))} … ${inGroups(hex.slice(-tailChars))}`;
}

/** A fingerprint in groups of four. A short one is a button that shows the whole. */
export function Hash({ hex, short = false }: { hex: string; short?: boolean }) {
  const [whole, setWhole] = useState(!short);
  const text = useMessages(partText);
  if (whole) return <span class="m-hash">{inGroups(hex)}</span>;
  return (
    <button class="m-hash" type="button" onClick={() => setWhole(true)}>
      {shortHash(hex)}
      <span class="m-vh">, {text.showWhole}</span>
    </button>
  );
}
