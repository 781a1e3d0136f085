import type { DeskKnownRegister, DeskRegisterPerson } from '@madang/client';

/** Somebody of a register, as a voter. */
export type TakenPerson = {
  person: number;
  homes: readonly string[];
  /** By which the vote counts; one person of it votes. */
  home: string;
  building: number;
  commitment: string;
  isReached: boolean;
};

/** A roll that is taken from a register. */
export type TakenRoll = Pick<DeskKnownRegister, 'register' | 'level'> & {
  buildings: readonly string[];
  persons: readonly TakenPerson[];
  /** Numbers of those who are not put on the roll. */
  left: ReadonlySet<number>;
  /** How many have no home whose building can be told. */
  homeless: number;
};

/** The building in the name of a home: everything before its last word. */
function buildingOf(home: string): string | undefined {
  const words = home.trim().split(/\s+/);
  return words.length < 2 ? undefined : words.slice(0, -1).join(' ');
}

/** The roll of everybody of a register: of those of one home, the first by number. */
export function takenRoll(
  { register, level }: Pick<DeskKnownRegister, 'register' | 'level'>,
  all: readonly DeskRegisterPerson[],
): TakenRoll {
  const placed = all.flatMap(({ homes, ...rest }) => {
    const home = homes.find((one) => buildingOf(one) !== undefined);
    const building = home === undefined ? undefined : buildingOf(home);
    return home === undefined || building === undefined
      ? []
      : [{ ...rest, homes, home, name: building }];
  });
  const names = [...new Set(placed.map(({ name }) => name))];
  const buildings = names.toSorted((one, other) =>
    one.localeCompare(other, 'ko', { numeric: true }),
  );
  const persons = placed.map(({ name, ...rest }) => ({
    ...rest,
    building: buildings.indexOf(name),
  }));
  const first = new Map<string, number>();
  for (const { home, person } of persons) if (!first.has(home)) first.set(home, person);
  const left = persons.filter(({ home, person }) => first.get(home) !== person);
  return {
    register,
    level,
    buildings,
    persons,
    left: new Set(left.map(({ person }) => person)),
    homeless: all.length - persons.length,
  };
}

/** Those who are put on the roll, ascending by number. */
export function votersOf({ persons, left }: TakenRoll): readonly TakenPerson[] {
  return persons.filter(({ person }) => !left.has(person));
}

/** Puts somebody on the roll, in the place of whoever else is of their home, or leaves them out. */
export function withVoter(roll: TakenRoll, person: number, isIn: boolean): TakenRoll {
  const left = new Set(roll.left);
  if (isIn) {
    const own = roll.persons.find((one) => one.person === person);
    for (const other of roll.persons) if (other.home === own?.home) left.add(other.person);
    left.delete(person);
  } else left.add(person);
  return { ...roll, left };
}

/** The buildings in which somebody votes, and the voters by their place among these. */
export function placedVoters(roll: TakenRoll): {
  buildings: readonly string[];
  voters: readonly TakenPerson[];
} {
  const voters = votersOf(roll);
  const used = roll.buildings.filter((_, at) => voters.some(({ building }) => building === at));
  const placed = voters.map((voter) => ({
    ...voter,
    building: used.indexOf(roll.buildings[voter.building] ?? ''),
  }));
  return { buildings: used, voters: placed };
}
