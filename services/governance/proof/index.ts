export { possessionMessage } from '../chain/possession.ts';
export { type ProposalContent, proposalContent } from '../chain/proposal-schema.ts';
export { digestInProposal, proposalDigest } from '../chain/proposals.ts';
