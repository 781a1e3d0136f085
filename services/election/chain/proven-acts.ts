/** The acts of an election that prove themselves: they have no signer. */
export const CAST_BALLOT = 'election.castBallot';
export const SURRENDER_KEY = 'election.surrenderKey';
