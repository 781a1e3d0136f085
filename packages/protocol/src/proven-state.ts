import {
  bytes,
  decode,
  encodeKnown,
  list,
  type Result,
  record,
  type TypeOf,
  text,
} from '@madang/base';
import { leafHash, verifyAbsence, verifyInclusion, verifyPresence } from '@madang/crypto';
import { parseCheckpoint, type SignedCheckpoint } from './checkpoint.ts';
import { type BlockEntry, decodeLogEntry, MAX_ENTRY_SIZE_BYTES } from './log-entry.ts';
import { MAX_NOTE_SIZE_BYTES } from './note.ts';
import { type ProtocolError, refusal, undecodable } from './protocol-error.ts';
import { MAX_STANDING_SIZE_BYTES, provenClaim } from './receipt.ts';

/**
 * Values of the state at one checkpoint, by themselves: a standing that carries its checkpoint and
 * continues none (docs/spec/dossier.md, "Acts").
 */
const provenState = record({
  checkpoint: text({ min: 1, max: MAX_NOTE_SIZE_BYTES }),
  block: bytes({ min: 1, max: MAX_ENTRY_SIZE_BYTES }),
  inclusion: bytes({ max: 4_096 }),
  claims: list(provenClaim, { min: 1, max: 8 }),
});
export type ProvenState = TypeOf<typeof provenState>;

/** The canonical bytes of a proven state. */
export function encodeProvenState(value: ProvenState): Uint8Array {
  return encodeKnown(provenState, value);
}

/** A proven state with what is in it decoded, nothing checked. */
export interface OpenedState {
  readonly state: ProvenState;
  readonly checkpoint: SignedCheckpoint;
  readonly block: BlockEntry;
}

/** Decodes a proven state. Fails with `STANDING_NOT_VALID` or as `parseCheckpoint` does. */
export function openProvenState(encoded: Uint8Array): Result<OpenedState, ProtocolError> {
  const decoded = decode(provenState, encoded, MAX_STANDING_SIZE_BYTES);
  if (!decoded.ok) return undecodable('STANDING_NOT_VALID', decoded.error);
  const state = decoded.value;
  const checkpoint = parseCheckpoint(state.checkpoint);
  if (!checkpoint.ok) return checkpoint;
  const block = decodeLogEntry(state.block);
  if (!block.ok) return undecodable('STANDING_NOT_VALID', block.error, 'block');
  if (block.value.type !== 'block') {
    return refusal('STANDING_NOT_VALID', 'The entry is not one of a block.', 'block');
  }
  return { ok: true, value: { state, checkpoint: checkpoint.value, block: block.value } };
}

/** Why a proven state does not hold, or that it does. */
export type StateVerdict =
  | { readonly kind: 'proven' }
  | { readonly kind: 'block-wrong' }
  | { readonly kind: 'claims-differ' }
  | { readonly kind: 'claim-wrong'; readonly claim: number };

/**
 * Whether the block is the last of the checkpoint and each claim is proven for its key under the
 * block's state root. Signatures are for the caller.
 */
export function checkProvenState(
  { state, checkpoint, block }: OpenedState,
  stateKeys: readonly Uint8Array[],
): StateVerdict {
  const { size, root } = checkpoint.checkpoint;
  const leaf = leafHash(state.block);
  const isLast = verifyInclusion({ index: size - 1, size, leaf, proof: state.inclusion, root });
  if (!isLast) return { kind: 'block-wrong' };
  if (state.claims.length !== stateKeys.length) return { kind: 'claims-differ' };
  const claim = state.claims.findIndex(({ proof, value }, index) => {
    const stateKey = stateKeys[index];
    if (stateKey === undefined) return true;
    const about = { root: block.stateRoot, stateKey, proof };
    return !(value === undefined ? verifyAbsence(about) : verifyPresence({ ...about, value }));
  });
  return claim < 0 ? { kind: 'proven' } : { kind: 'claim-wrong', claim };
}
