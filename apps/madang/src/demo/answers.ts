import { compareText } from '@madang/base';
import type { Roll, RollUnit } from '@madang/services/vote/intake/index.ts';
import type { Chance } from './seeded.ts';

/** What somebody has said when the story ends. */
export type Answer = 'agree' | 'refuse' | 'silent';

/** A holder with its homes that count, and whoever speaks for it alone. */
export interface Head {
  readonly holder: number;
  readonly members: readonly number[];
  readonly speaker: number | undefined;
  readonly homes: readonly RollUnit[];
}

/** What the homes of a building come to: consents by area, refusals, and pairs that consent. */
interface Target {
  /** Homes by their area in thousandths of m². */
  readonly agree: readonly (readonly [areaMilliM2: number, homes: number])[];
  readonly refuse: number;
  /** Owners of two homes in it who consent. */
  readonly pairs: number;
  /** Owners of two homes in it who refuse. */
  readonly refusingPairs?: number;
}

const [SMALL, MIDDLE, LARGE] = [59_970, 84_960, 114_720] as const;

/** 719 homes of 698 heads consent, 60 of 58 refuse; 107동 and 112동 stay short of half. */
const targets: Readonly<Record<string, Target>> = {
  '101동': { agree: [[SMALL, 76]], refuse: 5, pairs: 1 },
  '102동': { agree: [[SMALL, 73]], refuse: 6, pairs: 2, refusingPairs: 1 },
  '103동': { agree: [[MIDDLE, 63]], refuse: 4, pairs: 1 },
  '104동': { agree: [[MIDDLE, 61]], refuse: 6, pairs: 1 },
  '105동': {
    agree: [
      [SMALL, 22],
      [MIDDLE, 45],
    ],
    refuse: 5,
    pairs: 1,
  },
  '106동': {
    agree: [
      [SMALL, 22],
      [MIDDLE, 43],
    ],
    refuse: 6,
    pairs: 1,
    refusingPairs: 1,
  },
  '107동': { agree: [[MIDDLE, 34]], refuse: 7, pairs: 1 },
  '108동': { agree: [[MIDDLE, 52]], refuse: 4, pairs: 0 },
  '109동': { agree: [[MIDDLE, 64]], refuse: 3, pairs: 1 },
  '110동': { agree: [[MIDDLE, 62]], refuse: 5, pairs: 2 },
  '111동': {
    agree: [
      [MIDDLE, 33],
      [LARGE, 34],
    ],
    refuse: 2,
    pairs: 1,
  },
  '112동': { agree: [[LARGE, 35]], refuse: 7, pairs: 1 },
};
/** Owners of homes in two buildings who consent. */
const ACROSS = 8;

/**
 * The heads of a roll that count, in the order of their homes: numbers are random, homes are not.
 */
export function headsOf(roll: Roll): readonly Head[] {
  const homesByHolder = new Map<number, RollUnit[]>();
  const units = [...roll.units].sort((left, right) => compareText(left.label, right.label));
  for (const unit of units) {
    if (unit.excluded !== undefined) continue;
    const known = homesByHolder.get(unit.holder) ?? [];
    homesByHolder.set(unit.holder, [...known, unit]);
  }
  const holderByNumber = new Map(roll.holders.map((holder) => [holder.number, holder]));
  return [...homesByHolder].map(([number, homes]) => {
    const { members = [], representative } = holderByNumber.get(number) ?? {};
    const [first, ...others] = members.map(({ person }) => person);
    return {
      holder: number,
      members: members.map(({ person }) => person),
      speaker: others.length === 0 ? first : representative,
      homes,
    };
  });
}

/** Chooses what each head of the demo complex has said in the end. */
export function answersOf(
  heads: readonly Head[],
  buildings: readonly string[],
  chance: Chance,
): ReadonlyMap<number, Answer> {
  const answers = new Map<number, Answer>();
  const mixed = chance.shuffled(heads);
  const targetOf = (at: number | undefined): Target | undefined =>
    targets[buildings[at ?? -1] ?? ''];
  const several = mixed.filter(({ homes }) => homes.length > 1);
  giveAll(answers, several, 'silent');
  const across = [...several.filter(isAcross)].sort(bySize);
  giveAll(answers, across.slice(0, ACROSS), 'agree');
  for (const at of buildings.keys()) {
    const { pairs = 0, refusingPairs = 0 } = targetOf(at) ?? {};
    const larger = across.filter(({ homes }) => homes.length > 2 && homes[0]?.building === at);
    const inside = several.filter((head) => !isAcross(head) && head.homes[0]?.building === at);
    const end = pairs - larger.length;
    giveAll(answers, inside.slice(0, end), 'agree');
    giveAll(answers, inside.slice(end, end + refusingPairs), 'refuse');
  }
  const single = mixed.filter(({ homes, speaker }) => homes.length === 1 && speaker !== undefined);
  for (const at of buildings.keys()) {
    const target = targetOf(at);
    const here = single.filter(({ homes }) => homes[0]?.building === at);
    for (const [area, homes] of target?.agree ?? []) {
      const fits = (unit: RollUnit): boolean => unit.building === at && unit.areaMilliM2 === area;
      const missing = homes - count(heads, answers, 'agree', fits);
      const some = here.filter((head) => head.homes.some(fits));
      giveAll(answers, some.slice(0, missing), 'agree');
    }
    const left = here.filter(({ holder }) => !answers.has(holder));
    const known = count(heads, answers, 'refuse', ({ building }) => building === at);
    giveAll(answers, left.slice(0, (target?.refuse ?? 0) - known), 'refuse');
  }
  return answers;
}

function giveAll(answers: Map<number, Answer>, heads: readonly Head[], answer: Answer): void {
  for (const { holder } of heads) answers.set(holder, answer);
}

function isAcross({ homes }: Head): boolean {
  return homes.some(({ building }) => building !== homes[0]?.building);
}

function bySize(left: Head, right: Head): number {
  return right.homes.length - left.homes.length;
}

/** How many homes of these have an answer. */
function count(
  heads: readonly Head[],
  answers: ReadonlyMap<number, Answer>,
  answer: Answer,
  fits: (unit: RollUnit) => boolean,
): number {
  return heads
    .filter(({ holder }) => answers.get(holder) === answer)
    .reduce((sum, { homes }) => sum + homes.filter(fits).length, 0);
}
