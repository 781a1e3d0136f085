import { isPossessed } from '@madang/ballot';
import { ok, type Result } from '@madang/base';
import { type CheckContext, type Refusal, refuse } from '@madang/kernel/define';
import { MAX_BATCH } from './batch-schema.ts';
import { expectBound } from './bound.ts';
import { errors } from './errors.ts';
import { possessionBinding } from './possession.ts';
import { type Batch, keys, mixedKeys } from './state.ts';

// What holds of every batch of papers, however it grows.

/** How many papers a batch may have: of persons who are marked, and for keys that were given up. */
export function placesOf({ marked, surrendered = 0 }: Batch): number {
  return marked + surrendered;
}

/** Refuses what cannot name a batch: a key that is not the officer's own, or is somebody's. */
export function checkBatchKey(
  ctx: CheckContext<'election'>,
  {
    election,
    batch,
    possession,
  }: Readonly<Record<'election' | 'batch' | 'possession', Uint8Array>>,
): Result<void, Refusal> {
  const [account] = ctx.signers;
  const { voterBase } = expectBound(ctx, election);
  const isOwn =
    account !== undefined &&
    isPossessed(possessionBinding(election, account), batch, voterBase, possession);
  if (!isOwn) return refuse(errors.POSSESSION_WRONG, {});
  const isTaken = ctx.has(keys, [election, batch]) || ctx.has(mixedKeys, [election, batch]);
  return isTaken ? refuse(errors.KEY_TAKEN, {}) : ok(undefined);
}

/** Refuses more places in a batch that has papers already, or would have too many. */
export function checkRoom(batch: Batch | undefined, more: number): Result<void, Refusal> {
  if (batch === undefined) return ok(undefined);
  if (batch.record !== undefined) return refuse(errors.BATCH_CONFIRMED, {});
  if (batch.papers > 0) return refuse(errors.BATCH_BEGUN, {});
  return placesOf(batch) + more > MAX_BATCH
    ? refuse(errors.BATCH_FULL, { max: MAX_BATCH })
    : ok(undefined);
}
