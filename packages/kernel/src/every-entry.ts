import type { ReadContext, TableEntry } from './context.ts';
import type { Table } from './table.ts';

const PAGE_SIZE = 256;

/** Every record of a table, in pages. For invariants and tests: what a block does stays bounded. */
export function everyEntry<S extends string, K, V>(
  ctx: ReadContext<S>,
  table: Table<S, K, V>,
): readonly TableEntry<K, V>[] {
  const entries: TableEntry<K, V>[] = [];
  let page = ctx.scan(table, { limit: PAGE_SIZE });
  for (;;) {
    entries.push(...page);
    const last = page.at(-1);
    if (last === undefined || page.length < PAGE_SIZE) return entries;
    page = ctx.scan(table, { after: last.key, limit: PAGE_SIZE });
  }
}
