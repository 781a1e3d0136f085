import {
  choice,
  encodeKnown,
  fixedBytes,
  list,
  optional,
  record,
  type TypeOf,
  text,
  toHex,
} from '@madang/base';
import { sha256, tag } from '@madang/crypto';

/** A telephone number as it is dialled: digits in groups, such as `010-0000-2847`. */
export const phoneNumber = text({ min: 8, max: 24, pattern: '\\+?[0-9]+(-[0-9]+)*' });

/** How somebody is reached. */
export const contact = record({ kind: choice(['phone']), number: phoneNumber });
export type Contact = TypeOf<typeof contact>;

/** Who a number of a register is (docs/spec/people.md). */
export const personRecord = record({
  name: text({ min: 1, max: 200 }),
  contact: optional(contact),
  /** Such as `107동 503호`. */
  homes: list(text({ min: 1, max: 100 }), { max: 64 }),
  /** Random, so that nobody confirms a guess by the commitment alone. */
  salt: fixedBytes(32),
});
export type PersonRecord = TypeOf<typeof personRecord>;

/** A person by their number in a register. */
export interface PersonPlace {
  readonly register: Uint8Array;
  readonly person: number;
}

/** What a person's place is called where places are keys: no two are called alike. */
export function nameOfPlace({ register, person }: PersonPlace): string {
  return `${toHex(register)} ${String(person)}`;
}

/** A person as the token of their link found them. */
export interface Link extends PersonPlace {
  /** The tagged hash of the token: its id. */
  readonly tokenHash: Uint8Array;
}

/** A person as their link shows them: to know oneself by, not to be known by. */
export interface MaskedPerson {
  readonly link: Link;
  /** `김○자`. */
  readonly nameMasked: string;
  readonly homes: readonly string[];
  /** `010-••••-2847`; absent where there is no contact. */
  readonly contactMasked?: string;
}

/** Longest record, bytes. */
export const MAX_PERSON_BYTES = 8_192;

const COMMITMENT_TAG = tag('madang/people-commitment/1');

/** What stands for a person's record where it must not be read itself (docs/spec/people.md). */
export function commitmentOf(person: PersonRecord): Uint8Array {
  return sha256(COMMITMENT_TAG, encodeKnown(personRecord, person));
}
