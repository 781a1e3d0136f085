import { expectOk, expectPresent, fromHex, toHex } from '@madang/base';
import { type KeyPair, keyPairFromSeed, randomBytes, signerFrom } from '@madang/crypto';
import { accountOf } from '@madang/protocol';
import {
  boundTo,
  freshKey,
  keyPlace,
  keyRegistration,
  type OwnKey,
  ownKey,
  proofOfBallot,
  REGISTRATION,
  sealBallot,
} from '@madang/services/election/intake/index.ts';
import type { ResidentCity } from './resident-city.ts';
import { takeMixTurn } from './trustees.ts';
import {
  chair,
  clientIn,
  type ElectionPlan,
  OFFICER,
  readyElection,
  trustees,
} from './voter-city.ts';

// Elections of tests in which keys are mixed, beside the pages of those who are looked at.

export const registersForMs = 20 * 60_000;

/** Twelve who register a key without a page. */
export const neighbours = Array.from({ length: 12 }, (_, at) => 9 + at);

/** Two with telephones and the neighbours elect a chair, on paper too. */
export const mixedPlan: ElectionPlan = {
  title: { ko: '입주자대표회의 회장 선거', en: 'Election of the chair' },
  questions: [chair],
  revote: 'last',
  paper: 'batches',
  registersForMs,
  roll: [0, 3, ...neighbours],
};

const chance = (): Uint8Array => randomBytes(64);
const idOf = (election: string): Uint8Array => expectOk(fromHex(election), 'an id');

async function doAct(city: ResidentCity, act: string, payload: object, key: KeyPair) {
  const client = clientIn(city);
  const made = await client.act(act as never, payload as never, [signerFrom(key)]);
  const { outcome } = expectOk(await client.send(expectOk(made, 'prepared')), 'sent');
  if (outcome.code !== 0) throw new Error(`${act}: ${String(outcome.name)}`);
}

/** What an officer says of the roll when opening. */
function totalsOf(election: string, { roll = [] }: ElectionPlan) {
  return { election, voters: roll.length, weights: [roll.length] };
}

/** An election that registers keys; gives its id. */
export async function openRegistration(city: ResidentCity, plan: ElectionPlan): Promise<string> {
  const election = await readyElection(city, plan);
  await city.act('election.openRegistration', totalsOf(election, plan), OFFICER);
  return election;
}

/** Lets a person register a key from a device that has no page. */
export async function registerBare(
  city: ResidentCity,
  election: string,
  person: number,
): Promise<OwnKey> {
  const device = keyPairFromSeed(randomBytes(32));
  const account = accountOf(device.suite, device.publicKey);
  await city.act(
    'people.attestKey',
    {
      ...{ register: city.register, person, account: toHex(account) },
      ...{ level: 'link', as: 'district' },
    },
    'district.attester',
  );
  const own = freshKey(REGISTRATION, chance);
  const registration = keyRegistration({ id: idOf(election) }, own, account, chance);
  await doAct(city, 'election.registerKey', registration, device);
  return own;
}

/** Ends registration, all who registered being enough. */
export async function closeRegistration(city: ResidentCity, election: string): Promise<void> {
  const told = await clientIn(city).query('election.mix', { id: idOf(election) });
  const keys = expectOk(told, 'a mix').registered.reduce((sum, one) => sum + one, 0);
  await city.act('election.closeRegistration', { election, keys }, OFFICER);
}

/** Ends registration, lets enough trustees mix the keys, and takes ballots. */
export async function mixAndOpen(
  city: ResidentCity,
  election: string,
  plan: ElectionPlan,
  whileMixing: () => Promise<void> = () => Promise.resolve(),
): Promise<void> {
  await closeRegistration(city, election);
  const [first, , third] = trustees;
  await takeMixTurn(clientIn(city), election, expectPresent(first, 'a trustee'));
  await whileMixing();
  await takeMixTurn(clientIn(city), election, expectPresent(third, 'a trustee'));
  await city.act('election.openElection', totalsOf(election, plan), OFFICER);
}

/** The key that a registered one was mixed to, its list, and what ballots are bound to. */
export async function mixedPlace(city: ResidentCity, election: string, { secret }: OwnKey) {
  const client = clientIn(city);
  const id = idOf(election);
  const told = expectOk(await client.query('election.election', { id }), 'an election');
  const chain = expectOk(fromHex(expectOk(await client.ledger(), 'a ledger').chain), 'hex');
  const bound = expectPresent(boundTo(chain, told), 'open');
  const own = ownKey(secret, bound);
  const { mixed, lists } = expectOk(await client.query('election.mix', { id }), 'a mix');
  const all = await Promise.all(
    Array.from({ length: lists }, async (_, list) => {
      const asked = { election: id, turn: mixed.length, list };
      return { list, ...expectOk(await client.query('election.keyList', asked), 'a list') };
    }),
  );
  const list = expectPresent(keyPlace(own.key, all), 'in a list');
  return { open: { id, bound }, own, list };
}

/** Casts a ballot with the key that a registered one was mixed to. */
export async function voteBare(
  city: ResidentCity,
  election: string,
  registered: OwnKey,
  chosen: readonly (readonly number[])[],
): Promise<void> {
  const client = clientIn(city);
  const { open, own, list } = await mixedPlace(city, election, registered);
  const where = { key: own.key, standing: { ballots: 0, list } };
  const sealed = sealBallot(open, where, chosen, chance);
  const cast = await client.prove('election.castBallot', sealed.payload, (bodyHash) =>
    proofOfBallot(open.bound, own, { sealed, bodyHash }, chance),
  );
  const { outcome } = expectOk(await client.send(expectOk(cast, 'proven')), 'sent');
  if (outcome.code !== 0) throw new Error(`A ballot was refused: ${String(outcome.name)}`);
}

/** The keys that are registered, by the list of voters, in hexadecimal. */
export async function registeredKeys(city: ResidentCity, election: string): Promise<string[]> {
  const asked = await clientIn(city).query('election.voters', { election: idOf(election) });
  return expectOk(asked, 'a roll').flatMap(({ key }) => (key === undefined ? [] : [toHex(key)]));
}

/** The keys that cast ballots, by the records that anybody can read. */
export async function castKeys(city: ResidentCity): Promise<string[]> {
  const answer = await city.fetch(new Request('http://localhost/api/records?limit=200'));
  const { records } = (await answer.json()) as {
    records: { act: string; code: number; payload?: { key?: string } }[];
  };
  return records
    .filter(({ act, code }) => act === 'election.castBallot' && code === 0)
    .map(({ payload }) => payload?.key ?? '');
}
