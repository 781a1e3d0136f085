import { readFileSync } from 'node:fs';
import path from 'node:path';
import { expectOk, expectPresent, fromHex, type Json, toHex } from '@madang/base';
import {
  type Client,
  type ClientOptions,
  createClient,
  createDeskDoor,
  type DeskClient,
  type DeskHome,
  type DeskPerson,
  homeCommitment,
  type PreparedTransaction,
  type SentAnswer,
} from '@madang/client';
import { randomBytes, signerFrom } from '@madang/crypto';
import { accountOf, genesisHash, receiptNumber } from '@madang/protocol';
import { type Actor, actSigner, draftOf, type Plan, rollOf, services } from '@madang/testkit';
import { foundLedger } from '../../apps/madang/src/data/found.ts';
import { readSigningKey } from '../../apps/madang/src/data/key-file.ts';
import { type Layout, layoutOf, secretFile } from '../../apps/madang/src/data/layout.ts';
import { gaon } from '../../apps/madang/src/demo/gaon.ts';

/** A client of all services. */
export type CityClient = Client<typeof services>;

/** The demo city in the folder of a server of tests, with its keys and without its decision. */
export function foundCity(folder: string): Layout {
  const layout = layoutOf(path.join(folder, 'data'));
  expectOk(foundLedger(layout, gaon, Date.now()), 'the city is founded');
  return layout;
}

/** Somebody of the city, by the name of their key. */
export function holderOfKey(layout: Layout, name: string): Actor {
  const keyPair = expectOk(readSigningKey(secretFile(layout, name)), name);
  return { name, keyPair, account: accountOf('ed25519', keyPair.publicKey) };
}

type Reaching = Pick<ClientOptions<typeof services>, 'fetch' | 'now' | 'wait'>;

/** A city that a server runs, and ways to reach it over HTTP alone. */
export interface HttpCity {
  readonly client: CityClient;
  readonly door: ReturnType<typeof createDeskDoor<typeof services>>;
  /** A desk for one of the two officers; the session is opened now. */
  readonly deskOf: (officer: Actor) => Promise<DeskClient>;
  readonly officers: readonly [Actor, Actor];
  readonly attester: Actor;
  /** Signs an act whose payload is JSON; nothing is sent. */
  readonly sign: (act: string, payload: Json, by: readonly Actor[]) => PreparedTransaction;
  /** Signs an act and sends it; one that is not done is a fault of the test. */
  readonly done: (act: string, payload: Json, by: readonly Actor[]) => Promise<SentAnswer>;
}

/** Reaches the city behind an address. */
export function httpCity(baseUrl: string, layout: Layout, reaching: Reaching = {}): HttpCity {
  let kept: Awaited<ReturnType<ClientOptions<typeof services>['policy']['load']>>;
  const policy: ClientOptions<typeof services>['policy'] = {
    load: () => Promise.resolve(kept),
    save: (given) => {
      kept = given;
      return Promise.resolve();
    },
  };
  const client = createClient({ baseUrl, services, policy, ...reaching });
  const door = createDeskDoor({
    baseUrl,
    services,
    ...(reaching.fetch === undefined ? {} : { fetch: reaching.fetch }),
  });
  const chain = genesisHash(readFileSync(layout.genesis));
  const { now = Date.now } = reaching;
  const signAct = actSigner(chain, now);
  const sign: HttpCity['sign'] = (act, payload, by) => {
    const expiresInMs = 300_000;
    const expiresAt = now() + expiresInMs;
    const wish = { act, payload, by, expiresInMs, salt: randomBytes(16) };
    const { envelope, bodyHash } = signAct(wish);
    const [id, number] = [toHex(bodyHash), receiptNumber(bodyHash)];
    return { act, id, number, chain: toHex(chain), envelope, expiresAt };
  };
  return {
    client,
    door,
    deskOf: async ({ keyPair }) =>
      door.at(expectOk(await door.openSession(signerFrom(keyPair)), 'a session').token),
    officers: [holderOfKey(layout, 'city.officer-1'), holderOfKey(layout, 'city.officer-2')],
    attester: holderOfKey(layout, 'district.attester'),
    sign,
    done: async (act, payload, by) => {
      const sent = expectOk(await client.send(sign(act, payload, by)), act);
      if (sent.outcome.code !== 0) throw new Error(`${act}: ${JSON.stringify(sent.outcome)}`);
      return sent;
    },
  };
}

/** What is asked, whom, and about which homes. */
export interface Asking {
  readonly plan: Plan;
  readonly persons: readonly DeskPerson[];
  /** Names of the homes, by their numbers. */
  readonly homes: readonly DeskHome[];
  readonly closesAt: number;
  /** Changes of the draft's payload. */
  readonly draft?: { readonly [field: string]: Json };
}

/** A decision that takes acts. */
export interface AskedDecision {
  readonly register: string;
  readonly decision: string;
}

/** Asks a decision as the desk's pages do: register, draft, roll, opening, names of homes. */
export async function askDecision(city: HttpCity, asking: Asking): Promise<AskedDecision> {
  const { plan, persons, homes, closesAt } = asking;
  const [officer] = city.officers;
  const desk = await city.deskOf(officer);
  const founded = expectOk(
    await desk.foundRegister({ level: 'link', persons: [...persons] }),
    'a register',
  );
  const { register, commitments } = founded;
  const draft = { ...draftOf(plan, register, closesAt), ...asking.draft };
  const { id: decision } = await city.done('vote.draftDecision', draft, [officer]);
  for (const lines of rollOf(plan, decision)) {
    const committed = withCommitments(lines, commitments, homes);
    await city.done('vote.enterRoll', committed, [officer]);
  }
  const counted = plan.homes.filter(({ excluded }) => excluded === undefined);
  const totals = {
    heads: new Set(counted.map(({ holder }) => holder)).size,
    homes: counted.length,
    areaMilliM2: counted.reduce((sum, { area = 100 }) => sum + area * 1_000, 0),
  };
  await city.done('vote.openDecision', { decision, ...totals }, [officer]);
  expectOk(await desk.keepHomes(decision, homes), 'the names of homes are kept');
  return { register, decision };
}

/** Lines of a roll with the commitments that the desk made and computes. */
function withCommitments(
  lines: Json,
  commitments: readonly string[],
  homes: readonly DeskHome[],
): Json {
  const { persons, units, ...rest } = lines as unknown as RollLines;
  return {
    ...rest,
    persons: persons.map((line) => ({ ...line, commitment: commitments[line.person] ?? '' })),
    units: units.map((line) => {
      const { salt, label } = expectPresent(homes[line.unit], 'a home has a name');
      return { ...line, commitment: toHex(homeCommitment(bytesOf(salt), label)) };
    }),
  };
}

interface RollLines {
  readonly [name: string]: Json;
  readonly persons: ({ readonly person: number } & { readonly [name: string]: Json })[];
  readonly units: ({ readonly unit: number } & { readonly [name: string]: Json })[];
}

/** The bytes of a hexadecimal text. */
export function bytesOf(hex: string): Uint8Array {
  return expectOk(fromHex(hex), 'hexadecimal');
}
