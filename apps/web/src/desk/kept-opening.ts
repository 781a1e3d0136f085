import type { DeskHome, DeskSentAnswer } from '@madang/client';
import type { RollActs } from '@madang/services/vote/intake/index.ts';
import type { DraftPayload } from '../decision/decision-facts.ts';
import { keptPlace } from './kept-work.ts';
import type { SignedWork } from './sign-kept.ts';

/** A decision on its way to being open. */
export type Opening = SignedWork & {
  draft: DraftPayload;
  acts: RollActs;
  homes: readonly DeskHome[];
  text: Uint8Array;
  summary: Uint8Array;
  /** How many steps are done. */
  done: number;
  decision?: string;
  links?: DeskSentAnswer;
};

/** The decision that this device is opening. */
export const openingPlace = keptPlace<Opening>('opening');

/** Steps of every opening besides the lines of its roll. */
const otherSteps = 6;

/** How many steps there are. */
export function stepCount({ acts }: Opening): number {
  return acts.enter.length + otherSteps;
}
