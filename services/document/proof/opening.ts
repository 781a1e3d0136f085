import { bytes, optional, record, type TypeOf, text } from '@madang/base';
import { hash } from '@madang/protocol';
import { leafIndex } from '../chain/schema.ts';

/** Longest inclusion proof that is read: 64 hashes. */
const MAX_PATH_SIZE_BYTES = 2_048;

/** Longest statement, in bytes of UTF-8. */
export const MAX_STATEMENT_SIZE_BYTES = 32_768;

/** What a receipt reveals of one file of a document (docs/spec/document.md). */
export const opening = record({
  leaf: leafIndex,
  salt: hash,
  path: bytes({ max: MAX_PATH_SIZE_BYTES }),
  digest: hash,
  statement: optional(text({ max: MAX_STATEMENT_SIZE_BYTES })),
});
export type Opening = TypeOf<typeof opening>;
