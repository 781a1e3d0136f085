import { algebra } from './algebra.ts';
import type { Forgery } from './forgery.ts';
import { replays } from './replays.ts';

/** How one would cheat, were an item left out. Some items have more than one forgery. */
export const forgeries: readonly Forgery[] = [...replays, ...algebra];

/** Items that others imply: there is no forgery, only another challenge. */
export const implied = [
  {
    item: 'S.tag',
    why: 'every other hash begins with a tag of its own, which no genesis hash begins with',
  },
  { item: 'S.n', why: 'the encoding of the questions says by itself where it ends' },
  {
    item: 'S.m',
    why: 'selections stand last, and all between them and the questions has one length',
  },
  { item: 'selection.name', why: 'a signature hashes 96 bytes, never the 168 of a selection' },
  {
    item: 'ballot.name',
    why: 'a selection hashes 168 bytes, never the 96 of a signature; a surrender begins with T',
  },
] as const;
