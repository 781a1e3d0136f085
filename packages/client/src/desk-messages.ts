import { concat, u64be, utf8 } from '@madang/base';
import { sha256, tag } from '@madang/crypto';

const SESSION_TAG = tag('madang/desk-session/1');
const HOME_TAG = tag('madang/home-commitment/1');

/** When an officer comes, ms, and 32 random bytes by which the signature is good once. */
export interface DeskArrival {
  readonly time: number;
  readonly nonce: Uint8Array;
}

/** What an officer signs to come to the desk of a ledger. */
export function deskSessionMessage(chain: Uint8Array, { time, nonce }: DeskArrival): Uint8Array {
  return concat(SESSION_TAG, chain, u64be(time), nonce);
}

/** What stands for the name of a home on the ledger (docs/spec/people.md). */
export function homeCommitment(salt: Uint8Array, label: string): Uint8Array {
  return sha256(HOME_TAG, salt, utf8(label));
}
