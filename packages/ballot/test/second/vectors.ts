import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils.js';
import {
  type Case,
  cases,
  ELECTION_SECRET,
  electionOf,
  hashOf,
  MIXED_BASE,
  secretOf,
} from './cases.ts';
import type { CastBallot, Election } from './election.ts';
import { bytesOf } from './group.ts';
import { cast, chanceFrom } from './make.ts';
import { refusals } from './refusals.ts';
import { challenge, encodeQuestions, fingerprintOf } from './statement.ts';

/** The vectors, as they are written: bytes are in hexadecimal. */
export function vectors() {
  return { challenges: challenges(), accepted: accepted(), refused: refused() };
}

function challenges() {
  return ['', 'a', 'a longer message '.repeat(20)].flatMap((text) =>
    ['selection', 'ballot'].map((name) => ({
      name,
      message: bytesToHex(utf8ToBytes(text)),
      scalar: bytesToHex(bytesOf(challenge(name, utf8ToBytes(text)))),
    })),
  );
}

function accepted() {
  const before = new Map<string, Uint8Array>();
  return cases.map((one) => {
    const made = make(one, before);
    before.set(one.name, made.fingerprint);
    return made.written;
  });
}

function make(one: Case, before: ReadonlyMap<string, Uint8Array>) {
  const { name, questions, chosen, isMixed, after } = one;
  const election = electionOf(questions, isMixed === true ? { voterBase: MIXED_BASE } : {});
  const seed = hashOf(`chance of ${name}`);
  // Whoever votes again does so under the same key.
  const secret = secretOf(`voter of ${after ?? name}`);
  const previous = before.get(after ?? '');
  const place = previous === undefined ? { sequence: 0 } : { sequence: 1, previous };
  const voter = { secret, ...place, bodyHash: hashOf(`body of ${name}`) };
  const ballot = cast(election, { chosen, chance: chanceFrom(seed) }, voter);
  const fingerprint = fingerprintOf(election, ballot.ballot);
  const written = {
    name,
    election: writtenElection(election),
    electionSecret: bytesToHex(bytesOf(ELECTION_SECRET)),
    voterSecret: bytesToHex(bytesOf(secret)),
    chosen,
    seed: bytesToHex(seed),
    ...writtenBallot(ballot),
    fingerprint: bytesToHex(fingerprint),
  };
  return { written, fingerprint };
}

function refused() {
  return refusals().map(({ reason, election, cast: ballot }) => ({
    reason,
    election: writtenElection(election),
    ...writtenBallot(ballot),
  }));
}

function writtenElection({ chain, election, key, voterBase, questions }: Election) {
  return {
    chain: bytesToHex(chain),
    election: bytesToHex(election),
    key: bytesToHex(key),
    voterBase: bytesToHex(voterBase),
    questions,
    encodedQuestions: bytesToHex(encodeQuestions(questions)),
  };
}

function writtenBallot({ ballot, bodyHash, proof }: CastBallot) {
  const { voter, sequence, previous, selections } = ballot;
  return {
    voter: bytesToHex(voter),
    sequence,
    previous: bytesToHex(previous ?? new Uint8Array(32)),
    selections: bytesToHex(selections),
    bodyHash: bytesToHex(bodyHash),
    proof: bytesToHex(proof),
  };
}
