// How long a dossier of a whole decision takes to check, on the command line, by both verifiers.
// `--quick` takes a smaller decision, `--json` prints one line.
import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expectOk, fromHex } from '@madang/base';
import { withoutSync } from '@madang/node';
import {
  DECISION_TEXT,
  decisionGrants,
  device,
  openTestLedger,
  type Plan,
  playDecision,
  type TestLedger,
} from '@madang/testkit';
import { openViews } from '@madang/views';
import { matterDossier } from '../apps/madang/src/server/matter-dossier.ts';
import { decisionSubject } from '../apps/madang/src/server/matter-subjects.ts';
import { services } from '../services/registry.ts';
import { printFigures } from './lib/report.ts';

const args = process.argv.slice(2);
const HOMES = args.includes('--quick') ? 500 : 10_000;
const BUILDINGS = HOMES / 100;
const AT_ONCE = 2_000;

const world = await openTestLedger({
  genesis: {
    grants: decisionGrants,
    params: { maxExpiryMs: 600_000, maxBlockCostUs: 10_000_000, maxTransactionBytes: 65_536 },
  },
  node: {
    sync: withoutSync,
    verifyWorkers: 2,
    mempool: { countMax: 2 * AT_ONCE, sizeBytesMax: 1 << 28, countMaxPerKey: AT_ONCE },
  },
});
const bytes = await makeDossier(world);
const folder = mkdtempSync(path.join(tmpdir(), 'madang-audit-bench-'));
const file = path.join(folder, 'decision.dossier');
const policy = path.join(folder, 'policy.txt');
writeFileSync(file, bytes);
writeFileSync(policy, world.policyText);
await world.close();
const root = path.join(import.meta.dirname, '..');
const verifySeconds = await secondsOf('apps/madang/src/main.ts', ['verify', file]);
const auditSeconds = await secondsOf('apps/audit/madang-audit.mjs', [file]);
rmSync(folder, { recursive: true });
printFigures(
  'audit',
  { consents: HOMES, dossierMegabytes: bytes.length / 1e6, verifySeconds, auditSeconds },
  args.includes('--json'),
);
if (!args.includes('--json')) {
  process.stdout.write('Goals: madang verify under 20 s, madang-audit under 60 s.\n');
}

async function makeDossier(test: TestLedger): Promise<Uint8Array> {
  const numbers = Array.from({ length: HOMES }, (_, n) => n);
  const plan: Plan = {
    persons: HOMES,
    buildings: BUILDINGS,
    owners: Object.fromEntries(numbers.map((n) => [n, { members: [[n, 1] as const] }])),
    homes: numbers.map((n) => ({ holder: n, building: n % BUILDINGS, area: 60 + (n % 60) })),
  };
  const run = await playDecision(test, plan);
  for (let from = 0; from < HOMES; from += AT_ONCE) {
    const some = numbers.slice(from, from + AT_ONCE);
    const codes = await Promise.all(
      some.map((person) => run.act('giveConsent', { text: DECISION_TEXT }, device(person))),
    );
    if (codes.some((code) => code !== 0)) throw new Error('A consent was refused.');
  }
  const views = await openViews({ place: { file: ':memory:' }, chain: test.chain, services });
  await views.catchUp(test.ledger());
  const none = new Uint8Array(32);
  const sources = { ledger: test.ledger(), views, file: () => Promise.resolve(undefined) };
  const subject = decisionSubject(expectOk(fromHex(run.decision), 'an id'), {
    register: expectOk(fromHex(run.register), 'an id'),
    title: { en: 'Remodelling', ko: '리모델링' },
    text: none,
    summary: none,
  });
  const made = await matterDossier(sources, subject);
  await views.close();
  return expectOk(made, 'a decision has a dossier');
}

/** How long a program takes to say that the dossier is checked. */
async function secondsOf(program: string, words: readonly string[]): Promise<number> {
  const startedAt = performance.now();
  const child = spawn(process.execPath, [path.join(root, program), ...words, '--policy', policy], {
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  const status = await new Promise((resolve) => child.on('close', resolve));
  if (status !== 0) throw new Error(`${program} ended with ${String(status)}.`);
  return (performance.now() - startedAt) / 1000;
}
