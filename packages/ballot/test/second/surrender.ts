import { sha256 } from '@noble/hashes/sha2.js';
import { concatBytes, utf8ToBytes } from '@noble/hashes/utils.js';
import type { Election } from './election.ts';
import { bytesOf, elementOf, mod, NOTHING, scalarOf, times } from './group.ts';
import { strictElement } from './make.ts';
import { challenge, u32 } from './statement.ts';

// A key that is given up for a paper, as the page has it. An item can be left out of what is
// hashed, which makes a weak verifier.

export type SurrenderItem =
  | 'T.tag'
  | 'T.chain'
  | 'T.election'
  | 'T.h'
  | 'T.P'
  | 'T.sequence'
  | 'T.previous'
  | 'T.batch'
  | 'surrender.name'
  | 'surrender.T'
  | 'surrender.bodyHash'
  | 'surrender.R';

/** What a verifier leaves out of what is hashed; nothing, as the page has it. */
export const ALL: readonly SurrenderItem[] = [];

/** The election, as far as it is in T. */
export type Place = Pick<Election, 'chain' | 'election' | 'voterBase'>;

export interface Surrender {
  /** P. */
  readonly voter: Uint8Array;
  readonly sequence: number;
  readonly previous?: Uint8Array | undefined;
  readonly batch: Uint8Array;
}

/** A surrender, and the election in which it is shown. */
export interface ShownSurrender {
  readonly place: Place;
  readonly surrender: Surrender;
  readonly bodyHash: Uint8Array;
  /** R || z. */
  readonly proof: Uint8Array;
}

type Part = readonly [item: SurrenderItem, bytes: Uint8Array];

function joined(parts: readonly Part[], omitted: readonly SurrenderItem[]): Uint8Array {
  const kept = parts.filter(([item]) => !omitted.includes(item));
  return concatBytes(...kept.map(([, bytes]) => bytes));
}

/** T. */
export function statementOf(
  { chain, election, voterBase }: Place,
  { voter, sequence, previous = new Uint8Array(32), batch }: Surrender,
  omitted = ALL,
): Uint8Array {
  const parts: readonly Part[] = [
    ['T.tag', utf8ToBytes('madang/surrender/1\0')],
    ['T.chain', chain],
    ['T.election', election],
    ['T.h', voterBase],
    ['T.P', voter],
    ['T.sequence', u32(sequence)],
    ['T.previous', previous],
    ['T.batch', batch],
  ];
  return sha256(joined(parts, omitted));
}

/** The challenge of the signature, for its commitment R. */
export function surrenderChallenge(
  { place, surrender, bodyHash }: Omit<ShownSurrender, 'proof'>,
  R: Uint8Array,
  omitted = ALL,
): bigint {
  const parts: readonly Part[] = [
    ['surrender.T', statementOf(place, surrender, omitted)],
    ['surrender.bodyHash', bodyHash],
    ['surrender.R', R],
  ];
  const name = omitted.includes('surrender.name') ? '' : 'surrender';
  return challenge(name, joined(parts, omitted));
}

/** Signs with this secret and nonce. */
export function signedSurrender(
  given: Omit<ShownSurrender, 'proof'>,
  { secret, nonce }: { readonly secret: bigint; readonly nonce: bigint },
  omitted = ALL,
): ShownSurrender {
  const R = times(nonce, strictElement(given.place.voterBase)).toBytes();
  const c = surrenderChallenge(given, R, omitted);
  return { ...given, proof: concatBytes(R, bytesOf(mod(nonce + c * secret))) };
}

/** The verdict; of a weak verifier where items are left out. */
export function verifySurrendered(shown: ShownSurrender, omitted = ALL): boolean {
  const { place, surrender, bodyHash, proof } = shown;
  const { previous = bodyHash, batch } = surrender;
  const hashes = [bodyHash, previous, batch, place.chain, place.election];
  if (hashes.some(({ length }) => length !== 32) || proof.length !== 64) return false;
  const encoded = proof.subarray(0, 32);
  const [R, P, h] = [encoded, surrender.voter, place.voterBase].map(elementOf);
  const z = scalarOf(proof.subarray(32));
  if (R === undefined || P === undefined || h === undefined || z === undefined) return false;
  if (P.equals(NOTHING) || h.equals(NOTHING)) return false;
  const c = surrenderChallenge(shown, encoded, omitted);
  return R.add(times(c, P)).equals(times(z, h));
}
