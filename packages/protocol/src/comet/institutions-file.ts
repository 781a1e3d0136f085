import {
  bytes,
  choice,
  decode,
  encodeKnown,
  list,
  ok,
  optional,
  type Result,
  record,
  type TypeOf,
  text,
  uint,
} from '@madang/base';
import { parseCheckpoint, type SignedCheckpoint } from '../checkpoint.ts';
import { type Institution, institution } from '../genesis.ts';
import { type KeyNote, keyNote } from '../institution-key.ts';
import { type BlockEntry, decodeLogEntry, MAX_ENTRY_SIZE_BYTES } from '../log-entry.ts';
import { hash } from '../names.ts';
import { MAX_NOTE_SIZE_BYTES } from '../note.ts';
import { MAX_STATE_VALUE_SIZE_BYTES, stateProof } from '../state-key.ts';
import { type LightError, lightRefusal } from './light-error.ts';

/** Longest file of proven institutions, in bytes. */
export const MAX_INSTITUTIONS_FILE_SIZE_BYTES = 1_048_576;

/** Most keys that a file can prove besides those of its institutions. */
export const MAX_PROVEN_KEYS = 128;

/** Most institutions of a ledger (docs/spec/genesis.md). */
const MAX_INSTITUTIONS = 64;
const MAX_LOG_PROOF_SIZE_BYTES = 4_096;

const value = bytes({ min: 1, max: MAX_STATE_VALUE_SIZE_BYTES });

/** The institutions of a state, each proven, under the checkpoint that the state is of. */
const institutionsForm = record({
  kind: choice(['madang/institutions']),
  version: uint({ min: 1, max: 1 }),
  checkpoint: text({ min: 1, max: MAX_NOTE_SIZE_BYTES }),
  /** The entry that ends the checkpoint. */
  block: bytes({ min: 1, max: MAX_ENTRY_SIZE_BYTES }),
  inclusion: bytes({ max: MAX_LOG_PROOF_SIZE_BYTES }),
  /** From the checkpoint that was asked about to this one. */
  consistency: optional(bytes({ max: MAX_LOG_PROOF_SIZE_BYTES })),
  institutions: list(record({ proof: stateProof, value }), { min: 1, max: MAX_INSTITUTIONS }),
  /** Keys that are none of an institution's now, and whose they were. */
  keys: list(record({ key: hash, proof: stateProof, value }), { max: MAX_PROVEN_KEYS }),
});
type InstitutionsForm = TypeOf<typeof institutionsForm>;

/** What the file of proven institutions is made of. */
export type InstitutionsFile = Omit<InstitutionsForm, 'kind' | 'version'>;

/** The file of proven institutions (docs/spec/consensus.md). */
export function encodeInstitutions(file: InstitutionsFile): Uint8Array {
  const kind = 'madang/institutions' as const;
  return encodeKnown(institutionsForm, { ...file, kind, version: 1 });
}

/** The file with what is in it decoded. Nothing is checked yet. */
export interface OpenedInstitutions {
  readonly file: InstitutionsFile;
  readonly checkpoint: SignedCheckpoint;
  readonly block: BlockEntry;
  /** In the order of the file. */
  readonly institutions: readonly Institution[];
  readonly keys: readonly KeyNote[];
}

/** Decodes a file of proven institutions. Fails with `CONSENSUS_INSTITUTIONS_NOT_VALID`. */
export function openInstitutions(encoded: Uint8Array): Result<OpenedInstitutions, LightError> {
  const decoded = decode(institutionsForm, encoded, MAX_INSTITUTIONS_FILE_SIZE_BYTES);
  if (!decoded.ok) return notValid(decoded.error.message, decoded.error.at);
  const file = decoded.value;
  const checkpoint = parseCheckpoint(file.checkpoint);
  if (!checkpoint.ok) return notValid(checkpoint.error.message, 'checkpoint');
  const block = decodeLogEntry(file.block);
  if (!block.ok) return notValid(block.error.message, 'block');
  if (block.value.type !== 'block') return notValid('The entry is not one of a block.', 'block');
  const institutions: Institution[] = [];
  for (const [index, claim] of file.institutions.entries()) {
    const found = decode(institution, claim.value);
    if (!found.ok) return notValid(found.error.message, `institutions[${index}]`);
    institutions.push(found.value);
  }
  const keys: KeyNote[] = [];
  for (const [index, claim] of file.keys.entries()) {
    const found = decode(keyNote, claim.value);
    if (!found.ok) return notValid(found.error.message, `keys[${index}]`);
    keys.push(found.value);
  }
  return ok({ file, checkpoint: checkpoint.value, block: block.value, institutions, keys });
}

function notValid(message: string, at: string) {
  return lightRefusal('CONSENSUS_INSTITUTIONS_NOT_VALID', message, at);
}
