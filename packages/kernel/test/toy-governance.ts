import {
  defineService,
  grantTable,
  heldRoleText,
  institutionTable,
  ledgerTable,
  paramsTable,
  protocolTable,
} from '@madang/kernel/define';

/** The least that the machine needs of `governance`: the first state, without any act. */
export const toyGovernance = defineService({
  name: 'governance',
  version: 1,
  doc: { ko: '시험용', en: 'For tests.' },
  errors: {},
  tables: [ledgerTable, paramsTable, institutionTable, grantTable, protocolTable],
  events: [],
  roles: [],
  transactions: [],
  queries: [],
  invariants: [],
  genesis: ({ chain, put }, { name, nodeKeys, time, params, institutions, grants }) => {
    put(ledgerTable, [], { chain, name, nodeKeys, time });
    put(paramsTable, [], params);
    put(protocolTable, [], { version: 1 });
    for (const institution of institutions) put(institutionTable, institution.id, institution);
    for (const grant of grants) {
      put(grantTable, [grant.account, heldRoleText(grant)], {
        id: chain,
        delegable: grant.delegable,
      });
    }
  },
});
