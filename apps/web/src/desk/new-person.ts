import { toHex } from '@madang/base';
import type { DeskPersonAnswer } from '@madang/client';
import { randomBytes } from '@madang/crypto';
import type { NewOwner } from '@madang/services/vote/intake/index.ts';
import { refusedBy } from '../decision/city-client.ts';
import type { Answer } from '../ledger.ts';
import type { AtDesk } from './session.ts';

/** Somebody who is to be in the vault; with the same salt again it is the same person. */
export type NewPerson = NewOwner & { homes: readonly string[]; salt: Uint8Array };

/** Somebody new, with a salt of their own. */
export function newPerson(who: NewOwner, homes: readonly string[]): NewPerson {
  return { ...who, homes, salt: randomBytes(32) };
}

/** Puts a person into the vault under the next number of a register. */
export async function addPerson(
  { desk }: AtDesk,
  register: Uint8Array,
  { name, phone, homes, salt }: NewPerson,
): Promise<Answer<DeskPersonAnswer>> {
  const contact = phone === undefined ? {} : { contact: { kind: 'phone' as const, number: phone } };
  const person = { name, homes: [...homes], salt: toHex(salt), ...contact };
  const added = await desk.addPerson(toHex(register), person);
  return added.ok ? { ok: true, value: added.value } : refusedBy(added.error);
}
