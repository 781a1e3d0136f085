import { equalBytes, toHex } from '@madang/base';
import {
  leafHash,
  verifyAbsence,
  verifyConsistency,
  verifyInclusion,
  verifyPresence,
} from '@madang/crypto';
import { checkCheckpoint } from './check-checkpoint.ts';
import type { Checkpoint } from './checkpoint.ts';
import { describeValue } from './describe.ts';
import { judgeCheckpoint } from './judge-checkpoint.ts';
import { decodeLogEntry } from './log-entry.ts';
import type { OpenedReceipt, OpenedStanding } from './open-receipt.ts';
import { failed, type Part, type PartDetail, passed, unchecked } from './part.ts';
import type { Policy } from './policy.ts';
import type { ProvenClaim, Standing } from './receipt.ts';
import type { Claim } from './service-proof.ts';

/** The part `standing` of one standing, and the moment for which it holds, ms. */
export interface StandingVerdict {
  readonly part: Part;
  readonly asOfMs?: number;
}

/**
 * Checks that the claims hold at the standing's checkpoint, and that this checkpoint continues the
 * receipt's (docs/spec/receipt.md, `standing`). The outcome and the order of parts are for the
 * caller.
 */
export async function checkStanding(
  opened: OpenedReceipt,
  { standing, checkpoint: newer }: OpenedStanding,
  policy: Policy,
  claims: readonly Claim[],
): Promise<StandingVerdict> {
  const text = standing.checkpoint ?? opened.receipt.checkpoint;
  const checked = await checkCheckpoint(policy, text);
  if (!checked.ok) return { part: unchecked('standing', 'VERIFY_STANDING_NOT_VALID') };
  const { checkpoint, isOfLedger, executorsTimeMs } = checked.value;
  if (!isOfLedger) {
    const detail = { origin: checkpoint.origin, expected: policy.origin };
    return { part: failed('standing', 'VERIFY_CHAIN_OTHER', detail) };
  }
  const signed = judgeCheckpoint(checked.value, 'standing', 'executors');
  if (signed.state !== 'passed' || executorsTimeMs === undefined) return { part: signed };
  if (newer !== undefined && !continues(opened.checkpoint.checkpoint, checkpoint, standing)) {
    return { part: failed('standing', 'VERIFY_CONSISTENCY_WRONG', { size: checkpoint.size }) };
  }
  const stateRoot = stateRootAt(checkpoint, standing);
  if (stateRoot === undefined) return { part: failed('standing', 'VERIFY_BLOCK_WRONG') };
  const part =
    checkClaims(stateRoot, standing.claims, claims) ??
    passed('standing', 'VERIFY_STANDING_PASSED', { ...signed.detail, asOfMs: executorsTimeMs });
  return { part, asOfMs: executorsTimeMs };
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
function stateRootAt({ size, root }: Checkpoint, standing: Standing): Uint8Array | undefined {
  const { block, inclusion } = standing;
  const entry = decodeLogEntry(block);
  if (!entry.ok || entry.value.type !== 'block') return undefined;
  const leaf = leafHash(block);
  const isLast = verifyInclusion({ index: size - 1, size, leaf, proof: inclusion, root });
  return isLast ? entry.value.stateRoot : undefined;
}

/** What is wrong with the claims; nothing if each is proven and stands. */
function checkClaims(
  root: Uint8Array,
  proven: readonly ProvenClaim[],
  wanted: readonly Claim[],
): Part | undefined {
  const isExactly =
    proven.length === wanted.length &&
    wanted.every((claim, i) => equalBytes(claim.stateKey, proven[i]?.key ?? new Uint8Array()));
  if (!isExactly) return failed('standing', 'VERIFY_CLAIMS_DIFFER');
  for (const [i, claim] of proven.entries()) {
    if (!isProven(root, claim)) return failed('standing', 'VERIFY_CLAIM_WRONG', { claim: i });
  }
  for (const [i, claim] of wanted.entries()) {
    const found = proven[i]?.value;
    if (!stands(claim, found)) return failed('standing', 'ENDED', { claim: i, ...shown(found) });
  }
  return undefined;
}

function isProven(root: Uint8Array, { key, proof, value }: ProvenClaim): boolean {
  if (value === undefined) return verifyAbsence({ root, stateKey: key, proof });
  return verifyPresence({ root, stateKey: key, value, proof });
}

function stands({ stands: wanted }: Claim, found: Uint8Array | undefined): boolean {
  if (wanted === 'absent') return found === undefined;
  return found !== undefined && equalBytes(found, wanted.equals);
}

/** The value that stands where none should, or another: how and when the record ended. */
function shown(found: Uint8Array | undefined): PartDetail {
  if (found === undefined) return {};
  const described = describeValue(found);
  return { value: described.ok ? described.value : toHex(found) };
}
