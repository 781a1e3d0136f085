import { useMessages } from '@madang/ui';
import type { Problem } from '../ledger.ts';
import { ballotAfterText } from '../text/ballot-after.ts';

/**
 * Why the ledger did not take a ballot, and what to do; undefined where nothing better is known.
 */
export function useRefusal({ code, detail }: Problem): string | undefined {
  const text = useMessages(ballotAfterText);
  const known: Readonly<Record<string, string>> = {
    PAUSED: text.refusedPaused,
    TOO_LATE: text.refusedLate,
    NOT_OPEN: text.refusedClosed,
    NOT_ON_ROLL: text.refusedRoll,
    LEVEL_TOO_LOW: text.refusedLevel,
    HAS_VOTED: text.refusedVoted,
    ALREADY_VOTED: text.refusedVoted,
    UNKNOWN_KEY: text.refusedKey,
    OUT_OF_SEQUENCE: text.refusedOrder,
    TOO_MANY_BALLOTS: text.refusedMany,
    KEY_NOT_MIXED: text.refusedMixed,
    NOT_REGISTERING: text.refusedRegistration,
    VOTES_ON_PAPER: text.refusedPaper,
    KEY_SURRENDERED: text.refusedGiven,
    NOT_IDENTIFIED: text.refusedPerson,
    KEY_NOT_HERE: text.refusedPerson,
  };
  return known[code.replace(/^election\./, '')] ?? detail;
}
