// Every byte of a dossier of 20 homes changed once, and 500 random bytes of one of 1,000 homes, for
// both verifiers: `npm run soak -- dossiers`.

import { expectOk, fromHex } from '@madang/base';
import { openRerun } from '@madang/kernel/rerun';
import { checkToEnd } from '@madang/protocol';
import {
  DECISION_TEXT,
  decisionGrants,
  device,
  openTestLedger,
  playDecision,
  simple,
} from '@madang/testkit';
import { openViews } from '@madang/views';
import { matterDossier } from '../apps/madang/src/server/matter-dossier.ts';
import { decisionSubject } from '../apps/madang/src/server/matter-subjects.ts';
import { services } from '../services/registry.ts';
import { checkDecision, decisionReader } from '../services/vote/proof/index.ts';
import { everyByte, flipAt, type Made, type Said, someBytes } from './lib/flip-dossier.ts';
import { report } from './lib/measurement.ts';

const SMALL = 20;
const LARGE = 1_000;
const LARGE_FLIPS = 500;

const small = await makeDossier(SMALL);
const large = await makeDossier(LARGE);
const problems = [
  ...(await flipAt(small, everyByte(small), check)),
  ...(await flipAt(large, someBytes(large, LARGE_FLIPS), check)),
];
report({
  name: 'dossiers',
  figures: {
    smallBytes: small.dossier.length,
    largeBytes: large.dossier.length,
    flips: small.dossier.length + LARGE_FLIPS,
  },
  problems,
});

async function check(bytes: Uint8Array, policyText: string): Promise<Said> {
  const reader = decisionReader();
  const pushed = reader.push(bytes);
  const checks = checkDecision({
    read: pushed.ok ? reader.end() : pushed,
    policyText,
    openAgain: (chain) => openRerun(services, chain),
  });
  const { verdict, parts } = await checkToEnd(checks);
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
