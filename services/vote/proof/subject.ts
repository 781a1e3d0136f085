import { decode, type TypeOf } from '@madang/base';
import { decisions, holders, units } from '../chain/state.ts';

/** A decision as the state has it: its register, texts, rule and settings. */
export type DecisionRecord = TypeOf<(typeof decisions)['value']>;

/** The decision with this id in a state; nothing if there is none. */
export function readDecision(
  get: (stateKey: Uint8Array) => Uint8Array | undefined,
  id: Uint8Array,
): DecisionRecord | undefined {
  const bytes = id.length === 32 ? get(decisions.stateKey(id)) : undefined;
  const decoded = bytes === undefined ? undefined : decode(decisions.value, bytes);
  return decoded?.ok === true ? decoded.value : undefined;
}

/** Those who own together, with their shares and who represents them. */
export type HolderRecord = TypeOf<(typeof holders)['value']>;

/** Who holds a home of a decision; nothing if there is no such home. */
export function holderOfHome(
  get: (stateKey: Uint8Array) => Uint8Array | undefined,
  id: Uint8Array,
  unit: number,
): HolderRecord | undefined {
  const home = get(units.stateKey([id, unit]));
  const found = home === undefined ? undefined : decode(units.value, home);
  if (found?.ok !== true) return undefined;
  const bytes = get(holders.stateKey([id, found.value.holder]));
  const holder = bytes === undefined ? undefined : decode(holders.value, bytes);
  return holder?.ok === true ? holder.value : undefined;
}
