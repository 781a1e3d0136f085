import { expectOk, fail, ok, type Result } from '@madang/base';
import { type Reader, readCell, readOwner, readPhone, readShare } from './cells.ts';
import { type Fraction, overOneDenominator, sumOf, WHOLE, written } from './fraction.ts';
import type { Words } from './row.ts';

/** What a form says of one owner: somebody on the roll, or somebody new with name and telephone. */
export interface OwnerEntry {
  readonly person?: number;
  readonly name: string;
  readonly phone: string;
  /** Such as 1/2 or 50%; all of it where it is blank. */
  readonly share: string;
}

/** Somebody who becomes an owner and is not on the roll yet. */
export interface NewOwner {
  readonly name: string;
  readonly phone?: string;
}

/** An owner with a share in the common denominator `whole`. */
export interface ReadOwner {
  readonly who: number | NewOwner;
  readonly share: number;
}

/** Owners of a home, as a form says. */
export interface ReadOwners {
  readonly owners: readonly ReadOwner[];
  readonly whole: number;
}

/** What has to be corrected in a form, and where. */
export interface OwnerFault {
  /** Position of the entry; absent: all of them together. */
  readonly line?: number;
  readonly field: 'name' | 'phone' | 'share';
  readonly text: Words;
}

const OWNERS_MAX = 32;
const SHARE_MAX = 1_000_000_000n;

/** Reads who is to own a home from now on, with the rules by which a list is read. */
export function readOwners(
  entries: readonly OwnerEntry[],
): Result<ReadOwners, readonly OwnerFault[]> {
  const faults = entries.flatMap((entry, line) => faultsOf(entry, line));
  if (faults.length > 0) return fail(faults);
  const together = faultTogether(entries);
  if (together !== undefined) return fail([{ field: 'share', text: together }]);
  const { shares, whole } = overOneDenominator(entries.map(shareOf));
  if (whole > SHARE_MAX) return fail([{ field: 'share', text: WORDS.fine }]);
  const owners = entries.map((entry, line) => ({
    who: whoIs(entry),
    share: Number(shares[line] ?? 0n),
  }));
  return ok({ owners, whole: Number(whole) });
}

function faultTogether(entries: readonly OwnerEntry[]): Words | undefined {
  if (entries.length === 0) return WORDS.nobody;
  if (entries.length > OWNERS_MAX) return WORDS.tooMany;
  const sum = sumOf(entries.map(shareOf));
  if (sum.num === WHOLE.num && sum.den === WHOLE.den) return undefined;
  const said = written(sum);
  return {
    ko: `지분의 합이 1이어야 합니다. 지금은 ${said}입니다.`,
    en: `The shares have to add up to 1. They add up to ${said}.`,
  };
}

function faultsOf({ person, name, phone, share }: OwnerEntry, line: number): readonly OwnerFault[] {
  const shares = faultsIn('share', share, readShare);
  const found =
    person === undefined
      ? [...faultsIn('owner', name, readOwner), ...faultsIn('phone', phone, readPhone), ...shares]
      : shares;
  return found.map(({ column, text }) => ({ line, field: FIELDS[column], text }));
}

const FIELDS = { owner: 'name', phone: 'phone', share: 'share' } as const;

function faultsIn<T>(column: keyof typeof FIELDS, cell: string, read: Reader<T>) {
  const found = readCell(column, cell, read);
  return found.ok ? [] : [{ column, text: found.error.text }];
}

function shareOf({ share }: OwnerEntry): Fraction {
  return expectOk(readCell('share', share, readShare), 'a share that was read before');
}

function whoIs({ person, name, phone }: OwnerEntry): number | NewOwner {
  if (person !== undefined) return person;
  const number = expectOk(readCell('phone', phone, readPhone), 'a number that was read before');
  return number === undefined ? { name: name.trim() } : { name: name.trim(), phone: number };
}

const WORDS = {
  nobody: { ko: '소유자를 한 사람 넘게 적어 주세요.', en: 'Name at least one owner.' },
  tooMany: { ko: '소유자는 32명까지 적을 수 있습니다.', en: 'A home has at most 32 owners.' },
  fine: { ko: '지분의 분모가 너무 큽니다.', en: 'The shares are too fine.' },
} satisfies Readonly<Record<string, Words>>;
