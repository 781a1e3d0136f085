import type { Ledger } from './ledger.ts';
import { checkAnswers } from './real/check.ts';
import { networkAnswers } from './real/network.ts';
import { notariseAnswers } from './real/notarise.ts';
import { recordAnswers } from './real/records.ts';
import { createRoom } from './real/room.ts';

/** The ledger of the server that this page came from, through its client. */
export function connectLedger(): Ledger {
  const room = createRoom();
  return {
    ...networkAnswers(room),
    ...recordAnswers(room),
    ...checkAnswers(room),
    ...notariseAnswers(room),
  };
}
