import { expectOk, expectPresent, fromHex } from '@madang/base';
import { randomBytes, signerFrom } from '@madang/crypto';
import { accountOf } from '@madang/protocol';
import {
  boundTo,
  freshKey,
  keyRegistration,
  proofOfBallot,
  REGISTRATION,
  sealBallot,
} from '@madang/services/election/intake/index.ts';
import { clientOf, identified } from './residents.ts';

const chance = (): Uint8Array => randomBytes(64);

/** The voter whose telephone ends in a number comes with their link and registers a key. */
export async function register(url: string, election: string, number: number): Promise<void> {
  const client = clientOf(url);
  const device = await identified(client, number);
  const own = freshKey(REGISTRATION, chance);
  const account = accountOf(device.suite, device.publicKey);
  const id = expectOk(fromHex(election), 'an id');
  const wanted = keyRegistration({ id }, own, account, chance);
  const made = await client.act('election.registerKey', wanted, [signerFrom(device)]);
  const sent = expectOk(await client.send(expectOk(made, 'prepared')), 'sent');
  if (sent.outcome.code !== 0) throw new Error(`registerKey: ${String(sent.outcome.name)}`);
}

/** The voter whose telephone ends in a number comes with their link and casts a ballot. */
export async function vote(
  url: string,
  election: string,
  number: number,
  chosen: readonly (readonly number[])[],
): Promise<void> {
  const client = clientOf(url);
  const id = expectOk(fromHex(election), 'an id');
  const device = await identified(client, number);
  const told = expectOk(await client.query('election.election', { id }), 'an election');
  const { chain } = expectOk(await client.ledger(), 'a ledger');
  const bound = expectPresent(boundTo(expectOk(fromHex(chain), 'a chain'), told), 'it is open');
  const open = { id, bound };
  const own = freshKey(bound, chance);
  const account = accountOf(device.suite, device.publicKey);
  const wanted = keyRegistration(open, own, account, chance);
  const made = await client.act('election.registerKey', wanted, [signerFrom(device)]);
  expectOk(await client.send(expectOk(made, 'prepared')), 'registered');
  const standing = { key: own.key, standing: { ballots: 0 } };
  const sealed = sealBallot(open, standing, chosen, chance);
  const cast = await client.prove('election.castBallot', sealed.payload, (bodyHash) =>
    proofOfBallot(bound, own, { sealed, bodyHash }, chance),
  );
  const sent = expectOk(await client.send(expectOk(cast, 'sealed')), 'sent');
  if (sent.outcome.code !== 0) throw new Error(`castBallot: ${String(sent.outcome.name)}`);
}
