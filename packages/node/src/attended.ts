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
  /** Minutes of the hour with such blocks, and those of them in which it signed one at least. */
  readonly minutes: number;
  readonly attended: number;
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
      const { since: sinceMs, blocks, signed, minutes, attended } = count;
      const own = byInstitution.get(institution) ?? [];
      byInstitution.set(institution, own);
      const last = own.at(-1);
      const hour = { startMs, sinceMs, blocks, signed, minutes, attended };
      // In the hour of a change it has two keys, and each block one of them.
      if (last?.startMs === startMs) own[own.length - 1] = together(last, hour);
      else own.push(hour);
    }
  }
  return byInstitution;
}

function together(one: HourOfInstitution, other: HourOfInstitution): HourOfInstitution {
  return {
    startMs: one.startMs,
    sinceMs: Math.min(one.sinceMs, other.sinceMs),
    blocks: one.blocks + other.blocks,
    signed: one.signed + other.signed,
    // The minute of the change is counted with both keys.
    minutes: one.minutes + other.minutes,
    attended: one.attended + other.attended,
  };
}
