import { setTimeout as sleep } from 'node:timers/promises';
import { beginServer, freePort, randomFrom, type TestServer } from '@madang/testkit';
import type { Layout } from '../../apps/madang/src/data/layout.ts';
import { answered } from './answered.ts';
import { foundCity, type HttpCity } from './http-decision.ts';
import {
  type AcknowledgedAct,
  type ElectionRoom,
  electionStages,
  openElectionRoom,
  told,
} from './http-election.ts';

/** Where a server is killed, and by which randomness. */
export interface ElectionKillPlan {
  readonly folder: string;
  readonly seed: number;
  /** Between any two stages alone, or also once in the midst of each. */
  readonly when: 'between' | 'amid';
}

/** An election that came to its result, and what those who played it know. */
export interface PlayedElection {
  readonly layout: Layout;
  readonly city: HttpCity;
  readonly server: TestServer;
  readonly election: string;
  readonly kills: number;
  /** Names of acts that were sent, by their ids. */
  readonly sent: ReadonlyMap<string, string>;
  readonly acknowledged: ReadonlyMap<string, AcknowledgedAct>;
  /** How many votes each answer has, by those who cast them. */
  readonly votes: readonly number[];
  /** What was not found again after a kill, a sentence each. */
  readonly faults: readonly string[];
}

/** What happens in an election, in its order. */
export const stageNames: readonly string[] = electionStages.map(({ name }) => name);

/**
 * Plays an election of twelve voters over HTTP, from its draft to its result, while its server is
 * killed and started again. Everybody sends the same bytes until there is an answer. The server
 * that answers at the end is left running.
 */
export async function playElectionUnderKills(plan: ElectionKillPlan): Promise<PlayedElection> {
  const { folder, when } = plan;
  const layout = foundCity(folder);
  const port = await freePort();
  const random = randomFrom(plan.seed);
  const start = async () => (await beginServer({ folder, port })).ready();
  let server = await start();
  let kills = 0;
  const killNow = async (): Promise<void> => {
    await server.kill();
    kills += 1;
    server = await start();
  };
  const room = openElectionRoom(server.url, layout);
  const faults: string[] = [];
  for (const { name, play, status } of electionStages) {
    const playing = play(room);
    // A fault comes out where it is waited for, after the kill.
    playing.catch(() => undefined);
    if (when === 'amid') {
      await Promise.race([playing, sleep(random.below(150))]);
      await killNow();
    }
    await playing;
    await killNow();
    faults.push(...(await lostAfter(room, name, status)));
  }
  return { ...room, server, kills, faults };
}

/** What is not as it was told before the kill: the status, and every act that was acknowledged. */
async function lostAfter(
  room: ElectionRoom,
  name: string,
  status: string,
): Promise<readonly string[]> {
  const now = await told(room);
  const lost = now.status === status ? [] : [`After ${name} it is ${now.status}.`];
  for (const [id, { act, record }] of room.acknowledged) {
    const found = await answered(() => room.city.client.transaction(id));
    if (found.ok && found.value.record === record) continue;
    lost.push(`After ${name}, ${act} is not at ${String(record)}, where it was.`);
  }
  return lost;
}
