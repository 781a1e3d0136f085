import { concat, equalBytes, fail, ok, type Result, toHex, utf8 } from '@madang/base';
import { sha256 } from '@madang/crypto';
import { checkPolicyChanges, parsePolicyChanges } from '@madang/protocol/trust';
import { readTrust } from '../data/city.ts';
import { writeWhole } from '../data/found.ts';
import type { Layout } from '../data/layout.ts';
import { readPolicyChanges } from '../server/trust-files.ts';
import { type CommandError, commandError } from '../terminal.ts';

/** What became of a change: put in force with its text, or in force already. */
export interface InstalledPolicy {
  readonly text: string;
  readonly isNew: boolean;
}

/**
 * Puts the policy of a signed change in the place of that of a data folder, and the change behind
 * those before it. The change is written first: devices never meet a policy to which no change
 * leads, and what was cut short is done again. The running node goes on with what it has until it
 * is started again. Fails with `POLICY_CHANGE_NOT_VALID`, or as `checkPolicyChanges` does.
 */
export async function installPolicy(
  layout: Layout,
  change: Uint8Array,
): Promise<Result<InstalledPolicy, CommandError>> {
  const trust = readTrust(layout);
  if (!trust.ok) return trust;
  const current = trust.value.policyText;
  const parsed = parsePolicyChanges(change);
  if (!parsed.ok) return fail(refused(parsed.error));
  if (parsed.value.at(-1)?.to === toHex(sha256(utf8(current)))) {
    return ok({ text: current, isNew: false });
  }
  const led = await checkPolicyChanges(current, change);
  if (!led.ok) return fail(refused(led.error));
  const changes = chainOf(readPolicyChanges(layout) ?? new Uint8Array(), change);
  const whole = parsePolicyChanges(changes);
  if (!whole.ok) return fail(refused(whole.error));
  const { policyText } = led.value;
  writeWhole(layout.policyChanges, changes);
  writeWhole(layout.policy, policyText);
  return ok({ text: policyText, isNew: true });
}

/** The changes of before with the new ones behind them, unless one of the two has the other. */
function chainOf(before: Uint8Array, change: Uint8Array): Uint8Array {
  const endsWithIt = equalBytes(before.subarray(-change.length), change);
  if (endsWithIt) return before;
  const beginsWithIt = equalBytes(change.subarray(0, before.length), before);
  return beginsWithIt ? change : concat(before, change);
}

function refused({ code, message }: { readonly code: string; readonly message: string }) {
  return commandError(
    code,
    message,
    code === 'POLICY_CHANGE_TOO_FEW'
      ? '변경에 서명한 기관이 정책이 정한 수보다 적습니다.'
      : '이 노드의 신뢰 정책에서 이어지는 올바른 변경이 아닙니다.',
  );
}
