import { toHex } from '@madang/base';
import type { DemoLinksAnswer } from '@madang/client';
import type { Layout } from '../data/layout.ts';
import type { OpenPeople } from '../people/open-people.ts';
import type { DemoDecision } from './decision.ts';
import type { DemoElection } from './elections.ts';
import { keepDemoLinks } from './kept-links.ts';

/** The elections in which a visitor may vote, and register a key that is mixed. */
interface DemoElections {
  readonly election: DemoElection;
  readonly mixed: DemoElection;
}

/**
 * Makes a link for each person whom a visitor of the demo may play and keeps them in the data
 * folder, as nobody would with real ones.
 */
export async function writeDemoLinks(
  layout: Layout,
  { contacts }: OpenPeople['vault'],
  { decision, register, roll, visitors, election, mixed }: DemoDecision & DemoElections,
): Promise<void> {
  const labels = new Map(roll.units.map(({ number, label }) => [number, label]));
  const links: DemoLinksAnswer['links'][number][] = [];
  for (const { kind, person } of visitors) {
    const token = await contacts.freshToken({ register, person });
    if (!token.ok) continue;
    const homes = roll.persons[person]?.homes ?? [];
    const home = homes.map((number) => labels.get(number) ?? '').join(', ');
    links.push({ kind, home: home.slice(0, 100), token: toHex(token.value) });
  }
  for (const [kind, voted] of [
    ['secret-ballot', election],
    ['mixed-keys', mixed],
  ] as const) {
    for (const { person, home } of voted.visitors.slice(0, 3)) {
      const token = await contacts.freshToken({ register: voted.register, person });
      if (token.ok) links.push({ kind, home, token: toHex(token.value) });
    }
  }
  keepDemoLinks(layout, { decision: toHex(decision), links });
}
