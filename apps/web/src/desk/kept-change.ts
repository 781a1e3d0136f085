import { toHex, utf8 } from '@madang/base';
import { saveFile } from '../device/save-file.ts';
import { keptPlace } from './kept-work.ts';
import type { ChangeReason, RollChange } from './roll-plan.ts';
import type { SignedWork } from './sign-kept.ts';

/** A correction of the roll on its way to the record. */
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

/** Where the correction of a decision's roll is kept. */
export function changePlace(decision: string) {
  return keptPlace<KeptChange>(`change ${decision}`);
}

/** Saves what shows later that a file was the evidence: the salt is nowhere else. */
export function saveSlip({ slip: { file, salt }, done }: KeptChange): void {
  const slip = `SHA-256(salt || SHA-256(file))\nfile ${file}\nsalt ${toHex(salt)}\n`;
  saveFile(`evidence-${done.at(-1) ?? 0}.txt`, utf8(slip));
}
