import { bool, choice, fixedBytes, optional, record, type TypeOf, uint } from '@madang/base';
import { event, hash, institutionId, roleName } from '@madang/kernel/define';

/** What a key of an institution is for. */
export const keyKind = choice(['governance', 'consensus', 'cosigner']);

/** Payload of `grantRole` and, but for the one who signs, of `delegateRole`. */
export const grantPayload = record({
  institution: institutionId,
  role: roleName,
  /** Who gets the role. */
  account: hash,
  /** Whether that account may pass it on. */
  delegable: bool(),
  /** Time from which it no longer holds, ms; absent: until revoked. */
  until: optional(uint()),
});

/** Payload of `revokeRole`. */
export const revokePayload = record({ institution: institutionId, role: roleName, account: hash });

/** Payload of `rotateKey`. */
export const rotatePayload = record({
  institution: institutionId,
  kind: keyKind,
  /** The new key, suite ed25519. */
  key: hash,
  /** Signature by the new key, see `possessionMessage`. */
  possession: fixedBytes(64),
  /** When the new key ends, ms. It warns and stops nothing. */
  until: optional(uint()),
});
export type KeyClaim = Omit<TypeOf<typeof rotatePayload>, 'possession' | 'until'>;
export type KeyKind = TypeOf<typeof keyKind>;

/** An institution granted a role. */
export const roleGranted = event('governance', 'roleGranted', grantPayload);

/** A holder passed a role on; `by` is their account. */
export const roleDelegated = event(
  'governance',
  'roleDelegated',
  record({
    institution: institutionId,
    role: roleName,
    account: hash,
    by: hash,
    delegable: bool(),
    until: optional(uint()),
  }),
);

/** An institution took a role back. */
export const roleRevoked = event('governance', 'roleRevoked', revokePayload);

/** An institution has a new key. */
export const keyRotated = event(
  'governance',
  'keyRotated',
  record({ institution: institutionId, kind: keyKind, key: hash, until: optional(uint()) }),
);
