import { compareText, equalBytes, ok, type Result } from '@madang/base';
import { leafHash, verifyConsistency, verifyInclusion, verifyPresence } from '@madang/crypto';
import { type CheckpointVerdict, checkCheckpoint } from '../check-checkpoint.ts';
import type { Checkpoint } from '../checkpoint.ts';
import type { Institution } from '../genesis.ts';
import { institutionStateKey, keyStateKey } from '../institution-key.ts';
import { judgeCheckpoint } from '../judge-checkpoint.ts';
import type { Policy } from '../policy.ts';
import { type OpenedInstitutions, openInstitutions } from './institutions-file.ts';
import { type LightError, lightRefusal } from './light-error.ts';

/** A consensus key, and the institution whose it is or was. */
export interface NamedKey {
  readonly id: string;
  readonly consensus: Uint8Array;
}

/** A consensus key that is none any more. */
export interface FormerKey extends NamedKey {
  /** The time of the block that ended it, ms. */
  readonly endedMs: number;
}

/** Institutions as the state has them, proven under a checkpoint that enough have signed. */
export interface ProvenInstitutions {
  readonly checkpoint: Checkpoint;
  /** Height and time (ms) of the block that ends the checkpoint. */
  readonly height: number;
  readonly timeMs: number;
  /** The moment for which enough institutions signed, ms. */
  readonly asOfMs: number;
  /**
   * Of the policy's executors: short names of those that signed, how many it takes, of how many.
   */
  readonly signers: readonly string[];
  readonly threshold: number;
  readonly members: number;
  /**
   * Ascending by id. That none is missing is not proven by this: see `checkRoot`.
   */
  readonly institutions: readonly Institution[];
  readonly formerKeys: readonly FormerKey[];
  /** From the checkpoint that was asked about to this one. */
  readonly consistency?: Uint8Array;
}

/**
 * Whether the institutions in a file stand in the state under its checkpoint, which the policy's
 * quorum and executors have signed (docs/spec/consensus.md, "Institutions").
 */
export async function checkInstitutions(
  policy: Policy,
  encoded: Uint8Array,
): Promise<Result<ProvenInstitutions, LightError>> {
  const opened = openInstitutions(encoded);
  if (!opened.ok) return opened;
  const verdict = await checkCheckpoint(policy, opened.value.file.checkpoint);
  if (!verdict.ok) {
    return lightRefusal('CONSENSUS_INSTITUTIONS_NOT_VALID', verdict.error.message, 'checkpoint');
  }
  const signed = checkSigned(verdict.value);
  if (!signed.ok) return signed;
  const proven = checkProofs(opened.value);
  if (!proven.ok) return proven;
  const { file, checkpoint, block, institutions } = opened.value;
  const { present, missing, threshold } = verdict.value.executors;
  return ok({
    checkpoint: checkpoint.checkpoint,
    height: block.height,
    timeMs: block.time,
    asOfMs: signed.value,
    signers: present,
    threshold,
    members: present.length + missing.length,
    institutions,
    formerKeys: proven.value,
    ...(file.consistency === undefined ? {} : { consistency: file.consistency }),
  });
}

/** Whether what is proven continues an earlier checkpoint of the log. */
export function continues(
  { checkpoint: newer, consistency }: Pick<ProvenInstitutions, 'checkpoint' | 'consistency'>,
  older: Pick<Checkpoint, 'size' | 'root'>,
): boolean {
  const { size, root } = older;
  if (consistency === undefined) return newer.size === size && equalBytes(newer.root, root);
  const ends = { oldSize: size, newSize: newer.size, oldRoot: root, newRoot: newer.root };
  return verifyConsistency({ ...ends, proof: consistency });
}

/** Every consensus key of which it is proven whose it is or was. */
export function namedKeys({
  institutions,
  formerKeys,
}: Pick<ProvenInstitutions, 'institutions' | 'formerKeys'>): readonly NamedKey[] {
  return [...institutions, ...formerKeys];
}

/** The moment for which enough have signed; else why the checkpoint proves nothing. */
function checkSigned(verdict: CheckpointVerdict): Result<number, LightError> {
  if (!verdict.isOfLedger) return untrue('The checkpoint is of another ledger.', 'checkpoint');
  for (const needed of ['quorum', 'executors'] as const) {
    const { state } = judgeCheckpoint(verdict, 'standing', needed);
    if (state === 'failed') return untrue('A signature of the checkpoint is wrong.', 'checkpoint');
    if (state === 'unchecked') return tooFew(verdict);
  }
  const { executorsTimeMs } = verdict;
  return executorsTimeMs === undefined ? tooFew(verdict) : ok(executorsTimeMs);
}

function tooFew({ executors, unknown }: CheckpointVerdict) {
  const { present, threshold } = executors;
  const message =
    unknown.length > 0
      ? `The policy does not know the key of ${unknown.join(', ')}.`
      : `${present.length} of the policy’s institutions signed the checkpoint; ${threshold} are needed, and the quorum.`;
  return lightRefusal('CONSENSUS_INSTITUTIONS_NOT_SIGNED', message, 'checkpoint');
}

/** Whether all of it stands in the state; the keys that are over. */
function checkProofs(opened: OpenedInstitutions): Result<readonly FormerKey[], LightError> {
  const { file, checkpoint } = opened;
  const { size, root } = checkpoint.checkpoint;
  const leaf = leafHash(file.block);
  if (!verifyInclusion({ index: size - 1, size, leaf, proof: file.inclusion, root })) {
    return untrue('The block is not the last one of the checkpoint.', 'block');
  }
  const members = checkMembers(opened);
  return members.ok ? checkFormerKeys(opened) : members;
}

function checkMembers({ file, block, institutions }: OpenedInstitutions): Result<void, LightError> {
  for (const [index, { proof, value }] of file.institutions.entries()) {
    const at = `institutions[${index}]`;
    const id = institutions[index]?.id ?? '';
    const before = institutions[index - 1];
    if (before !== undefined && compareText(before.id, id) >= 0) {
      return untrue('The institutions do not ascend by id.', at);
    }
    const stateKey = institutionStateKey(id);
    if (!verifyPresence({ root: block.stateRoot, stateKey, proof, value })) {
      return untrue('An institution is not proven to stand in the state.', at);
    }
  }
  return ok(undefined);
}

function checkFormerKeys({
  file,
  block,
  keys,
}: OpenedInstitutions): Result<readonly FormerKey[], LightError> {
  const former: FormerKey[] = [];
  for (const [index, { key, proof, value }] of file.keys.entries()) {
    const at = `keys[${index}]`;
    if (!verifyPresence({ root: block.stateRoot, stateKey: keyStateKey(key), proof, value })) {
      return untrue('A key is not proven to be noted in the state.', at);
    }
    const { use, institution: id, ended: endedMs } = keys[index] ?? {};
    if (use !== 'consensus' || id === undefined || endedMs === undefined) {
      return untrue('A key is none with which an institution once voted.', at);
    }
    former.push({ id, consensus: key, endedMs });
  }
  return ok(former);
}

function untrue(message: string, at: string) {
  return lightRefusal('CONSENSUS_INSTITUTIONS_FALSE', message, at);
}
