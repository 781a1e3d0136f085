import { parseJson } from '@madang/base';
import { equivocationsAnswer } from '@madang/client';
import { parsePolicy } from '@madang/protocol';
import { checkEquivocation } from '@madang/protocol/trust';
import type { Contradiction, Institution } from '../ledger.ts';

/** Who is believed by what policy: what a contradiction is judged under. */
export type Judge = { policyText: string; institutions: readonly Institution[] };

/** What a file comes to that says that somebody signed two ledgers. */
export type JudgedContradiction =
  | { kind: 'convicts'; contradiction: Contradiction }
  | { kind: 'nothing' }
  | { kind: 'unread' };

/** Judges a file under the pinned policy (docs/spec/equivocation.md). */
export async function judgeContradiction(
  { policyText, institutions }: Judge,
  file: Uint8Array,
): Promise<JudgedContradiction> {
  const policy = parsePolicy(policyText);
  const verdict = policy.ok ? await checkEquivocation(policy.value, file) : policy;
  if (!verdict.ok) return { kind: 'unread' };
  const { origin, sizes, signedBoth } = verdict.value;
  if (signedBoth.length === 0) return { kind: 'nothing' };
  const names = signedBoth.map((name) => {
    const institution = institutions.find(({ id }) => id === name);
    return name === origin ? undefined : (institution?.names ?? { ko: name, en: name });
  });
  return { kind: 'convicts', contradiction: { names, sizes, file } };
}

/** Of the files that the server shows, if it answers, those that convict somebody. */
export async function contradictionsOf(judge: Judge): Promise<readonly Contradiction[]> {
  const found: Contradiction[] = [];
  for (const text of await shownFiles()) {
    const judged = await judgeContradiction(judge, new TextEncoder().encode(text));
    if (judged.kind === 'convicts') found.push(judged.contradiction);
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
