import { bytesToHex, concatBytes } from '@noble/hashes/utils.js';
import { electionOf, hashOf, MIXED_BASE, ONE_OF_TWO, secretOf } from './cases.ts';
import { bytesOf, numberOf, ORDER } from './group.ts';
import { chanceFrom, scalarFrom, voterKey } from './make.ts';
import { type ShownSurrender, type Surrender, signedSurrender, statementOf } from './surrender.ts';

/** Keys that are given up, as they are written: bytes are in hexadecimal. */
export function surrenderVectors() {
  return {
    accepted: [
      made('a key that has cast nothing', {}),
      made('a key that has cast three ballots', {
        sequence: 3,
        previous: hashOf('the third ballot'),
      }),
    ].map(({ name, seed, secret, shown }) => ({
      name,
      secret: bytesToHex(bytesOf(secret)),
      seed: bytesToHex(seed),
      ...written(shown),
      statement: bytesToHex(statementOf(shown.place, shown.surrender)),
    })),
    refused: refusals().map(([reason, shown]) => ({ reason, ...written(shown) })),
  };
}

const election = electionOf([ONE_OF_TWO], { voterBase: MIXED_BASE });

function made(name: string, change: Partial<Surrender>, secret = secretOf(`who gives up ${name}`)) {
  const seed = hashOf(`chance of ${name}`);
  const batch = hashOf('batch');
  const surrender = { voter: voterKey(election, secret), sequence: 0, batch, ...change };
  const { chain, election: id, voterBase } = election;
  const place = { chain, election: id, voterBase };
  const given = { place, surrender, bodyHash: hashOf(`body of ${name}`) };
  const nonce = scalarFrom(chanceFrom(seed));
  return { name, seed, secret, shown: signedSurrender(given, { secret, nonce }) };
}

function written({ place, surrender, bodyHash, proof }: ShownSurrender) {
  const { voter, sequence, previous, batch } = surrender;
  return {
    chain: bytesToHex(place.chain),
    election: bytesToHex(place.election),
    voterBase: bytesToHex(place.voterBase),
    voter: bytesToHex(voter),
    sequence,
    previous: bytesToHex(previous ?? new Uint8Array(32)),
    batch: bytesToHex(batch),
    bodyHash: bytesToHex(bodyHash),
    proof: bytesToHex(proof),
  };
}

function refusals(): readonly (readonly [reason: string, shown: ShownSurrender])[] {
  const { shown } = made('refused', {});
  const { place, surrender, proof } = shown;
  const [R, z] = [proof.slice(0, 32), proof.slice(32)] as const;
  const said = (change: Partial<Surrender>) => ({
    ...shown,
    surrender: { ...surrender, ...change },
  });
  const other = hashOf('other');
  const another = voterKey(election, secretOf('another voter'));
  return [
    ['for another batch', said({ batch: other })],
    ['after a ballot that was not told', said({ sequence: 1, previous: other })],
    ['a later place than was signed', said({ sequence: 1 })],
    ['the key of another voter', said({ voter: another })],
    ['in another election', { ...shown, place: { ...place, election: other } }],
    ['on another ledger', { ...shown, place: { ...place, chain: other } }],
    ['under another base', { ...shown, place: { ...place, voterBase: another } }],
    ['in another transaction', { ...shown, bodyHash: other }],
    ['another commitment', { ...shown, proof: concatBytes(another, z) }],
    ['z not below the order', { ...shown, proof: concatBytes(R, bytesOf(numberOf(z) + ORDER)) }],
    [
      'a commitment that is no element',
      { ...shown, proof: concatBytes(new Uint8Array(32).fill(255), z) },
    ],
    ['a proof that lacks a byte', { ...shown, proof: proof.slice(0, -1) }],
    ['a proof with a byte more', { ...shown, proof: concatBytes(proof, new Uint8Array(1)) }],
    ['the identity as P', made('the identity', {}, 0n).shown],
    ['a batch of 31 bytes', made('a short batch', { batch: other.slice(1) }).shown],
    ['previous of 33 bytes', made('long', { previous: concatBytes(other, R.slice(31)) }).shown],
  ];
}
