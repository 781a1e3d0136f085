import type { InstitutionKey } from '@madang/kernel';
import { cometAddress } from './comet/home.ts';
import type { AttendedHour } from './store/attendance.ts';

/** Of the blocks of an hour: those in which an institution was a validator, and those it signed. */
export interface HourOfInstitution {
  /** When the hour begins, ms. */
  readonly startMs: number;
  /** The time of the first block in it that is counted, ms. */
  readonly sinceMs: number;
  readonly blocks: number;
  readonly signed: number;
}

/**
 * What was counted by keys, by institution, hours oldest first. `keys`: every key that an
 * institution ever had, so that one with a new key stays the same.
 */
export function attendedBy(
  hours: readonly AttendedHour[],
  keys: readonly InstitutionKey[],
): ReadonlyMap<string, readonly HourOfInstitution[]> {
  const addresses = keys.flatMap(({ institution, use, key }) =>
    use === 'consensus' ? [{ institution, address: cometAddress(key) }] : [],
  );
  const byInstitution = new Map<string, HourOfInstitution[]>();
  for (const { startMs, byAddress } of hours) {
    for (const { institution, address } of addresses) {
      const count = byAddress.get(address);
      if (count === undefined) continue;
      const own = byInstitution.get(institution) ?? [];
      byInstitution.set(institution, own);
      const last = own.at(-1);
      // In the hour of a change it has two keys, and each block one of them.
      const same = last?.startMs === startMs ? own.pop() : undefined;
      own.push({
        startMs,
        sinceMs: Math.min(count.since, same?.sinceMs ?? count.since),
        blocks: count.blocks + (same?.blocks ?? 0),
        signed: count.signed + (same?.signed ?? 0),
      });
    }
  }
  return byInstitution;
}
