import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { problemsAfterElection, problemsOfElectionLog } from './support/election-after-kills.ts';
import { playElectionUnderKills, stageNames } from './support/election-kills.ts';

let folder: string | undefined;
afterAll(async () => {
  if (folder !== undefined) await rm(folder, { recursive: true });
});

describe('an election whose server is killed between any two stages', () => {
  it('goes on where it was, loses nothing that was acknowledged, and has its dossier proven', async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'madang-election-kills-'));
    const played = await playElectionUnderKills({ folder, seed: 1, when: 'between' });
    expect(played.kills).toBe(stageNames.length);
    expect(played.acknowledged.size).toBeGreaterThan(50);
    expect(await problemsAfterElection(played)).toEqual([]);

    // What was lost or made up would be found.
    const [first = ''] = played.sent.keys();
    const lost = { act: 'election.castBallot', record: 7 };
    const problems = await problemsOfElectionLog({
      ...played,
      sent: new Map([...played.sent].filter(([id]) => id !== first)),
      acknowledged: new Map(played.acknowledged).set('00'.repeat(32), lost),
    });
    expect(problems).toEqual([
      expect.stringMatching(/ is on record and nobody sent it\.$/),
      expect.stringMatching(/^election\.castBallot 0+ was acknowledged at 7: \.$/),
    ]);
  }, 300_000);
});
