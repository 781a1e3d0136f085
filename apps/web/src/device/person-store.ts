import type { KeptKey } from './act-keys.ts';
import { listValues, putValue, removeValue } from './database.ts';

/** As much of a person as their link tells. */
export type PersonFacts = {
  /** The register's id in hexadecimal. */
  register: string;
  nameMasked: string;
  homes: readonly string[];
  contactMasked?: string;
};

/**
 * Who somebody is in a register, as far as this device can say so: by the key that it made. The key
 * is written down before the ledger hears of it, so that no answer that is lost loses it.
 */
export type KeptPerson = PersonFacts & {
  /** The account of the key, in hexadecimal. */
  account: string;
  /** SHA-256 of the link's token in hexadecimal; the token itself is not kept. */
  link: string;
  key: KeptKey;
  /** The number in the register; absent until the key has been attested. */
  person?: number;
};

/**
 * Keeps who somebody is; when it returns the browser has written it out. Two people may share a
 * telephone, so each of a register has an entry of their own.
 */
export function putPerson(person: KeptPerson): Promise<void> {
  return putValue('persons', nameOf(person), person);
}

/** Forgets who somebody was here, once their key has ended: it never speaks again. */
export function forgetPerson(person: KeptPerson): Promise<void> {
  return removeValue('persons', nameOf(person));
}

function nameOf({ register, account }: KeptPerson): string {
  return `${register} ${account}`;
}

/** Who came to this device with a link. */
export async function findPersonByLink(link: string): Promise<KeptPerson | undefined> {
  const all = (await listValues('persons')) as readonly KeptPerson[];
  return all.find((each) => each.link === link);
}

function isSame(one: PersonFacts, other: PersonFacts): boolean {
  return (
    one.register === other.register &&
    one.nameMasked === other.nameMasked &&
    one.contactMasked === other.contactMasked &&
    one.homes.join('\n') === other.homes.join('\n')
  );
}

/**
 * Whom this device speaks for: who came with this very link, or with an older one of the same
 * person, for every message brings a new link.
 */
export async function findPerson(
  facts: PersonFacts,
  link: string,
): Promise<KeptPerson | undefined> {
  const all = (await listValues('persons')) as readonly KeptPerson[];
  const sameLink = all.find((each) => each.register === facts.register && each.link === link);
  return sameLink ?? all.find((each) => isSame(each, facts));
}
