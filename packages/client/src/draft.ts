import { type Codec, fail, fromHex, ok, type Result } from '@madang/base';
import type { LedgerClock } from './clock.ts';
import { type ClientError, clientError } from './error.ts';
import type { Draft } from './prepare.ts';

/** An act that is to be prepared. */
export interface DraftWish {
  readonly act: string;
  readonly payload: unknown;
  /** From what the ledger allows, ms, to how long this act can be executed. */
  readonly lifetime: (maxExpiryMs: number) => number;
}

/** What is to be signed, for the ledger that the clock is of. */
export async function draftOf(
  clock: LedgerClock,
  codec: Codec<unknown> | undefined,
  { act, payload, lifetime }: DraftWish,
): Promise<Result<Draft, ClientError>> {
  if (codec === undefined) return fail(clientError('CLIENT_UNKNOWN_ACT', act));
  const ledger = await clock.recent();
  if (!ledger.ok) return ledger;
  const chain = fromHex(ledger.value.chain);
  if (!chain.ok) return fail(clientError('CLIENT_ANSWER_NOT_VALID'));
  const expiresAt = Math.floor(clock.ledgerNow()) + lifetime(ledger.value.maxExpiryMs);
  return ok({ act, chain: chain.value, expiresAt, payload, codec });
}
