import { concat } from '@madang/base';
import { sha256, tag } from '@madang/kernel/define';

const POSSESSION = tag('madang/voter-key/1');

/** What the proof of a voter's key is bound to: the election, and the account that registers it. */
export function possessionBinding(election: Uint8Array, account: Uint8Array): Uint8Array {
  return sha256(POSSESSION, concat(election, account));
}
