import { type ApplyContext, EMPTY_JOURNAL, nextJournal } from '@madang/kernel/define';
import { journals } from './state.ts';

/** Ends an act: writes it in the journal of its register. */
export function finish(ctx: ApplyContext<'people'>, register: Uint8Array): void {
  const before = ctx.get(journals, register) ?? { acts: 0, journal: EMPTY_JOURNAL };
  const { height, timeMs } = ctx.block;
  const line = { id: ctx.transaction.id, height, index: ctx.index, timeMs };
  const journal = nextJournal(before.journal, line);
  ctx.put(journals, register, { acts: before.acts + 1, journal });
}
