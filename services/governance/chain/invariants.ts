import { fail, ok, toHex } from '@madang/base';
import {
  everyEntry,
  grantTable,
  invariant,
  ledgerTable,
  paramsTable,
  parseHeldRole,
} from '@madang/kernel/define';
import { allInstitutions, keysInUse } from './state.ts';

/** Ledger and parameters are always there. */
export const singletonsExist = invariant({
  service: 'governance',
  name: 'singletonsExist',
  check: (ctx) =>
    ctx.has(ledgerTable, []) && ctx.has(paramsTable, []) ? ok(undefined) : fail('one is missing'),
});

/** No key serves two institutions, two purposes, or a node as well. */
export const keysAreDistinct = invariant({
  service: 'governance',
  name: 'keysAreDistinct',
  check(ctx) {
    const keys = keysInUse(ctx).map(toHex);
    return new Set(keys).size === keys.length ? ok(undefined) : fail('a key is there twice');
  },
});

/** Every grant is of an institution that exists and a role that a service knows. */
export const grantsAreOfSomething = invariant({
  service: 'governance',
  name: 'grantsAreOfSomething',
  check(ctx) {
    const ids = new Set(allInstitutions(ctx).map(({ id }) => id));
    const stray = everyEntry(ctx, grantTable).find(({ key: [, text] }) => {
      const { institution, role } = parseHeldRole(text);
      return !ids.has(institution) || !ctx.isRole(role);
    });
    return stray === undefined ? ok(undefined) : fail(`a grant of nothing: ${stray.key[1]}`);
  },
});
