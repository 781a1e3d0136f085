import { list, optional, record, type TypeOf, uint } from '@madang/base';
import { hash, institutionId, key, table } from '@madang/kernel/define';
import { level, MAX_KEYS, personNumber } from './schema.ts';

/** `people/registers/ || id`: grows and is never removed. */
export const registers = table({
  service: 'people',
  name: 'registers',
  key: key.hash,
  value: record({
    institution: institutionId,
    persons: uint(),
    level,
    /** Time of the block, ms. */
    openedAt: uint(),
  }),
});
export type Register = TypeOf<(typeof registers)['value']>;

/** `people/keys/ || register || account`: never removed, so that no key comes back. */
export const keys = table({
  service: 'people',
  name: 'keys',
  key: key.pair(key.hash, key.hash),
  value: record({
    person: personNumber,
    level,
    /** The institution that attested it, or the one that attested the device which added it. */
    attestedBy: institutionId,
    since: uint(),
    /** Time of the block in which it ended, ms. */
    ended: optional(uint()),
  }),
});
export type PersonKey = TypeOf<(typeof keys)['value']>;

/** `people/persons/ || register || u32(person)`: what speaks for a person now. */
export const persons = table({
  service: 'people',
  name: 'persons',
  key: key.pair(key.hash, key.u32),
  value: record({
    /** None after they were revoked. */
    accounts: list(hash, { max: MAX_KEYS }),
    /** How often all of them were revoked. */
    revoked: uint(),
  }),
});

/** `people/journals/ || register`: what changed the register (docs/spec/state.md, "Journals"). */
export const journals = table({
  service: 'people',
  name: 'journals',
  key: key.hash,
  value: record({ acts: uint(), journal: hash }),
});

export const tables = [registers, keys, persons, journals] as const;
