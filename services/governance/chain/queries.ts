import { bool, expectPresent, list, ok, optional, record, uint } from '@madang/base';
import {
  grantTable,
  hash,
  institutionId,
  institution as institutionRecord,
  institutionTable,
  kernelErrors,
  MAX_INSTITUTIONS,
  params as paramsRecord,
  paramsTable,
  parseHeldRole,
  query,
  refuse,
  roleName,
} from '@madang/kernel/define';
import { allInstitutions, grantHeld } from './state.ts';

const MAX_GRANTS = 100;

/** All institutions of the ledger with their keys, ascending by id. */
export const institutions = query({
  service: 'governance',
  name: 'institutions',
  access: 'public',
  params: record({}),
  result: list(institutionRecord, { max: MAX_INSTITUTIONS }),
  read: (ctx) => ok(allInstitutions(ctx)),
});

/** One institution. */
export const institution = query({
  service: 'governance',
  name: 'institution',
  access: 'public',
  params: record({ id: institutionId }),
  result: institutionRecord,
  read(ctx, { id }) {
    const found = ctx.get(institutionTable, id);
    return found === undefined
      ? refuse(kernelErrors.UNKNOWN_INSTITUTION, { institution: id })
      : ok(found);
  },
});

const heldGrant = record({
  institution: institutionId,
  role: roleName,
  id: hash,
  by: optional(record({ account: hash, grant: hash })),
  delegable: bool(),
  until: optional(uint()),
  /**
   * Whether it holds at the newest block: it has not ended, nor has any grant that it came from.
   */
  holds: bool(),
});

/**
 * The first hundred grants of an account, also those that no longer hold, ascending by institution.
 */
export const grantsOf = query({
  service: 'governance',
  name: 'grantsOf',
  access: 'public',
  params: record({ account: hash }),
  result: list(heldGrant, { max: MAX_GRANTS }),
  read(ctx, { account }) {
    const found = ctx.scan(grantTable, { under: account, limit: MAX_GRANTS });
    return ok(
      found.map(({ key: [, text], value }) => {
        const held = parseHeldRole(text);
        return { ...held, ...value, holds: grantHeld(ctx, account, held) !== undefined };
      }),
    );
  },
});

/** The limits in force. */
export const params = query({
  service: 'governance',
  name: 'params',
  access: 'public',
  params: record({}),
  result: paramsRecord,
  read: (ctx) => {
    const found = ctx.get(paramsTable, []);
    return ok(expectPresent(found, 'state: no parameters'));
  },
});
