import type { PartFinding, PartOrder } from '@madang/protocol';

/** The checks of a dossier of an election in their order (docs/spec/election.md, "Checks"). */
export const electionParts = [
  'format',
  'chain',
  'institutions',
  'state',
  'people',
  'acts',
  'opening',
  'ballots',
  'rules',
  'texts',
] as const;
export type ElectionPartName = (typeof electionParts)[number];

/** Why a part passed or not, besides the codes of checkpoints. Stable. */
export const electionCodes = [
  'ELECTION_FORMAT_PASSED',
  'ELECTION_FORMAT_WRONG',
  'ELECTION_STATE_PASSED',
  'ELECTION_BLOCK_WRONG',
  'ELECTION_CLAIM_WRONG',
  'ELECTION_JOURNAL_PASSED',
  'ELECTION_ACTS_NUMBER',
  'ELECTION_OUT_OF_ORDER',
  'ELECTION_JOURNAL_DIFFERS',
  'ELECTION_SIGNATURE_WRONG',
  'ELECTION_ACT_NOT_DONE',
  'ELECTION_OPENING_PASSED',
  'ELECTION_OPENING_NONE',
  'ELECTION_BOUND_DIFFERS',
  'ELECTION_BALLOTS_PASSED',
  'ELECTION_BALLOTS_NONE',
  'ELECTION_BALLOT_WRONG',
  'ELECTION_RULES_PASSED',
  'ELECTION_PROGRESS_DIFFERS',
  'ELECTION_RESULT_DIFFERS',
  'ELECTION_TEXTS_PASSED',
  'ELECTION_TEXTS_NONE',
  'ELECTION_TEXT_DIFFERS',
  'ELECTION_TITLE_DIFFERS',
] as const;
export type ElectionCode = (typeof electionCodes)[number];

/** The verdict of one check. */
export type ElectionPart = PartFinding<ElectionPartName, ElectionCode>;

/** The parts, and what each rests on. */
export const electionOrder: PartOrder<ElectionPartName> = {
  order: electionParts,
  restsOn: {
    format: [],
    chain: ['format'],
    institutions: ['format', 'chain'],
    state: ['format', 'chain', 'institutions'],
    people: ['state'],
    acts: ['state'],
    opening: ['people', 'acts'],
    ballots: ['opening'],
    rules: ['ballots'],
    texts: ['acts'],
  },
};
