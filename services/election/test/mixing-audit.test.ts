import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expectPresent, fromHex, toHex } from '@madang/base';
import { type DoneAct, device, flipped } from '@madang/testkit';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { refusalsByBoth, saidByBoth } from './audit.ts';
import { type Change, signedAgain } from './dossier-of.ts';
import {
  closeRegistration,
  nextMix,
  registering,
  registerMixed,
  takeTurn,
  voteMixed,
} from './mixed-world.ts';
import { attempt, close, decryptAll, doAct, rollOf, type World } from './world.ts';

// Elections whose keys are mixed, by both verifiers.

type Payload = Readonly<Record<string, unknown>>;

const DAY_MS = 86_400_000;
const voters = Array.from({ length: 22 }, (_, person) => person % 2);

let folder: string;
let world: World;
beforeAll(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'madang-mixing-'));
  const more = { results: 'buildings', revote: 'last' };
  world = registering({ voters, buildings: 2, more });
});
afterAll(() => {
  rmSync(folder, { recursive: true });
});

/** What the independent verifier says, which has to be what the other one says. */
async function said() {
  const { one, other, report } = await saidByBoth(folder, world);
  expect(other).toEqual(one);
  return { ...other, mixedBy: report.facts['mixedBy'] };
}

const refusals = (change: Change) => refusalsByBoth({ folder, world }, change);

/** The n-th act of a name, signed again with another payload; institutions state it so. */
function stated(
  act: string,
  by: Parameters<typeof signedAgain>[2],
  change: (payload: Payload) => object,
  n = 0,
): Change {
  const acts = (all: readonly DoneAct[]) => {
    const places = all.flatMap((one, at) => (one.act === `election.${act}` ? [at] : []));
    const at = expectPresent(places[n], act);
    return all.with(at, signedAgain(world, expectPresent(all[at], act), by, change));
  };
  return { acts, isStated: true };
}

const bent = (hex: unknown, at = 0): string => {
  const bytes = fromHex(String(hex));
  return bytes.ok ? toHex(flipped(bytes.value, at, 1)) : '';
};

describe('an election whose keys are mixed, by both verifiers', () => {
  it('is the same while keys are registered and mixed', { timeout: 120_000 }, async () => {
    expect(await said()).toMatchObject({ status: 'registering', mixedBy: [] });
    for (const person of voters.keys()) expect(registerMixed(world, person)).toBe('done');
    expect(closeRegistration(world)).toBe('done');
    expect(doAct(world, 3, nextMix(world, 3))).toBe('done');
    expect(await said()).toMatchObject({ status: 'mixing', mixedBy: [] });
    // The turn of the third is taken over; later it mixes after all.
    world.ledger.block([], DAY_MS);
    takeTurn(world, 1);
    takeTurn(world, 3);
    const mixedBy = [{ trustee: 1 }, { trustee: 3 }];
    expect(await said()).toMatchObject({ status: 'mixing', mixedBy });
  });

  it('is the same once it is decided', { timeout: 120_000 }, async () => {
    const closesAt = Math.ceil(world.ledger.timeMs() / 1_000) * 1_000 + 100_000_000;
    const reason = { en: 'a reason', ko: '까닭' };
    const { election } = world;
    const later = { election, closesAt, reason };
    expect(attempt(world, 'election.extendElection', later)).toBe('done');
    expect(attempt(world, 'election.openElection', rollOf(world))).toBe('done');
    for (const person of voters.keys()) expect(voteMixed(world, person, person % 3)).toBe('done');
    expect(voteMixed(world, 4, 0)).toBe('done');
    expect(await said()).toMatchObject({ status: 'open', ballots: 22, ballotCount: 23 });
    expect(close({ ...world, closesAt })).toBe('done');
    decryptAll(world, [1, 2]);
    const decided = await said();
    expect(decided).toMatchObject({ status: 'decided', sums: 2 });
    expect(decided.questions[0]?.groups.map(([names]) => names)).toEqual([['101동'], ['102동']]);
  });

  it('is refused where a key was put in the place of a voter’s', { timeout: 120_000 }, async () => {
    const trustee = expectPresent(world.trustees[0], 'a trustee');
    const keys = (payload: Payload) => payload['keys'] as readonly string[];
    const own = (payload: Payload) => [...keys(payload).slice(1), 'f'.repeat(62) + '7f'];
    const wrong: readonly ((payload: Payload) => object)[] = [
      (payload) => ({ ...payload, keys: own(payload) }),
      (payload) => ({ ...payload, keys: keys(payload).toReversed() }),
      (payload) => ({ ...payload, proof: bent(payload['proof'], 500) }),
      (payload) => ({ ...payload, keys: keys(payload).slice(1) }),
    ];
    // The first mix of trustee 1 is the second one on record.
    for (const change of wrong) {
      const found = await refusals(stated('mixKeys', trustee, change, 1));
      expect(found).toEqual(['opening ACT_NOT_DONE MIX_WRONG']);
    }
  });

  it('is refused where keys, turns or ballots are others', { timeout: 120_000 }, async () => {
    const trustee = expectPresent(world.trustees[0], 'a trustee');
    const other = expectPresent(world.trustees[1], 'a trustee');
    expect(await refusals(stated('mixKeys', trustee, (one) => ({ ...one, list: 1 }), 1))).toEqual([
      'opening ACT_NOT_DONE LIST_NOT_NEXT',
    ]);
    expect(await refusals(stated('mixKeys', other, (one) => ({ ...one, trustee: 2 }), 1))).toEqual([
      'opening ACT_NOT_DONE MIX_WRONG',
    ]);
    const possession = (one: Payload) => ({ ...one, possession: bent(one['possession'], 40) });
    expect(await refusals(stated('registerKey', device(0), possession))).toEqual([
      'opening ACT_NOT_DONE POSSESSION_WRONG',
    ]);
    const left = (all: readonly DoneAct[]) => all.filter(({ act }) => act !== 'election.mixKeys');
    expect(await refusals({ acts: left, isStated: true })).toEqual([
      'opening ACT_NOT_DONE MIXED_FEW',
    ]);
    const close = (all: readonly DoneAct[]) =>
      all.filter(({ act }) => act !== 'election.closeRegistration');
    expect(await refusals({ acts: close, isStated: true })).toEqual([
      'opening ACT_NOT_DONE MIXING_NOT',
    ]);
  });
});
