import type { Language } from '@madang/ui';
import type { Answer } from '../ledger.ts';
import { paperAdvice } from '../text/desk-paper-advice.ts';

/** An answer whose problem says what to do, where that is known of its code. */
export function advised<T>(answer: Answer<T>, language: Language): Answer<T> {
  if (answer.ok) return answer;
  const known: Readonly<Record<string, string>> = paperAdvice[language];
  const detail = known[answer.problem.code];
  return detail === undefined ? answer : { ok: false, problem: { ...answer.problem, detail } };
}
