import type { DemoDecisionRoom } from './decision.ts';
import { type DemoElection, openReady, readyElection, registerFirst } from './elections.ts';
import { representativeAnnouncement } from './texts.ts';

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
/** Homes of the roll; all but the last have registered. */
const HOMES = 13;

/**
 * An election whose keys will be mixed: one home has not registered yet. Once a visitor has done it
 * as that home, the officer can end the registration at once, and the trustees mix the keys.
 */
export async function makeMixedElection(room: DemoDecisionRoom): Promise<DemoElection> {
  const nowMs = Math.max(room.now(), room.ledger.head().timeMs);
  const today = nowMs - (nowMs % DAY_MS);
  const ready = await readyElection(room, {
    building: '103동',
    homes: HOMES,
    title: { ko: '103동 동별 대표자 선거', en: 'Representative of building 103' },
    words: representativeAnnouncement('103동'),
    opensAt: nowMs + 1_000,
    registersUntil: today + 5 * DAY_MS + 9 * HOUR_MS,
    closesAt: today + 12 * DAY_MS + 9 * HOUR_MS,
  });
  await openReady(room, ready, 'election.openRegistration');
  await registerFirst(room, ready, HOMES - 1);
  const { election, register, homes } = ready;
  const visitors = homes.map((home, person) => ({ person, home })).slice(HOMES - 1);
  return { election, register, visitors };
}
