import { parseJson } from '@madang/base';
import { equivocationsAnswer } from '@madang/client';
import { parsePolicy } from '@madang/protocol';
import { checkEquivocation } from '@madang/protocol/trust';
import type { Contradiction, Institution } from '../ledger.ts';

/**
 * Of the files that the server shows, if it answers, those that convict somebody under the pinned
 * policy.
 */
export async function contradictionsOf(
  policyText: string,
  institutions: readonly Institution[],
): Promise<readonly Contradiction[]> {
  const policy = parsePolicy(policyText);
  if (!policy.ok) return [];
  const found: Contradiction[] = [];
  for (const text of await shownFiles()) {
    const file = new TextEncoder().encode(text);
    const verdict = await checkEquivocation(policy.value, file);
    if (!verdict.ok || verdict.value.signedBoth.length === 0) continue;
    const { origin, sizes, signedBoth } = verdict.value;
    const names = signedBoth.map((name) => {
      const institution = institutions.find(({ id }) => id === name);
      return name === origin ? undefined : (institution?.names ?? { ko: name, en: name });
    });
    found.push({ names, sizes, file });
  }
  return found;
}

async function shownFiles(): Promise<readonly string[]> {
  const answer = await fetch('/log/equivocations').catch(() => undefined);
  const json: unknown =
    answer?.ok === true ? await answer.json().catch(() => undefined) : undefined;
  const shown = parseJson(equivocationsAnswer, json);
  return shown.ok ? shown.value.equivocations : [];
}
