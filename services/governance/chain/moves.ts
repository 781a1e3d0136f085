import { ok, type Result } from '@madang/base';
import {
  type ApplyContext,
  LIVE_AFTER_BLOCKS,
  type Move,
  movesTable,
  type ReadContext,
  type Refusal,
  refuse,
} from '@madang/kernel/define';
import { errors } from './errors.ts';
import { memberIds } from './state.ts';

/** Below so many institutions no fault at all is survived: a ledger that has them keeps them. */
export const LEAST_MEMBERS = 4;

/**
 * Refuses a change of who makes blocks while too many others are under way. A change is an
 * admission, a removal, or another consensus key. Of those in this block and in earlier ones that
 * do not count yet, this one included, there may be one, or as many as a third of the institutions
 * that there were before them: moves = 1 or 3 · moves ≤ members.
 */
export function checkMove(ctx: ReadContext<'governance'>): Result<void, Refusal> {
  const pending = pendingMoves(ctx);
  const [first] = pending;
  if (first === undefined) return ok(undefined);
  const change = { admit: -1, remove: 1, rotate: 0 } as const;
  let members = memberIds(ctx).length;
  for (const { kind } of pending) members += change[kind];
  return 3 * (pending.length + 1) <= members
    ? ok(undefined)
    : refuse(errors.TOO_MUCH_POWER, { height: first.height + LIVE_AFTER_BLOCKS });
}

/** Notes a change of who makes blocks. */
export function noteMove(ctx: ApplyContext<'governance'>, move: Omit<Move, 'height'>): void {
  ctx.put(movesTable, [], [...pendingMoves(ctx), { ...move, height: ctx.block.height }]);
}

/** Changes that do not count yet, the oldest first. */
function pendingMoves(ctx: ReadContext<'governance'>): readonly Move[] {
  const isPending = ({ height }: Move) => height + LIVE_AFTER_BLOCKS > ctx.block.height;
  return (ctx.get(movesTable, []) ?? []).filter(isPending);
}
