import { electionContract } from './election/contract.ts';

/** What the pages of elections send and ask. A test holds it against the registry. */
export const electionServices = [electionContract] as const;
