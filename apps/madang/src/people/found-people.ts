import { encode, equalBytes, fail, ok, type Result, toHex, utf8 } from '@madang/base';
import { type KeyPair, sha256, tag } from '@madang/crypto';
import type { SubmitFailure } from '@madang/node';
import { bodyHashOf } from '@madang/protocol';
import {
  type ContactsError,
  commitmentOf,
  MAX_ENROLLED,
  type PersonRecord,
  personRecord,
  type Vault,
} from '@madang/vault';
import { type ActRoom, signAct, submitAct } from '../server/submit-act.ts';
import { type Level, readRegister } from './ledger-people.ts';

/** Where a register is opened and its persons are kept. */
export interface FoundPeopleRoom extends ActRoom {
  readonly vault: Pick<Vault, 'contacts' | 'outbox'>;
  /** The key of a registrar of the institution. */
  readonly registrar: KeyPair;
}

/** A register and who its numbers are: the first person is number 0. */
export interface PeopleFounding {
  readonly institution: string;
  readonly level: Level;
  readonly persons: readonly PersonRecord[];
}

/**
 * A register with its persons; `tokens` are those of the links of whom this call has enrolled, in
 * their order, told this once.
 */
export interface FoundedPeople {
  readonly register: Uint8Array;
  readonly tokens: readonly Uint8Array[];
}

/** Why there is no register, or not all of its persons. */
export type FoundPeopleError =
  | { readonly code: 'REGISTER_NOT_OPENED'; readonly reason: string }
  | ContactsError;

const FOUNDING_TAG = tag('madang/people-founding/1');

/**
 * Looks at every record first, then opens a register and keeps its persons in the vault. Whoever
 * prints the links uses the tokens; {@link sendLinks} makes others and ends these. The same persons
 * with the same salts are the same founding: asked for again it goes on where it was cut off.
 */
export async function foundPeople(
  room: FoundPeopleRoom,
  { institution, level, persons }: PeopleFounding,
): Promise<Result<FoundedPeople, FoundPeopleError>> {
  const fit = checkPersons(persons);
  if (!fit.ok) return fit;
  const register = await openedRegister(room, { institution, level, persons });
  if (!register.ok) return register;
  const { contacts } = room.vault;
  const numbered = persons.map((record, person) => ({ person, record }));
  const tokens: Uint8Array[] = [];
  for (let from = 0; from < numbered.length; from += MAX_ENROLLED) {
    // A batch is kept whole or not at all.
    const first = await contacts.read({ register: register.value, person: from });
    if (first.ok || first.error.code !== 'CONTACTS_UNKNOWN') continue;
    const batch = numbered.slice(from, from + MAX_ENROLLED);
    const enrolled = await contacts.enrol(register.value, batch);
    if (!enrolled.ok) return enrolled;
    tokens.push(...enrolled.value);
  }
  return ok({ register: register.value, tokens });
}

/** The register of a founding: the one that was opened for it before, or a new one. */
async function openedRegister(
  room: FoundPeopleRoom,
  { institution, level, persons }: PeopleFounding,
): Promise<Result<Uint8Array, FoundPeopleError>> {
  const { contacts } = room.vault;
  const commitments = persons.map((record) => commitmentOf(record));
  const founding = sha256(FOUNDING_TAG, utf8(`${institution} ${level} `), ...commitments);
  const before = await contacts.founding(founding);
  if (before !== undefined && room.ledger.indexOf(before) !== undefined) return ok(before);
  const payload = { institution, persons: persons.length, level };
  const signed = signAct(room, [room.registrar], { act: 'people.openRegister', payload });
  const register = bodyHashOf(signed.body);
  await contacts.noteFounding(founding, register);
  const opened = await room.ledger.submit(signed.envelope);
  return opened.ok && opened.value.outcome.code === 0 ? ok(register) : refused(opened);
}

/** Why the ledger has not done what the registrar asked. */
function refused(answer: Awaited<ReturnType<typeof submitAct>>): Result<never, FoundPeopleError> {
  const reason = answer.ok ? String(answer.value.outcome.code) : failureName(answer.error);
  return fail({ code: 'REGISTER_NOT_OPENED', reason });
}

function failureName(error: SubmitFailure): string {
  return error.kind === 'refused' ? error.refusal.name : error.error.code;
}

/** A person who comes to a register after it was opened. */
export interface LateComer {
  readonly register: Uint8Array;
  readonly institution: string;
  readonly record: PersonRecord;
}

/**
 * Keeps a person who came later under the next number, for which the register is made larger. The
 * same record again, right after, is the same person.
 */
export async function addPerson(
  room: FoundPeopleRoom,
  { register, institution, record }: LateComer,
): Promise<Result<number, FoundPeopleError>> {
  const fit = checkPersons([record]);
  if (!fit.ok) return fit;
  const known = readRegister(room.ledger, register);
  if (!known.ok) return fail({ code: 'REGISTER_NOT_OPENED', reason: known.error.name });
  const { contacts } = room.vault;
  const { persons } = known.value;
  const last = await contacts.read({ register, person: persons - 1 });
  if (last.ok && equalBytes(commitmentOf(last.value), commitmentOf(record))) return ok(persons - 1);
  // A number whose person was never kept is left over from a try that was cut off.
  const isVacant = !last.ok && last.error.code === 'CONTACTS_UNKNOWN';
  if (!isVacant) {
    const payload = { register: toHex(register), institution, persons: persons + 1 };
    const act = { act: 'people.enlargeRegister', payload };
    const done = await submitAct(room, [room.registrar], act);
    if (!done.ok || done.value.outcome.code !== 0) return refused(done);
  }
  const person = isVacant ? persons - 1 : persons;
  const enrolled = await contacts.enrol(register, [{ person, record }]);
  return enrolled.ok ? ok(person) : enrolled;
}

/** A record that the vault refuses must not leave a register without it on the ledger. */
function checkPersons(persons: readonly PersonRecord[]): Result<void, FoundPeopleError> {
  if (persons.length === 0) return fail({ code: 'REGISTER_NOT_OPENED', reason: 'no persons' });
  for (const [person, record] of persons.entries()) {
    const bytes = encode(personRecord, record);
    if (bytes.ok) continue;
    return fail({ code: 'CONTACTS_NOT_VALID', person, message: bytes.error.message });
  }
  return ok(undefined);
}

const PAGE = 500;

/** Queues a link for every person of a register who has a contact; the answer is how many. */
export async function sendLinks(
  { contacts, outbox }: Pick<Vault, 'contacts' | 'outbox'>,
  register: Uint8Array,
): Promise<number> {
  let queued = 0;
  let after = -1;
  for (;;) {
    const page = await contacts.list({ register, after, limit: PAGE });
    const reached = page.filter(({ hasContact }) => hasContact);
    const notices = reached.map(({ person }) => ({ register, person, kind: 'link' as const }));
    queued += (await outbox.queue(notices)).length;
    after = page.at(-1)?.person ?? after;
    if (page.length < PAGE) return queued;
  }
}
