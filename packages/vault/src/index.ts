export {
  type DepositTicket,
  type Erasure,
  MAX_DEPOSIT_SIZE_BYTES,
  openVault,
  type Vault,
  type VaultError,
  type VaultOptions,
} from './vault.ts';
