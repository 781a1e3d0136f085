import { ok, type Result } from '@madang/base';
import { checkLine } from './check-lines.ts';
import { parseEquivocation } from './equivocation.ts';
import type { Policy } from './policy.ts';
import { type ProtocolError, refusal } from './protocol-error.ts';
import type { VerifierKey } from './verifier-key.ts';

/** What an equivocation proves. */
export interface EquivocationVerdict {
  readonly origin: string;
  /** Sizes of the two logs. */
  readonly sizes: readonly [number, number];
  /**
   * Who signed both: short names of the policy's witnesses, and the origin for a key of the log.
   * Empty: it proves nothing, for nobody whom the policy knows has signed both.
   */
  readonly signedBoth: readonly string[];
}

/**
 * Checks an equivocation under a policy. Fails as {@link parseEquivocation} does, and if the log is
 * not the policy's.
 */
export async function checkEquivocation(
  policy: Policy,
  bytes: Uint8Array,
): Promise<Result<EquivocationVerdict, ProtocolError>> {
  const parsed = parseEquivocation(bytes);
  if (!parsed.ok) return parsed;
  const { first, second } = parsed.value;
  const { origin } = first.checkpoint;
  if (origin !== policy.origin) {
    return refusal('EQUIVOCATION_NOT_VALID', 'The checkpoints are not of the policy’s log.');
  }
  const signedBoth: string[] = [];
  const known: readonly (readonly [string, VerifierKey])[] = [
    ...policy.logs.map((key) => [origin, key] as const),
    ...policy.witnesses.map(({ name, key }) => [name, key] as const),
  ];
  for (const [name, key] of known) {
    const isFirst = (await checkLine(key, first.note)).state === 'signed';
    const isSecond = isFirst && (await checkLine(key, second.note)).state === 'signed';
    if (isSecond && !signedBoth.includes(name)) signedBoth.push(name);
  }
  const sizes = [first.checkpoint.size, second.checkpoint.size] as const;
  return ok({ origin, sizes, signedBoth });
}
