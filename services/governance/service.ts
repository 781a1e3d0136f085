import { defineService } from '@madang/kernel/define';
import { approve } from './chain/approve.ts';
import { begin } from './chain/begin.ts';
import { declareReady, operatorRole } from './chain/declare-ready.ts';
import { delegateRole } from './chain/delegate-role.ts';
import { errors } from './chain/errors.ts';
import { grantRole } from './chain/grant-role.ts';
import {
  agendaIsOfProposals,
  grantsAreOfSomething,
  keysAreDistinct,
  keysAreNoted,
  planIsAhead,
  singletonsExist,
} from './chain/invariants.ts';
import { object } from './chain/object.ts';
import { endingKeys, proposal, proposals, protocol } from './chain/proposal-queries.ts';
import {
  approved,
  institutionAdmitted,
  institutionRemoved,
  objected,
  paramsChanged,
  proposalEnded,
  proposed,
  readinessDeclared,
  retracted,
  upgradeActivated,
  upgradeCancelled,
  upgradeLapsed,
  upgradePlanned,
} from './chain/proposal-schema.ts';
import { propose } from './chain/propose.ts';
import { grantsOf, institution, institutions, params } from './chain/queries.ts';
import { retract } from './chain/retract.ts';
import { revokeRole } from './chain/revoke-role.ts';
import { rotateKey } from './chain/rotate-key.ts';
import { keyRotated, roleDelegated, roleGranted, roleRevoked } from './chain/schema.ts';
import { tables } from './chain/state.ts';
import { atUpgrade } from './chain/upgrade.ts';

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
  events: [
    roleGranted,
    roleDelegated,
    roleRevoked,
    keyRotated,
    proposed,
    approved,
    objected,
    retracted,
    proposalEnded,
    institutionAdmitted,
    institutionRemoved,
    paramsChanged,
    upgradePlanned,
    upgradeCancelled,
    readinessDeclared,
    upgradeActivated,
    upgradeLapsed,
  ],
  roles: [operatorRole],
  transactions: [
    grantRole,
    delegateRole,
    revokeRole,
    rotateKey,
    propose,
    approve,
    object,
    retract,
    declareReady,
  ],
  queries: [institutions, institution, grantsOf, params, proposals, proposal, protocol, endingKeys],
  invariants: [
    singletonsExist,
    keysAreDistinct,
    keysAreNoted,
    grantsAreOfSomething,
    agendaIsOfProposals,
    planIsAhead,
  ],
  genesis: begin,
  atUpgrade,
  text: { ko: () => import('./text/ko.ts'), en: () => import('./text/en.ts') },
});
