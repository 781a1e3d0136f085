import { expectOk, expectPresent, fromHex } from '@madang/base';
import type { PreparedTransaction } from '@madang/client';
import { type KeyPair, randomBytes, signerFrom } from '@madang/crypto';
import { accountOf } from '@madang/protocol';
import {
  boundTo,
  freshKey,
  keyRegistration,
  type OwnKey,
  proofOfBallot,
  REGISTRATION,
  sealBallot,
} from '@madang/services/election/intake/index.ts';
import { clientOf, identified } from './residents.ts';

type AnyClient = ReturnType<typeof clientOf>;

const chance = (): Uint8Array => randomBytes(64);

/** The voter whose telephone ends in a number comes with their link and registers a key. */
export async function register(url: string, election: string, number: number): Promise<void> {
  const client = clientOf(url);
  const device = await identified(client, number);
  const id = expectOk(fromHex(election), 'an id');
  await registerKey(client, { id, own: freshKey(REGISTRATION, chance), device }, chance);
}

/** The voter whose telephone ends in a number comes with their link and casts a ballot. */
export async function vote(
  url: string,
  election: string,
  number: number,
  chosen: Votes,
): Promise<void> {
  const client = clientOf(url);
  const device = await identified(client, number);
  await castBallot(client, { election, device, chosen });
}

type Votes = readonly (readonly number[])[];

/** What an identified device votes in an election. */
export interface BallotWish {
  readonly election: string;
  readonly device: KeyPair;
  readonly chosen: Votes;
}

/** Registers a key and casts the first ballot with it; gives the key. */
export async function castBallot(
  client: AnyClient,
  { election, device, chosen }: BallotWish,
  draw = chance,
): Promise<OwnKey> {
  const id = expectOk(fromHex(election), 'an id');
  const told = expectOk(await client.query('election.election', { id }), 'an election');
  const { chain } = expectOk(await client.ledger(), 'a ledger');
  const bound = expectPresent(boundTo(expectOk(fromHex(chain), 'a chain'), told), 'it is open');
  const open = { id, bound };
  const own = freshKey(bound, draw);
  await registerKey(client, { id, own, device }, draw);
  const standing = { key: own.key, standing: { ballots: 0 } };
  const sealed = sealBallot(open, standing, chosen, draw);
  const cast = await client.prove('election.castBallot', sealed.payload, (bodyHash) =>
    proofOfBallot(bound, own, { sealed, bodyHash }, draw),
  );
  await mustBeDone(client, expectOk(cast, 'sealed'));
  return own;
}

interface Registering {
  readonly id: Uint8Array;
  readonly own: OwnKey;
  readonly device: KeyPair;
}

async function registerKey(
  client: AnyClient,
  { id, own, device }: Registering,
  draw: () => Uint8Array,
): Promise<void> {
  const account = accountOf(device.suite, device.publicKey);
  const wanted = keyRegistration({ id }, own, account, draw);
  const made = await client.act('election.registerKey', wanted, [signerFrom(device)]);
  await mustBeDone(client, expectOk(made, 'prepared'));
}

async function mustBeDone(client: AnyClient, act: PreparedTransaction): Promise<void> {
  const { outcome } = expectOk(await client.send(act), 'sent');
  if (outcome.code !== 0) throw new Error(`${act.act}: ${String(outcome.name)}`);
}
