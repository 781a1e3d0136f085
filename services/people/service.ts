import { defineService } from '@madang/kernel/define';
import { addKey } from './chain/add-key.ts';
import { attestKey } from './chain/attest-key.ts';
import { endKey } from './chain/end-key.ts';
import { enlargeRegister } from './chain/enlarge-register.ts';
import { errors } from './chain/errors.ts';
import {
  listedKeysSpeak,
  personsAreInRegister,
  speakingKeysAreListed,
} from './chain/invariants.ts';
import { openRegister } from './chain/open-register.ts';
import { keyOf, person, personOf, register, registerOf } from './chain/queries.ts';
import { revokeKeys } from './chain/revoke-keys.ts';
import {
  attester,
  keyAdded,
  keyAttested,
  keyEnded,
  keysRevoked,
  registerEnlarged,
  registerOpened,
  registrar,
} from './chain/schema.ts';
import { tables } from './chain/state.ts';

/** System service: which keys speak for which person. */
export const people = defineService({
  name: 'people',
  version: 1,
  doc: {
    ko: '어느 키가 누구를 대신하는지, 누가 어떻게 확인했는지 기록합니다.',
    en: 'Which keys speak for which person of a register, and who identified them how.',
  },
  errors,
  tables,
  events: [registerOpened, registerEnlarged, keyAttested, keysRevoked, keyAdded, keyEnded],
  roles: [registrar, attester],
  transactions: [openRegister, enlargeRegister, attestKey, revokeKeys, addKey, endKey],
  queries: [register, person, keyOf],
  invariants: [listedKeysSpeak, speakingKeysAreListed, personsAreInRegister],
  matters: { field: 'register', begins: 'people.registerOpened' },
  exposes: [personOf, registerOf],
  text: { ko: () => import('./text/ko.ts'), en: () => import('./text/en.ts') },
});
