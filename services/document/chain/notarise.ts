import { access, allow, transaction } from '@madang/kernel/define';
import { issuer, notarised, notarisePayload } from './schema.ts';
import { owned, records } from './state.ts';

/**
 * Puts a document on record by the root of its salted commitments: one file, or up to a million.
 *
 * Who: anybody for themselves, or with `as` a holder of `document.issuer` for that institution.
 * Changes: one record, whose id is the transaction's, and one line in the signer's own list. Cost:
 * two reads, two writes. Errors: none of its own.
 */
export const notarise = transaction({
  service: 'document',
  name: 'notarise',
  payload: notarisePayload,
  access: access.principal({ of: 'as', role: issuer.name }),
  costUs: 200,
  retention: 'forever',
  errors: [],
  // Ids are hashes of bodies that are executed once, so none can be taken.
  check: () => allow(),
  apply(ctx, { kind, root, count }) {
    const { id } = ctx.transaction;
    const owner = ctx.principal;
    const notarisedAt = ctx.block.timeMs;
    ctx.put(records, id, { kind, root, count, owner, notarisedAt });
    if (owner.kind === 'account') ctx.put(owned, [owner.account, id], { notarisedAt });
    ctx.emit(notarised, { kind, root, count, owner });
  },
});
