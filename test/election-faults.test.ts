import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expectOk, expectPresent } from '@madang/base';
import { afterEach, describe, expect, it } from 'vitest';
import { openCity } from '../apps/madang/src/server/open-city.ts';
import { problemsOfElectionLog } from './support/election-after-kills.ts';
import { foundCity } from './support/http-decision.ts';
import {
  type ElectionRoom,
  openElectionRoom,
  playElectionTo,
  type RegisteredVoter,
  registerVoter,
  told,
  tryAct,
} from './support/http-election.ts';

const HOUR_MS = 3_600_000;

/** A city behind an address, whose clock goes as its test wants. */
interface ClockCity {
  readonly room: ElectionRoom;
  readonly jump: (byMs: number) => void;
  readonly stop: () => Promise<void>;
}

const open: ClockCity[] = [];
const folders: string[] = [];
afterEach(async () => {
  for (const { stop } of open.splice(0)) await stop();
  for (const folder of folders.splice(0)) await rm(folder, { recursive: true, force: true });
});

async function startCity(): Promise<ClockCity> {
  const folder = await mkdtemp(path.join(tmpdir(), 'madang-election-faults-'));
  folders.push(folder);
  const layout = foundCity(folder);
  let aheadMs = 0;
  const now = (): number => Date.now() + aheadMs;
  const opened = expectOk(await openCity({ layout, now }), 'opened');
  const listening = expectOk(await opened.api.listen({ hosts: ['127.0.0.1'], port: 0 }), 'listens');
  const city = {
    room: openElectionRoom(`http://127.0.0.1:${String(listening.port)}`, layout, now),
    jump: (byMs: number) => {
      aheadMs += byMs;
    },
    stop: async () => {
      await listening.close();
      await opened.close();
    },
  };
  open.push(city);
  return city;
}

describe('two officers', () => {
  it('close at once: one does, the other is told in a sentence, and it stands once on record', async () => {
    const { room } = await startCity();
    await playElectionTo(room, 'papers');
    const { client, sign } = room.city;
    const payload = { election: room.election, how: 'over' };
    const answers = await Promise.all(
      room.officers.map((officer) =>
        client.send(sign('election.closeElection', payload, [officer])),
      ),
    );
    const refused = answers.flatMap((answer) => (answer.ok ? [] : [answer.error]));
    const lost = answers.flatMap((answer) =>
      answer.ok && answer.value.outcome.code !== 0 ? [answer.value.outcome] : [],
    );
    const codes = [...refused.map(({ code }) => code), ...lost.map(({ name }) => name)];
    expect(codes).toEqual(['election.NOT_OPEN']);
    for (const { message } of [...refused, ...lost]) {
      expect(message).toMatch(/^[^\n]*[가-힣][^\n]*\.$/);
    }
    expect((await told(room)).status).toBe('closed');
    const acts = expectOk(await client.matterRecords(room.election), 'acts').records;
    const closes = acts.filter(({ act, code }) => act === 'election.closeElection' && code === 0);
    expect(closes).toHaveLength(1);
  }, 120_000);
});

describe('a clock that jumps', () => {
  it('turns no time back: ballots go on being taken before the close, and never again after it', async () => {
    const { room, jump, stop } = await startCity();
    await playElectionTo(room, 'opening');
    const voters: RegisteredVoter[] = [];
    for (const person of [0, 1, 2, 3, 4]) voters.push(await registerVoter(room, person));
    const cast = (voter: number): Promise<string> =>
      expectPresent(voters[voter], 'a voter').cast(0);
    expect(await cast(0)).toBe('done');
    jump(-2 * HOUR_MS);
    expect(await cast(1)).toBe('done');
    await room.city.deskOf(room.officers[0]);
    // Two hours later than it was, and then as late as it is.
    jump(4 * HOUR_MS);
    expect(await cast(2)).toBe('done');
    jump(-2 * HOUR_MS);
    expect(await cast(3)).toBe('done');
    // Behind the close by mistake, and back again: what was over stays over.
    jump(48 * HOUR_MS);
    const close = { election: room.election, how: 'over' };
    expect(await cast(4)).toBe('election.TOO_LATE');
    expect(await tryAct(room, 'election.closeElection', close, [room.officers[0]])).toBe('done');
    jump(-48 * HOUR_MS);
    expect(await cast(4)).toBe('election.NOT_OPEN');
    const acts = expectOk(await room.city.client.matterRecords(room.election), 'acts').records;
    const times = acts.map(({ time }) => time);
    expect(times).toEqual(times.toSorted((left, right) => left - right));
    await stop();
    open.splice(0);
    expect(await problemsOfElectionLog(room)).toEqual([]);
  }, 120_000);
});
