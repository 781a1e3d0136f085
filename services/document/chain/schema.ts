import { choice, optional, record, type TypeOf, uint } from '@madang/base';
import { event, hash, institutionId, principal, role } from '@madang/kernel/define';

/** Whoever holds it may put documents on record, and end them, for their institution. */
export const issuer = role('document', 'issuer');

/** Whoever holds it runs a vault for their institution, and notes what was erased from it. */
export const custodian = role('document', 'custodian');

/** Most files of one document. */
export const MAX_COUNT = 1_000_000;

/** A file with bytes of any kind, or a short statement in words. */
export const documentKind = choice(['file', 'statement']);

/** Why a document ended. */
export const endingReason = choice(['mistake', 'replaced', 'withdrawn', 'order']);

/** Index of a file within a document. */
export const leafIndex = uint({ max: MAX_COUNT - 1 });

/** Payload of `notarise` (docs/spec/document.md). */
export const notarisePayload = record({
  /** The institution for which the signer acts; absent: for themselves. */
  as: optional(institutionId),
  kind: documentKind,
  /** Root of the tree of commitments. */
  root: hash,
  /** Leaves of that tree. */
  count: uint({ min: 1, max: MAX_COUNT }),
});
export type NotarisePayload = TypeOf<typeof notarisePayload>;

/** Payload of `revoke`. */
export const revokePayload = record({
  document: hash,
  /** One file of it; absent: the whole. */
  leaf: optional(leafIndex),
  reason: endingReason,
});

/** Payload of `supersede`. */
export const supersedePayload = record({
  document: hash,
  /** One file of it; absent: the whole. */
  leaf: optional(leafIndex),
  reason: endingReason,
  /** The document that takes its place. */
  successor: hash,
});

/** Payload of `noteErasure`. */
export const erasurePayload = record({
  /** The institution whose vault held it. */
  institution: institutionId,
  /** Random number of the deposit; it says nothing about the file. */
  deposit: hash,
});

/** A document was put on record; its id is the body hash of the entry. */
export const notarised = event(
  'document',
  'notarised',
  record({ count: uint(), kind: documentKind, owner: principal, root: hash }),
);

/** A document, or one file of it, was revoked. */
export const revoked = event('document', 'revoked', revokePayload);

/** A document, or one file of it, was superseded by another document. */
export const superseded = event('document', 'superseded', supersedePayload);

/** A deposit was erased from a vault. */
export const erasureNoted = event('document', 'erasureNoted', erasurePayload);
