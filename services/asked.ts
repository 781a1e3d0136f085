// What a register is asked, as the services list it that ask: consents, and secret votes; and which
// of its persons a key speaks for.

export { electionAnswer } from './election/chain/answers.ts';
export { electionsAnswer } from './election/chain/listing.ts';
export { persons } from './people/chain/state.ts';
export { decisionsAnswer } from './vote/chain/answers.ts';
