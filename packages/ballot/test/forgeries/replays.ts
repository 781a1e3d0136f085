import { concatBytes } from '@noble/hashes/utils.js';
import {
  APPROVAL_OF_ONE,
  APPROVAL_OF_TWO,
  electionOf,
  hashOf,
  ONE_OF_THREE,
  ONE_OF_TWO,
  ONE_OF_TWO_OR_BLANK,
} from '../second/cases.ts';
import type { Ballot, Election, Question } from '../second/election.ts';
import { bytesOf, G, mod, numberOf, times } from '../second/group.ts';
import {
  castSealed,
  keyOf,
  proveVote,
  sealVote,
  selectionsOf,
  strictElement,
  voterKey,
} from '../second/make.ts';
import { fingerprintOf, type Item, type Place, selectionChallenge } from '../second/statement.ts';
import {
  BODY,
  chanceOf,
  type Forgery,
  honestBallot,
  SECRET,
  type Shown,
  type Staged,
  signedBallot,
  THIEF,
} from './forgery.ts';

// Ballots of honest voters, shown elsewhere or with parts of others. None of it takes a secret.

/** A ballot shown in an election that differs in one thing. */
function elsewhere(item: Item, name: string, change: Partial<Election>): Forgery {
  return {
    item,
    name,
    stage: (omitted) => {
      const honest = honestBallot(electionOf([ONE_OF_THREE]), [[0]], omitted);
      return { ...honest, election: { ...honest.election, ...change }, honest };
    },
  };
}

/** A ballot in another place among those of its key. */
function replaced(honest: Shown, change: Partial<Ballot>): Staged {
  const { election, cast } = honest;
  return { election, cast: { ...cast, ballot: { ...cast.ballot, ...change } }, honest };
}

/** Two ballots of a key, one after the other. */
function twoBallots(omitted: readonly Item[]): readonly [Shown, Shown, Uint8Array] {
  const election = electionOf([ONE_OF_TWO]);
  const first = honestBallot(election, [[0]], omitted);
  const previous = fingerprintOf(election, first.cast.ballot, omitted);
  const second = honestBallot(election, [[1]], omitted, { sequence: 1, previous });
  return [first, second, fingerprintOf(election, second.cast.ballot, omitted)];
}

/** The selections and proofs of a voter, under the key and the signature of a thief. */
function copied(omitted: readonly Item[]): Staged {
  const election = electionOf([ONE_OF_TWO]);
  const honest = honestBallot(election, [[1]], omitted);
  const ballot = { ...honest.cast.ballot, voter: voterKey(election, THIEF) };
  const proofs = honest.cast.proof.subarray(64);
  return { ...signedBallot({ election, ballot, secret: THIEF }, proofs, omitted), honest };
}

/**
 * A ballot whose two selections are one ciphertext, with the proof of the first for both. Nothing
 * untrue is proven by that, as S holds the ciphertexts; but a ballot could be shown with other
 * bytes, and whoever proves once would be taken for one who proved twice.
 */
function provenOnce(questions: readonly Question[], omitted: readonly Item[]): Staged {
  const election = electionOf(questions);
  const same = { value: 1n, random: numberOf(hashOf('same random')) };
  const vote = questions.map(({ answers }) => Array.from({ length: answers }, () => same));
  const voter = { secret: SECRET, bodyHash: BODY };
  const chance = chanceOf('proven once');
  const cast = castSealed(election, { vote, chance }, voter, omitted);
  const [signature, first] = [cast.proof.subarray(0, 64), cast.proof.subarray(64, 64 + 224)];
  const proof = concatBytes(signature, first, first);
  return { election, cast: { ...cast, proof }, honest: { election, cast } };
}

/** What the thief wants, under the key of a voter and with a signature that the voter once made. */
function signatureTaken(omitted: readonly Item[]): Staged {
  const election = electionOf([ONE_OF_TWO]);
  const honest = honestBallot(election, [[1]], omitted);
  const chance = chanceOf('vote of the thief');
  const vote = sealVote(election, [[0]], chance);
  const ballot = { ...honest.cast.ballot, selections: selectionsOf(election, vote) };
  const fingerprint = fingerprintOf(election, ballot, omitted);
  const proofs = proveVote(election, fingerprint, { vote, chance }, omitted);
  const proof = concatBytes(honest.cast.proof.subarray(0, 64), proofs);
  return { election, cast: { ballot, bodyHash: BODY, proof }, honest };
}

/** Another ciphertext of the same vote, made by somebody who does not know what it is. */
function encryptedAgain(omitted: readonly Item[]): Staged {
  const election = electionOf([ONE_OF_TWO]);
  const honest = honestBallot(election, [[1]], omitted);
  const { ballot, proof } = honest.cast;
  const more = numberOf(hashOf('more'));
  const a = strictElement(ballot.selections.subarray(0, 32)).add(times(more, G));
  const b = strictElement(ballot.selections.subarray(32)).add(times(more, keyOf(election)));
  const fingerprint = fingerprintOf(election, ballot, omitted);
  // What is more in the first is less in the last, which follows from it.
  const proofs = [more, -more].map((random, selection) => {
    const from = 64 + 224 * selection;
    const place = { fingerprint, question: 0, selection };
    return answeredAgain(proof.subarray(from, from + 224), { place, random }, omitted);
  });
  const changed = { ...ballot, selections: concatBytes(a.toBytes(), b.toBytes()) };
  const cast = {
    ballot: changed,
    bodyHash: BODY,
    proof: concatBytes(proof.subarray(0, 64), ...proofs),
  };
  return { election, cast, honest };
}

/** A proof whose responses fit a ciphertext with so much more of the random scalar. */
function answeredAgain(
  proof: Uint8Array,
  { place, random }: Readonly<{ place: Place; random: bigint }>,
  omitted: readonly Item[],
): Uint8Array {
  const piece = (at: number): Uint8Array => proof.subarray(32 * at, 32 * at + 32);
  const [c0, z0, z1] = [numberOf(piece(4)), numberOf(piece(5)), numberOf(piece(6))] as const;
  const commitments = [piece(0), piece(1), piece(2), piece(3)] as const;
  const c1 = selectionChallenge(place, commitments, omitted) - c0;
  const scalars = [c0, mod(z0 + c0 * random), mod(z1 + c1 * random)];
  return concatBytes(...commitments, ...scalars.map(bytesOf));
}

/** Each with the item that stands in its way. */
export const replays: readonly Forgery[] = [
  elsewhere('S.chain', 'a ballot is shown on another ledger', { chain: hashOf('other chain') }),
  elsewhere('S.election', 'a ballot is shown in another election with the same key', {
    election: hashOf('other election'),
  }),
  elsewhere('S.questions', 'a vote for the first of three answers is read as a blank one', {
    questions: [ONE_OF_TWO_OR_BLANK],
  }),
  {
    item: 'S.P',
    name: 'a ballot is copied under another key',
    stage: copied,
  },
  {
    item: 'S.sequence',
    name: 'the second ballot of a key is shown as its fourth, so that two seem to be missing',
    stage: (omitted) => replaced(twoBallots(omitted)[1], { sequence: 3 }),
  },
  {
    item: 'S.previous',
    name: 'the second ballot of a key is hung behind one that was never cast',
    stage: (omitted) => replaced(twoBallots(omitted)[1], { previous: hashOf('never cast') }),
  },
  {
    item: 'S.sequence',
    also: ['S.previous'],
    name: 'the first ballot of a key is shown again, as the one that counts',
    stage: (omitted) => {
      const [first, , previous] = twoBallots(omitted);
      return replaced(first, { sequence: 2, previous });
    },
  },
  {
    item: 'S.selections',
    name: 'the vote of another is encrypted again, signature and all, without any secret',
    stage: encryptedAgain,
  },
  {
    item: 'selection.S',
    name: 'a ballot is copied under another key, whose signature is right in all',
    stage: copied,
  },
  {
    item: 'selection.question',
    name: 'one proof is shown for the same ciphertext in two questions',
    stage: (omitted) => provenOnce([APPROVAL_OF_ONE, APPROVAL_OF_ONE], omitted),
  },
  {
    item: 'selection.selection',
    name: 'one proof is shown for the same ciphertext in two selections',
    stage: (omitted) => provenOnce([APPROVAL_OF_TWO], omitted),
  },
  {
    item: 'ballot.S',
    name: 'a signature is taken for another vote under its key',
    stage: signatureTaken,
  },
  {
    item: 'ballot.bodyHash',
    name: 'a ballot is carried by another transaction than was signed',
    stage: (omitted) => {
      const honest = honestBallot(electionOf([ONE_OF_TWO]), [[1]], omitted);
      const cast = { ...honest.cast, bodyHash: hashOf('other body') };
      return { election: honest.election, cast, honest };
    },
  },
];
