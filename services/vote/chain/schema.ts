import { choice, list, optional, record, type TypeOf, text, uint, variant } from '@madang/base';
import { bilingual, event, hash, institutionId, role } from '@madang/kernel/define';
import { MAX_BUILDINGS, rule } from './rule.ts';
import { settings } from './settings.ts';

/** Whoever holds it runs decisions for their institution. */
export const officer = role('vote', 'officer');

/** Number of a person, holder or home. Numbers are given at random: they tell nothing. */
const number = uint({ max: 999_999 });

/** Number of a person in the register of `people`. */
export const personNumber = number;
/** Number of a holder: one head, who is one person or several who own together. */
export const holderNumber = number;
/** Number of a home. */
export const unitNumber = number;
export const buildingIndex = uint({ max: MAX_BUILDINGS - 1 });

/** Area in thousandths of a square metre, up to 1 km² for one home. */
const areaMilliM2 = uint({ max: 1_000_000_000 });

/** How somebody has to be identified, from weak to strong; as in `people`. */
export const levels = ['link', 'second-factor', 'desk'] as const;
export const level = choice(levels);

/** What somebody says to a decision. */
export const vote = choice(['agree', 'refuse', 'abstain']);
export type Vote = TypeOf<typeof vote>;

/** How an act came: by the person's own device, by a proxy, or on paper. */
export const way = choice(['self', 'proxy', 'paper']);
export type Way = TypeOf<typeof way>;

/** Payload of `draftDecision`; its body hash is the decision's id. */
export const draftPayload = record({
  institution: institutionId,
  /** The register of `people` whose persons decide. */
  register: hash,
  /** The weakest identification whose acts count. */
  level,
  title: bilingual,
  /** SHA-256 of the text that is decided on. */
  text: hash,
  /** SHA-256 of its summary in plain words, and who wrote that. */
  summary: hash,
  summaryBy: bilingual,
  /** Names of the buildings, such as 101동. */
  buildings: list(text({ min: 1, max: 32 }), { min: 1, max: MAX_BUILDINGS }),
  /** The rule of law that `rule` stands for: the id of a profile, or any other name. */
  basis: text({ min: 1, max: 64 }),
  rule,
  settings,
  /** Time of the roll, ms: who owned what at this moment decides. */
  recordedAt: uint(),
  /** When acts come too late, ms; a whole second. */
  closesAt: uint(),
});
export type DraftPayload = TypeOf<typeof draftPayload>;

const member = record({ person: personNumber, share: uint({ min: 1, max: 1_000_000_000 }) });

/** Most who own one home together. */
export const MAX_MEMBERS = 32;

/** Those who own together, with shares in one common denominator, ascending by number. */
export const members = list(member, { min: 1, max: MAX_MEMBERS });

/** What a home is used for. */
export const use = choice(['residential', 'commercial', 'welfare']);

/** Why a home is left out: the rule leaves its kind out, or its rights do not change. */
export const exclusion = choice(['use', 'rights-unchanged']);

export const rollPerson = record({
  person: personNumber,
  /** Salted commitment to name and contact (docs/spec/people.md). */
  commitment: hash,
});
export const rollHolder = record({
  holder: holderNumber,
  members,
  /** The sum of all shares. */
  whole: uint({ min: 1, max: 32_000_000_000 }),
  representative: optional(personNumber),
});
export type RollHolder = TypeOf<typeof rollHolder>;
export const rollUnit = record({
  unit: unitNumber,
  building: buildingIndex,
  areaMilliM2,
  use,
  holder: holderNumber,
  excluded: optional(exclusion),
  /** Salted commitment to the name of the home. */
  commitment: hash,
});
export type RollUnit = TypeOf<typeof rollUnit>;

/** Most lines of one kind in one act. */
export const MAX_LINES = 100;

/** Payload of `enterRoll`: each list ascending by number. Homes come after those who hold them. */
export const rollPayload = record({
  decision: hash,
  persons: list(rollPerson, { max: MAX_LINES }),
  holders: list(rollHolder, { max: MAX_LINES }),
  units: list(rollUnit, { max: MAX_LINES }),
});
export type RollPayload = TypeOf<typeof rollPayload>;

/** Payload of `openDecision`: what the officer believes the roll to be. */
export const openPayload = record({
  decision: hash,
  heads: uint(),
  homes: uint(),
  areaMilliM2: uint(),
});

/** Payload of `giveConsent`, `refuseConsent` and `abstain`. */
export const actPayload = record({
  decision: hash,
  /** The text that the signer has read. */
  text: hash,
  /** For whom, if a proxy signs. */
  for: optional(personNumber),
});
export type ActPayload = TypeOf<typeof actPayload>;

/** Payload of `withdraw`. */
export const withdrawPayload = record({ decision: hash, for: optional(personNumber) });

/** Payload of `appointProxy` and, without a proxy, of `endProxy`. */
export const proxyPayload = record({ decision: hash, proxy: personNumber });
export const endProxyPayload = record({ decision: hash });

/** Most papers of one batch. */
export const MAX_PAPERS = 50;

const paper = {
  person: personNumber,
  /** When it came to the desk, ms. */
  arrivedAt: uint(),
  /** SHA-256 of the scan. */
  scan: hash,
};

/** Payload of `enterPapers`. */
export const papersPayload = record({
  decision: hash,
  text: hash,
  papers: list(record({ ...paper, vote }), { min: 1, max: MAX_PAPERS }),
});

/** Payload of `enterWithdrawals`. */
export const withdrawalsPayload = record({
  decision: hash,
  papers: list(record(paper), { min: 1, max: MAX_PAPERS }),
});

const proxyPaper = record({
  ...paper,
  /** Who acts for the person; absent: nobody. */
  proxy: optional(personNumber),
});
export type ProxyPaper = TypeOf<typeof proxyPaper>;

/** Payload of `enterProxies`. */
export const proxiesPayload = record({
  decision: hash,
  papers: list(proxyPaper, { min: 1, max: MAX_PAPERS }),
});

/** Why the roll changes after it was frozen. */
export const changeReason = choice(['mistake', 'transfer', 'representative', 'court']);

/** Payload of `changeRoll`: one change, with its evidence. */
export const changePayload = record({
  decision: hash,
  reason: changeReason,
  /** Salted commitment to the document that shows it. */
  evidence: hash,
  change: variant('kind', {
    /** A person who was not on the roll. */
    person: { person: personNumber, commitment: hash },
    /** A holder who was not on the roll. */
    holder: { entry: rollHolder },
    /** A home: as it is from now on. */
    unit: { entry: rollUnit },
    /** Who represents those who own together; absent: nobody. */
    representative: { holder: holderNumber, person: optional(personNumber) },
  }),
});
export type ChangePayload = TypeOf<typeof changePayload>;

/** Payload of `extendDecision`. */
export const extendPayload = record({
  decision: hash,
  closesAt: uint(),
  reason: choice(['turnout', 'outage', 'mistake', 'order']),
});

/** How a decision ends: its time is over, or it is called off. */
export const closeHow = choice(['over', 'called-off']);

/** Payload of `closeDecision`. */
export const closePayload = record({ decision: hash, how: closeHow });

/**
 * Payload of `noteMessages`: what was sent to residents, and what could not be delivered. Of links
 * and reminders it is one sending; of notices, by which people learn what was done in their name,
 * everything so far.
 */
export const messagesPayload = record({
  decision: hash,
  kind: choice(['link', 'reminder', 'notice']),
  homes: uint({ max: 1_000_000 }),
  undelivered: uint({ max: 1_000_000 }),
});

/** A decision was drafted; its id is the body hash of the entry. */
export const drafted = event('vote', 'drafted', record({ institution: institutionId }));

/** Lines were entered in the roll of a draft. */
export const rollEntered = event(
  'vote',
  'rollEntered',
  record({ decision: hash, persons: uint(), holders: uint(), units: uint() }),
);

/** The roll is frozen and acts are taken. */
export const opened = event('vote', 'opened', openPayload);

/** A person has spoken. */
export const spoken = event(
  'vote',
  'spoken',
  record({ decision: hash, person: personNumber, vote, way }),
);

/** What a person had said stands no more. */
export const withdrawn = event(
  'vote',
  'withdrawn',
  record({ decision: hash, person: personNumber, way }),
);

/** A paper of a batch was not counted, with the number of the error that it would have met. */
export const paperRefused = event(
  'vote',
  'paperRefused',
  record({ decision: hash, person: personNumber, error: uint() }),
);

/** A person may act for another from now on. */
export const proxyAppointed = event(
  'vote',
  'proxyAppointed',
  record({ decision: hash, person: personNumber, proxy: personNumber }),
);

/** A proxy acts for a person no more. */
export const proxyEnded = event(
  'vote',
  'proxyEnded',
  record({ decision: hash, person: personNumber, proxy: personNumber }),
);

/** What a change of the roll is about. */
const changeKind = choice(['person', 'holder', 'unit', 'representative']);

/** The roll was changed after it was frozen. */
export const rollChanged = event(
  'vote',
  'rollChanged',
  record({ decision: hash, kind: changeKind, reason: changeReason }),
);

/** All conditions hold for the first time: the decision is made, by the act of this entry. */
export const established = event('vote', 'established', record({ decision: hash }));

/** The close was put off. */
export const extended = event('vote', 'extended', extendPayload);

/** No more acts are taken. */
export const closed = event('vote', 'closed', closePayload);

/** Messages were sent to residents. */
export const messagesNoted = event('vote', 'messagesNoted', messagesPayload);
