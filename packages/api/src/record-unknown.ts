import { type Failed, ok, type Result } from '@madang/base';
import { type Refusal, refuse } from '@madang/kernel';
import { apiErrors } from './api-errors.ts';
import type { ApiLedger, LedgerStanding } from './ports.ts';

/** The part of a room that says what is here. */
interface LedgerRoom {
  readonly options: { readonly ledger: Pick<ApiLedger, 'now'> };
}

/** What is told of a record that is not here: a node that lacks the older ones cannot know. */
export function recordUnknown({ options }: LedgerRoom): Result<never, Refusal> {
  const now = options.ledger.now();
  return now.absentBefore > 0 ? historyAbsent(now) : refuse(apiErrors.RECORD_UNKNOWN, {});
}

/** Why a transaction on record is not here: it may come yet, or its retention is over. */
export async function envelopeAbsent(
  { options }: { readonly options: { readonly ledger: ApiLedger } },
  id: Uint8Array,
): Promise<Result<never, Refusal>> {
  const isToCome = await options.ledger.isEnvelopeToCome(id);
  return isToCome ? historyAbsent(options.ledger.now()) : refuse(apiErrors.ENVELOPE_NOT_KEPT, {});
}

/** Lists are computed from the whole log: refused while its older part is not here. */
export function listsWhole({ options }: LedgerRoom): Result<void, Refusal> {
  const now = options.ledger.now();
  return now.absentBefore > 0 ? historyAbsent(now) : ok(undefined);
}

/** Most characters of who has it. */
const FROM_MAX = 1_000;

/** What a node says that began from a snapshot, of what came before and is not here. */
export function historyAbsent({ history }: Pick<LedgerStanding, 'history'>): Failed<Refusal> {
  if (history === undefined || history.state === 'whole' || history.from.length === 0) {
    return refuse(apiErrors.HISTORY_ABSENT, {});
  }
  const from = history.from.map(({ institution, url }) => `${institution} (${url})`).join(', ');
  const context = { from: from.slice(0, FROM_MAX), percent: percentOf(history) };
  return refuse(apiErrors.HISTORY_FETCHING, context);
}

/** How much of it is here: half of the way are entries, the other half their transactions. */
function percentOf({ size, entries, asked }: NonNullable<LedgerStanding['history']>): number {
  return size === 0 ? 100 : Math.floor((50 * (entries + asked)) / size);
}
