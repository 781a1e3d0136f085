import { expectOk, expectPresent } from '@madang/base';
import { type PreparedTransaction } from '@madang/client';
import { randomBytes } from '@madang/crypto';
import {
  type OwnKey,
  proofOfSurrender,
  surrenderFor,
} from '@madang/services/election/intake/index.ts';
import { mixedPlace } from './mixed-city.ts';
import type { ResidentCity } from './resident-city.ts';
import { clientIn } from './voter-city.ts';

const chance = (): Uint8Array => randomBytes(64);

/** What gives up a mixed key with which nothing was cast, as a telephone makes it. */
export async function giveUpBare(
  city: ResidentCity,
  election: string,
  registered: OwnKey,
  batch: Uint8Array,
): Promise<PreparedTransaction> {
  const { open, own, list } = await mixedPlace(city, election, registered);
  const where = { key: own.key, standing: { ballots: 0, list } };
  const payload = surrenderFor(open, where, batch);
  const made = await clientIn(city).prove('election.surrenderKey', payload, (bodyHash) =>
    proofOfSurrender(open.bound, own, { payload, bodyHash }, chance),
  );
  return expectOk(made, 'proven');
}

/** Sends what gives up a key, as somebody who is not the desk. */
export async function sendBare(city: ResidentCity, given: PreparedTransaction): Promise<void> {
  const { outcome } = expectOk(await clientIn(city).send(given), 'sent');
  if (outcome.code !== 0) throw new Error(`A key was not given up: ${String(outcome.name)}`);
}

/** The only batch of an election. */
export async function onlyBatch(city: ResidentCity, election: Uint8Array) {
  const all = expectOk(await clientIn(city).query('election.batches', { election }), 'batches');
  if (all.length > 1) throw new Error('There are several batches.');
  return expectPresent(all[0], 'a batch');
}
