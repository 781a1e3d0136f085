import { existsSync, readdirSync, statSync } from 'node:fs';
import path from 'node:path';
import { fail, ok, type Result } from '@madang/base';
import { openVault, type Vault } from '@madang/vault';
import { damaged, missing } from '../data/city.ts';
import { readKeyFile } from '../data/key-file.ts';
import { type Layout, secretFile } from '../data/layout.ts';
import { type CommandError, commandError } from '../terminal.ts';

/**
 * Opens the vault of a data folder. Refuses one that would only look empty: whose tables are gone,
 * or whose master key is another.
 */
export async function openVaultOf(
  layout: Layout,
  now: () => number,
): Promise<Result<Vault, CommandError>> {
  const masterKey = readKeyFile(secretFile(layout, 'vault'), 'aes-256');
  if (!masterKey.ok) return masterKey;
  const tables = path.join(layout.vault, 'vault.sqlite');
  if (hasBlobs(layout) && !hasContent(tables)) return fail(missing(tables));
  try {
    const vault = await openVault({ folder: layout.vault, masterKey: masterKey.value, now });
    if (await vault.hasRightKey()) return ok(vault);
    await vault.close();
    return fail(wrongKey(secretFile(layout, 'vault')));
  } catch (thrown) {
    if (!isDamagedTables(thrown)) throw thrown;
    return fail(damaged(tables));
  }
}

function hasBlobs(layout: Layout): boolean {
  const blobs = path.join(layout.vault, 'blobs');
  return existsSync(blobs) && readdirSync(blobs).length > 0;
}

function hasContent(file: string): boolean {
  const found = statSync(file, { throwIfNoEntry: false });
  return found !== undefined && found.size > 0;
}

/** SQLite's result codes for a file that contradicts itself, cannot be opened, or is none. */
const DAMAGE_CODES: ReadonlySet<number> = new Set([1, 11, 14, 26]);

/** Whether a file of tables cannot be used as what it should be. */
export function isDamagedTables(thrown: unknown): boolean {
  if (!(thrown instanceof Error) || !('errcode' in thrown)) return false;
  // The low byte is the code; what stands above it says more.
  return DAMAGE_CODES.has(Number(thrown.errcode) & 0xff);
}

function wrongKey(file: string): CommandError {
  return commandError(
    'VAULT_KEY_WRONG',
    `${file} does not open what the vault keeps; restore it from a backup.`,
    `${file} 키로는 보관함을 열 수 없습니다. 백업에서 되살리십시오.`,
  );
}
