import { journalClaim, registerClaim, stateKey } from '@madang/protocol';
import { establishments, progress } from '../chain/state.ts';

/** The state keys that a dossier of a decision proves, in order. */
export function decisionStateKeys(
  decision: Uint8Array,
  register: Uint8Array,
): readonly Uint8Array[] {
  return [
    progress.stateKey(decision),
    establishments.stateKey(decision),
    stateKey('people', 'journals', register),
  ];
}

/** Where the journals are among them. */
export const decisionJournals = {
  acts: journalClaim(0, progress.value),
  people: registerClaim(2),
} as const;
