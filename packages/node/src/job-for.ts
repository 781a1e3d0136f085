import { ok, type Result } from '@madang/base';
import type { Machine, Refusal, Screened } from '@madang/kernel';
import type { Store } from './store/store.ts';
import { jobOf, type PromiseTimes, proofJobOf, type VerifyJob } from './verify-jobs.ts';

/**
 * What is to be verified of a transaction that could stand in the next block; nothing if it cannot
 * be valid. What a proof has to prove is asked of the state: where that has no answer yet, the
 * refusal says why, and there is no verdict.
 */
export function jobFor(
  {
    store,
    machine,
  }: { readonly store: Pick<Store, 'height' | 'head' | 'state'>; readonly machine: Machine },
  screened: Screened,
  promise?: PromiseTimes,
): Result<VerifyJob | undefined, Refusal> {
  if (screened.def.proofSystem === undefined) return ok(jobOf(screened, promise));
  const statement = machine.statement(screened, {
    state: store.state(),
    height: store.height() + 1,
    timeMs: store.head().timeMs,
  });
  return statement.ok ? ok(proofJobOf(screened, statement.value, promise)) : statement;
}
