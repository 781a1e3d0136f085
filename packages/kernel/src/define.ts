/** What the deterministic ring of a service imports. It runs in browsers too. */
export { sha256, tag, verifySignatureSync } from '@madang/crypto';
export {
  accountOf,
  bilingual,
  EMPTY_JOURNAL,
  type Genesis,
  hash,
  type Institution,
  institution,
  institutionId,
  type KeyEnds,
  keyEnds,
  type Params,
  type Principal,
  params,
  principal,
  roleName,
} from '@madang/protocol';
export { type Access, type AccessDeclaration, access } from './access.ts';
export type {
  ApplyContext,
  CheckContext,
  GenesisContext,
  ReadContext,
  TableEntry,
  TableScan,
  UpgradeContext,
} from './context.ts';
export { type AnyEvent, type EventType, event } from './event.ts';
export { everyEntry } from './every-entry.ts';
export { type AnyExposed, expose } from './exposed.ts';
export { journalWithAct } from './journal.ts';
export { kernelErrors } from './kernel-errors.ts';
export {
  type Grant,
  grant,
  grantTable,
  institutionTable,
  keyTable,
  LIVE_AFTER_BLOCKS,
  ledgerTable,
  MAX_INSTITUTIONS,
  type Move,
  movesTable,
  paramsTable,
  protocolTable,
  type UpgradePlan,
  upgradePlan,
} from './ledger-tables.ts';
export { type AnyPort, type Port, port } from './port.ts';
export type { DueUpgrade } from './protocol-version.ts';
export { type AnyQuery, type Query, query } from './query.ts';
export {
  type AnyError,
  type Bilingual,
  defineErrors,
  type ErrorDefinition,
  type ErrorText,
  error,
  type Refusal,
  refuse,
} from './refusal.ts';
export {
  type EffectiveGrant,
  effectiveGrant,
  type HeldRole,
  heldRoleText,
  MAX_GRANT_DEPTH,
  parseHeldRole,
} from './roles.ts';
export {
  type AnyService,
  defineService,
  type Invariant,
  invariant,
  type Role,
  role,
  type ServiceText,
  type Wording,
} from './service.ts';
export { type AnyTable, key, type Table, table } from './table.ts';
export {
  type AnyTransaction,
  allow,
  type Order,
  type Retention,
  type Transaction,
  transaction,
} from './transaction.ts';
