import { compareBytes, equalBytes, toHex } from '@madang/base';
import { type StateEntry, type StateReader, stateEntries } from '@madang/kernel';

/** How one state differs from another that is taken for the right one. */
export interface StateDifference {
  /** The first key that differs, in the order of the bytes of keys. */
  readonly service: string;
  readonly table: string;
  /** What follows service and table, hexadecimal: it may name an account, never a person. */
  readonly key: string;
  /** Whether the record is another one, or is not there, or should not be. */
  readonly how: 'other' | 'missing' | 'extra';
  /** How many keys differ, by service, ascending. */
  readonly services: readonly { readonly service: string; readonly keys: number }[];
}

const EVERYTHING = new Uint8Array();

/** Compares all records of two states; nothing where they are one. */
export function compareStates(found: StateReader, right: StateReader): StateDifference | undefined {
  const counts = new Map<string, number>();
  let first: Pick<StateDifference, 'service' | 'table' | 'key' | 'how'> | undefined;
  for (const [own, other] of sideBySide(found, right)) {
    const key = own?.key ?? other?.key;
    if (key === undefined) continue;
    if (own !== undefined && other !== undefined && equalBytes(own.value, other.value)) continue;
    const named = nameOf(key);
    first ??= { ...named, how: howOf(own, other) };
    counts.set(named.service, (counts.get(named.service) ?? 0) + 1);
  }
  if (first === undefined) return undefined;
  return { ...first, services: [...counts].map(([service, keys]) => ({ service, keys })) };
}

function howOf(own: unknown, other: unknown): StateDifference['how'] {
  if (own === undefined) return 'missing';
  return other === undefined ? 'extra' : 'other';
}

/** The records of two states side by side, ascending by key. */
function* sideBySide(
  left: StateReader,
  right: StateReader,
): Generator<readonly [StateEntry | undefined, StateEntry | undefined], void> {
  const [ours, theirs] = [stateEntries(left, EVERYTHING), stateEntries(right, EVERYTHING)];
  let [own, other] = [ours.next().value ?? undefined, theirs.next().value ?? undefined];
  while (own !== undefined || other !== undefined) {
    const order = orderOf(own, other);
    yield [order <= 0 ? own : undefined, order >= 0 ? other : undefined];
    if (order <= 0) own = ours.next().value ?? undefined;
    if (order >= 0) other = theirs.next().value ?? undefined;
  }
}

function orderOf(own: StateEntry | undefined, other: StateEntry | undefined): number {
  if (own === undefined) return 1;
  return other === undefined ? -1 : compareBytes(own.key, other.key);
}

/** Service, table and the rest of a state key (docs/spec/state.md). */
function nameOf(key: Uint8Array): Pick<StateDifference, 'service' | 'table' | 'key'> {
  const text = Buffer.from(key).toString('latin1');
  const [, service = '', table = ''] = /^([a-z0-9-]+)\/([a-z0-9-]+)\//.exec(text) ?? [];
  const head = service === '' ? 0 : service.length + table.length + 2;
  return { service, table, key: toHex(key.subarray(head)) };
}
