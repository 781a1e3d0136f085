import { expectOk, fromHex, toHex, utf8 } from '@madang/base';
import type { Client } from '@madang/client';
import { type KeyPair, keyPairFromSeed, randomBytes, sha256, signerFrom } from '@madang/crypto';
import { accountOf } from '@madang/protocol';
import type { services } from '@madang/services';
import { nextCeremonyAct, trusteeSeed } from '@madang/services/election/intake/index.ts';
import { electionDraft } from '@madang/testkit';
import type { ResidentCity } from './resident-city.ts';
import { clientOf } from './residents.ts';
import { castBallot } from './voters.ts';

const chance = (): Uint8Array => randomBytes(64);
const digest = (text: string): string => toHex(sha256(utf8(text)));
const OFFICER = 'city.officer-1';

const both = (ko: string, en: string) => ({ ko, en });
const announcement = utf8(
  JSON.stringify({
    about: both('동 대표를 뽑습니다.', 'Who speaks for the building.'),
    questions: [
      {
        title: both('101동 대표', 'Representative of 101'),
        answers: [{ title: both('한서윤', 'Han Seoyun') }, { title: both('오태현', 'Oh Taehyun') }],
      },
    ],
  }),
);

/** An election of tests, and the register whose persons vote in it. */
export interface TrusteeElection {
  readonly election: string;
  readonly register: string;
}

/** Drafts an election of as many voters with these trustees, of whom two are enough. */
export async function draftFor(
  city: ResidentCity,
  accounts: readonly string[],
  voters: number,
): Promise<TrusteeElection> {
  const persons = { institution: 'city', persons: voters, level: 'link' };
  const register = toHex(await city.act('people.openRegister', persons, 'city.registrar'));
  const payload = electionDraft({
    register,
    text: toHex(sha256(announcement)),
    trustees: accounts,
    closesAt: Math.ceil(Date.now() / 1_000) * 1_000 + 3_600_000,
  });
  const election = toHex(await city.act('election.draftElection', payload, OFFICER));
  const roll = Array.from({ length: voters }, (_, person) => ({
    person,
    building: 0,
    weights: [1],
    commitment: digest(`person ${String(person)}`),
  }));
  await city.act('election.enterVoters', { election, voters: roll }, OFFICER);
  await city.keepFile(election, announcement);
  return { election, register };
}

/** Lets every person of the register vote for the first answer, but for a few. */
export async function voteAll(
  city: ResidentCity,
  { election, register }: TrusteeElection,
  { voters, others }: { readonly voters: number; readonly others: number },
): Promise<void> {
  const client = clientOf(city.url);
  for (let person = 0; person < voters; person++) {
    const device = keyPairFromSeed(randomBytes(32));
    const account = accountOf(device.suite, device.publicKey);
    await city.act(
      'people.attestKey',
      { register, person, account: toHex(account), level: 'link', as: 'district' },
      'district.attester',
    );
    const chosen = [[person < others ? 1 : 0]];
    await castBallot(client, { election, device, chosen });
  }
}

type AnyClient = Client<typeof services>;

async function done(client: AnyClient, act: string, payload: unknown, key: KeyPair): Promise<void> {
  const made = await client.act(act as never, payload as never, [signerFrom(key)]);
  const { outcome } = expectOk(await client.send(expectOk(made, 'prepared')), 'sent');
  if (outcome.code !== 0) throw new Error(`${act}: ${String(outcome.name)}`);
}

/** A trustee who has no page, and does what tests want. */
export interface BareTrustee {
  readonly secret: Uint8Array;
  readonly account: string;
  /** Does what is due in the ceremony, if anything is; changed on its way if that is wanted. */
  readonly step: (
    city: ResidentCity,
    election: string,
    change?: (act: string, payload: Record<string, unknown>) => Record<string, unknown>,
  ) => Promise<string | undefined>;
}

/** A trustee with a number of an election, from 1. */
export function bareTrustee(number: number): BareTrustee {
  const secret = randomBytes(32);
  const key = keyPairFromSeed(secret);
  return {
    secret,
    account: toHex(accountOf(key.suite, key.publicKey)),
    step: async (city, election, change = (_, payload) => payload) => {
      const client = clientOf(city.url);
      const id = expectOk(fromHex(election), 'an id');
      const told = expectOk(await client.query('election.ceremony', { id }), 'a ceremony');
      const trustee = { election: id, number, seed: trusteeSeed(secret) };
      const next = expectOk(nextCeremonyAct(trustee, told, chance), 'holds together');
      if (next === undefined) return undefined;
      await done(client, next.act, change(next.act, { ...next.payload }), key);
      return next.act;
    },
  };
}

/** Deals the first trustee a wrong share. */
export function dealWrongly(act: string, payload: Record<string, unknown>) {
  if (act !== 'election.dealShares') return payload;
  const [first = new Uint8Array(), ...rest] = payload['shares'] as readonly Uint8Array[];
  return { ...payload, shares: [new Uint8Array(first.length), ...rest] };
}
