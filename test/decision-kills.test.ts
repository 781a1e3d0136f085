import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterAll, describe, expect, it } from 'vitest';
import { problemsAfterKills, problemsLeft } from './support/decision-after-kills.ts';
import { type Played, playUnderKills } from './support/decision-kills.ts';

const KILLS = 3;
const folders: string[] = [];

async function play(seed: number): Promise<Played> {
  const folder = await mkdtemp(path.join(tmpdir(), 'madang-decision-kills-'));
  folders.push(folder);
  return playUnderKills({ folder, seed, kills: KILLS });
}

afterAll(async () => {
  for (const folder of folders) await rm(folder, { recursive: true });
});

describe('a decision whose server is killed', () => {
  it('has each act once and one moment; what was lost or made up would be found', async () => {
    // Closed because it is made.
    const played = await play(2);
    expect(played.acknowledged.size).toBeGreaterThan(50);
    expect(await problemsAfterKills(played)).toEqual([]);

    const [first = ''] = played.sent.keys();
    const lost = { act: 'vote.giveConsent', record: 7, code: 0 };
    const vault = new DatabaseSync(path.join(played.layout.vault, 'vault.sqlite'));
    vault.exec(
      "delete from vault_outbox where rowid = (select min(rowid) from vault_outbox where kind = 'acted')",
    );
    vault.close();
    const found = await problemsLeft({
      ...played,
      acknowledged: new Map(played.acknowledged).set('00'.repeat(32), lost),
      sent: new Map([...played.sent].filter(([id]) => id !== first)),
      refused: new Set([first]),
      linksSent: played.linksSent + 1_000,
    });
    expect(found).toEqual([
      expect.stringMatching(/^vote.giveConsent 0+ was acknowledged at 7: /),
      expect.stringMatching(/ was refused and is on record\.$/),
      expect.stringMatching(/ is on record and nobody sent it\.$/),
      expect.stringMatching(/^Of acted \d+ there are \d+ messages for \d+ acts\.$/),
      expect.stringMatching(/^\d+ links of \d+ are left\.$/),
    ]);
  }, 240_000);

  it('is called off by one of two officers at once, and stays made', async () => {
    expect(await problemsAfterKills(await play(3))).toEqual([]);
  }, 240_000);
});
