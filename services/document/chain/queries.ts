import { choice, expectPresent, list, ok, optional, record, uint } from '@madang/base';
import { hash, principal, query, type ReadContext, refuse } from '@madang/kernel/define';
import { errors } from './errors.ts';
import { documentKind, endingReason, leafIndex } from './schema.ts';
import { endings, owned, records, WHOLE_DOCUMENT } from './state.ts';

const MAX_ITEMS = 100;

const documentAnswer = record({
  id: hash,
  kind: documentKind,
  root: hash,
  count: uint(),
  owner: principal,
  notarisedAt: uint(),
});

/** A document on record. Whether it stands is `endingsOf`. */
export const document = query({
  service: 'document',
  name: 'document',
  access: 'public',
  params: record({ id: hash }),
  result: documentAnswer,
  read(ctx, { id }) {
    const found = ctx.get(records, id);
    return found === undefined ? refuse(errors.UNKNOWN_DOCUMENT, {}) : ok({ id, ...found });
  },
});

const endingAnswer = record({
  /** The file that ended; absent: the whole document. */
  leaf: optional(leafIndex),
  at: uint(),
  by: hash,
  kind: choice(['revoked', 'superseded']),
  reason: endingReason,
  successor: optional(hash),
});

/**
 * The endings of a document and its files, at most a hundred, ascending by file behind `after`;
 * that
 * of the whole document comes last.
 */
export const endingsOf = query({
  service: 'document',
  name: 'endingsOf',
  access: 'public',
  params: record({ document: hash, after: optional(leafIndex) }),
  result: list(endingAnswer, { max: MAX_ITEMS }),
  read(ctx, { document: id, after }) {
    if (!ctx.has(records, id)) return refuse(errors.UNKNOWN_DOCUMENT, {});
    const behind = after === undefined ? {} : { after: pairOf(id, after) };
    const found = ctx.scan(endings, { under: id, limit: MAX_ITEMS, ...behind });
    return ok(
      found.map(({ key: [, leaf], value }) =>
        leaf === WHOLE_DOCUMENT ? value : { leaf, ...value },
      ),
    );
  },
});

/** The documents of an account, at most a hundred, ascending by id behind `after`. */
export const listDocuments = query({
  service: 'document',
  name: 'listDocuments',
  access: 'public',
  params: record({ account: hash, after: optional(hash) }),
  result: list(documentAnswer, { max: MAX_ITEMS }),
  read(ctx, { account, after }) {
    const behind = after === undefined ? {} : { after: pairOf(account, after) };
    const found = ctx.scan(owned, { under: account, limit: MAX_ITEMS, ...behind });
    return ok(found.map(({ key: [, id] }) => ({ id, ...knownRecord(ctx, id) })));
  },
});

function knownRecord(ctx: ReadContext<'document'>, id: Uint8Array) {
  return expectPresent(ctx.get(records, id), 'document: a list names no record');
}

function pairOf<A, B>(left: A, right: B): readonly [A, B] {
  return [left, right];
}
