// How long the dossier of an election takes to check, on the command line, by both verifiers, and
// how much memory that takes. `--quick` takes a smaller election, `--json` prints one line,
// `--ballots N` another number of ballots.
import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expectOk } from '@madang/base';
import { withoutSync } from '@madang/node';
import { decisionGrants, officer, openTestLedger } from '@madang/testkit';
import { openViews } from '@madang/views';
import { openMatters } from '../apps/madang/src/server/matters.ts';
import { services } from '../services/registry.ts';
import { castLoad, decideLoad, openLoad } from './lib/election-load.ts';
import { printFigures } from './lib/report.ts';

const args = process.argv.slice(2);
const given = Number(args[args.indexOf('--ballots') + 1]);
const usual = args.includes('--quick') ? 300 : 10_000;
const BALLOTS = args.includes('--ballots') && given > 0 ? given : usual;
const AT_ONCE = 1_000;

const world = await openTestLedger({
  genesis: {
    grants: [
      ...decisionGrants,
      { account: officer.account, delegable: false, institution: 'city', role: 'election.officer' },
    ],
    params: { maxExpiryMs: 600_000, maxBlockCostUs: 10_000_000, maxTransactionBytes: 65_536 },
  },
  node: {
    sync: withoutSync,
    verifyWorkers: 2,
    mempool: { countMax: 2 * AT_ONCE, sizeBytesMax: 1 << 28, countMaxPerKey: AT_ONCE },
  },
});
const load = await openLoad(world, BALLOTS, AT_ONCE);
await castLoad(world, load, AT_ONCE);
await decideLoad(world, load);
const views = await openViews({ place: { file: ':memory:' }, chain: world.chain, services });
await views.catchUp(world.ledger());
const none = {
  get: () => Promise.resolve(undefined),
  put: () => Promise.resolve(new Uint8Array()),
};
const matters = openMatters({
  ledger: world.ledger(),
  views,
  files: none as never,
  complaints: { read: () => [] },
});
const bytes = expectOk(await matters.dossier(load.id), 'an election has a dossier');
const folder = mkdtempSync(path.join(tmpdir(), 'madang-ballot-audit-'));
const file = path.join(folder, 'election.dossier');
writeFileSync(file, bytes);
writeFileSync(path.join(folder, 'policy.txt'), world.policyText);
await views.close();
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
