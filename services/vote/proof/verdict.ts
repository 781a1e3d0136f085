import type { PartFinding, PartOrder } from '@madang/protocol';

/** The checks of a dossier of a decision in their order (docs/spec/vote.md, "Checks"). */
export const decisionParts = [
  'format',
  'chain',
  'institutions',
  'state',
  'people',
  'acts',
  'rules',
  'texts',
] as const;
export type DecisionPartName = (typeof decisionParts)[number];

/** Why a part passed or not, besides the codes of checkpoints. Stable. */
export const decisionCodes = [
  'DECISION_FORMAT_PASSED',
  'DECISION_FORMAT_WRONG',
  'DECISION_STATE_PASSED',
  'DECISION_BLOCK_WRONG',
  'DECISION_CLAIM_WRONG',
  'DECISION_JOURNAL_PASSED',
  'DECISION_JOURNAL_DIFFERS',
  'DECISION_ACT_NOT_DONE',
  'DECISION_OUT_OF_ORDER',
  'DECISION_SIGNATURE_WRONG',
  'DECISION_RULES_PASSED',
  'DECISION_RULES_DIFFER',
  'DECISION_TEXTS_PASSED',
  'DECISION_TEXTS_NONE',
  'DECISION_TEXT_DIFFERS',
  'DECISION_TITLE_DIFFERS',
] as const;
export type DecisionCode = (typeof decisionCodes)[number];

/** The verdict of one check. */
export type DecisionPart = PartFinding<DecisionPartName, DecisionCode>;

/** The parts, and what each rests on. */
export const decisionOrder: PartOrder<DecisionPartName> = {
  order: decisionParts,
  restsOn: {
    format: [],
    chain: ['format'],
    institutions: ['format', 'chain'],
    state: ['format', 'chain', 'institutions'],
    people: ['state'],
    acts: ['state'],
    rules: ['people', 'acts'],
    texts: ['acts'],
  },
};
