import { choice, optional, record, type TypeOf, uint } from '@madang/base';
import { hash, institutionId, key, principal, table } from '@madang/kernel/define';
import { documentKind, endingReason } from './schema.ts';

/** The leaf number that stands for the whole document. */
export const WHOLE_DOCUMENT = 0xffff_ffff;

/** `document/records/ || id`: what is on record. Never changed, never removed. */
export const records = table({
  service: 'document',
  name: 'records',
  key: key.hash,
  value: record({
    kind: documentKind,
    root: hash,
    count: uint(),
    owner: principal,
    /** Time of the block, ms. */
    notarisedAt: uint(),
  }),
});
export type DocumentRecord = TypeOf<(typeof records)['value']>;

/** How a document, or one file of it, ended. */
export const ending = record({
  /** Time of the block, ms. */
  at: uint(),
  /** Body hash of the act that ended it. */
  by: hash,
  kind: choice(['revoked', 'superseded']),
  reason: endingReason,
  successor: optional(hash),
});
export type Ending = TypeOf<typeof ending>;

/** `document/endings/ || id || u32(leaf)`: never removed. */
export const endings = table({
  service: 'document',
  name: 'endings',
  key: key.pair(key.hash, key.u32),
  value: ending,
});

/**
 * `document/owned/ || account || id`: the documents of an account. Institutions' are listed by
 * views.
 */
export const owned = table({
  service: 'document',
  name: 'owned',
  key: key.pair(key.hash, key.hash),
  value: record({ notarisedAt: uint() }),
});

/** `document/erasures/ || deposit`: what vaults have erased. */
export const erasures = table({
  service: 'document',
  name: 'erasures',
  key: key.hash,
  value: record({ at: uint(), by: hash, institution: institutionId }),
});

export const tables = [records, endings, owned, erasures] as const;
