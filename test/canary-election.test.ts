import { expectOk, expectPresent, toHex } from '@madang/base';
import { sha256 } from '@madang/crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type CanaryCity, type CanaryLook, openCanaryCity } from './support/canary-city.ts';
import { type CanaryElection, playElectionWithCanaries } from './support/canary-election.ts';
import { leaks, type Place } from './support/canary-places.ts';

let at: CanaryCity<CanaryElection>;
let places: readonly Place[];

beforeAll(async () => {
  at = await openCanaryCity(playElectionWithCanaries, whatIsRead);
  places = at.everyPlace();
}, 180_000);
afterAll(() => at.close());

/** What anybody can read of the election and of each voter. */
function whatIsRead({ election: id, announcement }: CanaryElection): CanaryLook {
  const of = (query: string, rest = ''): string =>
    `/api/services/election/${query}?election=${id}${rest}`;
  const addresses = [
    ...['election', 'turnout', 'ceremony', 'result'].map(
      (query) => `/api/services/election/${query}?id=${id}`,
    ),
    '/api/services/election/listElections',
    of('voters'),
    of('batches'),
    of('sumOf', '&sum=0'),
    ...Array.from({ length: 12 }, (_, person) => of('voter', `&person=${String(person)}`)),
    `/elections/${id}`,
  ];
  return { id, digest: toHex(sha256(announcement)), addresses };
}

describe('a whole election', () => {
  it('was played through, with every kind of data that must stay with whom it is about', async () => {
    const { city, election, canaries } = at.played;
    const { records } = expectOk(await city.client.matterRecords(election), 'acts');
    const acts = new Set(records.map(({ act }) => act));
    for (const name of ['registerKey', 'castBallot', 'decryptSum', 'announceCounts']) {
      expect(acts, name).toContain(`election.${name}`);
    }
    const kinds = new Set(Object.keys(canaries.all).map((name) => name.split(' ')[0]));
    const wanted = [
      'chance',
      'code',
      'complaint',
      'device',
      'home',
      'name',
      'number',
      'salt',
      'session',
      'token',
      'vote-key',
    ];
    expect(kinds).toEqual(new Set(wanted));
    const read = at.proxy.exchanges.filter(({ status }) => status === 200);
    const dossier = read.find(({ target }) => target.endsWith('/dossier'));
    expect(expectPresent(dossier, 'the dossier was read').body.length).toBeGreaterThan(10_000);
    for (const query of ['voters', 'keyOf', 'sumOf', 'ceremony', 'result']) {
      const found = read.some(({ target }) =>
        target.startsWith(`/api/services/election/${query}?`),
      );
      expect(found, query).toBe(true);
    }
  });

  it('leaves nothing of anybody in files, logs, addresses, or answers that are not theirs', () => {
    expect(leaks(places, at.played.canaries.all)).toEqual([]);
  });

  it('repeats what somebody types into the wrong place in no answer', () => {
    expect(at.provoked.length).toBeGreaterThan(400);
    expect(leaks(at.provoked, at.played.canaries.all)).toEqual([]);
  });

  it('leaves nothing either when the server is gone', async () => {
    expect(await at.leftBehind()).toEqual([]);
  });
});
