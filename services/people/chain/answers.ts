import { list, optional, record, uint } from '@madang/base';
import { hash, institutionId } from '@madang/kernel/define';
import { level, MAX_KEYS, personNumber } from './schema.ts';

/** A key of a person. */
export const keyAnswer = record({
  account: hash,
  person: personNumber,
  level,
  attestedBy: institutionId,
  since: uint(),
  ended: optional(uint()),
});

/** Which register is asked for. */
export const registerParams = record({ id: hash });

/** Whose register it is. */
export const registerAnswer = record({
  institution: institutionId,
  persons: uint(),
  level,
  openedAt: uint(),
});

/** Which key of which register. */
export const keyParams = record({ register: hash, account: hash });

/** Which person of which register. */
export const personParams = record({ register: hash, person: personNumber });

/** The keys that speak for a person now, and how often all of them were ended at a desk. */
export const personAnswer = record({ keys: list(keyAnswer, { max: MAX_KEYS }), revoked: uint() });
