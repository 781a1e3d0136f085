import { expectOk, fromHex } from '@madang/base';
import { decodeLogEntry, startOfReceiptNumber, type TransactionEntry } from '@madang/protocol';
import type { ApiLedger } from './ports.ts';

/** A transaction entry and its index. */
export interface FoundEntry {
  readonly index: number;
  readonly entry: TransactionEntry;
}

const FOUND_MAX = 20;

/**
 * Records by what a person has in hand: a record number, a receipt number or the beginning of a
 * transaction id. Blanks, hyphens and commas are passed over.
 */
export async function findRecords(
  ledger: ApiLedger,
  question: string,
): Promise<readonly FoundEntry[]> {
  const compact = question.replaceAll(/[\s,-]/g, '');
  const number = /^[0-9]{1,15}$/.test(compact) ? Number(compact) : undefined;
  const ids = /^[0-9a-fA-F]{8,64}$/.test(compact) ? compact.toLowerCase() : undefined;
  const found = [
    ...(number === undefined ? [] : await entryAt(ledger, number)),
    ...(await findByReceiptNumber(ledger, compact)),
    ...(ids === undefined ? [] : await findByStart(ledger, ids)),
  ];
  const byIndex = new Map(found.map((one) => [one.index, one]));
  return [...byIndex.values()].slice(0, FOUND_MAX);
}

/** Records with a receipt number as people type it; hardly ever more than one. */
export async function findByReceiptNumber(
  ledger: ApiLedger,
  typed: string,
): Promise<readonly FoundEntry[]> {
  const start = startOfReceiptNumber(typed);
  return start === undefined ? [] : findByStart(ledger, start);
}

const ID_DIGITS = 64;

async function findByStart(ledger: ApiLedger, start: string): Promise<readonly FoundEntry[]> {
  const first = expectOk(fromHex(start.padEnd(ID_DIGITS, '0')), 'hexadecimal digits');
  const last = expectOk(fromHex(start.padEnd(ID_DIGITS, 'f')), 'hexadecimal digits');
  const ids = await ledger.bodyHashes(first, last, FOUND_MAX);
  const entries = await Promise.all(
    ids.map(async (id) => {
      const index = await ledger.indexOf(id);
      return index === undefined ? [] : entryAt(ledger, index);
    }),
  );
  return entries.flat();
}

async function entryAt(ledger: ApiLedger, index: number): Promise<readonly FoundEntry[]> {
  const bytes = await ledger.entry(index);
  const entry = bytes === undefined ? undefined : decodeLogEntry(bytes);
  return entry?.ok === true && entry.value.type === 'transaction'
    ? [{ index, entry: entry.value }]
    : [];
}
