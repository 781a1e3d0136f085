/** What a register is asked, as the services list it that ask: consents, and secret votes. */
export { electionsAnswer } from './election/chain/listing.ts';
export { decisionsAnswer } from './vote/chain/answers.ts';
