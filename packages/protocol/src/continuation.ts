import { equalBytes } from '@madang/base';
import type { ReadMatter } from './matter-dossier.ts';
import { type OpenedAct, openActs } from './placed-act.ts';

/** How a later dossier of a matter stands to an earlier one. */
export type Continuation =
  /** All acts of the earlier one come first; `since` are those behind them, of either list. */
  | { readonly kind: 'continues'; readonly since: readonly OpenedAct[] }
  /** They are not of one matter on one ledger. */
  | { readonly kind: 'other-matter' }
  /** The later one has fewer acts. */
  | { readonly kind: 'acts-missing'; readonly list: 'people' | 'acts' }
  /** It has another act, or the same at another place. */
  | { readonly kind: 'act-differs'; readonly list: 'people' | 'acts'; readonly act: number };

/**
 * Whether a dossier continues an earlier one of its matter: in both lists the same acts first, at
 * the same places (docs/spec/dossier.md, "Later dossiers"). Each is for the caller to check by
 * itself. Dossiers whose acts cannot be read are of no matter.
 */
export function continuationOf(earlier: ReadMatter, later: ReadMatter): Continuation {
  const [before, after] = [listsOf(earlier), listsOf(later)];
  if (before === undefined || after === undefined) return { kind: 'other-matter' };
  const isSameKind =
    earlier.header.matter === later.header.matter &&
    equalBytes(earlier.header.chain, later.header.chain);
  const [first, firstAfter] = [before.acts[0], after.acts[0]];
  const isOne = first !== undefined && firstAfter !== undefined && isSameAct(first, firstAfter);
  if (!isSameKind || !isOne) return { kind: 'other-matter' };
  for (const list of ['people', 'acts'] as const) {
    const broken = brokenIn(list, before[list], after[list]);
    if (broken !== undefined) return broken;
  }
  const since = (list: 'people' | 'acts') => after[list].slice(before[list].length);
  return { kind: 'continues', since: [...since('people'), ...since('acts')] };
}

interface Lists {
  readonly people: readonly OpenedAct[];
  readonly acts: readonly OpenedAct[];
}

function listsOf(dossier: ReadMatter): Lists | undefined {
  const people = openActs(dossier.people);
  const acts = openActs(dossier.acts);
  return people.ok && acts.ok ? { people: people.value, acts: acts.value } : undefined;
}

/** Where a list does not begin with an earlier one; nothing if it does. */
function brokenIn(
  list: 'people' | 'acts',
  earlier: readonly OpenedAct[],
  later: readonly OpenedAct[],
): Continuation | undefined {
  const act = earlier.findIndex((one, at) => {
    const other = later[at];
    return other !== undefined && !isSameAct(one, other);
  });
  if (act >= 0) return { kind: 'act-differs', list, act };
  return later.length < earlier.length ? { kind: 'acts-missing', list } : undefined;
}

function isSameAct(left: OpenedAct, right: OpenedAct): boolean {
  return (
    equalBytes(left.transaction.bodyHash, right.transaction.bodyHash) &&
    left.placed.height === right.placed.height &&
    left.placed.index === right.placed.index &&
    left.placed.time === right.placed.time
  );
}
