import type { LedgerAnswer } from '@madang/client';
import type { About, Answer } from '../ledger.ts';
import { type Failure, refusedBy } from './problem.ts';

/** Whoever can be asked which ledger this is. */
export type AboutSource = {
  ledger: () => Promise<{ ok: true; value: LedgerAnswer } | { ok: false; error: Failure }>;
};

/** The name of the place alone: what stands in brackets behind it is said by the strip. */
function placeName(name: string): string {
  return name.replace(/\s*\([^)]*\)$/, '');
}

/** Which ledger this is. */
export async function about(source: AboutSource): Promise<Answer<About>> {
  const answer = await source.ledger();
  if (!answer.ok) return refusedBy(answer.error);
  const { names, demo, vault, engine } = answer.value;
  const place = { ko: placeName(names.ko), en: placeName(names.en) };
  return { ok: true, value: { place, demo, vault, oneComputer: engine === 'solo' } };
}
