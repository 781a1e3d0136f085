import { defineService } from '@madang/kernel/define';
import { abstain } from './chain/abstain.ts';
import { appointProxy } from './chain/appoint-proxy.ts';
import { changeRoll } from './chain/change-roll.ts';
import { closeDecision } from './chain/close-decision.ts';
import { draftDecision, registerOf } from './chain/draft-decision.ts';
import { endProxy } from './chain/end-proxy.ts';
import { enterPapers } from './chain/enter-papers.ts';
import { enterProxies } from './chain/enter-proxies.ts';
import { enterRoll } from './chain/enter-roll.ts';
import { enterWithdrawals } from './chain/enter-withdrawals.ts';
import { errors } from './chain/errors.ts';
import { extendDecision } from './chain/extend-decision.ts';
import { giveConsent } from './chain/give-consent.ts';
import {
  nobodySpeaksForOthers,
  ownersKnowTheirHomes,
  proxiesAreListed,
  talliesAreExact,
} from './chain/invariants.ts';
import { noteMessages } from './chain/note-messages.ts';
import { openDecision } from './chain/open-decision.ts';
import {
  decision,
  homes,
  listDecisions,
  meter,
  person,
  persons,
  principals,
} from './chain/queries.ts';
import { refuseConsent } from './chain/refuse-consent.ts';
import {
  closed,
  drafted,
  established,
  extended,
  messagesNoted,
  officer,
  opened,
  paperRefused,
  proxyAppointed,
  proxyEnded,
  rollChanged,
  rollEntered,
  spoken,
  withdrawn,
} from './chain/schema.ts';
import { personOf } from './chain/speaking.ts';
import { tables } from './chain/state.ts';
import { withdraw } from './chain/withdraw.ts';

/** Decisions by named, withdrawable consent, and the moment at which they are made. */
export const vote = defineService({
  name: 'vote',
  version: 1,
  doc: {
    ko: '주민이 서명한 동의로 결정하고, 요건이 찬 순간을 누구나 확인할 수 있게 기록합니다.',
    en: 'Decisions by named, withdrawable consent, and proof of the moment at which they are made.',
  },
  errors,
  tables,
  events: [
    drafted,
    rollEntered,
    opened,
    spoken,
    withdrawn,
    paperRefused,
    proxyAppointed,
    proxyEnded,
    rollChanged,
    established,
    extended,
    closed,
    messagesNoted,
  ],
  roles: [officer],
  transactions: [
    draftDecision,
    enterRoll,
    openDecision,
    giveConsent,
    refuseConsent,
    abstain,
    withdraw,
    appointProxy,
    endProxy,
    enterPapers,
    enterWithdrawals,
    enterProxies,
    changeRoll,
    extendDecision,
    closeDecision,
    noteMessages,
  ],
  queries: [decision, listDecisions, meter, person, persons, principals, homes],
  invariants: [talliesAreExact, nobodySpeaksForOthers, ownersKnowTheirHomes, proxiesAreListed],
  matters: { field: 'decision', begins: 'vote.drafted' },
  uses: [personOf, registerOf],
  proof: () => import('./proof/index.ts'),
  text: { ko: () => import('./text/ko.ts'), en: () => import('./text/en.ts') },
});
