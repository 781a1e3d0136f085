import type { Result } from '@madang/base';
import { type Refusal, refuse } from '@madang/kernel';
import { apiErrors } from './api-errors.ts';
import type { ApiLedger } from './ports.ts';

/** The part of a room that says what is here. */
interface LedgerRoom {
  readonly options: { readonly ledger: Pick<ApiLedger, 'now'> };
}

/** What is told of a record that is not here: a node that lacks the older ones cannot know. */
export function recordUnknown({ options }: LedgerRoom): Result<never, Refusal> {
  return options.ledger.now().absentBefore > 0
    ? refuse(apiErrors.HISTORY_ABSENT, {})
    : refuse(apiErrors.RECORD_UNKNOWN, {});
}
