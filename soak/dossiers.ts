// Every byte of a dossier of 20 homes changed once, and 500 random bytes of one of 1,000 homes, for
// both verifiers: `npm run soak -- dossiers`.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expectOk, fromHex } from '@madang/base';
import { openRerun } from '@madang/kernel/rerun';
import {
  DECISION_TEXT,
  decisionGrants,
  device,
  flipped,
  openTestLedger,
  playDecision,
  simple,
} from '@madang/testkit';
import { openViews } from '@madang/views';
import { matterDossier } from '../apps/madang/src/server/matter-dossier.ts';
import { decisionSubject } from '../apps/madang/src/server/matter-subjects.ts';
import { services } from '../services/registry.ts';
import { checkDecision, decisionReader } from '../services/vote/proof/index.ts';
import { runAudit } from '../test/support/verifiers.ts';
import { progress, report } from './lib/measurement.ts';

const SMALL = 20;
const LARGE = 1_000;
const LARGE_FLIPS = 500;

interface Made {
  readonly dossier: Uint8Array;
  readonly policyText: string;
}

const folder = mkdtempSync(path.join(tmpdir(), 'madang-dossiers-'));
const problems: string[] = [];
const small = await makeDossier(SMALL);
for (let place = 0; place < small.dossier.length; place++) {
  await flipOne(small, place);
  if (place % 1_000 === 0) progress(`${String(place)} of ${String(small.dossier.length)} bytes`);
}
const large = await makeDossier(LARGE);
for (let n = 0; n < LARGE_FLIPS; n++) {
  await flipOne(large, Math.floor(Math.random() * large.dossier.length));
  if (n % 50 === 0) progress(`${String(n)} of ${String(LARGE_FLIPS)} random bytes`);
}
rmSync(folder, { recursive: true });
report({
  name: 'dossiers',
  figures: {
    smallBytes: small.dossier.length,
    largeBytes: large.dossier.length,
    flips: small.dossier.length + LARGE_FLIPS,
  },
  problems,
});

/** Changes one bit of a byte; both verifiers have to refuse and to name a part. */
async function flipOne({ dossier, policyText }: Made, place: number): Promise<void> {
  const changed = flipped(dossier, place, 1 << (place % 8));
  const ours = await check(changed, policyText);
  if (ours.verdict === 'checked' || ours.named.length === 0) {
    problems.push(`madang verify took byte ${String(place)}`);
  }
  const [file, policy] = ['a.dossier', 'policy.txt'].map((name) => path.join(folder, name));
  writeFileSync(file ?? '', changed);
  writeFileSync(policy ?? '', policyText);
  const { status, out } = await runAudit([file ?? '', '--policy', policy ?? '']);
  const { parts } = JSON.parse(out) as { readonly parts: readonly { readonly verdict: string }[] };
  if (status === 0 || parts.every(({ verdict }) => verdict === 'passed')) {
    problems.push(`madang-audit took byte ${String(place)}`);
  }
}

async function check(bytes: Uint8Array, policyText: string) {
  const reader = decisionReader();
  const pushed = reader.push(bytes);
  const steps = checkDecision({
    read: pushed.ok ? reader.end() : pushed,
    policyText,
    openAgain: (chain) => openRerun(services, chain),
  });
  let step = await steps.next();
  while (step.done !== true) step = await steps.next();
  const { verdict, parts } = step.value;
  return { verdict, named: parts.filter(({ state }) => state !== 'passed') };
}

async function makeDossier(homes: number): Promise<Made> {
  const test = await openTestLedger({ genesis: { grants: decisionGrants } });
  const run = await playDecision(test, simple(homes, { persons: homes }));
  for (let person = 0; person < homes; person += 2) {
    const act = person % 6 === 0 ? 'refuseConsent' : 'giveConsent';
    const code = await run.act(act, { text: DECISION_TEXT }, device(person));
    if (code !== 0) throw new Error(`An act was refused: ${String(code)}`);
  }
  const views = await openViews({ place: { file: ':memory:' }, chain: test.chain, services });
  await views.catchUp(test.ledger());
  const none = new Uint8Array(32);
  const made = await matterDossier(
    { ledger: test.ledger(), views, file: () => Promise.resolve(undefined) },
    decisionSubject(expectOk(fromHex(run.decision), 'an id'), {
      register: expectOk(fromHex(run.register), 'an id'),
      title: { en: 'Remodelling', ko: '리모델링' },
      text: none,
      summary: none,
    }),
  );
  await views.close();
  const { policyText } = test;
  await test.close();
  return { dossier: expectOk(made, 'a decision has a dossier'), policyText };
}
