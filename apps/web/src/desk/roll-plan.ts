import { fromHex } from '@madang/base';
import { type DeskPersonAnswer, homeCommitment, type PayloadOf } from '@madang/client';
import type { cityServices } from '@madang/services/city.ts';
import type { NewOwner, ReadOwners } from '@madang/services/vote/intake/index.ts';
import { idBytes } from '../decision/decision-facts.ts';
import type { NamedHome } from './homes.ts';

export type ChangeRoll = PayloadOf<typeof cityServices, 'vote.changeRoll'>;
export type RollChange = ChangeRoll['change'];
export type ChangeReason = ChangeRoll['reason'];
type UnitEntry = Extract<RollChange, { kind: 'unit' }>['entry'];
type Exclusion = NonNullable<UnitEntry['excluded']>;

/** What is to be changed about a home. */
export type RollWish =
  | { kind: 'unit'; areaMilliM2: number; excluded?: Exclusion }
  /** Other owners or shares: a holder of its own, who has said nothing yet. */
  | { kind: 'owners'; owners: ReadOwners; holder: number; representative?: number }
  /** Bought by whoever holds another home already. */
  | { kind: 'known'; holder: number }
  | { kind: 'representative'; person?: number };

/** Those whom a wish names and who are not on the roll yet. */
export function newcomersOf(wish: RollWish): readonly NewOwner[] {
  if (wish.kind !== 'owners') return [];
  return wish.owners.owners.flatMap(({ who }) => (typeof who === 'number' ? [] : [who]));
}

/** Numbers that stand for newcomers while nobody is in the vault yet: only to be counted with. */
export function unborn(wish: RollWish): readonly DeskPersonAnswer[] {
  return newcomersOf(wish).map((_, index) => ({
    person: 999_999 - index,
    commitment: '0'.repeat(64),
  }));
}

/**
 * The changes that a wish comes to, in the order in which they go on record: persons, their holder,
 * the home. `added` are the numbers of the newcomers. Nothing if the desk lacks what stands for the
 * name of the home.
 */
export function changesOf(
  home: NamedHome,
  wish: RollWish,
  added: readonly DeskPersonAnswer[],
): readonly RollChange[] | undefined {
  const { home: now } = home;
  if (wish.kind === 'representative') {
    const { person } = wish;
    const named = person === undefined ? {} : { person };
    return [{ kind: 'representative', holder: now.holder, ...named }];
  }
  const entry = entryOf(home);
  if (entry === undefined) return undefined;
  if (wish.kind === 'unit') {
    const { areaMilliM2, excluded } = wish;
    const { excluded: _, ...rest } = entry;
    const left = excluded === undefined ? {} : { excluded };
    return [{ kind: 'unit', entry: { ...rest, ...left, areaMilliM2 } }];
  }
  const moved: RollChange = { kind: 'unit', entry: { ...entry, holder: wish.holder } };
  if (wish.kind === 'known') return [moved];
  return [
    ...added.map(({ person, commitment }): RollChange => {
      return { kind: 'person', person, commitment: idBytes(commitment) };
    }),
    { kind: 'holder', entry: holderEntry(wish, added) },
    moved,
  ];
}

function holderEntry(
  { owners: { owners, whole }, holder, representative }: Extract<RollWish, { kind: 'owners' }>,
  added: readonly DeskPersonAnswer[],
) {
  const waiting = [...added];
  const numbered = owners.map(({ who, share }) => ({
    person: typeof who === 'number' ? who : (waiting.shift()?.person ?? 0),
    share,
  }));
  const named = representative === undefined ? undefined : numbered[representative]?.person;
  return {
    holder,
    members: numbered.toSorted((one, other) => one.person - other.person),
    whole,
    ...(named === undefined ? {} : { representative: named }),
  };
}

/** The home as it is now. */
function entryOf({ home, label, salt }: NamedHome): UnitEntry | undefined {
  const bytes = fromHex(salt ?? '');
  if (salt === undefined || !bytes.ok) return undefined;
  const { unit, building, areaMilliM2, use, holder, excluded } = home;
  const entry = { unit, building, areaMilliM2, use, holder };
  const commitment = homeCommitment(bytes.value, label);
  return excluded === undefined ? { ...entry, commitment } : { ...entry, excluded, commitment };
}
