import { expectPresent } from '@madang/base';
import {
  institutionTable,
  MAX_INSTITUTIONS,
  protocolTable,
  type UpgradePlan,
} from './ledger-tables.ts';
import type { StateReader } from './state.ts';
import { decodeRecord, readRecord } from './table.ts';

/** A plan whose height has come: whether its rules are in force from this block on. */
export interface DueUpgrade {
  readonly plan: UpgradePlan;
  readonly activates: boolean;
  /** How many of the `members` institutions said that they have the rules. */
  readonly ready: number;
  readonly members: number;
}

/** The version whose rules are in force after the newest block of a state. */
export function versionInForce(state: Pick<StateReader, 'get'>): number {
  return protocolOf(state).version;
}

/**
 * The plan that comes due in the block of this height, with `state` as it is before that block. It
 * activates if more than five sixths of the institutions are ready: 6 · ready > 5 · members.
 */
export function dueUpgrade(state: StateReader, height: number): DueUpgrade | undefined {
  return dueOf(protocolOf(state), state, height);
}

function dueOf(
  { plan }: ReturnType<typeof protocolOf>,
  state: StateReader,
  height: number,
): DueUpgrade | undefined {
  if (plan === undefined || height < plan.height) return undefined;
  const ids = state
    .scan(institutionTable.prefix, { limit: MAX_INSTITUTIONS })
    .map(({ value }) => decodeRecord(institutionTable, value).id);
  const ready = ids.filter((id) => plan.ready.includes(id)).length;
  return { plan, activates: 6 * ready > 5 * ids.length, ready, members: ids.length };
}

/** The version whose rules execute the block of this height on a state. */
export function versionAt(state: StateReader, height: number): number {
  const protocol = protocolOf(state);
  const due = dueOf(protocol, state, height);
  return due?.activates === true ? due.plan.version : protocol.version;
}

function protocolOf(state: Pick<StateReader, 'get'>) {
  return expectPresent(readRecord(state, protocolTable, []), 'state: no protocol version');
}
