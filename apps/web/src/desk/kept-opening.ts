import type { DeskHome, DeskSentAnswer } from '@madang/client';
import type { RollActs } from '@madang/services/vote/intake/index.ts';
import type { DraftPayload } from '../decision/decision-facts.ts';
import { getValue, putValue, removeValue } from '../device/database.ts';
import type { SignedWork } from './sign-kept.ts';

/**
 * A decision on its way to being open, as this device keeps it: without a name or number of
 * anybody, for those went into the vault before.
 */
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

const key = 'opening';

/** The decision that this device was opening; undefined if there is none. */
export async function keptOpening(): Promise<Opening | undefined> {
  const kept = await getValue('desk', key).catch(() => undefined);
  return kept as Opening | undefined;
}

/** Keeps how far an opening is. */
export function keepOpening(opening: Opening): Promise<void> {
  // A private window keeps nothing: then the page itself is all that can go on.
  return putValue('desk', key, opening).catch(() => undefined);
}

/** Forgets what was being opened; what is on record stays there. */
export function forgetOpening(): Promise<void> {
  return removeValue('desk', key).catch(() => undefined);
}

/** Steps of every opening besides the lines of its roll. */
const otherSteps = 6;

/** How many steps there are. */
export function stepCount({ acts }: Opening): number {
  return acts.enter.length + otherSteps;
}

/** Whether everything is done. */
export function isOpened(opening: Opening): boolean {
  return opening.done >= stepCount(opening);
}
