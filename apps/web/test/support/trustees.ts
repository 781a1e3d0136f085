import { expectOk, expectPresent, fromHex, toHex } from '@madang/base';
import type { Client } from '@madang/client';
import { type KeyPair, keyPairFromSeed, randomBytes, signerFrom } from '@madang/crypto';
import { accountOf } from '@madang/protocol';
import type { services } from '@madang/services';
import {
  countsIn,
  decryptionOf,
  isTurnOf,
  mixingOf,
  nextCeremonyAct,
  nextList,
  type TrusteeAct,
  trusteeSeed,
} from '@madang/services/election/intake/index.ts';

type AnyClient = Client<typeof services>;

/** A trustee of tests, with the account that they would give an officer. */
export interface TestTrustee {
  readonly number: number;
  readonly seed: Uint8Array;
  readonly key: KeyPair;
  readonly account: string;
}

const chance = (): Uint8Array => randomBytes(64);

/** Trustees who have keys of their own. */
export function makeTrustees(count: number): readonly TestTrustee[] {
  return Array.from({ length: count }, (_, at) => {
    const secret = randomBytes(32);
    const key = keyPairFromSeed(secret);
    const account = toHex(accountOf(key.suite, key.publicKey));
    return { number: at + 1, seed: trusteeSeed(secret), key, account };
  });
}

async function doAct(client: AnyClient, key: KeyPair, { act, payload }: TrusteeAct): Promise<void> {
  const made = await client.act(act as never, payload as never, [signerFrom(key)]);
  const sent = expectOk(await client.send(expectOk(made, 'prepared')), 'sent');
  if (sent.outcome.code !== 0) throw new Error(`${act}: ${String(sent.outcome.name)}`);
}

/** Lets the trustees of an election make its key. */
export async function holdCeremony(
  client: AnyClient,
  election: string,
  trustees: readonly TestTrustee[],
): Promise<void> {
  const id = expectOk(fromHex(election), 'an id');
  for (;;) {
    for (const { number, seed, key } of trustees) {
      const told = expectOk(await client.query('election.ceremony', { id }), 'a ceremony');
      if (told.stage === 'ready') return;
      const next = nextCeremonyAct({ election: id, number, seed }, told, chance);
      const act = expectOk(next, 'holds together');
      if (act !== undefined) await doAct(client, key, act);
    }
  }
}

/** Lets a trustee mix every list of keys that is theirs to mix now. */
export async function takeMixTurn(
  client: AnyClient,
  election: string,
  { number, seed, key }: TestTrustee,
): Promise<void> {
  const id = expectOk(fromHex(election), 'an id');
  for (;;) {
    const mix = expectOk(await client.query('election.mix', { id }), 'a mix');
    if (!isTurnOf(number, mix, Date.now())) return;
    const place = nextList(number, mix);
    const list = await client.query('election.keyList', { election: id, ...place });
    const { keys } = expectOk(list, 'a list');
    await doAct(
      client,
      key,
      mixingOf({ election: id, number, seed }, mix, { place, keys }, chance),
    );
  }
}

/** Lets trustees decrypt every sum of an election that is closed, and announces the counts. */
export async function openSums(
  client: AnyClient,
  election: string,
  trustees: readonly TestTrustee[],
): Promise<void> {
  const id = expectOk(fromHex(election), 'an id');
  const { bound } = expectOk(await client.query('election.election', { id }), 'an election');
  const { fingerprint } = expectPresent(bound, 'it was open');
  const told = expectOk(await client.query('election.ceremony', { id }), 'a ceremony');
  const { sums } = expectOk(await client.query('election.result', { id }), 'a result');
  for (let sum = 0; sum < sums; sum++) {
    const wanted = { election: id, sum };
    const { selections } = expectOk(await client.query('election.sumOf', wanted), 'a sum');
    for (const { number, seed, key } of trustees) {
      const trustee = { election: id, number, seed };
      const part = decryptionOf(trustee, { told, fingerprint }, { sum, selections }, chance);
      await doAct(client, key, expectOk(part, 'a part of the key'));
    }
    const opened = expectOk(await client.query('election.sumOf', wanted), 'a sum');
    const counts = expectPresent(countsIn(opened, trustees.length), 'counts');
    const payload = { ...wanted, counts: [...counts] };
    const [{ key }] = trustees as readonly [TestTrustee];
    await doAct(client, key, { act: 'election.announceCounts', payload } as never);
  }
}
