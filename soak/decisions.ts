// Decisions whose server is killed again and again: `npm run soak -- decisions [--kills N]`.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { problemsAfterKills } from '../test/support/decision-after-kills.ts';
import { playUnderKills } from '../test/support/decision-kills.ts';
import { numberGiven, progress, report } from './lib/measurement.ts';

const KILLS_PER_DECISION = 12;

const wanted = numberGiven('kills', 120);
const first = numberGiven('seed', 1);
const problems: string[] = [];
const figures = { kills: 0, decisions: 0, acknowledged: 0, refused: 0, identified: 0 };
while (figures.kills < wanted && problems.length === 0) {
  const seed = first + figures.decisions;
  const folder = mkdtempSync(path.join(tmpdir(), 'madang-decisions-'));
  const played = await playUnderKills({ folder, seed, kills: KILLS_PER_DECISION });
  const found = await problemsAfterKills(played);
  problems.push(...found.map((one) => `Seed ${seed}: ${one}`));
  figures.kills += KILLS_PER_DECISION;
  figures.decisions += 1;
  figures.acknowledged += played.acknowledged.size;
  figures.refused += played.refused.size;
  figures.identified += played.identified.size;
  rmSync(folder, { recursive: true });
  progress(`${figures.kills} kills, ${figures.acknowledged} acts acknowledged`);
}
report({ name: 'decisions', figures, problems });
