import { type Json, toHex, utf8 } from '@madang/base';
import { sha256 } from '@madang/crypto';
import { actor } from '@madang/testkit';
import { beforeAll, describe, expect, it } from 'vitest';
import { office, tell } from './acts.ts';
import {
  draft,
  draftOn,
  electionOf,
  onePerson,
  type Plan,
  runCeremony,
  send,
  type World,
} from './world.ts';

let shared: World;
beforeAll(() => {
  shared = draft({ voters: [] });
});

let drafts = 0;
/** What becomes of a draft with something else in it. */
function drafted(more: Readonly<Record<string, Json>>, plan: Partial<Plan> = {}): string {
  try {
    const title = { en: `Draft ${String(drafts++)}`, ko: '선거' };
    draftOn(shared, { voters: [], ...plan, more: { title, ...more } }, 'another');
    return 'done';
  } catch (thrown) {
    return String(thrown).replace(/^.*election\.(?=[A-Z])/, '');
  }
}

const asking = (question: object) => drafted({ questions: [{ ...onePerson, ...question }] });
const share = (num: number, den: number) => ({ num, den, compare: 'at-least' });

describe('a draft', () => {
  it('is of a register that there is, by an officer of its institution', () => {
    expect(drafted({})).toBe('done');
    expect(drafted({ register: '00'.repeat(32) })).toBe('UNKNOWN_REGISTER');
    expect(drafted({ institution: 'university' })).toContain('kernel.NOT_PERMITTED');
  });

  it('closes at a whole second in the future', () => {
    const now = shared.ledger.timeMs();
    expect(drafted({ closesAt: now + 60_001 })).toBe('CLOSE_NOT_VALID');
    for (const closesAt of [0, now, now + 1_000]) {
      expect(drafted({ closesAt })).toBe('CLOSE_NOT_VALID');
    }
  });

  it('asks what can be asked', () => {
    const choice = { blank: true, max: 1, min: 1 };
    expect(asking({ choice: { ...choice, max: 3 } })).toBe('done');
    for (const wrong of [
      { ...choice, min: 0 },
      { ...choice, max: 4 },
      { ...choice, min: 2 },
      { blank: false, max: 0, min: 0 },
    ]) {
      expect(asking({ choice: wrong })).toBe('QUESTION_NOT_VALID');
    }
    const elect = (more: object) => asking({ decides: { kind: 'elect', seats: 1, ...more } });
    expect(elect({ seats: 3 })).toBe('done');
    expect(elect({ seats: 4 })).toBe('QUESTION_NOT_VALID');
    expect(elect({ needs: share(3, 3) })).toBe('done');
    expect(elect({ needs: share(4, 3) })).toBe('QUESTION_NOT_VALID');
    const approve = (needs: object) =>
      asking({ decides: { kind: 'approve', needs, of: 'ballots' } });
    expect(approve(share(2, 3))).toBe('done');
    expect(approve(share(3, 2))).toBe('QUESTION_NOT_VALID');
    expect(drafted({ turnout: share(1, 2) })).toBe('done');
    expect(drafted({ turnout: share(2, 1) })).toBe('QUESTION_NOT_VALID');
  });

  it('asks something: a ballot without any selection could not be cast', () => {
    const forced = {
      answers: 1,
      choice: { blank: false, max: 1, min: 1 },
      decides: { kind: 'inform' },
    };
    expect(drafted({ questions: [forced] })).toBe('QUESTION_NOT_VALID');
    expect(drafted({ questions: [forced, forced] })).toBe('QUESTION_NOT_VALID');
    expect(drafted({ questions: [forced, onePerson] })).toBe('done');
  });

  it('asks no more than a ballot can say, and has no more sums than can be decrypted', () => {
    const each = { answers: 64, decides: { kind: 'inform' } };
    expect(drafted({ questions: [each, each] })).toBe('done');
    const one = { answers: 1, decides: { kind: 'inform' } };
    expect(drafted({ questions: [each, each, one] })).toBe('TOO_MANY_SELECTIONS');
    const many = { questions: [each, each], results: 'buildings' };
    expect(drafted(many, { buildings: 32 })).toBe('done');
    expect(drafted(many, { buildings: 33 })).toBe('TOO_MANY_SELECTIONS');
    const twice = { ...many, measures: ['heads', 'area'] };
    expect(drafted(twice, { buildings: 16 })).toBe('done');
    expect(drafted(twice, { buildings: 17 })).toBe('TOO_MANY_SELECTIONS');
    expect(drafted({ ...twice, results: 'complex' }, { buildings: 17 })).toBe('done');
  });

  it('weighs votes by each measure once', () => {
    expect(drafted({ measures: ['heads', 'heads'] })).toBe('MEASURE_TWICE');
    expect(drafted({ measures: ['area', 'area'] })).toBe('MEASURE_TWICE');
    expect(drafted({ measures: ['area', 'heads'] })).toBe('done');
  });

  it('has trustees who are different, and a threshold that they can reach', () => {
    const seat = { en: 'Seat', ko: '자리' };
    const account = toHex(actor('one').account);
    const twice = [
      { account, seat },
      { account, seat },
    ];
    expect(drafted({ trustees: twice })).toBe('TRUSTEES_NOT_VALID');
    expect(drafted({}, { trustees: 2, threshold: 3 })).toBe('TRUSTEES_NOT_VALID');
    expect(drafted({}, { trustees: 16, threshold: 16 })).toBe('done');
  });
});

describe('the roll', () => {
  const commitment = toHex(sha256(utf8('somebody')));
  const line = (person: number, more: object = {}) => ({
    ...{ person, commitment },
    ...{ building: 0, weights: [1], ...more },
  });
  const enter = (world: World, ...voters: readonly object[]) =>
    office(world, 'enterVoters', { voters: [...voters] });
  const areas = (voters: readonly number[] = []) =>
    draft({
      voters: voters.map(() => 0),
      weights: voters.map((area) => [1, area]),
      more: { measures: ['heads', 'area'] },
    });

  it('has each person once, in order', () => {
    const world = draft({ voters: [] });
    expect(enter(world, line(3), line(3))).toBe('ROLL_NOT_ASCENDING');
    expect(enter(world, line(3), line(2))).toBe('ROLL_NOT_ASCENDING');
    expect(enter(world, line(2), line(3))).toBe('done');
    expect(enter(world, line(3))).toBe('ROLL_LINE_KNOWN');
    expect(enter(world, line(1), line(2), line(4))).toBe('ROLL_LINE_KNOWN');
    expect(electionOf(world).took).toMatchObject({ voters: 2, eligible: [2] });
  });

  it('has persons of the register alone, later ones once it is enlarged', () => {
    const world = draft({ voters: [] });
    const { ledger, register } = world;
    expect(enter(world, line(19), line(20))).toBe('ROLL_LINE_NOT_VALID');
    expect(enter(world, line(999_999))).toBe('ROLL_LINE_NOT_VALID');
    send(ledger, 'people.enlargeRegister', { register, institution: 'city', persons: 21 });
    expect(enter(world, line(19), line(20))).toBe('done');
    expect(enter(world, line(21))).toBe('ROLL_LINE_NOT_VALID');
  });

  it('has lines of the election: its buildings, its measures, one vote for each head', () => {
    const world = draft({ voters: [], buildings: 2 });
    expect(enter(world, line(0, { building: 2 }))).toBe('ROLL_LINE_NOT_VALID');
    expect(enter(world, line(0, { weights: [2] }))).toBe('ROLL_LINE_NOT_VALID');
    expect(enter(world, line(0, { weights: [1, 1] }))).toBe('ROLL_LINE_NOT_VALID');
    expect(enter(world, line(0, { building: 1 }))).toBe('done');
    const weighed = areas();
    expect(enter(weighed, line(0))).toBe('ROLL_LINE_NOT_VALID');
    expect(enter(weighed, line(0, { weights: [2, 84] }))).toBe('ROLL_LINE_NOT_VALID');
    expect(enter(weighed, line(0, { weights: [1, 84] }))).toBe('done');
  });

  it('weighs no more than can be counted', () => {
    const world = areas(Array.from({ length: 15 }, () => 0xffffffff));
    const two = [line(15, { weights: [1, 0xffffffff] }), line(16, { weights: [1, 17] })];
    expect(enter(world, ...two)).toBe('ROLL_LINE_NOT_VALID');
    expect(enter(world, line(15, { weights: [1, 0xffffffff] }))).toBe('done');
    expect(enter(world, line(16, { weights: [1, 17] }))).toBe('ROLL_LINE_NOT_VALID');
    expect(enter(world, line(16, { weights: [1, 16] }))).toBe('done');
    expect(enter(world, line(17, { weights: [1, 1] }))).toBe('ROLL_LINE_NOT_VALID');
    expect(electionOf(world).took.eligible).toEqual([17, 2 ** 36]);
  });

  it('is entered by an officer into a draft, and told by its number of lines', () => {
    const world = draft({ voters: [0] });
    const voters = [line(5), line(6)];
    expect(office(world, 'enterVoters', { voters }, actor('somebody'))).toBe(
      'kernel.NOT_PERMITTED',
    );
    expect(tell(world, 'enterVoters', { voters })).toEqual({
      outcome: 'done',
      events: [{ name: 'votersEntered', fields: { voters: 2 } }],
    });
    runCeremony(world);
    const opening = (voted: number, weights: readonly number[]) =>
      office(world, 'openElection', { voters: voted, weights: [...weights] });
    for (const [voted, weights] of [
      [2, [3]],
      [3, [2]],
      [3, [3, 3]],
      [0, [0]],
    ] as const) {
      expect(opening(voted, weights)).toBe('ROLL_DIFFERS');
    }
    expect(opening(3, [3])).toBe('done');
    expect(enter(world, line(7))).toBe('NOT_A_DRAFT');
  });

  it('is of somebody, and opened before the close', () => {
    const empty = draft({ voters: [] });
    runCeremony(empty);
    expect(office(empty, 'openElection', { voters: 0, weights: [0] })).toBe('ROLL_DIFFERS');
    const late = draft({ voters: [0] });
    runCeremony(late);
    late.ledger.block([], late.closesAt - late.ledger.timeMs() - 1_000);
    expect(office(late, 'openElection', { voters: 1, weights: [1] })).toBe('CLOSE_NOT_VALID');
  });
});
