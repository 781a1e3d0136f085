import { expectPresent, type Result } from '@madang/base';
import { allow, type ReadContext, type Refusal, refuse } from '@madang/kernel/define';
import { errors } from './errors.ts';
import { type DocumentRecord, type Ending, endings, records, WHOLE_DOCUMENT } from './state.ts';

/** A document or one file of it, as acts that end it name it. */
export interface Part {
  readonly document: Uint8Array;
  readonly leaf?: number;
}

/** The leaf under which an ending is kept. The only file of a document is the whole document. */
export function endingLeaf(count: number, leaf: number | undefined): number {
  return leaf === undefined || count === 1 ? WHOLE_DOCUMENT : leaf;
}

/** The ending that holds for a part: its own, or that of the whole document. */
export function endingOf(
  ctx: ReadContext<'document'>,
  part: Part,
  leaf: number,
): Ending | undefined {
  return (
    ctx.get(endings, [part.document, WHOLE_DOCUMENT]) ??
    (leaf === WHOLE_DOCUMENT ? undefined : ctx.get(endings, [part.document, leaf]))
  );
}

/** Refuses a part that is not there or has ended. The access has found the document. */
export function checkStands(ctx: ReadContext<'document'>, part: Part): Result<void, Refusal> {
  const { count } = knownRecord(ctx, part.document);
  if (part.leaf !== undefined && part.leaf >= count) return refuse(errors.NO_SUCH_LEAF, { count });
  const ended = endingOf(ctx, part, endingLeaf(count, part.leaf));
  return ended === undefined ? allow() : refuse(errors.ALREADY_ENDED, { endedAt: ended.at });
}

/** The key under which the ending of a part that stands is written. */
export function endingKey(ctx: ReadContext<'document'>, part: Part): readonly [Uint8Array, number] {
  const { count } = knownRecord(ctx, part.document);
  return [part.document, endingLeaf(count, part.leaf)];
}

function knownRecord(ctx: ReadContext<'document'>, id: Uint8Array): DocumentRecord {
  return expectPresent(ctx.get(records, id), 'document: the access found no record');
}
