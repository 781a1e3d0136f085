import { encode, fail, ok, type Result } from '@madang/base';
import type { KeyPair } from '@madang/crypto';
import {
  type ContactsError,
  MAX_ENROLLED,
  type PersonRecord,
  personRecord,
  type Vault,
} from '@madang/vault';
import { type ActRoom, submitAct } from '../server/submit-act.ts';
import type { Level } from './ledger-people.ts';

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

/** A register with its persons; `tokens` are those of their links, told this once. */
export interface FoundedPeople {
  readonly register: Uint8Array;
  readonly tokens: readonly Uint8Array[];
}

/** Why there is no register, or not all of its persons. */
export type FoundPeopleError =
  | { readonly code: 'REGISTER_NOT_OPENED'; readonly reason: string }
  | ContactsError;

/**
 * Looks at every record first, then opens a register and keeps its persons in the vault. Whoever
 * prints the links uses the tokens;
 * {@link sendLinks} makes others and ends these.
 */
export async function foundPeople(
  room: FoundPeopleRoom,
  { institution, level, persons }: PeopleFounding,
): Promise<Result<FoundedPeople, FoundPeopleError>> {
  const fit = checkPersons(persons);
  if (!fit.ok) return fit;
  const payload = { institution, persons: persons.length, level };
  const opened = await submitAct(room, [room.registrar], { act: 'people.openRegister', payload });
  if (!opened.ok) {
    const { error } = opened;
    const reason = error.kind === 'refused' ? error.refusal.name : error.error.code;
    return fail({ code: 'REGISTER_NOT_OPENED', reason });
  }
  const register = opened.value.bodyHash;
  if (opened.value.outcome.code !== 0) {
    return fail({ code: 'REGISTER_NOT_OPENED', reason: String(opened.value.outcome.code) });
  }
  const numbered = persons.map((record, person) => ({ person, record }));
  const tokens: Uint8Array[] = [];
  for (let from = 0; from < numbered.length; from += MAX_ENROLLED) {
    const batch = numbered.slice(from, from + MAX_ENROLLED);
    const enrolled = await room.vault.contacts.enrol(register, batch);
    if (!enrolled.ok) return enrolled;
    tokens.push(...enrolled.value);
  }
  return ok({ register, tokens });
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
