import { type ApplyContext, EMPTY_JOURNAL, journalWithAct } from '@madang/kernel/define';
import { journals } from './state.ts';

/** Ends an act: writes it in the journal of its register. */
export function finish(ctx: ApplyContext<'people'>, register: Uint8Array): void {
  const before = ctx.get(journals, register) ?? { acts: 0, journal: EMPTY_JOURNAL };
  const journal = journalWithAct(ctx, before.journal);
  ctx.put(journals, register, { acts: before.acts + 1, journal });
}
