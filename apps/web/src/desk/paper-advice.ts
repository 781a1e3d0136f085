import type { Language } from '@madang/ui';
import type { Answer } from '../ledger.ts';
import { paperAdvice } from '../text/desk-paper-advice.ts';

/** What to do, by the code of a problem. */
type Advice = Readonly<Record<Language, Readonly<Record<string, string>>>>;

/** An answer whose problem says what to do, where that is known of its code. */
export function advised<T>(
  answer: Answer<T>,
  language: Language,
  advice: Advice = paperAdvice,
): Answer<T> {
  if (answer.ok) return answer;
  const known = advice[language];
  const detail = known[answer.problem.code];
  return detail === undefined ? answer : { ok: false, problem: { ...answer.problem, detail } };
}
