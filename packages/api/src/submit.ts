import { ok, type Result } from '@madang/base';
import type { Refusal } from '@madang/kernel';
import { decodeTransaction } from '@madang/protocol';
import type { ApiLedger, Submission } from './ports.ts';

/** Refusals that an executed transaction meets when it comes again. */
const MAY_BE_ON_RECORD: ReadonlySet<string> = new Set(['kernel.REPLAYED', 'kernel.EXPIRED']);

/**
 * Puts a transaction on record. One that is there already, also under other signatures, gets the
 * answer that it got before, so that a sender who heard nothing can send again without harm.
 */
export async function submitOnce(
  ledger: ApiLedger,
  envelope: Uint8Array,
): Promise<Result<Submission, Refusal>> {
  const answer = await ledger.submit(envelope);
  if (answer.ok || !MAY_BE_ON_RECORD.has(answer.error.name)) return answer;
  const decoded = decodeTransaction(envelope, envelope.length);
  const known = decoded.ok ? await ledger.submissionOf(decoded.value.bodyHash) : undefined;
  return known === undefined ? answer : ok(known);
}
