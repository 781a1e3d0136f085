import { toHex } from '@madang/base';
import type { KeyPair } from '@madang/crypto';
import { type StateReader, stateEntries } from '@madang/kernel';
import { stateKey } from '@madang/protocol';
import type { Vault } from '@madang/vault';
import { type ActRoom, doneIndex, submitAct } from './submit-act.ts';

/** Who puts erasures on record: the custodian key, for the institution whose vault this is. */
export interface Custody extends ActRoom {
  readonly key: KeyPair;
  readonly institution: string;
}

/**
 * Puts the erasure of a deposit on record; the answer is the index of its entry, if it is there.
 */
export async function recordErasure(
  custody: Custody,
  deposit: Uint8Array,
): Promise<number | undefined> {
  const payload = { institution: custody.institution, deposit: toHex(deposit) };
  const act = { act: 'document.noteErasure', payload };
  return doneIndex(await submitAct(custody, [custody.key], act));
}

/**
 * Puts on record what was erased from the vault but not noted, for example because the server was
 * stopped in between. Returns how many there were.
 */
export async function noteErasures(custody: Custody, vault: Vault): Promise<number> {
  let noted = 0;
  for (const { deposit } of await vault.erasures()) {
    if (isNoted(custody, deposit)) continue;
    if ((await recordErasure(custody, deposit)) !== undefined) noted += 1;
  }
  return noted;
}

/**
 * Deposits whose erasure is on record. After a restore the vault erases them again before anything
 * is served.
 */
export function notedErasures(state: StateReader): readonly Uint8Array[] {
  const prefix = stateKey('document', 'erasures', new Uint8Array());
  return [...stateEntries(state, prefix)].map(({ key }) => key.slice(prefix.length));
}

function isNoted({ ledger }: ActRoom, deposit: Uint8Array): boolean {
  return ledger.stateReader().get(stateKey('document', 'erasures', deposit)) !== undefined;
}
