import { toHex } from '@madang/base';
import type { DemoLinksAnswer } from '@madang/client';
import type { Layout } from '../data/layout.ts';
import type { OpenPeople } from '../people/open-people.ts';
import type { DemoDecision } from './decision.ts';
import type { DemoElection } from './elections.ts';
import { keepDemoLinks } from './kept-links.ts';

/**
 * Makes a link for each person whom a visitor of the demo may play and keeps them in the data
 * folder, as nobody would with real ones.
 */
export async function writeDemoLinks(
  layout: Layout,
  { contacts }: OpenPeople['vault'],
  { decision, register, roll, visitors, election }: DemoDecision & { election: DemoElection },
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
  for (const { person, home } of election.visitors.slice(0, 3)) {
    const token = await contacts.freshToken({ register: election.register, person });
    if (token.ok) links.push({ kind: 'secret-ballot', home, token: toHex(token.value) });
  }
  keepDemoLinks(layout, { decision: toHex(decision), links });
}
