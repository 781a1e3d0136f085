import { fromHex, toHex } from '@madang/base';
import { notedOf, readNoted } from './opened-link.ts';

/** A batch of papers as the desk names it to a telephone. */
export type BatchCode = { election: Uint8Array; batch: Uint8Array };

const pathPattern = /^(?:\/en)?\/elections\/([0-9a-f]{64})$/;
const keyPattern = /^[0-9a-f]{64}$/;

/** The address in the code that the desk shows: the public page of the election, and the batch. */
export function batchAddress(origin: string, { election, batch }: BatchCode): string {
  return `${origin}/elections/${toHex(election)}?batch=${toHex(batch)}`;
}

/** The batch in an address that was read from a code; undefined if it names none. */
export function readBatchCode(scanned: string): BatchCode | undefined {
  if (!URL.canParse(scanned)) return undefined;
  const address = new URL(scanned);
  const election = fromHex(pathPattern.exec(address.pathname)?.[1] ?? '');
  const named = address.searchParams.get('batch') ?? '';
  const batch = fromHex(keyPattern.test(named) ? named : '');
  if (!election.ok || !batch.ok) return undefined;
  const isWhole = election.value.length > 0 && batch.value.length > 0;
  return isWhole ? { election: election.value, batch: batch.value } : undefined;
}

/** The one of these batches whose number somebody has typed; undefined if it is of none. */
export function batchOfNumber(
  batches: readonly { readonly key: Uint8Array }[],
  typed: string,
): Uint8Array | undefined {
  const noted = readNoted(typed);
  return batches.find(({ key }) => notedOf(key) === noted)?.key;
}
