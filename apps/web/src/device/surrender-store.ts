import type { PreparedTransaction } from '@madang/client';
import { getValue, putValue } from './database.ts';
import { type VoterPlace, voterName } from './voter-key-store.ts';

/**
 * What gives up a voter's key for a batch of papers, signed here. The desk sends it, so it does not
 * lie with the acts that this device sends.
 */
export type KeptSurrender = {
  batch: Uint8Array;
  /** The fingerprint of the ballot that it follows; absent: nothing was cast. */
  after?: Uint8Array;
  prepared: PreparedTransaction;
  receipt?: Uint8Array;
};

const nameOf = (place: VoterPlace) => `surrenders ${voterName(place)}`;

/** What was signed here to give up the key of a voter, oldest first. */
export async function listSurrenders(place: VoterPlace): Promise<readonly KeptSurrender[]> {
  const kept = await getValue('voters', nameOf(place));
  return Array.isArray(kept) ? (kept as readonly KeptSurrender[]) : [];
}

/** Keeps one of them, in the place of what was kept of it before. */
export async function putSurrender(place: VoterPlace, kept: KeptSurrender): Promise<void> {
  const all = await listSurrenders(place);
  const others = all.filter(({ prepared }) => prepared.id !== kept.prepared.id);
  await putValue('voters', nameOf(place), [...others, kept]);
}
