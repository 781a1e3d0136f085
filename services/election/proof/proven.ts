import { decode } from '@madang/base';
import { journalClaim, registerClaim, stateKey } from '@madang/protocol';
import { bound, type Election, elections, progress, results } from '../chain/state.ts';

/** The state keys that a dossier of an election proves, in order. */
export function electionStateKeys(
  election: Uint8Array,
  register: Uint8Array,
): readonly Uint8Array[] {
  return [
    progress.stateKey(election),
    bound.stateKey(election),
    results.stateKey(election),
    stateKey('people', 'journals', register),
  ];
}

/** Where the journals are among them. */
export const electionJournals = {
  acts: journalClaim(0, progress.value),
  people: registerClaim(3),
} as const;

/** An election as the state has it. */
export type ElectionRecord = Election;

/** The election with this id in a state; nothing if there is none. */
export function readElection(
  get: (stateKey: Uint8Array) => Uint8Array | undefined,
  id: Uint8Array,
): ElectionRecord | undefined {
  const bytes = id.length === 32 ? get(elections.stateKey(id)) : undefined;
  const decoded = bytes === undefined ? undefined : decode(elections.value, bytes);
  return decoded?.ok === true ? decoded.value : undefined;
}
