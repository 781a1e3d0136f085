export { type BlobStore, openBlobStore } from './blobs.ts';
export {
  CODE_LONGEST_MS,
  CODE_VALID_MS,
  type CodeError,
  type Codes,
  type IssuedCode,
  MAX_CODES,
  MAX_WRONG_TRIES,
  randomDigits,
} from './codes.ts';
export {
  type AskedKey,
  type Contacts,
  type ContactsError,
  MAX_ENROLLED,
  type NewPerson,
  type PersonErasure,
  type PersonLine,
} from './contacts.ts';
export { type Homes, type HomesError, type KeptHome, MAX_HOMES } from './homes.ts';
export { maskName, maskNumber } from './masks.ts';
export type {
  FollowerPosition,
  Message,
  MessageKind,
  Notice,
  NoticesTold,
  Outbox,
  OutboxCounts,
  SendOutcome,
} from './outbox.ts';
export {
  type Contact,
  commitmentOf,
  type Link,
  type MaskedPerson,
  nameOfPlace,
  type PersonPlace,
  type PersonRecord,
  personRecord,
} from './person-record.ts';
export {
  type DepositTicket,
  type Erasure,
  MAX_DEPOSIT_SIZE_BYTES,
  openVault,
  type Vault,
  type VaultError,
  type VaultOptions,
} from './vault.ts';
