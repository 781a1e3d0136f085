import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { parseJson, toHex } from '@madang/base';
import { type DemoLinksAnswer, demoLinksAnswer } from '@madang/client';
import type { Layout } from '../data/layout.ts';
import type { OpenPeople } from '../people/open-people.ts';
import type { DemoDecision } from './decision.ts';

/**
 * Makes a link for each person whom a visitor of the demo may play and keeps them in the data
 * folder, as nobody would with real ones.
 */
export async function writeDemoLinks(
  layout: Layout,
  { contacts }: OpenPeople['vault'],
  { decision, register, roll, visitors }: DemoDecision,
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
  const answer = demoLinksAnswer.toJson({ decision: toHex(decision), links });
  writeFileSync(layout.demoLinks, JSON.stringify(answer), { mode: 0o600 });
}

/** The links of the demo, if there are any. */
export function readDemoLinks(layout: Layout): DemoLinksAnswer | undefined {
  if (!existsSync(layout.demoLinks)) return undefined;
  try {
    const parsed = parseJson(demoLinksAnswer, JSON.parse(readFileSync(layout.demoLinks, 'utf8')));
    return parsed.ok ? parsed.value : undefined;
  } catch {
    return undefined;
  }
}
