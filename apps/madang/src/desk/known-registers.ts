import { apiErrors, type Officer } from '@madang/api';
import { ok, type Result, toHex } from '@madang/base';
import {
  type DeskKnownRegister,
  type DeskRegisterPerson,
  MAX_DESK_REGISTERS,
  MAX_REGISTER_MATTERS,
} from '@madang/client';
import { type Refusal, refuse } from '@madang/kernel';
import type { Ledger } from '@madang/node';
import { commitmentOf } from '@madang/vault';
import { readMatters, readRegister } from '../people/ledger-people.ts';
import type { DeskParts } from './desk-parts.ts';
import { personsIn } from './messages.ts';

type Told<T> = Promise<Result<T, Refusal>>;
type Parts = Pick<DeskParts, 'ledger' | 'people'>;

/** Registers of the officer's institution whose persons are kept here, the newest first. */
export async function registersOf(
  { ledger, people }: Parts,
  { institution }: Officer,
): Told<readonly DeskKnownRegister[]> {
  const known: DeskKnownRegister[] = [];
  for (const id of await people.vault.contacts.registers()) {
    const found = readRegister(ledger, id);
    if (!found.ok || found.value.institution !== institution) continue;
    const { level, persons, openedAt } = found.value;
    known.push({ register: toHex(id), level, persons, openedAt, matters: mattersOf(ledger, id) });
  }
  const newest = known.toSorted((one, other) => other.openedAt - one.openedAt);
  return ok(newest.slice(0, MAX_DESK_REGISTERS));
}

/** Titles of what the persons of a register decide or vote on. */
function mattersOf(ledger: Ledger, id: Uint8Array): DeskKnownRegister['matters'] {
  const matters = readMatters(ledger, id);
  const titles = matters.ok ? matters.value.map(({ title }) => title) : [];
  return titles.slice(0, MAX_REGISTER_MATTERS);
}

/** Who is in a register of the officer's institution; whoever was erased is in it no more. */
export async function registerPersonsOf(
  { ledger, people }: Parts,
  { institution }: Officer,
  register: Uint8Array,
): Told<readonly DeskRegisterPerson[]> {
  const found = readRegister(ledger, register);
  if (!found.ok) return found;
  if (found.value.institution !== institution) return refuse(apiErrors.OTHER_INSTITUTION, {});
  const persons: DeskRegisterPerson[] = [];
  for (const { person, hasContact } of await personsIn({ people }, register)) {
    const kept = await people.vault.contacts.read({ register, person });
    if (!kept.ok) continue;
    const commitment = toHex(commitmentOf(kept.value));
    persons.push({ person, homes: kept.value.homes, commitment, isReached: hasContact });
  }
  return ok(persons);
}
