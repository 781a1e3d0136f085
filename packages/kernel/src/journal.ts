import { nextJournal } from '@madang/protocol';
import type { ApplyContext } from './context.ts';

/** The journal of a matter after the act that is being done (docs/spec/state.md, "Journals"). */
export function journalWithAct(
  { block, index, transaction }: Pick<ApplyContext<string>, 'block' | 'index' | 'transaction'>,
  journal: Uint8Array,
): Uint8Array {
  const { height, timeMs } = block;
  return nextJournal(journal, { id: transaction.id, height, index, timeMs });
}
