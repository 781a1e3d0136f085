import { equalBytes, expectPresent } from '@madang/base';
import { institutionKeys, institutionTable, MAX_INSTITUTIONS } from '@madang/kernel';
import { keyStateKey } from '@madang/protocol';
import { encodeInstitutions, MAX_PROVEN_KEYS } from '@madang/protocol/comet';
import type { Checkpoints } from './checkpoints.ts';
import type { Store } from './store/store.ts';

/** What is asked of the institutions. */
export interface InstitutionsAsked {
  /** The size of an older checkpoint that the newest is proven to continue. */
  readonly sinceSize?: number;
  /** Keys that may be none of now: whose they were is proven too, if they ever voted. */
  readonly keys: readonly Uint8Array[];
}

/**
 * The file of the institutions of the newest state, each proven (docs/spec/consensus.md). Consensus
 * keys that its block ended are in it unasked: they still vote for the block after.
 */
export async function proveInstitutions(
  { store, checkpoints }: { readonly store: Store; readonly checkpoints: Checkpoints },
  { sinceSize, keys }: InstitutionsAsked,
): Promise<Uint8Array> {
  // Everything about the block is read before the first wait: a later block may be durable then.
  const head = store.head();
  const size = head.logSize;
  const state = store.state();
  const ended = institutionKeys(state).filter(
    (one) =>
      one.use === 'consensus' &&
      one.ended !== undefined &&
      (one.ended === head.timeMs || keys.some((key) => equalBytes(key, one.key))),
  );
  const institutions = state.scan(institutionTable.prefix, { limit: MAX_INSTITUTIONS });
  const file = {
    block: expectPresent(store.entry(size - 1), 'the entry of the newest block is here'),
    inclusion: store.inclusion(size - 1, size),
    ...(sinceSize === undefined ? {} : { consistency: store.consistency(sinceSize, size) }),
    institutions: institutions.map(({ key }) => proven(store, key)),
    keys: ended
      .slice(0, MAX_PROVEN_KEYS)
      .map(({ key }) => ({ key, ...proven(store, keyStateKey(key)) })),
  };
  await checkpoints.settle(head);
  return encodeInstitutions({ ...file, checkpoint: await checkpoints.noteFor(head) });
}

function proven(store: Store, stateKey: Uint8Array) {
  const { value, proof } = store.prove(stateKey);
  return { proof, value: expectPresent(value, 'what was found in the state is proven there') };
}
