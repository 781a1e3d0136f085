import { toHex, utf8 } from '@madang/base';
import { getValue, putValue, removeValue } from '../device/database.ts';
import { saveFile } from '../device/save-file.ts';
import type { ChangeReason, RollChange } from './roll-plan.ts';
import type { SignedWork } from './sign-kept.ts';

/**
 * A correction of the roll on its way to the record, as this device keeps it: without a name or
 * telephone number of anybody, for those went into the vault before.
 */
export type KeptChange = SignedWork & {
  decision: string;
  home: string;
  reason: ChangeReason;
  evidence: Uint8Array;
  slip: { file: string; salt: Uint8Array };
  changes: readonly RollChange[];
  /** Numbers of those to whom a link is sent when all is on record. */
  newcomers: readonly number[];
  /** Indices of the entries that are on record. */
  done: readonly number[];
  /** Where links went, masked. */
  told: readonly string[];
};

const keyOf = (decision: string): string => `change ${decision}`;

/** The correction that this device was putting on record; undefined if there is none. */
export async function keptChange(decision: string): Promise<KeptChange | undefined> {
  const kept = await getValue('desk', keyOf(decision)).catch(() => undefined);
  return kept as KeptChange | undefined;
}

/** Keeps how far a correction is. */
export function keepChange(change: KeptChange): Promise<void> {
  // A private window keeps nothing: then the page itself is all that can go on.
  return putValue('desk', keyOf(change.decision), change).catch(() => undefined);
}

/** Forgets a correction; what is on record stays there. */
export function forgetChange(decision: string): Promise<void> {
  return removeValue('desk', keyOf(decision)).catch(() => undefined);
}

/** Saves what shows later that a file was the evidence: the salt is nowhere else. */
export function saveSlip({ slip: { file, salt }, done }: KeptChange): void {
  const slip = `SHA-256(salt || SHA-256(file))\nfile ${file}\nsalt ${toHex(salt)}\n`;
  saveFile(`evidence-${done.at(-1) ?? 0}.txt`, utf8(slip));
}
