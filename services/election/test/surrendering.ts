import { encodeKnown, expectPresent, toHex } from '@madang/base';
import { jsonOf } from '@madang/client';
import { sha256 } from '@madang/crypto';
import { body, encodeProven } from '@madang/protocol';
import { type Actor, randomFrom, type Signed, signedFrom } from '@madang/testkit';
import {
  batchOpening,
  encodeSurrenderFor,
  type OwnKey,
  proofOfSurrender,
  SURRENDER_KEY,
  surrenderFor,
} from '../intake/index.ts';
import { listNow, mixNow, placeOf } from './mixed-world.ts';
import { batchKey } from './paper.ts';
import {
  attempt,
  boundOf,
  bytesOf,
  cast,
  electionBound,
  officer,
  voterOf,
  type World,
} from './world.ts';

// Keys of tests that their voters give up at the desk.

/** Begins a batch of a building for which nobody is marked; the name of the outcome. */
export function begin(world: World, name: string, building = 0, by: Actor = officer): string {
  const own = batchKey(world, name);
  const { account } = by;
  const payload = batchOpening(electionBound(world), own, { building, account }, world.chance);
  return attempt(world, 'election.openBatch', jsonOf(payload), by);
}

/** What a device sends that gives up a key. */
export type Given = ReturnType<typeof surrenderFor>;

/** What the device of a voter gives up a mixed key with, for a batch. */
export function givenUp(world: World, own: OwnKey, name: string): Given {
  const told = keyTold(world, own);
  const last = told.last === undefined ? {} : { last: bytesOf(told.last) };
  const standing = { ballots: told.ballots, ...last, list: placeOf(world, own) ?? 0 };
  return surrenderFor(electionBound(world), { key: own.key, standing }, batchKey(world, name).key);
}

/** What the ledger tells of a key; nothing was cast with one that it does not know. */
export function keyTold({ ledger, election }: World, { key }: OwnKey) {
  const told = ledger.read('election.keyOf', { election, key: toHex(key) });
  const none: { ballots: number; last?: string; batch?: string } = { ballots: 0 };
  return told.ok ? (told.value as typeof none) : none;
}

const random = randomFrom(31);

/** The transaction of a surrender, signed by the secret of this key. */
export function surrenderTransaction(world: World, payload: Given, own: OwnKey): Signed {
  const { ledger, chance } = world;
  const bodyBytes = encodeKnown(body, {
    act: SURRENDER_KEY,
    chain: ledger.chain,
    expiresAt: ledger.timeMs() + 300_000,
    payload: encodeSurrenderFor(payload),
    salt: Uint8Array.from({ length: 16 }, () => random.below(256)),
  });
  const signed = { payload, bodyHash: sha256(bodyBytes) };
  return signedFrom(encodeProven(bodyBytes, proofOfSurrender(boundOf(world), own, signed, chance)));
}

/** A voter gives up their mixed key for a batch; the name of the outcome. */
export function surrender(
  world: World,
  person: number,
  name: string,
  change: Partial<Given> = {},
): string {
  const own = voterOf(world, person);
  const payload = { ...givenUp(world, own, name), ...change };
  return cast(world, surrenderTransaction(world, payload, own));
}

/** The list in which the key of a person stands. */
export function listOf(world: World, person: number) {
  const list = expectPresent(placeOf(world, voterOf(world, person)), 'a mixed key');
  return listNow(world, mixNow(world).mixed.length, list);
}
