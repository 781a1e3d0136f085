import { equalBytes } from '@madang/base';
import type { ActList } from './act-list.ts';
import type { ReadMatter } from './matter-dossier.ts';
import type { OpenedAct } from './placed-act.ts';

/** How a later dossier of a matter stands to an earlier one. */
export type Continuation =
  /** All acts of the earlier one come first; `since`: how many came behind them, by name. */
  | { readonly kind: 'continues'; readonly since: ReadonlyMap<string, number> }
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
  const [first, firstAfter] = [before.acts.first, after.acts.first];
  const isOne = first !== undefined && firstAfter !== undefined && isSameAct(first, firstAfter);
  if (!isSameKind || !isOne) return { kind: 'other-matter' };
  const since = new Map<string, number>();
  for (const list of ['people', 'acts'] as const) {
    const broken = brokenIn(list, before[list], after[list], (act) => {
      since.set(act, (since.get(act) ?? 0) + 1);
    });
    if (broken !== undefined) return broken;
  }
  return { kind: 'continues', since };
}

interface Lists {
  readonly people: ActList;
  readonly acts: ActList;
}

function listsOf({ people, acts }: ReadMatter): Lists | undefined {
  return people.ok && acts.ok ? { people: people.value, acts: acts.value } : undefined;
}

/** Where a list does not begin with an earlier one; nothing if it does, and what came then. */
function brokenIn(
  list: 'people' | 'acts',
  earlier: ActList,
  later: ActList,
  onSince: (act: string) => void,
): Continuation | undefined {
  const others = later[Symbol.iterator]();
  let act = 0;
  for (const one of earlier) {
    const other = others.next();
    if (other.done === true) return { kind: 'acts-missing', list };
    if (!isSameAct(one, other.value)) return { kind: 'act-differs', list, act };
    act += 1;
  }
  for (let other = others.next(); other.done !== true; other = others.next()) {
    onSince(other.value.transaction.body.act);
  }
  return undefined;
}

function isSameAct(left: OpenedAct, right: OpenedAct): boolean {
  return (
    equalBytes(left.transaction.bodyHash, right.transaction.bodyHash) &&
    left.placed.height === right.placed.height &&
    left.placed.index === right.placed.index &&
    left.placed.time === right.placed.time
  );
}
