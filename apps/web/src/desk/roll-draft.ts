import type { DeskPersonsAnswer } from '@madang/client';
import {
  type OwnerEntry,
  type OwnerFault,
  readArea,
  readCell,
  readOwners,
} from '@madang/services/vote/intake/index.ts';
import type { Language } from '@madang/ui';
import type { Settings } from '../decision/decision-facts.ts';
import { deskText } from '../text/desk.ts';
import { deskRollText } from '../text/desk-roll.ts';
import type { FilePrint } from './chosen-file.tsx';
import { homeCalled } from './home-picker.tsx';
import type { NamedHome } from './homes.ts';
import type { ChangeReason, RollWish } from './roll-plan.ts';

/** What an officer corrects. */
export const rollKinds = ['sale', 'known', 'shares', 'representative', 'unit'] as const;
export type RollKind = (typeof rollKinds)[number];

/** Why, of what is corrected. */
export const reasonsOf: Readonly<Record<RollKind, readonly ChangeReason[]>> = {
  sale: ['transfer', 'mistake', 'court'],
  known: ['transfer', 'mistake', 'court'],
  shares: ['transfer', 'mistake', 'court'],
  representative: ['representative', 'mistake', 'court'],
  unit: ['mistake', 'court'],
};

/** One owner in the form; `called` is how somebody on the roll is shown. */
export type OwnerRow = OwnerEntry & { key: number; called?: string };

/** A correction as it stands in the form. */
export type RollDraft = {
  kind: RollKind;
  area: string;
  excluded: string;
  owners: readonly OwnerRow[];
  /** The key of the row that represents the others. */
  named: number | undefined;
  /** The home of whoever bought it. */
  buyer: string;
  /** The number of a member; empty: nobody. */
  representative: string;
  reason: ChangeReason | undefined;
  evidence: FilePrint | undefined;
};

/** What has to be corrected in the form, beside its field. */
export type RollErrors = {
  home?: string;
  area?: string;
  buyer?: string;
  representative?: string;
  reason?: string;
  evidence?: string;
  owners: readonly OwnerFault[];
  /** Of all owners together. */
  together?: string;
};

/** What a form is read with. */
export type RollContext = {
  home: NamedHome;
  homes: readonly NamedHome[];
  holder: DeskPersonsAnswer | undefined;
  settings: Settings;
  language: Language;
  /** The number of a holder that there is not. */
  freshHolder: number;
};

/** What a draft comes to, and what is wrong with it. */
export function readDraft(
  draft: RollDraft,
  context: RollContext,
): { wish?: RollWish; errors: RollErrors } {
  const { wish, ...found } = readWish(draft, context);
  const errors = { owners: [], ...found, ...otherErrors(draft, context) };
  return wish === undefined ? { errors } : { wish, errors };
}

/** Whether nothing has to be corrected any more. */
export function isFaultless({ owners, ...others }: RollErrors): boolean {
  return owners.length === 0 && Object.keys(others).length === 0;
}

function otherErrors(
  { kind, reason, evidence }: RollDraft,
  { home, settings, language }: RollContext,
): Partial<RollErrors> {
  const text = deskRollText[language];
  const isFrozen = reason === 'transfer' && settings.roll === 'frozen';
  const why = isFrozen ? text.frozen : text.reasonMissing;
  return {
    ...(home.salt === undefined && kind !== 'representative'
      ? { home: deskText[language].noLabels }
      : {}),
    ...(isFrozen || reason === undefined ? { reason: why } : {}),
    ...(evidence === undefined ? { evidence: text.evidenceMissing } : {}),
  };
}

type Wished = Partial<RollErrors> & { wish?: RollWish };

function readWish(draft: RollDraft, context: RollContext): Wished {
  switch (draft.kind) {
    case 'unit':
      return readUnit(draft, context);
    case 'known':
      return readBuyer(draft, context);
    case 'representative':
      return readRepresentative(draft, context);
    default:
      return readOwnership(draft, context);
  }
}

function readUnit(
  { area, excluded }: RollDraft,
  { home: { home }, language }: RollContext,
): Wished {
  const read = readCell('area', area, readArea);
  if (!read.ok) return { area: read.error.text[language] };
  const areaMilliM2 = read.value;
  if (areaMilliM2 === undefined) return { area: deskRollText[language].areaMissing };
  const left = excluded === 'use' || excluded === 'rights-unchanged' ? { excluded } : {};
  const isSame = areaMilliM2 === home.areaMilliM2 && left.excluded === home.excluded;
  if (isSame) return { area: deskRollText[language].nothing };
  return { wish: { kind: 'unit', areaMilliM2, ...(left as { excluded?: 'use' }) } };
}

function readBuyer({ buyer }: RollDraft, { home, homes, language }: RollContext): Wished {
  const text = deskRollText[language];
  const theirs = homeCalled(homes, buyer);
  if (theirs === undefined) return { buyer: text.buyerMissing };
  const { holder } = theirs.home;
  if (holder === home.home.holder) return { buyer: text.buyerSame };
  return { wish: { kind: 'known', holder } };
}

function readRepresentative(
  { representative }: RollDraft,
  { holder, language }: RollContext,
): Wished {
  const text = deskRollText[language];
  if (holder === undefined) return {};
  if (holder.members.length < 2) return { representative: text.aloneAnyway };
  const person = representative === '' ? undefined : Number(representative);
  if (person === holder.representative) return { representative: text.nothing };
  return { wish: { kind: 'representative', ...(person === undefined ? {} : { person }) } };
}

function readOwnership(draft: RollDraft, { holder, language, freshHolder }: RollContext): Wished {
  const text = deskRollText[language];
  const { owners: rows, named } = draft;
  const read = readOwners(rows);
  if (!read.ok) {
    const together = read.error.find(({ line }) => line === undefined);
    return {
      owners: read.error.filter(({ line }) => line !== undefined),
      ...(together === undefined ? {} : { together: together.text[language] }),
    };
  }
  const at = rows.length > 1 ? rows.findIndex(({ key }) => key === named) : -1;
  const representative = at < 0 ? {} : { representative: at };
  const wish = { kind: 'owners' as const, owners: read.value, holder: freshHolder };
  const person = rows[at]?.person;
  if (holder !== undefined && isSameHolder(holder, read.value, person)) {
    return { together: text.nothing };
  }
  return { wish: { ...wish, ...representative } };
}

/** Whether owners, shares and representative are those that the home has. */
function isSameHolder(
  { members, whole, representative }: DeskPersonsAnswer,
  read: Extract<RollWish, { kind: 'owners' }>['owners'],
  person: number | undefined,
): boolean {
  const shares = new Map(members.map((one) => [one.person, one.share]));
  const isSame = read.owners.every(({ who, share }) => {
    const before = typeof who === 'number' ? shares.get(who) : undefined;
    return (
      before !== undefined && BigInt(before) * BigInt(read.whole) === BigInt(share) * BigInt(whole)
    );
  });
  return isSame && read.owners.length === members.length && person === representative;
}
