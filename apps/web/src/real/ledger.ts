import type { Ledger } from '../ledger.ts';
import { checkAnswers } from './check.ts';
import { networkAnswers } from './network.ts';
import { notariseAnswers } from './notarise.ts';
import { recordAnswers } from './records.ts';
import { createRoom } from './room.ts';

/** Everything that pages of the city ask, with all services of this build. */
export function connectWhole(): Ledger {
  const room = createRoom();
  return {
    ...networkAnswers(room),
    ...recordAnswers(room),
    ...checkAnswers(room),
    ...notariseAnswers(room),
  };
}
