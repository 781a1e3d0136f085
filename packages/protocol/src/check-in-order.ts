import type { Json } from '@madang/base';
import type { Verdict } from './check-receipt.ts';
import type { PartState, VerifyCode } from './part.ts';

/** The verdict of one check, before it is said of which part. `detail` is shown, never used. */
export interface Finding<C extends string> {
  readonly state: PartState;
  readonly code: C | VerifyCode;
  readonly detail: Readonly<Record<string, Json>>;
}

/** The verdict of one check. `failed`: it does not match; `unchecked`: it could not be checked. */
export interface PartFinding<P extends string, C extends string> extends Finding<C> {
  readonly part: P;
}

/** Parts in their order, and what each rests on: if one of these did not pass it is unchecked. */
export interface PartOrder<P extends string> {
  readonly order: readonly P[];
  readonly restsOn: Readonly<Record<P, readonly P[]>>;
}

/** Checks part by part, each given as soon as it is decided. */
export async function* checkInOrder<P extends string, C extends string>(
  { order, restsOn }: PartOrder<P>,
  check: (part: P) => Finding<C> | Promise<Finding<C>>,
): AsyncGenerator<PartFinding<P, C>, readonly PartFinding<P, C>[], undefined> {
  const parts: PartFinding<P, C>[] = [];
  for (const part of order) {
    const blocking = restsOn[part].find((needed) =>
      parts.some((one) => one.part === needed && one.state !== 'passed'),
    );
    const found: Finding<C> =
      blocking === undefined
        ? await check(part)
        : { state: 'unchecked', code: 'VERIFY_RESTS_ON', detail: { part: blocking } };
    const decided = { part, ...found };
    parts.push(decided);
    yield decided;
  }
  return parts;
}

/** The whole verdict that parts come to. */
export function verdictOfParts(parts: readonly Pick<Finding<string>, 'state'>[]): Verdict {
  if (parts.some(({ state }) => state === 'failed')) return 'mismatch';
  return parts.every(({ state }) => state === 'passed') ? 'checked' : 'unchecked';
}
