import { equalBytes, toHex } from '@madang/base';
import {
  leafHash,
  verifyAbsence,
  verifyConsistency,
  verifyInclusion,
  verifyPresence,
} from '@madang/crypto';
import type { CheckpointVerdict } from './check-checkpoint.ts';
import type { Checkpoint } from './checkpoint.ts';
import { describeValue } from './describe.ts';
import { judgeCheckpoint } from './judge-checkpoint.ts';
import type { OpenedReceipt, OpenedStanding } from './open-receipt.ts';
import { failed, type Part, type PartDetail, passed } from './part.ts';
import type { ProvenClaim, Standing } from './receipt.ts';
import type { Claim } from './service-proof.ts';

/** The part `standing` of one standing. */
export interface StandingVerdict {
  readonly part: Part;
  /** The moment for which the claims are proven, or one of them the contrary, ms. */
  readonly asOfMs?: number;
}

/**
 * Checks that the claims hold at the standing's checkpoint, and that this checkpoint continues the
 * receipt's (docs/spec/receipt.md, `standing`). `verdict` is of the standing's own checkpoint, or
 * of the receipt's if it has none. The outcome and the order of parts are for the caller.
 */
export function checkStanding(
  opened: OpenedReceipt,
  given: OpenedStanding,
  verdict: CheckpointVerdict,
  claims: readonly Claim[],
): StandingVerdict {
  const { standing, checkpoint: newer } = given;
  const { checkpoint, isOfLedger, executorsTimeMs } = verdict;
  const { origin } = checkpoint;
  if (!isOfLedger) return { part: failed('standing', 'VERIFY_CHAIN_OTHER', { origin }) };
  const signed = judgeCheckpoint(verdict, 'standing', 'executors');
  if (signed.state !== 'passed' || executorsTimeMs === undefined) return { part: signed };
  if (newer !== undefined && !continues(opened.checkpoint.checkpoint, checkpoint, standing)) {
    return { part: failed('standing', 'VERIFY_CONSISTENCY_WRONG', { size: checkpoint.size }) };
  }
  const stateRoot = stateRootAt(checkpoint, given);
  if (stateRoot === undefined) return { part: failed('standing', 'VERIFY_BLOCK_WRONG') };
  const problem = checkProofs(stateRoot, standing.claims, claims);
  if (problem !== undefined) return { part: problem };
  const asOfMs = executorsTimeMs;
  const ended = findEnded(standing.claims, claims);
  if (ended !== undefined)
    return { part: failed('standing', 'ENDED', { ...ended, asOfMs }), asOfMs };
  const detail = { ...signed.detail, asOfMs };
  return { part: passed('standing', 'VERIFY_STANDING_PASSED', detail), asOfMs };
}

function continues(older: Checkpoint, newer: Checkpoint, standing: Standing): boolean {
  return verifyConsistency({
    oldSize: older.size,
    newSize: newer.size,
    oldRoot: older.root,
    newRoot: newer.root,
    proof: standing.consistency ?? new Uint8Array(),
  });
}

/**
 * The state root in the last block entry under a checkpoint; nothing if the entry is not that one.
 */
function stateRootAt(
  { size, root }: Checkpoint,
  { standing, block }: OpenedStanding,
): Uint8Array | undefined {
  const leaf = leafHash(standing.block);
  const proof = standing.inclusion;
  const isLast = verifyInclusion({ index: size - 1, size, leaf, proof, root });
  return isLast ? block.stateRoot : undefined;
}

/** What is wrong with the claims or their proofs; nothing if each wanted one is proven. */
function checkProofs(
  root: Uint8Array,
  proven: readonly ProvenClaim[],
  wanted: readonly Claim[],
): Part | undefined {
  if (proven.length !== wanted.length) return failed('standing', 'VERIFY_CLAIMS_DIFFER');
  const wrong = wanted.findIndex(({ stateKey }, i) => !isProven(root, stateKey, proven[i]));
  return wrong < 0 ? undefined : failed('standing', 'VERIFY_CLAIM_WRONG', { claim: wrong });
}

/**
 * The first claim that is proven with the contrary, and the value that says how the record ended.
 */
function findEnded(
  proven: readonly ProvenClaim[],
  wanted: readonly Claim[],
): PartDetail | undefined {
  for (const [i, claim] of wanted.entries()) {
    const found = proven[i]?.value;
    if (!stands(claim, found)) return { claim: i, ...shown(found) };
  }
  return undefined;
}

function isProven(root: Uint8Array, stateKey: Uint8Array, claim: ProvenClaim | undefined): boolean {
  if (claim === undefined) return false;
  const { proof, value } = claim;
  if (value === undefined) return verifyAbsence({ root, stateKey, proof });
  return verifyPresence({ root, stateKey, value, proof });
}

function stands({ stands: wanted }: Claim, found: Uint8Array | undefined): boolean {
  if (wanted === 'absent') return found === undefined;
  if (wanted === 'record') return found !== undefined;
  return found !== undefined && equalBytes(found, wanted.equals);
}

/** The value that stands where none should, or another: how and when the record ended. */
function shown(found: Uint8Array | undefined): PartDetail {
  if (found === undefined) return {};
  const described = describeValue(found);
  return { value: described.ok ? described.value : toHex(found) };
}
