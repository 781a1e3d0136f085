import { bool, list, optional, record, type TypeOf } from '@madang/base';
import { deskNumber, MAX_DESK_LINES, personHomes } from './desk-answers.ts';

/** `GET /api/desk/elections/:id/voters`: the roll of an election with what the office knows. */
export const deskVotersAnswer = record({
  voters: list(
    record({
      person: deskNumber,
      /** Empty where nobody knows any more who the number is. */
      homes: personHomes,
      /** Absent where keys are mixed: then nobody can know. */
      hasVoted: optional(bool()),
      /** Whether a key of theirs is registered. */
      isRegistered: bool(),
      /** Whether a message reaches them. */
      isReached: bool(),
    }),
    { max: MAX_DESK_LINES },
  ),
});
export type DeskVoter = TypeOf<typeof deskVotersAnswer>['voters'][number];
