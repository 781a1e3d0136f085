import { concatBytes } from '@noble/hashes/utils.js';
import {
  APPROVAL_OF_ONE,
  ELECTION_SECRET,
  electionOf,
  ONE_OF_TWO,
  secretOf,
} from '../second/cases.ts';
import { weightsOf } from '../second/election.ts';
import { bytesOf, G, inverse, mod, NOTHING, times } from '../second/group.ts';
import {
  commitmentsOf,
  encrypt,
  keyOf,
  proveVote,
  type Sealed,
  scalarFrom,
  sealVote,
  sealWith,
  selectionsOf,
  strictElement,
} from '../second/make.ts';
import {
  type Commitments,
  fingerprintOf,
  type Item,
  type Place,
  selectionChallenge,
  signatureChallenge,
} from '../second/statement.ts';
import {
  ANY_ELEMENT,
  BODY,
  chanceOf,
  type Forgery,
  firstBallot,
  SECRET,
  type Staged,
  signedBallot,
  THIEF,
} from './forgery.ts';

// What is left out of a challenge can be chosen after it, so that the equations hold of a statement
// that is not true (Bernhard, Pereira and Warinschi 2012). Where all is hashed, the same steps end
// in equations that do not hold.

type Commitment = 'A0' | 'B0' | 'A1' | 'B1';

/** A vote of 2 for the first of two answers and of -1 for the second. */
function twoVotes(missing: Commitment) {
  return (omitted: readonly Item[]): Staged => {
    const election = electionOf([ONE_OF_TWO]);
    const vote = sealWith([2n, -1n], [secretOf('two votes')], weightsOf(ONE_OF_TWO));
    const ballot = firstBallot(election, THIEF, selectionsOf(election, [vote]));
    const fingerprint = fingerprintOf(election, ballot, omitted);
    const proofs = vote.map((sealed, selection) =>
      commitLater({ fingerprint, question: 0, selection }, sealed, missing, omitted),
    );
    const shown = signedBallot(
      { election, ballot, secret: THIEF },
      concatBytes(...proofs),
      omitted,
    );
    return { ...shown, secret: ELECTION_SECRET };
  };
}

/**
 * Proves what is not true, with one commitment that is chosen when the challenge is known. A branch
 * has two equations: the one of the other commitment holds because the logarithm is known to its
 * base. For b this takes the secret of the votes' key, which its trustees have together.
 */
function commitLater(
  place: Place,
  sealed: Sealed,
  missing: Commitment,
  omitted: readonly Item[],
): Uint8Array {
  const key = times(ELECTION_SECRET, G);
  const { a, b } = encrypt(sealed, key);
  const branch = missing.endsWith('0') ? 0 : 1;
  const chance = chanceOf(`${missing} ${place.selection}`);
  const [nonce, challenge, response] = [scalarFrom(chance), scalarFrom(chance), scalarFrom(chance)];
  // The other branch is made backwards, as everybody does.
  const offBranch = branch === 0 ? b.subtract(G) : b;
  const other = [
    times(response, G).subtract(times(challenge, a)),
    times(response, key).subtract(times(challenge, offBranch)),
  ] as const;
  const inBranch = branch === 0 ? b : b.subtract(G);
  const offset = sealed.value - BigInt(branch);
  const isOfA = missing.startsWith('A');
  const logarithm = isOfA ? sealed.random + offset * inverse(ELECTION_SECRET) : sealed.random;
  const kept = times(nonce, isOfA ? key : G);
  const withChosen = (chosen: typeof G): Commitments => {
    const own = isOfA ? ([chosen, kept] as const) : ([kept, chosen] as const);
    return commitmentsOf(branch === 0 ? [...own, ...other] : [...other, ...own]);
  };
  const whole = selectionChallenge(place, withChosen(G), omitted);
  const own = mod(whole - challenge);
  const answer = mod(nonce + own * logarithm);
  const chosen = isOfA
    ? times(answer, G).subtract(times(own, a))
    : times(answer, key).subtract(times(own, inBranch));
  const scalars = branch === 0 ? [own, answer, response] : [challenge, response, answer];
  return concatBytes(...withChosen(chosen), ...scalars.map(bytesOf));
}

/** The ciphertext is chosen when the challenge is known: of a number that nobody can read. */
function encryptLater(omitted: readonly Item[]): Staged {
  const election = electionOf([APPROVAL_OF_ONE]);
  const key = keyOf(election);
  const chance = chanceOf('ciphertext after the challenge');
  const [r, alpha0, beta0, alpha1] = [1, 2, 3, 4].map(() => scalarFrom(chance));
  if (r === undefined || alpha0 === undefined || beta0 === undefined || alpha1 === undefined) {
    throw new Error('four scalars');
  }
  const commitments = commitmentsOf([
    times(alpha0, G),
    times(alpha0, key).add(times(beta0, G)),
    times(alpha1, G),
    times(alpha1, key),
  ]);
  const unknown = firstBallot(election, THIEF, concatBytes(ANY_ELEMENT, ANY_ELEMENT));
  const fingerprint = fingerprintOf(election, unknown, omitted);
  const place = { fingerprint, question: 0, selection: 0 };
  const c = selectionChallenge(place, commitments, omitted);
  // beta0 + c m = 0, with c0 = c and c1 = 0.
  const vote = [[{ value: mod(-beta0 * inverse(c)), random: r }]];
  const ballot = firstBallot(election, THIEF, selectionsOf(election, vote));
  const scalars = [c, mod(alpha0 + c * r), alpha1];
  const proof = concatBytes(...commitments, ...scalars.map(bytesOf));
  const shown = signedBallot({ election, ballot, secret: THIEF }, proof, omitted);
  return { ...shown, secret: ELECTION_SECRET };
}

/** The key of the votes is chosen when the challenge is known, by trustees who help a voter. */
function keyLater(omitted: readonly Item[]): Staged {
  const unknown = electionOf([APPROVAL_OF_ONE]);
  const chance = chanceOf('key after the challenge');
  const [alpha, beta] = [scalarFrom(chance), scalarFrom(chance)];
  const [alpha1, beta1] = [scalarFrom(chance), scalarFrom(chance)];
  const selections = concatBytes(times(alpha, G).toBytes(), times(beta, G).toBytes());
  const ballot = firstBallot(unknown, THIEF, selections);
  const fingerprint = fingerprintOf(unknown, ballot, omitted);
  const commitments = commitmentsOf([NOTHING, NOTHING, times(alpha1, G), times(beta1, G)]);
  const place = { fingerprint, question: 0, selection: 0 };
  const c = selectionChallenge(place, commitments, omitted);
  // With c0 = z0 = 0 only the second branch says anything: B1 + c (b - G) = z1 Y.
  const z1 = mod(alpha1 + c * alpha);
  const secret = mod((beta1 + c * (beta - 1n)) * inverse(z1));
  const election = { ...unknown, key: times(secret, G).toBytes() };
  const proof = concatBytes(...commitments, ...[0n, 0n, z1].map(bytesOf));
  return { ...signedBallot({ election, ballot, secret: THIEF }, proof, omitted), secret };
}

/** The base of the voters' keys is chosen when the challenge is known, by whoever mixes last. */
function baseLater(omitted: readonly Item[]): Staged {
  const unknown = electionOf([APPROVAL_OF_ONE]);
  const chance = chanceOf('base after the challenge');
  const { ballot, proofs, fingerprint } = provenFor(unknown, omitted);
  const [nonce, z] = [scalarFrom(chance), scalarFrom(chance)];
  const R = times(nonce, G);
  const c = signatureChallenge({ fingerprint, bodyHash: BODY }, R.toBytes(), omitted);
  const base = times(inverse(z), R.add(times(c, strictElement(ballot.voter))));
  const election = { ...unknown, voterBase: base.toBytes() };
  const proof = concatBytes(R.toBytes(), bytesOf(z), proofs);
  return { election, cast: { ballot, bodyHash: BODY, proof } };
}

/** A signature under the key of a voter, by somebody who does not know its secret. */
function nonceLater(omitted: readonly Item[]): Staged {
  const election = electionOf([APPROVAL_OF_ONE]);
  const { ballot, proofs, fingerprint } = provenFor(election, omitted);
  const z = scalarFrom(chanceOf('commitment after the challenge'));
  const c = signatureChallenge({ fingerprint, bodyHash: BODY }, ANY_ELEMENT, omitted);
  const R = times(z, G).subtract(times(c, strictElement(ballot.voter)));
  const proof = concatBytes(R.toBytes(), bytesOf(z), proofs);
  return { election, cast: { ballot, bodyHash: BODY, proof } };
}

/** A ballot under the key of the honest voter, which anybody can encrypt and prove, not sign. */
function provenFor(election: ReturnType<typeof electionOf>, omitted: readonly Item[]) {
  const chance = chanceOf('vote of the thief');
  const vote = sealVote(election, [[0]], chance);
  const ballot = firstBallot(election, SECRET, selectionsOf(election, vote));
  const fingerprint = fingerprintOf(election, ballot, omitted);
  const proofs = proveVote(election, fingerprint, { vote, chance }, omitted);
  return { ballot, fingerprint, proofs };
}

/** Each with the item that stands in its way. */
export const algebra: readonly Forgery[] = [
  {
    item: 'S.Y',
    name: 'a key is found under which a ciphertext is no 0 and no 1, and proven to be one',
    stage: keyLater,
  },
  {
    item: 'S.h',
    name: 'a base is found in which the signature of somebody else holds',
    stage: baseLater,
  },
  {
    item: 'S.selections',
    name: 'a ciphertext is found of a number that is not 0 and not 1, and proven to be',
    stage: encryptLater,
  },
  { item: 'selection.A0', name: 'trustees make two votes of one', stage: twoVotes('A0') },
  { item: 'selection.B0', name: 'a voter makes two votes of one', stage: twoVotes('B0') },
  { item: 'selection.A1', name: 'trustees make two votes of one', stage: twoVotes('A1') },
  { item: 'selection.B1', name: 'a voter makes two votes of one', stage: twoVotes('B1') },
  {
    item: 'ballot.R',
    name: 'a signature is made without the secret of the key',
    stage: nonceLater,
  },
];
