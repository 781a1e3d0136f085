import type { Ledger, Problem } from '../ledger.ts';
import { type Kept, listKept, putKept } from './kept-store.ts';

/** What became of a kept act that was sent. */
export type Sending =
  | { state: 'sending'; tries: number }
  | { state: 'done'; kept: Kept }
  | { state: 'expired'; kept: Kept }
  | { state: 'refused'; problem: Problem };

async function settleProblem(kept: Kept, problem: Problem): Promise<Sending | undefined> {
  const { code } = problem;
  if (code === 'CLIENT_CANCELLED') return undefined;
  if (code === 'CLIENT_EXPIRED') {
    const expired = { ...kept, expired: true };
    await putKept(expired);
    return { state: 'expired', kept: expired };
  }
  return { state: 'refused', problem };
}

/**
 * Sends a kept act until the ledger has answered, and keeps its receipts. It is the same signed act
 * each time, so that the ledger counts it once however often it arrives. Undefined when stopped.
 */
export async function sendKept(
  ledger: Ledger,
  kept: Kept,
  signal: AbortSignal,
  onTry: (sending: Sending) => void,
): Promise<Sending | undefined> {
  const answer = await ledger.send(kept.prepared, {
    signal,
    onTry: (tries) => onTry({ state: 'sending', tries }),
  });
  if (!answer.ok) return settleProblem(kept, answer.problem);
  const done = { ...kept, receipts: answer.value };
  await putKept(done);
  return { state: 'done', kept: done };
}

/** Gives the acts on this device whose receipts are still to come. */
export async function listUnsent(): Promise<readonly Kept[]> {
  const all = await listKept();
  return all.filter(({ receipts, expired }) => receipts.length === 0 && !expired);
}
