import { ok, type Result, type TypeOf } from '@madang/base';
import { type CheckContext, type Refusal, refuse } from '@madang/kernel/define';
import { recordsOf } from './ceremony.ts';
import { errors } from './errors.ts';
import { type Matter, turnoutOf } from './matter.ts';
import type { openPayload } from './schema.ts';
import { stageOf } from './stages.ts';

/**
 * Whether a roll can be frozen and a key be used: the close is to come, the officer knows what the
 * roll comes to, and all trustees have rehearsed.
 */
export function checkOpening(
  ctx: CheckContext<'election'>,
  matter: Matter,
  payload: TypeOf<typeof openPayload>,
): Result<void, Refusal> {
  if (matter.progress.closesAt <= ctx.block.timeMs) return refuse(errors.CLOSE_NOT_VALID, {});
  const { voters, eligible } = turnoutOf(ctx, matter);
  const isSame =
    payload.voters === voters &&
    payload.weights.length === eligible.length &&
    payload.weights.every((weight, at) => weight === eligible[at]);
  if (!isSame || voters === 0) return refuse(errors.ROLL_DIFFERS, { voters });
  const records = recordsOf(ctx, matter);
  const rehearsed = records.filter(({ hasRehearsed }) => hasRehearsed).length;
  return stageOf(records) === 'ready'
    ? ok(undefined)
    : refuse(errors.KEY_NOT_READY, { rehearsed, trustees: records.length });
}
