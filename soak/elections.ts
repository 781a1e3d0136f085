// Elections whose server is killed again and again: `npm run soak -- elections [--kills N]`.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { problemsAfterElection } from '../test/support/election-after-kills.ts';
import { playElectionUnderKills } from '../test/support/election-kills.ts';
import { numberGiven, progress, report } from './lib/measurement.ts';

const wanted = numberGiven('kills', 120);
const first = numberGiven('seed', 1);
const problems: string[] = [];
const figures = { kills: 0, elections: 0, acknowledged: 0 };
while (figures.kills < wanted && problems.length === 0) {
  const seed = first + figures.elections;
  const folder = mkdtempSync(path.join(tmpdir(), 'madang-elections-'));
  const played = await playElectionUnderKills({ folder, seed, when: 'amid' });
  const found = await problemsAfterElection(played);
  problems.push(...found.map((one) => `Seed ${seed}: ${one}`));
  figures.kills += played.kills;
  figures.elections += 1;
  figures.acknowledged += played.acknowledged.size;
  rmSync(folder, { recursive: true });
  progress(`${figures.kills} kills, ${figures.acknowledged} acts acknowledged`);
}
report({ name: 'elections', figures, problems });
