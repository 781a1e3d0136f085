/** Somebody on the list, in as many homes as they have. */
export interface Person {
  readonly name: string;
  readonly phone: string | undefined;
  /** Whether only the name says who it is: nothing tells them from others of that name. */
  readonly isNameOnly: boolean;
}

/** That somebody has a home. */
export interface Claim {
  readonly name: string;
  readonly phone: string | undefined;
  readonly mark: string | undefined;
  readonly home: string;
}

/** Who is who: the persons of a list, and for each claim whose it is. */
export interface Persons {
  readonly persons: readonly Person[];
  readonly numbers: readonly number[];
}

/**
 * Joins the claims of one person. A name with the same mark is one person; without a mark, a name
 * with the same phone. A claim that has only a phone belongs to the one person with a mark who has
 * the same name and phone. With neither, nothing says that two homes have one owner: they are two.
 */
export function joinPersons(claims: readonly Claim[]): Persons {
  const marked = markedByPhone(claims);
  const indexByKey = new Map<string, number>();
  const persons: Person[] = [];
  const numbers = claims.map((claim) => {
    const key = keyOf(claim, marked);
    const known = indexByKey.get(key) ?? persons.length;
    indexByKey.set(key, known);
    const before = persons[known];
    persons[known] = {
      name: claim.name,
      phone: before?.phone ?? claim.phone,
      isNameOnly: claim.mark === undefined && claim.phone === undefined,
    };
    return known;
  });
  return { persons, numbers };
}

function keyOf(claim: Claim, marked: ReadonlyMap<string, ReadonlySet<string>>): string {
  const { name, phone, mark, home } = claim;
  if (mark !== undefined) return key(name, 'mark', mark);
  if (phone === undefined) return key(name, 'home', home);
  const [one, ...more] = marked.get(key(name, 'phone', phone)) ?? [];
  return one !== undefined && more.length === 0 ? one : key(name, 'phone', phone);
}

/** Which persons with a mark have a name and phone. */
function markedByPhone(claims: readonly Claim[]): ReadonlyMap<string, ReadonlySet<string>> {
  const found = new Map<string, Set<string>>();
  for (const { name, phone, mark } of claims) {
    if (phone === undefined || mark === undefined) continue;
    const at = key(name, 'phone', phone);
    const some = found.get(at) ?? new Set();
    some.add(key(name, 'mark', mark));
    found.set(at, some);
  }
  return found;
}

function key(...parts: readonly string[]): string {
  return JSON.stringify(parts);
}
