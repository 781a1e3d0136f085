import { defineService } from '@madang/kernel/define';
import { begin } from './chain/begin.ts';
import { delegateRole } from './chain/delegate-role.ts';
import { errors } from './chain/errors.ts';
import { grantRole } from './chain/grant-role.ts';
import { grantsAreOfSomething, keysAreDistinct, singletonsExist } from './chain/invariants.ts';
import { grantsOf, institution, institutions, params } from './chain/queries.ts';
import { revokeRole } from './chain/revoke-role.ts';
import { rotateKey } from './chain/rotate-key.ts';
import { keyRotated, roleDelegated, roleGranted, roleRevoked } from './chain/schema.ts';
import { tables } from './chain/state.ts';

/** System service: who takes part, and who may do what. */
export const governance = defineService({
  name: 'governance',
  version: 1,
  doc: {
    ko: '참여 기관과 키, 역할을 관리합니다.',
    en: 'The institutions of the ledger, their keys, and the roles that they grant.',
  },
  errors,
  tables,
  events: [roleGranted, roleDelegated, roleRevoked, keyRotated],
  roles: [],
  transactions: [grantRole, delegateRole, revokeRole, rotateKey],
  queries: [institutions, institution, grantsOf, params],
  invariants: [singletonsExist, keysAreDistinct, grantsAreOfSomething],
  genesis: begin,
  text: { ko: () => import('./text/ko.ts'), en: () => import('./text/en.ts') },
});
