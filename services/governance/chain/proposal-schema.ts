import {
  choice,
  fixedBytes,
  list,
  optional,
  record,
  type TypeOf,
  text,
  uint,
  variant,
} from '@madang/base';
import {
  event,
  hash,
  institution,
  institutionId,
  MAX_INSTITUTIONS,
  params,
} from '@madang/kernel/define';
import { keyKind } from './schema.ts';

const signature = fixedBytes(64);

/** What the institutions can decide together. */
export const proposalContent = variant('kind', {
  /** A new member, with a proof of possession for each of its keys. */
  admit: {
    member: institution,
    possessions: record({ governance: signature, consensus: signature, cosigner: signature }),
  },
  /** A member that leaves or has to. */
  remove: { member: institutionId },
  /** Another key for a member that lost one. */
  rotate: {
    member: institutionId,
    use: keyKind,
    key: hash,
    possession: signature,
    until: optional(uint()),
  },
  /** Other limits, all of them. */
  params: { params },
  /** Rules of the next version from a height on. `release`: SHA-256 of the release with them. */
  upgrade: {
    height: uint({ min: 1 }),
    version: uint({ min: 2, max: 65_535 }),
    release: hash,
  },
  /** The end of a plan of upgrade, which its proposal names. */
  cancel: { plan: hash },
});
export type ProposalContent = TypeOf<typeof proposalContent>;

/** How a proposal ended. */
export const proposalEnd = choice(['enacted', 'rejected', 'withdrawn']);

const voices = list(institutionId, { max: MAX_INSTITUTIONS });

/** A proposal as it is kept. */
export const proposal = record({
  by: institutionId,
  content: proposalContent,
  /** What an approval names beside the id, see `proposalDigest`. */
  digest: hash,
  /** Time from which nothing more is counted, ms. */
  until: uint(),
  /** Institutions that are for it, ascending; some may have left since. */
  approvals: voices,
  /** Institutions that are against it, ascending. */
  objections: voices,
  /** How it ended and in the block of which height; absent: it did not, but for `until`. */
  closed: optional(record({ how: proposalEnd, height: uint() })),
});
export type Proposal = TypeOf<typeof proposal>;

/** One proposal that may still be open. */
export const agendaItem = record({
  id: hash,
  by: institutionId,
  /** What it is about: of one subject one proposal is open at a time. */
  subject: text({ max: 80 }),
  until: uint(),
});
export type AgendaItem = TypeOf<typeof agendaItem>;

/** Payload of `propose`. */
export const proposePayload = record({
  institution: institutionId,
  content: proposalContent,
  /** Time from which it can no longer be approved, ms. */
  until: uint(),
});

/** Payload of `approve`: it names what was read, not only its number. */
export const approvePayload = record({ institution: institutionId, proposal: hash, digest: hash });

/** Payload of `object` and of `retract`. */
export const voicePayload = record({ institution: institutionId, proposal: hash });

/** Payload of `declareReady`. */
export const readyPayload = record({
  institution: institutionId,
  /** The proposal that became the plan. */
  plan: hash,
  readiness: choice(['ready', 'not-ready']),
});

/** An institution proposed something; that is its approval too. */
export const proposed = event(
  'governance',
  'proposed',
  record({
    proposal: hash,
    institution: institutionId,
    content: proposalContent,
    digest: hash,
    until: uint(),
  }),
);

/** An institution approved a proposal. */
export const approved = event('governance', 'approved', voicePayload);

/** An institution is against a proposal. */
export const objected = event('governance', 'objected', voicePayload);

/** An institution took back what it had said of a proposal. */
export const retracted = event('governance', 'retracted', voicePayload);

/** A proposal was decided, or taken back by everybody who was for it. */
export const proposalEnded = event(
  'governance',
  'proposalEnded',
  record({ proposal: hash, how: proposalEnd }),
);

/** A new member. */
export const institutionAdmitted = event(
  'governance',
  'institutionAdmitted',
  record({ institution: institutionId, consensus: hash }),
);

/** A member that is none any more. */
export const institutionRemoved = event(
  'governance',
  'institutionRemoved',
  record({ institution: institutionId, consensus: hash }),
);

/** The limits are others from the next block on. */
export const paramsChanged = event('governance', 'paramsChanged', record({ params }));

const planFields = { plan: hash, height: uint(), version: uint() };

/** Rules of the next version are planned. */
export const upgradePlanned = event(
  'governance',
  'upgradePlanned',
  record({ ...planFields, release: hash }),
);

/** A plan of upgrade was given up. */
export const upgradeCancelled = event('governance', 'upgradeCancelled', record(planFields));

/** An institution said whether its nodes have the rules of the plan. */
export const readinessDeclared = event('governance', 'readinessDeclared', readyPayload);

const dueFields = { ...planFields, ready: uint(), members: uint() };

/** From this block on the rules of the plan hold. */
export const upgradeActivated = event('governance', 'upgradeActivated', record(dueFields));

/** The height of the plan came and too few were ready: everything stays as it was. */
export const upgradeLapsed = event('governance', 'upgradeLapsed', record(dueFields));
