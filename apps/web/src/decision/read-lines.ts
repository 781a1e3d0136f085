import type { Result } from '@madang/base';
import type { ClientError } from '@madang/client';
import type { Answer } from '../ledger.ts';
import { refusedBy } from './city-client.ts';

/** A query that answers in pages: how to ask for one, and what the next has to be behind. */
export type Paged<L, A> = {
  read: (after: { after?: A }) => Promise<Result<readonly L[], ClientError>>;
  placeOf: (line: L) => A;
  /** Lines of one page; a shorter one is the last. */
  size: number;
};

/** All lines that a query gives in pages, each behind the last of the one before. */
export async function readLines<L, A>({
  read,
  placeOf,
  size,
}: Paged<L, A>): Promise<Answer<readonly L[]>> {
  const lines: L[] = [];
  for (;;) {
    const last = lines.at(-1);
    const page = await read(last === undefined ? {} : { after: placeOf(last) });
    if (!page.ok) return refusedBy(page.error);
    lines.push(...page.value);
    if (page.value.length < size) return { ok: true, value: lines };
  }
}
