import { concat, u32be } from '@madang/base';
import { sha256, tag } from '@madang/crypto';
import type { Chance } from './encrypt.ts';
import { isKey } from './key.ts';
import { isLogarithmKnown, proveLogarithm, type Statement } from './schnorr.ts';

// A voter gives up their key for a paper: the key signs that it casts no more. The statement has a
// tag of its own, so that no signature of a ballot can be taken for one of a surrender.

/** In which election a key is given up. */
export interface SurrenderPlace {
  /** The genesis hash of the ledger. */
  readonly chain: Uint8Array;
  /** The hash of everything that was fixed when the election was opened. */
  readonly election: Uint8Array;
  /** The base of the voters' keys. */
  readonly voterBase: Uint8Array;
}

/** A key that is given up. */
export interface Surrender {
  /** The voter's key in this election. */
  readonly voter: Uint8Array;
  /** How many ballots of this key came before. */
  readonly sequence: number;
  /** The fingerprint of the newest one, if there is one. */
  readonly previous?: Uint8Array | undefined;
  /** The key of the batch of papers for which it is given up. */
  readonly batch: Uint8Array;
}

/** A surrender as it was sent. */
export interface SignedSurrender {
  readonly surrender: Surrender;
  /** The hash of the body of the transaction that carries it. */
  readonly bodyHash: Uint8Array;
  /** R || z. */
  readonly proof: Uint8Array;
}

const SURRENDER_TAG = tag('madang/surrender/1');
const HASH_BYTES = 32;
const NO_BALLOT = new Uint8Array(HASH_BYTES);

/** All that a surrender says: the statement of its signature. */
export function surrenderStatement(place: SurrenderPlace, surrender: Surrender): Uint8Array {
  const { chain, election, voterBase } = place;
  const { voter, sequence, previous = NO_BALLOT, batch } = surrender;
  const said = concat(chain, election, voterBase, voter, u32be(sequence), previous, batch);
  return sha256(SURRENDER_TAG, said);
}

function statementOf(
  place: SurrenderPlace,
  { surrender, bodyHash }: Omit<SignedSurrender, 'proof'>,
): Statement {
  return { name: 'surrender', parts: [surrenderStatement(place, surrender), bodyHash] };
}

/** Signs a surrender by the secret of its key; `chance` gives bytes that nobody knows. */
export function signSurrender(
  place: SurrenderPlace,
  given: Omit<SignedSurrender, 'proof'>,
  secret: Uint8Array,
  chance: Chance,
): Uint8Array {
  return proveLogarithm(statementOf(place, given), secret, place.voterBase, chance());
}

/** Whether a surrender is signed by its key, and all of its bytes are what they should be. */
export function verifySurrender(place: SurrenderPlace, signed: SignedSurrender): boolean {
  const { surrender, bodyHash, proof } = signed;
  const { voter, sequence, previous = NO_BALLOT, batch } = surrender;
  const hashes = [place.chain, place.election, previous, batch, bodyHash];
  const isSequence = Number.isInteger(sequence) && sequence >= 0 && sequence <= 0xffffffff;
  if (!isSequence || !hashes.every(({ length }) => length === HASH_BYTES)) return false;
  if (![place.voterBase, voter].every(isKey)) return false;
  return isLogarithmKnown(statementOf(place, signed), voter, place.voterBase, proof);
}
