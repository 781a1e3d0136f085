import { fail, ok, toHex } from '@madang/base';
import {
  everyEntry,
  grantTable,
  institutionTable,
  invariant,
  keyTable,
  ledgerTable,
  paramsTable,
  parseHeldRole,
  protocolTable,
} from '@madang/kernel/define';
import { KEY_KINDS } from './keys.ts';
import { agendaTable, allInstitutions, formerTable, keysInUse, proposalTable } from './state.ts';
import { protocolOf } from './upgrade.ts';

/** Ledger, parameters and protocol version are always there. */
export const singletonsExist = invariant({
  service: 'governance',
  name: 'singletonsExist',
  check: (ctx) =>
    ctx.has(ledgerTable, []) && ctx.has(paramsTable, []) && ctx.has(protocolTable, [])
      ? ok(undefined)
      : fail('one is missing'),
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

/** Every grant is of an institution that exists or existed and a role that a service knows. */
export const grantsAreOfSomething = invariant({
  service: 'governance',
  name: 'grantsAreOfSomething',
  check(ctx) {
    const stray = everyEntry(ctx, grantTable).find(({ key: [, text] }) => {
      const { institution, role } = parseHeldRole(text);
      const isKnown = ctx.has(institutionTable, institution) || ctx.has(formerTable, institution);
      return !isKnown || !ctx.isRole(role);
    });
    return stray === undefined ? ok(undefined) : fail(`a grant of nothing: ${stray.key[1]}`);
  },
});

/** The keys in use are exactly those that were noted and not ended, with their purpose. */
export const keysAreNoted = invariant({
  service: 'governance',
  name: 'keysAreNoted',
  check(ctx) {
    const noted = everyEntry(ctx, keyTable).filter(({ value }) => value.ended === undefined);
    if (noted.length !== keysInUse(ctx).length) return fail('there are others');
    const isNoted = allInstitutions(ctx).every((member) =>
      KEY_KINDS.every((use) => {
        const found = ctx.get(keyTable, member[use]);
        return found?.institution === member.id && found.use === use;
      }),
    );
    return isNoted ? ok(undefined) : fail('a key in use is not noted as such');
  },
});

/** What may be open is on the agenda, once for each subject. */
export const agendaIsOfProposals = invariant({
  service: 'governance',
  name: 'agendaIsOfProposals',
  check(ctx) {
    const items = ctx.get(agendaTable, []) ?? [];
    const areOpen = items.every(({ id }) => {
      const found = ctx.get(proposalTable, id);
      return found !== undefined && found.closed === undefined;
    });
    const subjects = new Set(items.map(({ subject }) => subject));
    return areOpen && subjects.size === items.length ? ok(undefined) : fail('it is not');
  },
});

/** A plan of upgrade is of the next version, and its height has not come. */
export const planIsAhead = invariant({
  service: 'governance',
  name: 'planIsAhead',
  check(ctx) {
    const { version, plan } = protocolOf(ctx);
    const isAhead = plan === undefined || plan.version === version + 1;
    return isAhead && (plan === undefined || plan.height > ctx.block.height)
      ? ok(undefined)
      : fail('it is behind');
  },
});
