import { defineService } from '@madang/kernel/define';
import { errors } from './chain/errors.ts';
import {
  endingsAreOfSomething,
  ownedIsComplete,
  successorsEndLater,
  successorsExist,
} from './chain/invariants.ts';
import { notarise } from './chain/notarise.ts';
import { noteErasure } from './chain/note-erasure.ts';
import { document as documentQuery, endingsOf, listDocuments } from './chain/queries.ts';
import { revoke } from './chain/revoke.ts';
import { custodian, erasureNoted, issuer, notarised, revoked, superseded } from './chain/schema.ts';
import { tables } from './chain/state.ts';
import { supersede } from './chain/supersede.ts';

/** Evidence documents: that a file existed, whose it is, and whether it still holds. */
export const document = defineService({
  name: 'document',
  version: 1,
  doc: {
    ko: '서류의 존재와 발급자, 효력을 누구나 확인할 수 있게 기록합니다.',
    en: 'Documents as evidence: that they existed, who issued them, and whether they still hold.',
  },
  errors,
  tables,
  events: [notarised, superseded, revoked, erasureNoted],
  roles: [issuer, custodian],
  transactions: [notarise, supersede, revoke, noteErasure],
  queries: [documentQuery, endingsOf, listDocuments],
  invariants: [endingsAreOfSomething, successorsExist, successorsEndLater, ownedIsComplete],
  proof: () => import('./proof/index.ts'),
  text: { ko: () => import('./text/ko.ts'), en: () => import('./text/en.ts') },
});
