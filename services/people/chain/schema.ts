import { choice, record, type TypeOf, uint } from '@madang/base';
import { event, hash, institutionId, role } from '@madang/kernel/define';

/** Whoever holds it may open registers for their institution. */
export const registrar = role('people', 'registrar');

/** Whoever holds it may say for their institution that a key is a person's. */
export const attester = role('people', 'attester');

/** Most persons of one register. */
export const MAX_PERSONS = 1_000_000;

/** Most devices of one person. */
export const MAX_KEYS = 8;

/** How somebody was identified, from weak to strong. */
export const levels = ['link', 'second-factor', 'desk'] as const;
export const level = choice(levels);
export type Level = TypeOf<typeof level>;

/** The number of a person in their register, from 0. */
export const personNumber = uint({ max: MAX_PERSONS - 1 });

/** Payload of `openRegister`. */
export const registerPayload = record({
  institution: institutionId,
  /** How many persons there are: their numbers are below it. */
  persons: uint({ min: 1, max: MAX_PERSONS }),
  /** The weakest identification that it takes. */
  level,
});

/** Payload of `attestKey`. */
export const attestPayload = record({
  register: hash,
  person: personNumber,
  /** The account of the new key. */
  account: hash,
  level,
  /** The institution that identified the person. */
  as: institutionId,
});
export type AttestPayload = TypeOf<typeof attestPayload>;

/** Why the keys of a person were revoked. */
export const revokeReason = choice(['lost', 'stolen', 'changed']);

/** Payload of `revokeKeys`. */
export const revokePayload = record({
  register: hash,
  person: personNumber,
  level,
  as: institutionId,
  reason: revokeReason,
});

/** Payload of `enlargeRegister`. */
export const enlargePayload = record({
  register: hash,
  institution: institutionId,
  /** How many persons there are from now on. */
  persons: uint({ min: 1, max: MAX_PERSONS }),
});

/** Payload of `addKey` and `endKey`. */
export const keyPayload = record({ register: hash, account: hash });

/** A register was opened; its id is the body hash of the entry. */
export const registerOpened = event('people', 'registerOpened', registerPayload);

/** A register has more numbers. */
export const registerEnlarged = event(
  'people',
  'registerEnlarged',
  record({ register: hash, persons: uint() }),
);

const identified = {
  register: hash,
  person: personNumber,
  level,
  /** The institution that identified the person. */
  institution: institutionId,
};

/** A person has a first key, or the first after all were revoked. */
export const keyAttested = event('people', 'keyAttested', record({ ...identified, account: hash }));

/** All keys of a person ended. */
export const keysRevoked = event(
  'people',
  'keysRevoked',
  record({ ...identified, reason: revokeReason }),
);

/** A person added a device. */
export const keyAdded = event(
  'people',
  'keyAdded',
  record({ register: hash, person: personNumber, account: hash }),
);

/** A device of a person speaks no more. */
export const keyEnded = event(
  'people',
  'keyEnded',
  record({ register: hash, person: personNumber, account: hash }),
);
