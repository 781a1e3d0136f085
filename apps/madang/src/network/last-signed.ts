import { existsSync, mkdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { parseJson, record, text, uint } from '@madang/base';
import { parseText } from '../data/city.ts';
import { writeJson } from '../data/found.ts';
import type { Layout } from '../data/layout.ts';

// What a validator signed last, as CometBFT keeps it: a file that must never go back. Whoever signs
// by an older one can sign two different things at one height.

/** The name of the file in `data/` of CometBFT's home. */
export const SIGNED_FILE = 'priv_validator_state.json';

/** The file of a node. */
export function signedFile({ comet }: Layout): string {
  return path.join(comet, 'data', SIGNED_FILE);
}

/** A place in CometBFT's voting: nothing before it is signed any more. */
export interface LastSigned {
  readonly height: number;
  readonly round: number;
  readonly step: number;
  /** The file as it is, with the signature of that place. */
  readonly content: unknown;
}

const placeForm = record({
  height: text({ min: 1, max: 16, pattern: '[0-9]+' }),
  round: uint(),
  step: uint({ max: 3 }),
});

/** What a node signed last; nothing where the file is missing or is none. */
export function readLastSigned(layout: Layout): LastSigned | undefined {
  const file = signedFile(layout);
  if (!existsSync(file)) return undefined;
  const content = parseText(readFileSync(file, 'utf8'));
  if (typeof content !== 'object' || content === null) return undefined;
  const { height, round, step } = { height: '', round: 0, step: 0, ...content };
  const place = parseJson(placeForm, { height, round, step });
  if (!place.ok) return undefined;
  return { ...place.value, height: Number(place.value.height), content };
}

/** Whether one place comes after another. */
export function isLater(one: LastSigned, other: LastSigned): boolean {
  if (one.height !== other.height) return one.height > other.height;
  if (one.round !== other.round) return one.round > other.round;
  return one.step > other.step;
}

/** Lets a node go on behind what was signed elsewhere. */
export function keepLastSigned(layout: Layout, { content }: LastSigned): void {
  write(layout, content);
}

/** Lets a node sign nothing below a height. */
export function signOnlyFrom(layout: Layout, height: number): void {
  write(layout, { height: String(height), round: 0, step: 0 });
}

function write(layout: Layout, content: unknown): void {
  const file = signedFile(layout);
  mkdirSync(path.dirname(file), { recursive: true, mode: 0o700 });
  writeJson(file, content);
}
