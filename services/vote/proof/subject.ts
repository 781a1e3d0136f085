import { decode, type TypeOf } from '@madang/base';
import { decisions } from '../chain/state.ts';

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
