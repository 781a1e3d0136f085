import { expectPresent, toHex, utf8 } from '@madang/base';
import { sha512 } from '@madang/crypto';
import { reduceWide } from '@madang/ristretto';
import { actor, device } from '@madang/testkit';
import { describe, expect, it } from 'vitest';
import { keyRegistration, type OwnKey, ownKey } from '../intake/index.ts';
import { because, blockOf, office, tell } from './acts.ts';
import {
  attempt,
  boundOf,
  cast,
  draft,
  draftOn,
  electionBound,
  electionOf,
  open,
  openDraft,
  registerVoter,
  runCeremony,
  seal,
  send,
  transactionOf,
  vote,
  voterOf,
  type World,
} from './world.ts';

const voters = Array.from({ length: 3 }, () => 0);

const another = (world: World, name: string): OwnKey =>
  ownKey(reduceWide(sha512(utf8(name))), boundOf(world));

/** The registration of a key as a payload of JSON. */
function registration(world: World, own: OwnKey, account: Uint8Array) {
  const made = keyRegistration(electionBound(world), own, account, world.chance);
  return { key: toHex(made.key), possession: toHex(made.possession) };
}

const register = (world: World, payload: object, person: number) =>
  office(world, 'registerKey', payload, device(person));

describe('the key of a voter', () => {
  it('is of a person who is known, well enough, and on the roll', () => {
    const world = open({ voters });
    const own = voterOf(world, 0);
    const stranger = actor('somebody');
    const payload = registration(world, own, stranger.account);
    expect(office(world, 'registerKey', payload, stranger)).toBe('NOT_IDENTIFIED');
    expect(registerVoter(world, 7)).toBe('NOT_ON_ROLL');
    expect(registerVoter(open({ voters, more: { level: 'desk' } }), 0)).toBe('LEVEL_TOO_LOW');
    expect(registerVoter(world, 0)).toBe('done');
  });

  it('is proven for one election and one account', () => {
    const world = open({ voters });
    const other = draftOn(world, { voters }, 'another');
    runCeremony(other);
    openDraft(other);
    for (const person of [0, 1]) expect(registerVoter(other, person)).toBe('done');
    const own = voterOf(world, 0);
    const right = registration(world, own, device(0).account);
    // What another person says of their key, and what the same person says in another election.
    expect(register(world, right, 1)).toBe('POSSESSION_WRONG');
    const there = registration(other, own, device(0).account);
    expect(register(world, there, 0)).toBe('POSSESSION_WRONG');
    const strange = { ...right, key: toHex(voterOf(world, 1).key) };
    expect(register(world, strange, 0)).toBe('POSSESSION_WRONG');
    expect(register(world, right, 0)).toBe('done');
  });

  it('is the key of nobody else', () => {
    const world = open({ voters });
    const own = voterOf(world, 0);
    expect(registerVoter(world, 0, own)).toBe('done');
    expect(registerVoter(world, 1, own)).toBe('KEY_TAKEN');
    expect(registerVoter(world, 0, own)).toBe('KEY_TAKEN');
    expect(vote(world, 0, [[1]])).toBe('done');
    expect(registerVoter(world, 1, own)).toBe('KEY_TAKEN');
  });

  it('can be replaced until it has voted: the old one votes no more, and may be of another', () => {
    const world = open({ voters });
    const [lost, kept] = [another(world, 'lost'), another(world, 'kept')];
    expect(registerVoter(world, 0, lost)).toBe('done');
    const before = transactionOf(world, seal(world, 0, [[1]], lost), lost);
    expect(registerVoter(world, 0, kept)).toBe('done');
    expect(cast(world, before)).toBe('UNKNOWN_KEY');
    expect(cast(world, transactionOf(world, seal(world, 0, [[2]], kept), kept))).toBe('done');
    expect(registerVoter(world, 0, another(world, 'third'))).toBe('HAS_VOTED');
    expect(cast(world, transactionOf(world, seal(world, 0, [[1]], lost), lost))).toBe(
      'UNKNOWN_KEY',
    );
    expect(electionOf(world).took).toMatchObject({ ballots: 1, voters: 3 });
    expect(registerVoter(world, 1, lost)).toBe('done');
  });

  it('is one for each person, however many devices they have', () => {
    const world = open({ voters });
    const { ledger, register: of } = world;
    expect(registerVoter(world, 0)).toBe('done');
    const second = actor('second device');
    const account = toHex(second.account);
    send(ledger, 'people.addKey', { register: of, account }, device(0));
    const own = another(world, 'second');
    const payload = registration(world, own, second.account);
    expect(vote(world, 0, [[1]])).toBe('done');
    expect(office(world, 'registerKey', payload, second)).toBe('HAS_VOTED');
    expect(vote(world, 0, [[2]])).toBe('ALREADY_VOTED');
    const found = ledger.read('election.voters', { election: world.election });
    expect(found).toMatchObject({ value: [{ hasVoted: true }, {}, {}] });
    expect(electionOf(world).took).toMatchObject({ ballots: 1, cast: [1] });
  });

  it('registered twice in one block is the newer one, and not both', () => {
    const world = open({ voters });
    expect(registerVoter(world, 0, another(world, 'first'))).toBe('done');
    const [one, two] = ['one', 'two'].map((name) => another(world, name));
    const all = [one, two].map((own) => {
      const payload = registration(world, expectPresent(own, 'a key'), device(0).account);
      const act = 'election.registerKey';
      return world.ledger.sign({
        act,
        payload: { election: world.election, ...payload },
        by: device(0),
      });
    });
    expect(blockOf(world, all).map(({ outcome }) => outcome)).toEqual(['done', 'done']);
    const casts = [one, two].map((own) => {
      const mine = expectPresent(own, 'a key');
      return cast(world, transactionOf(world, seal(world, 0, [[1]], mine), mine));
    });
    expect(casts).toEqual(['UNKNOWN_KEY', 'done']);
  });

  it('is told with its person, and nothing else', () => {
    const world = open({ voters });
    expect(registerVoter(world, 0, another(world, 'first'))).toBe('done');
    const own = voterOf(world, 0);
    const payload = registration(world, own, device(0).account);
    expect(tell(world, 'registerKey', payload, device(0))).toEqual({
      outcome: 'done',
      events: [{ name: 'keyRegistered', fields: { key: toHex(own.key), person: 0 } }],
    });
  });

  it('is taken while the election is', () => {
    const world = draft({ voters });
    runCeremony(world);
    const zeros = { key: '00'.repeat(32), possession: '00'.repeat(64) };
    expect(register(world, zeros, 0)).toBe('NOT_OPEN');
    const unknown = { ...zeros, election: '00'.repeat(32) };
    expect(attempt(world, 'election.registerKey', unknown, device(0))).toBe('UNKNOWN_ELECTION');
    openDraft(world);
    expect(office(world, 'pauseElection', because)).toBe('done');
    expect(registerVoter(world, 0)).toBe('PAUSED');
    expect(office(world, 'resumeElection', because)).toBe('done');
    expect(registerVoter(world, 0)).toBe('done');
    world.ledger.block([], world.closesAt - world.ledger.timeMs() - 1_000);
    expect(registerVoter(world, 1)).toBe('TOO_LATE');
  });
});
