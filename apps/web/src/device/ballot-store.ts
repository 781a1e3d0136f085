import { type KeptAct, listActs } from './said-store.ts';

/**
 * A ballot that was sealed here: what is sent and what it is called by. What was chosen is not in
 * it, nor what it was encrypted with.
 */
export type KeptBallot = KeptAct & {
  election: string;
  /** The voter's key and the ballot's fingerprint, in hexadecimal; which one of the key it is. */
  ballot: { key: string; fingerprint: string; sequence: number };
};

function isBallot(act: KeptAct): act is KeptBallot {
  return 'ballot' in act;
}

/** The ballots of a person in an election that were sealed on this device, oldest first. */
export async function listBallots(
  election: string,
  { register, person }: Pick<KeptAct, 'register' | 'person'>,
): Promise<readonly KeptBallot[]> {
  return (await listActs())
    .filter(isBallot)
    .filter((each) => each.election === election)
    .filter((each) => each.register === register && each.person === person)
    .toSorted((one, other) => one.signedAtMs - other.signedAtMs);
}

/** The newest ballot, leaving out those that the ledger did not accept. */
export function newestOf(ballots: readonly KeptBallot[]): KeptBallot | undefined {
  return ballots.findLast(({ refused }) => refused === undefined);
}
