/** The rooms, and which rooms each may import: the table of the design, arrows resolved. */

/** Direct arrows. */
const arrows: Readonly<Record<string, readonly string[]>> = {
  base: [],
  ristretto: ['base'],
  crypto: ['base'],
  ballot: ['crypto', 'ristretto'],
  protocol: ['base', 'crypto'],
  kernel: ['protocol'],
  sql: [],
  node: ['kernel', 'ballot'],
  views: ['kernel', 'sql'],
  vault: ['base', 'crypto', 'sql'],
  api: ['node', 'views', 'vault', 'client'],
  client: ['protocol'],
  ui: ['client'],
};

/** The rooms that the table speaks of; `testkit` may import all of them. */
export const rooms: readonly string[] = Object.keys(arrows);

/** What stands to the right of a room's arrow, and through it what lies below. */
export function below(room: string): ReadonlySet<string> {
  const direct = arrows[room] ?? [];
  return new Set(direct.flatMap((one) => [one, ...below(one)]));
}
