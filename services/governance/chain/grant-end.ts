import type { Result } from '@madang/base';
import { allow, type Refusal, refuse } from '@madang/kernel/define';
import { errors } from './errors.ts';

/** Refuses an end of a grant that lies behind the block, or later than `latestMs`. Times in ms. */
export function checkGrantEnd(
  until: number | undefined,
  blockTimeMs: number,
  latestMs: number | undefined,
): Result<void, Refusal> {
  if (until !== undefined && until <= blockTimeMs) {
    return refuse(errors.ENDS_IN_PAST, { blockAt: blockTimeMs });
  }
  if (latestMs !== undefined && (until === undefined || until > latestMs)) {
    return refuse(errors.ENDS_TOO_LATE, { latestAt: latestMs });
  }
  return allow();
}
