import { apiErrors, type Officer } from '@madang/api';
import { ok, type Result } from '@madang/base';
import type { DeskNoticesAnswer, DeskPersonsAnswer, DeskSentAnswer } from '@madang/client';
import { type Refusal, refuse } from '@madang/kernel';
import type { PersonLine, PersonPlace } from '@madang/vault';
import { maskName, maskNumber } from '@madang/vault';
import { readPerson, readRegister } from '../people/ledger-people.ts';
import type { DeskParts } from './desk-parts.ts';
import { decisionOf, holderOf, ownersOf, unitsOf } from './ledger-desk.ts';

type Told<T> = Promise<Result<T, Refusal>>;

/** Who is behind a home, masked. */
export async function personsOf(
  { ledger, people, noteLook }: DeskParts,
  officer: Officer,
  { decision: id, unit }: { readonly decision: Uint8Array; readonly unit: number },
): Told<DeskPersonsAnswer> {
  const decision = decisionOf(ledger, officer, id);
  if (!decision.ok) return decision;
  const holder = holderOf(ledger, id, unit);
  if (holder === undefined) return refuse(apiErrors.HOME_UNKNOWN, { unit });
  const { members, whole, representative } = holder;
  noteLook(officer, id);
  const persons: DeskPersonsAnswer['persons'][number][] = [];
  for (const { person } of members) {
    const at = { register: decision.value.register, person };
    const record = await people.vault.contacts.read(at);
    // Whoever was erased is still an owner, whom nobody can name any more.
    if (!record.ok) continue;
    const { name, homes, contact } = record.value;
    const keys = readPerson(ledger, at);
    persons.push({
      person,
      nameMasked: maskName(name),
      homes,
      ...(contact === undefined ? {} : { contactMasked: maskNumber(contact.number) }),
      identified: keys.ok && keys.value.keys.length > 0,
    });
  }
  const named = representative === undefined ? {} : { representative };
  return ok({ persons, members, whole, ...named });
}

/** Links for everybody of the register. */
export async function sendLinks(
  parts: DeskParts,
  officer: Officer,
  id: Uint8Array,
): Told<DeskSentAnswer> {
  const decision = decisionOf(parts.ledger, officer, id);
  if (!decision.ok) return decision;
  const { register } = decision.value;
  const reached = await reachedOf(parts, register);
  const messages = await parts.people.sendLinks(register);
  const units = unitsOf(parts.ledger, id);
  return ok({ messages, ...countHomes(parts, id, { units, reached }) });
}

/** Reminders for those behind these homes, each person once. */
export async function remind(
  parts: DeskParts,
  officer: Officer,
  { decision: id, units }: { readonly decision: Uint8Array; readonly units: readonly number[] },
): Told<DeskSentAnswer> {
  const decision = decisionOf(parts.ledger, officer, id);
  if (!decision.ok) return decision;
  const { register } = decision.value;
  const persons = new Set<number>();
  for (const unit of units) {
    const owners = ownersOf(parts.ledger, id, unit);
    if (owners === undefined) return refuse(apiErrors.HOME_UNKNOWN, { unit });
    for (const person of owners) persons.add(person);
  }
  const reached = await reachedOf(parts, register);
  const messages = await parts.people.remind([...persons].map((person) => ({ register, person })));
  return ok({ messages, ...countHomes(parts, id, { units: [...new Set(units)], reached }) });
}

/**
 * Homes by what became of the notices to their owners so far. A home is missed if one owner once
 * was not told, or has yet to be; told if there were notices and none was missed.
 */
export async function countNotices(
  { ledger, people }: DeskParts,
  officer: Officer,
  id: Uint8Array,
): Told<DeskNoticesAnswer> {
  const decision = decisionOf(ledger, officer, id);
  if (!decision.ok) return decision;
  await people.noticesTried();
  const { told, missed } = await people.vault.outbox.notices(decision.value.register);
  let [homes, undelivered] = [0, 0];
  for (const unit of unitsOf(ledger, id)) {
    const owners = ownersOf(ledger, id, unit) ?? [];
    if (owners.some((person) => missed.has(person))) undelivered += 1;
    else if (owners.some((person) => told.has(person))) homes += 1;
  }
  return ok({ homes, undelivered });
}

/** A new link for a person of a register of the officer's institution. */
export async function freshLink(
  { ledger, people }: DeskParts,
  { institution }: Officer,
  at: PersonPlace,
): Told<{ contactMasked: string }> {
  const register = readRegister(ledger, at.register);
  if (!register.ok) return register;
  if (register.value.institution !== institution) return refuse(apiErrors.OTHER_INSTITUTION, {});
  const record = await people.vault.contacts.read(at);
  if (!record.ok) return refuse(apiErrors.PERSON_UNKNOWN, {});
  const { contact } = record.value;
  if (contact === undefined) return refuse(apiErrors.NO_CONTACT, {});
  await people.sendLinksTo([at]);
  return ok({ contactMasked: maskNumber(contact.number) });
}

const PAGE = 2_000;

/** Everybody of a register, ascending by number. */
export async function personsIn(
  { people }: Pick<DeskParts, 'people'>,
  register: Uint8Array,
): Promise<readonly PersonLine[]> {
  const persons: PersonLine[] = [];
  for (;;) {
    const after = persons.at(-1)?.person ?? -1;
    const page = await people.vault.contacts.list({ register, after, limit: PAGE });
    persons.push(...page);
    if (page.length < PAGE) return persons;
  }
}

/** The numbers of those whom a message reaches. */
export async function reachedOf(
  parts: Pick<DeskParts, 'people'>,
  register: Uint8Array,
): Promise<ReadonlySet<number>> {
  const persons = await personsIn(parts, register);
  return new Set(persons.filter(({ hasContact }) => hasContact).map(({ person }) => person));
}

interface Counted {
  readonly units: readonly number[];
  readonly reached: ReadonlySet<number>;
}

/** A home is told if a message reaches one of its owners. */
function countHomes(
  { ledger }: DeskParts,
  id: Uint8Array,
  { units, reached }: Counted,
): Pick<DeskSentAnswer, 'homes' | 'undelivered'> {
  const isTold = (unit: number): boolean =>
    ownersOf(ledger, id, unit)?.some((person) => reached.has(person)) === true;
  const homes = units.filter(isTold).length;
  return { homes, undelivered: units.length - homes };
}
