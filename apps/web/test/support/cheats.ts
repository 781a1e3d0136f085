import { decode, expectOk, expectPresent, fromHex, toHex } from '@madang/base';
import type { ActOf, PayloadOf } from '@madang/client';
import { type KeyPair, keyPairFromSeed, randomBytes, signerFrom } from '@madang/crypto';
import { accountOf, decodeTransaction } from '@madang/protocol';
import { GENERATOR } from '@madang/ristretto';
import type { services } from '@madang/services';
import {
  boundTo,
  freshKey,
  keyRegistration,
  type OpenElection,
  type OwnKey,
  proofOfBallot,
  type SealedBallot,
  type Standing,
  sealBallot,
} from '@madang/services/election/intake/index.ts';
import { flipped, forgedUnder, serviceCodecs } from '@madang/testkit';
import { clientOf, identified } from './residents.ts';

// What somebody sends over HTTP who uses no page, and what they are answered: a stable code, or
// `done`.

const chance = (): Uint8Array => randomBytes(64);
type Acts = ActOf<typeof services>;

/** An answer to a transaction, whether it was taken or refused. */
interface Said {
  readonly code?: string;
  readonly record?: number;
  readonly outcome?: { readonly name?: string };
}

async function post(url: string, envelope: Uint8Array): Promise<Said> {
  const answer = await fetch(`${url}/api/transactions`, {
    method: 'POST',
    headers: { 'content-type': 'application/cbor' },
    body: new Uint8Array(envelope),
  });
  return (await answer.json()) as Said;
}

/** What a server answers to bytes that are sent as a transaction. */
export async function answerTo(url: string, envelope: Uint8Array): Promise<string> {
  const { code, outcome } = await post(url, envelope);
  return code ?? outcome?.name ?? 'done';
}

/** The record that a server names for bytes that are sent as a transaction. */
export async function recordFor(url: string, envelope: Uint8Array): Promise<number | undefined> {
  return (await post(url, envelope)).record;
}

/** What a server answers to an act with a signature. */
export async function answerToAct<A extends Acts>(
  url: string,
  act: A,
  payload: PayloadOf<typeof services, A>,
  by: KeyPair,
): Promise<string> {
  const made = await clientOf(url).act(act, payload, [signerFrom(by)]);
  return answerTo(url, expectOk(made, 'prepared').envelope);
}

/** An election that is open at a server. */
export interface OpenAt extends OpenElection {
  readonly url: string;
}

/** The election of an id, as whoever wants to act on it reads it. */
export async function openAt(url: string, election: string): Promise<OpenAt> {
  const client = clientOf(url);
  const id = expectOk(fromHex(election), 'an id');
  const told = expectOk(await client.query('election.election', { id }), 'an election');
  const chain = expectOk(fromHex(expectOk(await client.ledger(), 'a ledger').chain), 'a chain');
  return { url, id, bound: expectPresent(boundTo(chain, told), 'it is open') };
}

/** How a ballot is bent on its way: before it is signed, or after. */
interface Bent {
  readonly sealed?: (sealed: SealedBallot) => SealedBallot;
  readonly proof?: (proof: Uint8Array) => Uint8Array;
}

/** The bytes that cast a ballot. */
async function envelopeOf(
  at: OpenAt,
  own: OwnKey,
  sealed: SealedBallot,
  bend: Bent['proof'] = (proof) => proof,
): Promise<Uint8Array> {
  const made = await clientOf(at.url).prove('election.castBallot', sealed.payload, (bodyHash) =>
    bend(proofOfBallot(at.bound, own, { sealed, bodyHash }, chance)),
  );
  return expectOk(made, 'proven').envelope;
}

/** Somebody with the secret of a key, who casts what they like with it. */
export interface Outlaw {
  /** What they are answered for a ballot for one answer, behind the ballots of their key. */
  readonly cast: (standing: Standing, answer: number, bent?: Bent) => Promise<string>;
  /** The bytes of such a ballot, and what the next one has to follow. */
  readonly make: (
    standing: Standing,
    answer: number,
  ) => Promise<{ readonly envelope: Uint8Array; readonly next: Standing }>;
}

/** Whoever has this key, at an election. */
export function outlaw(at: OpenAt, own: OwnKey): Outlaw {
  const seal = (standing: Standing, answer: number) =>
    sealBallot(at, { key: own.key, standing }, [[answer]], chance);
  return {
    cast: async (standing, answer, { sealed: bend = (same: SealedBallot) => same, proof } = {}) =>
      answerTo(at.url, await envelopeOf(at, own, bend(seal(standing, answer)), proof)),
    make: async (standing, answer) => {
      const sealed = seal(standing, answer);
      const next = { ballots: standing.ballots + 1, last: sealed.encrypted.fingerprint };
      return { envelope: await envelopeOf(at, own, sealed), next };
    },
  };
}

/** A voter whose device is not the page's: who they are, and how they register a key. */
export interface Registrant {
  readonly device: KeyPair;
  readonly register: (at: OpenAt, own: OwnKey) => Promise<string>;
}

/** Whoever comes with the link that was sent to a telephone. */
export async function comeWithLink(url: string, telephone: number): Promise<Registrant> {
  return registrant(await identified(clientOf(url), telephone));
}

/** Somebody whom no office knows. */
export function stranger(): Registrant {
  return registrant(keyPairFromSeed(randomBytes(32)));
}

function registrant(device: KeyPair): Registrant {
  const account = accountOf(device.suite, device.publicKey);
  return {
    device,
    register: (at, own) => {
      const registration = keyRegistration(at, own, account, chance);
      return answerToAct(at.url, 'election.registerKey', registration, device);
    },
  };
}

/** A new key for an election. */
export const keyFor = ({ bound }: OpenAt): OwnKey => freshKey(bound, chance);

/** A ballot that stands on record, as everybody can read it: its bytes, and what it is made of. */
export async function ballotOnRecord({ url, id }: OpenAt) {
  const client = clientOf(url);
  const found = expectOk(await client.matterRecords(toHex(id), undefined, 1_000), 'records');
  const one = found.records.find(({ act, code }) => act === 'election.castBallot' && code === 0);
  const { id: act, index } = expectPresent(one, 'a ballot');
  const envelope = expectOk(await client.envelope(act), 'its envelope');
  const { body, envelope: opened } = expectOk(
    decodeTransaction(envelope, envelope.length),
    'a transaction',
  );
  if (opened.auth.kind !== 'proof') throw new Error('It is signed.');
  const codec = serviceCodecs().find(({ name }) => name === `${body.act} payload`)?.codec;
  const read = decode(expectPresent(codec, 'a codec of ballots'), body.payload);
  const payload = expectOk(read, 'a ballot') as SealedBallot['payload'];
  return { index, envelope, payload, proof: opened.auth.proof };
}

/** What a ballot that stands on record is answered in another transaction than its own. */
export async function answerToCopy(
  url: string,
  { payload, proof }: Awaited<ReturnType<typeof ballotOnRecord>>,
): Promise<string> {
  const made = await clientOf(url).prove('election.castBallot', payload, () => proof);
  return answerTo(url, expectOk(made, 'prepared').envelope);
}

/** Everything that can be wrong with the bytes of one ballot, and the code that refuses it. */
export function bentBallots(
  { bound }: OpenAt,
  { payload: copied, proof: proven }: Awaited<ReturnType<typeof ballotOnRecord>>,
): readonly (readonly [name: string, bent: Bent, code: string])[] {
  const say = (payload: Partial<SealedBallot['payload']>, proofs?: Uint8Array): Bent => ({
    sealed: (sealed) =>
      forgedUnder(bound, sealed, { payload, ...(proofs === undefined ? {} : { proofs }) }),
  });
  const first = (point: Uint8Array): Bent => ({
    sealed: (sealed) => {
      const { selections } = sealed.payload;
      const changed = new Uint8Array([...point, ...selections.slice(32)]);
      return forgedUnder(bound, sealed, { payload: { selections: changed } });
    },
  });
  const wrong = 'kernel.PROOF_WRONG';
  const { selections: theirs } = copied;
  return [
    ['copied from another voter', say({ selections: theirs }), wrong],
    ['copied with its proofs', say({ selections: theirs }, proven.slice(64)), wrong],
    ['with a tampered proof', { proof: (proof) => flipped(proof, 100, 1) }, wrong],
    ['with a tampered signature', { proof: (proof) => flipped(proof, 40, 1) }, wrong],
    ['with a non-canonical point', first(flipped(GENERATOR, 31, 0x80)), wrong],
    ['with the identity as a point', first(new Uint8Array(32)), wrong],
    ['with the identity as a key', say({ key: new Uint8Array(32) }), wrong],
  ];
}
