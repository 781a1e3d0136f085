import { MAX_MIXED_KEYS, mixProofBytes } from '@madang/ballot';
import { expectPresent, toHex } from '@madang/base';
import { describe, expect, it } from 'vitest';
import { MIXED } from '../chain/schema.ts';
import { REGISTRATION } from '../intake/index.ts';
import { office } from './acts.ts';
import {
  bent,
  closeRegistration,
  draftMixed,
  endRegistration,
  listNow,
  mixNow,
  nextMix,
  openMixed,
  placeOf,
  registeredKeyOf,
  registering,
  registerMixed,
  registerTogether,
  sealMixed,
  takeTurn,
  voteMixed,
} from './mixed-world.ts';
import {
  attempt,
  cast,
  close,
  decryptAll,
  doAct,
  draft,
  electionOf,
  open,
  registerVoter,
  resultOf,
  rollOf,
  seal,
  transactionOf,
  voterOf,
  type World,
} from './world.ts';

const twelve = Array.from({ length: 12 }, () => 0);
const all = [...twelve.keys()];
const registeredBase = REGISTRATION.voterBase;
const DAY_MS = 86_400_000;

const opening = (world: World) => attempt(world, 'election.openElection', rollOf(world));

/** An election whose keys are registered, and wait to be mixed. */
function mixing(voters = twelve): World {
  const world = registering({ voters });
  for (const person of voters.keys()) expect(registerMixed(world, person)).toBe('done');
  expect(endRegistration(world)).toBe('done');
  return world;
}

describe('an election whose keys are mixed', () => {
  it('counts the ballots of all who registered, and knows no voter by their ballot', () => {
    const world = openMixed({ voters: twelve }, { persons: all });
    for (const person of all) expect(voteMixed(world, person, person % 3)).toBe('done');
    const lines = world.ledger.read('election.voters', { election: world.election });
    expect(lines.ok && lines.value).toHaveLength(12);
    for (const line of lines.ok ? (lines.value as readonly Record<string, unknown>[]) : []) {
      expect(line).not.toHaveProperty('hasVoted');
      const key = world.ledger.read('election.keyOf', {
        election: world.election,
        key: line['key'] as string,
      });
      expect(key).toMatchObject({ ok: true, value: { person: line['person'], ballots: 0 } });
    }
    for (const person of all) {
      const key = toHex(voterOf(world, person).key);
      const told = world.ledger.read('election.keyOf', { election: world.election, key });
      expect(told.ok && told.value).toMatchObject({ list: 0, ballots: 1 });
      expect(told.ok && told.value).not.toHaveProperty('person');
    }
    expect(close(world)).toBe('done');
    decryptAll(world, [1, 3]);
    expect(resultOf(world)).toMatchObject({
      status: 'decided',
      questions: [{ measures: [{ cast: 12, blank: 0, answers: [4, 4, 4] }] }],
    });
  });

  it('takes the newest ballot of a key where that is agreed', () => {
    const world = openMixed({ voters: twelve, more: { revote: 'last' } }, { persons: all });
    for (const person of all) expect(voteMixed(world, person, 0)).toBe('done');
    for (const person of [0, 1]) expect(voteMixed(world, person, 1)).toBe('done');
    expect(close(world)).toBe('done');
    decryptAll(world, [2, 3]);
    expect(resultOf(world).questions).toMatchObject([{ measures: [{ answers: [10, 2, 0] }] }]);
  });

  it('counts a ballot in the building of its list', () => {
    const voters = Array.from({ length: 22 }, (_, person) => person % 2);
    const plan = { voters, buildings: 2, more: { results: 'buildings' } };
    const world = openMixed(plan, { persons: [...voters.keys()] });
    for (const person of voters.keys()) {
      expect(voteMixed(world, person, voters[person] ?? 0)).toBe('done');
    }
    const told = world.ledger.read('election.turnout', { id: world.election });
    expect(told).toMatchObject({ ok: true, value: [{ ballots: 11 }, { ballots: 11 }] });
  });

  it('refuses keys that are not in their list, and lists that are not told', () => {
    const world = openMixed({ voters: twelve }, { persons: all.slice(0, 11) });
    const own = voterOf(world, 0);
    const sealed = sealMixed(world, own, 0);
    const placed = (list?: number) => {
      const { list: _, ...payload } = sealed.payload;
      const changed = list === undefined ? payload : { ...payload, list };
      return cast(world, transactionOf(world, { ...sealed, payload: changed }, own));
    };
    expect(placed()).toBe('UNKNOWN_KEY');
    expect(placed(1)).toBe('UNKNOWN_KEY');
    // The key as it was registered is no key any more, nor is that of somebody who did not.
    const registered = { ...registeredKeyOf(world, 0), secret: own.secret };
    const old = sealMixed(world, registered, 0);
    const named = { ...old, payload: { ...old.payload, list: 0 } };
    expect(cast(world, transactionOf(world, named, registered))).toBe('kernel.PROOF_WRONG');
    expect(placeOf(world, voterOf(world, 11))).toBeUndefined();
    const stranger = voterOf(world, 11);
    const unlisted = sealMixed(world, stranger, 0);
    const claimed = { ...unlisted, payload: { ...unlisted.payload, list: 0 } };
    expect(cast(world, transactionOf(world, claimed, stranger))).toBe('UNKNOWN_KEY');
    expect(placed(0)).toBe('done');
    expect(placed(0)).toBe('ALREADY_VOTED');
  });

  it('names no list where keys are not mixed', () => {
    const world = open({ voters: twelve });
    expect(registerVoter(world, 0)).toBe('done');
    const own = voterOf(world, 0);
    const sealed = seal(world, 0, [[0]]);
    const named = { ...sealed, payload: { ...sealed.payload, list: 0 } };
    expect(cast(world, transactionOf(world, named, own))).toBe('UNKNOWN_KEY');
  });
});

describe('the limits of a mix', () => {
  it('are those of the proof', () => {
    const { keys, proofMin, proofMax } = MIXED;
    expect(keys).toBe(MAX_MIXED_KEYS);
    expect([proofMin, proofMax]).toEqual([mixProofBytes(1), mixProofBytes(keys)]);
  });
});

describe('the registration of keys', () => {
  it('goes before the vote, and ends when its time is over or all have registered', () => {
    const world = draftMixed({ voters: twelve });
    expect(registerMixed(world, 0)).toBe('NOT_REGISTERING');
    expect(opening(world)).toBe('NOT_MIXING');
    expect(attempt(world, 'election.openRegistration', rollOf(world))).toBe('done');
    expect(attempt(world, 'election.openRegistration', rollOf(world))).toBe('NOT_A_DRAFT');
    for (const person of all.slice(0, 11)) expect(registerMixed(world, person)).toBe('done');
    expect(endRegistration(world)).toBe('STILL_REGISTERING');
    expect(registerMixed(world, 11)).toBe('done');
    expect(endRegistration(world, 11)).toBe('KEYS_DIFFER');
    expect(endRegistration(world)).toBe('done');
    expect(registerMixed(world, 0)).toBe('NOT_REGISTERING');
    expect(electionOf(world).status).toBe('mixing');
  });

  it('is refused to a building in which it would hide nobody', () => {
    const voters = Array.from({ length: 24 }, (_, person) => Math.floor(person / 12));
    const world = registering({ voters, buildings: 2 });
    expect(closeRegistration(world)).toBe('TOO_FEW_KEYS');
    for (let person = 0; person < 9; person++) registerMixed(world, person);
    expect(endRegistration(world)).toBe('TOO_FEW_KEYS');
    expect(registerMixed(world, 9)).toBe('done');
    for (let person = 12; person < 21; person++) registerMixed(world, person);
    expect(endRegistration(world)).toBe('TOO_FEW_KEYS');
    expect(registerMixed(world, 21)).toBe('done');
    expect(endRegistration(world)).toBe('done');
  });

  it('lets a key be replaced, which stays in its list', () => {
    const world = registering({ voters: twelve });
    for (const person of all) expect(registerMixed(world, person)).toBe('done');
    const other = voterOf(world, 99, registeredKeyOf(world, 0).key);
    const fresh = { secret: other.secret, key: voterOf(world, 99, registeredBase).key };
    expect(registerVoter(world, 3, fresh)).toBe('done');
    const { keys } = listNow(world, 0, 0);
    expect(keys.map(toHex)[3]).toBe(toHex(fresh.key));
    expect(keys).toHaveLength(12);
    expect(endRegistration(world)).toBe('done');
  });

  it('goes into lists that are evened out, each mixed for itself', () => {
    const voters = Array.from({ length: 200 }, () => 0);
    const world = registering({ voters });
    registerTogether(world, [...voters.keys()]);
    expect(mixNow(world).lists).toBe(2);
    const before = [0, 1].map((list) => listNow(world, 0, list).keys.map(toHex));
    expect(before.map((keys) => keys.length)).toEqual([192, 8]);
    expect(endRegistration(world)).toBe('done');
    const after = [0, 1].map((list) => listNow(world, 0, list).keys.map(toHex));
    expect(after.map((keys) => keys.length)).toEqual([100, 100]);
    expect(after.flat()).toEqual(before.flat());
    for (const [list, keys] of after.entries()) {
      for (const key of keys) {
        const told = world.ledger.read('election.keyOf', { election: world.election, key });
        expect(told.ok && told.value).toMatchObject({ list });
      }
    }
    takeTurn(world, 3);
    takeTurn(world, 1);
    expect(opening(world)).toBe('done');
    const own = voterOf(world, 150);
    expect(placeOf(world, own)).toBe(1);
    expect(voteMixed(world, 150, 2)).toBe('done');
  });

  it('is of elections that mix, before their close, with one vote each', () => {
    const plain = draft({ voters: twelve });
    expect(attempt(plain, 'election.openRegistration', rollOf(plain))).toBe('NO_MIXING');
    const wrong = [{ registersUntil: 500 }, { registersUntil: 4_000_000_000_000 }];
    for (const mixed of wrong) {
      expect(() => draft({ voters: twelve, more: { mixing: mixed } })).toThrow('MIXING_NOT_VALID');
    }
    const weighed = { measures: ['area'] };
    const plan = { voters: twelve, registersForMs: 1_000, more: weighed };
    expect(() => draft(plan)).toThrow('MIXING_NOT_VALID');
  });
});

describe('a turn of mixing', () => {
  it('is of a trustee who has had none, list by list', () => {
    const world = mixing();
    expect(opening(world)).toBe('MIX_NOT_READY');
    const first = nextMix(world, 2);
    expect(doAct(world, 2, bent(first, { list: 1 }))).toBe('WRONG_LIST');
    expect(doAct(world, 2, bent(first, { turn: 1 }))).toBe('WRONG_LIST');
    expect(doAct(world, 1, first)).toBe('NOT_A_TRUSTEE');
    expect(doAct(world, 2, first)).toBe('done');
    expect(doAct(world, 2, first)).toBe('HAS_MIXED');
    expect(opening(world)).toBe('MIX_NOT_READY');
    takeTurn(world, 1);
    expect(mixNow(world).mixed).toEqual([2, 1]);
    expect(opening(world)).toBe('done');
    expect(doAct(world, 3, bent(first, { trustee: 3 }))).toBe('NOT_MIXING');
  });

  it('is refused with any key that is another, or a proof for something else', () => {
    const world = mixing();
    const right = nextMix(world, 1);
    const keys = right.payload['keys'] as readonly Uint8Array[];
    const [one, two, ...rest] = keys;
    const stuffed = expectPresent(keys[11], 'twelve keys');
    const wrong = [
      { keys: [two, one, ...rest] },
      { keys: keys.slice(1) },
      { keys: [...keys.slice(1), stuffed] },
      { base: voterOf(world, 0, registeredBase).key },
      {
        proof: (right.payload['proof'] as Uint8Array).map((byte, at) => byte ^ (at === 40 ? 1 : 0)),
      },
    ];
    for (const change of wrong) expect(doAct(world, 1, bent(right, change))).toBe('MIX_WRONG');
    // A proof is bound to who mixes what: that of one trustee is nothing for another.
    expect(doAct(world, 2, bent(right, { trustee: 2 }))).toBe('MIX_WRONG');
    expect(doAct(world, 1, right)).toBe('done');
  });

  it('has one base for all lists', () => {
    const voters = Array.from({ length: 20 }, (_, person) => person % 2);
    const world = registering({ voters, buildings: 2 });
    for (const person of voters.keys()) expect(registerMixed(world, person)).toBe('done');
    expect(endRegistration(world)).toBe('done');
    expect(doAct(world, 1, nextMix(world, 1))).toBe('done');
    expect(mixNow(world).turn).toMatchObject({ trustee: 1, lists: 1 });
    // Another scalar, under another base, proven rightly.
    const other = { ...world, election: world.election, chance: world.chance };
    const next = nextMix(other, 1);
    const strange = nextMix(world, 2);
    expect(strange.payload['list']).toBe(0);
    expect(doAct(world, 1, bent(next, { base: strange.payload['base'] }))).toBe('MIX_WRONG');
    expect(doAct(world, 1, next)).toBe('done');
    expect(mixNow(world)).toMatchObject({ mixed: [1], lists: 2 });
  });

  it('can be begun anew by another trustee after a day', () => {
    const voters = Array.from({ length: 20 }, (_, person) => person % 2);
    const world = registering({ voters, buildings: 2 });
    for (const person of voters.keys()) expect(registerMixed(world, person)).toBe('done');
    expect(endRegistration(world)).toBe('done');
    expect(doAct(world, 1, nextMix(world, 1))).toBe('done');
    expect(doAct(world, 2, nextMix(world, 2))).toBe('TURN_TAKEN');
    world.ledger.block([], DAY_MS - 10_000);
    expect(doAct(world, 2, nextMix(world, 2))).toBe('TURN_TAKEN');
    world.ledger.block([], 10_000);
    takeTurn(world, 2);
    expect(mixNow(world).mixed).toEqual([2]);
    takeTurn(world, 1);
    expect(mixNow(world).mixed).toEqual([2, 1]);
  });

  it('can be put off for, past the close too, and called off', () => {
    const world = mixing();
    world.ledger.block([], 200_000_000);
    takeTurn(world, 1);
    takeTurn(world, 2);
    expect(opening(world)).toBe('CLOSE_NOT_VALID');
    const reason = { en: 'late', ko: '늦어짐' };
    const closesAt = Math.ceil(world.ledger.timeMs() / 1_000) * 1_000 + 1_000_000;
    expect(office(world, 'extendElection', { closesAt, reason })).toBe('done');
    expect(opening(world)).toBe('done');
    const other = mixing();
    expect(office(other, 'closeElection', { how: 'called-off', reason })).toBe('done');
  });
});
