import type { Layout } from '../data/layout.ts';
import type { OpenCity } from '../server/open-city.ts';
import type { Terminal } from '../terminal.ts';
import type { DemoClock } from './clock.ts';
import { makeDemoDecision, storyBegins } from './decision.ts';
import { makeDecidedElection, makeOpenElection } from './elections.ts';
import { writeDemoLinks } from './links.ts';
import { makeMixedElection } from './mixed-election.ts';
import { makeDemoRecords } from './records.ts';

const FOUNDED_BEFORE_MS = 24 * 3_600_000;
/** An election was decided so long before the story begins. */
const DECIDED_BEFORE_MS = 3 * 3_600_000;

/**
 * The time of a demo ledger's genesis, ms: its story began weeks ago, and the ledger before that.
 */
export function demoFoundedAt(nowMs: number): number {
  return storyBegins(nowMs) - FOUNDED_BEFORE_MS;
}

/** Where a demo is made. */
export interface DemoRoom {
  readonly opened: OpenCity;
  readonly layout: Layout;
  readonly clock: DemoClock;
  readonly terminal: Terminal;
}

/** What a visitor of the demo finds: documents, and a decision that has run for three weeks. */
export async function makeDemo({ terminal, layout, clock, opened }: DemoRoom): Promise<void> {
  const { ledger, people, matters } = opened;
  terminal.note(DEMO_NOTE[terminal.language]);
  const room = { ledger, now: clock.now };
  clock.hold(storyBegins(Date.now()) - FOUNDED_BEFORE_MS / 2);
  await makeDemoRecords(room, layout);
  if (people !== undefined) {
    const { keepFile } = matters;
    const making = { ...room, clock, layout, people, keepFile };
    await makeDecidedElection(making, storyBegins(Date.now()) - DECIDED_BEFORE_MS);
    const made = await makeDemoDecision(making);
    const mixed = await makeMixedElection(making);
    const election = await makeOpenElection(making);
    await writeDemoLinks(layout, people.vault, { ...made, election, mixed });
  }
  clock.release();
}

const DEMO_NOTE = {
  en: 'Making the demo city: 1,000 homes, three weeks into their decision …',
  ko: '체험 도시를 만들고 있습니다: 3주째 결정하고 있는 1,000세대 …',
} as const;
