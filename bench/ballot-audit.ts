// How long the dossier of an election takes to check, on the command line, by both verifiers, and
// how much memory that takes. `--quick` takes a smaller election, `--json` prints one line,
// `--ballots N` another number of ballots.
import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import {
  castLoad,
  decideLoad,
  dossierOfLoad,
  openLoad,
  openLoadLedger,
} from './lib/election-load.ts';
import { printFigures } from './lib/report.ts';

const args = process.argv.slice(2);
const given = Number(args[args.indexOf('--ballots') + 1]);
const usual = args.includes('--quick') ? 300 : 10_000;
const BALLOTS = args.includes('--ballots') && given > 0 ? given : usual;
const AT_ONCE = 1_000;

const world = await openLoadLedger(AT_ONCE);
const load = await openLoad(world, BALLOTS, AT_ONCE);
await castLoad(world, load, AT_ONCE);
await decideLoad(world, load);
const bytes = await dossierOfLoad(world, load);
const folder = mkdtempSync(path.join(tmpdir(), 'madang-ballot-audit-'));
const file = path.join(folder, 'election.dossier');
writeFileSync(file, bytes);
writeFileSync(path.join(folder, 'policy.txt'), world.policyText);
await world.close();
const root = path.join(import.meta.dirname, '..');
const verified = await runOn('apps/madang/src/main.ts', ['verify', file]);
const audited = await runOn('apps/audit/madang-audit.mjs', [file]);
rmSync(folder, { recursive: true });
const figures = {
  ballots: BALLOTS,
  dossierMegabytes: bytes.length / 1e6,
  verifySeconds: verified.seconds,
  verifyPeakMb: verified.peakMb,
  auditSeconds: audited.seconds,
  auditPeakMb: audited.peakMb,
};
printFigures('ballot-audit', figures, args.includes('--json'));
if (!args.includes('--json')) {
  process.stdout.write('Goals for 10,000: madang verify 20 s, madang-audit 180 s.\n');
}

/** Runs a verifier under the system's own clock; it has to find everything right. */
async function runOn(program: string, words: readonly string[]) {
  const timed = ['-f', '%e %M', process.execPath, path.join(root, program), ...words];
  const child = spawn('/usr/bin/time', timed, { stdio: ['ignore', 'pipe', 'pipe'] });
  let [out, err] = ['', ''];
  child.stdout.on('data', (chunk) => (out += String(chunk)));
  child.stderr.on('data', (chunk) => (err += String(chunk)));
  const code = await new Promise<number | null>((resolve) => {
    child.on('close', resolve);
  });
  if (code !== 0) throw new Error(`${program}: ${String(code)} ${out} ${err}`);
  const [seconds = 0, kilobytes = 0] = (err.trim().split('\n').at(-1) ?? '').split(' ').map(Number);
  return { seconds, peakMb: kilobytes / 1_024 };
}
