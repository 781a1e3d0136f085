// The real server killed under HTTP load, again and again: `npm run soak -- kills [--kills N]`.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { type KillRun, killOnce, killProblems } from './lib/kill-run.ts';
import { numberGiven, progress, report } from './lib/measurement.ts';

const kills = numberGiven('kills', 200);
const folder = mkdtempSync(path.join(tmpdir(), 'madang-kills-'));
const run: KillRun = { folder, sent: new Set(), acknowledged: new Map() };
let silent = 0;
for (let kill = 0; kill < kills; kill++) {
  // From before the first block to some hundreds of them.
  const acknowledged = await killOnce(run, kill, 20 + ((kill * 37) % 400));
  if (acknowledged === 0) silent += 1;
  if ((kill + 1) % 20 === 0) progress(`${kill + 1} kills, ${run.acknowledged.size} acknowledged`);
}
const problems = [...(await killProblems(run, path.join(folder, 're-execution')))];
if (run.acknowledged.size < kills) problems.push('Hardly anything was acknowledged.');
rmSync(folder, { recursive: true });
const figures = { kills, sent: run.sent.size, acknowledged: run.acknowledged.size, silent };
report({ name: 'kills', figures, problems });
