import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { expectOk, toHex, utf8 } from '@madang/base';
import { sha256 } from '@madang/crypto';
import { openRerun } from '@madang/kernel/rerun';
import { checkToEnd } from '@madang/protocol';
import { services } from '@madang/services';
import {
  checkDecision,
  type DecisionVerdict,
  decisionReader,
} from '@madang/services/vote/proof/index.ts';
import {
  DECISION_TEXT,
  type DecisionRun,
  decisionGrants,
  deputy,
  device,
  effort,
  flipped,
  officer,
  openTestLedger,
  playDecision,
  simple,
  type TestLedger,
} from '@madang/testkit';
import { openViews, type Views } from '@madang/views';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { matterDossier } from '../src/server/matter-dossier.ts';
import { decisionSubject } from '../src/server/matter-subjects.ts';
import { verifyDecision } from '../src/verify/decision.ts';

const TEXT_FILE = utf8('The building is widened.');
const SUMMARY_FILE = utf8('It gets larger.');
const HOMES = 20;

let test: TestLedger;
let views: Views;
let run: DecisionRun;
let dossier: Uint8Array;

beforeAll(async () => {
  test = await openTestLedger({ genesis: { grants: decisionGrants } });
  views = await openViews({ place: { file: ':memory:' }, chain: test.chain, services });
  const plan = simple(HOMES, { persons: HOMES, closesInS: 1_000 });
  run = await playDecision(test, plan, {
    text: toHex(sha256(TEXT_FILE)),
    summary: toHex(sha256(SUMMARY_FILE)),
  });
  await playAll(run);
  dossier = await makeDossier();
});
afterEach(() => {
  vi.unstubAllEnvs();
});
afterAll(async () => {
  await views.close();
  await test.close();
});

/**
 * Thirteen of twenty, one withdrawal, a batch of papers with a bad one, and then the fourteenth.
 */
async function playAll({ act }: DecisionRun): Promise<void> {
  const text = toHex(sha256(TEXT_FILE));
  for (let person = 0; person < 10; person++) {
    expect(await act('giveConsent', { text }, device(person))).toBe(0);
  }
  expect(await act('refuseConsent', { text }, device(19))).toBe(0);
  expect(await act('withdraw', {}, device(0))).toBe(0);
  test.advance(5_000);
  const arrivedAt = test.nowMs() - 1_000;
  const papers = [10, 11, 12, 19].map((person) => ({
    person,
    vote: 'agree',
    arrivedAt,
    scan: DECISION_TEXT,
  }));
  expect(await act('enterPapers', { text, papers }, [officer, deputy])).toBe(0);
  expect(await act('noteMessages', { kind: 'reminder', homes: 7, undelivered: 2 }, officer)).toBe(
    0,
  );
  expect(await act('giveConsent', { text }, device(13))).toBe(0);
  expect(await act('giveConsent', { text }, device(14))).toBe(0);
  expect(await act('giveConsent', { text }, device(15))).toBe(0);
}

async function makeDossier(): Promise<Uint8Array> {
  await views.catchUp(test.ledger());
  const bytes = (hex: string) => new Uint8Array(Buffer.from(hex, 'hex'));
  const made = await matterDossier(
    {
      ledger: test.ledger(),
      views,
      file: (digest) =>
        Promise.resolve(
          [TEXT_FILE, SUMMARY_FILE].find((file) => Buffer.compare(sha256(file), digest) === 0),
        ),
    },
    decisionSubject(bytes(run.decision), {
      register: bytes(run.register),
      title: { en: 'Remodelling', ko: '리모델링' },
      text: sha256(TEXT_FILE),
      summary: sha256(SUMMARY_FILE),
    }),
  );
  if (!made.ok) throw new Error(JSON.stringify(made.error));
  return made.value;
}

async function check(bytes: Uint8Array, policyText: string | undefined = test.policyText) {
  const reader = decisionReader();
  const pushed = reader.push(bytes);
  const checks = checkDecision({
    read: pushed.ok ? reader.end() : pushed,
    policyText,
    openAgain: (chain) => openRerun(services, chain),
  });
  return await checkToEnd(checks);
}

const failedParts = ({ parts }: DecisionVerdict) =>
  parts.filter(({ state }) => state === 'failed').map(({ part }) => part);

async function printed(language: 'ko' | 'en', bytes: Uint8Array, policyText = test.policyText) {
  const file = path.join(test.folder, 'a.dossier');
  await writeFile(file, bytes);
  const lines: string[] = [];
  const say = (line: string) => {
    lines.push(line);
  };
  const terminal = { language, isInteractive: false, say, note: say, draw: () => undefined };
  const status = expectOk(await verifyDecision(terminal, file, { policyText }), 'it was read');
  return { status, text: lines.join('\n') };
}

describe('the dossier of a decision', () => {
  it('is printed in words, in both languages', async () => {
    const english = await printed('en', dossier);
    expect(english.status).toBe(0);
    expect(english.text).toContain('Complex     owners, at least 2/3    15 / 20 (75.00 %)');
    expect(english.text).toMatch(/ESTABLISHED .* by act/);
    expect(english.text).toContain('4 papers');
    const korean = await printed('ko', dossier);
    expect(korean.text).toContain('결정됨');
    expect(korean.text).toContain('확인하지 않은 것');
    const damaged = await printed('en', flipped(dossier, dossier.length - 3, 1));
    expect(damaged.status).toBe(1);
    expect(damaged.text).toContain('DOES NOT MATCH');
  });

  it('is not checked where there is no file for what is remembered of each person', async () => {
    vi.stubEnv('TMPDIR', path.join(test.folder, 'none'));
    const file = path.join(test.folder, 'b.dossier');
    await writeFile(file, dossier);
    const quiet = () => undefined;
    const silent = { isInteractive: false, say: quiet, note: quiet, draw: quiet };
    const { policyText } = test;
    const status = await verifyDecision({ ...silent, language: 'en' }, file, { policyText });
    expect(status).toMatchObject({ ok: false, error: { code: 'SCRATCH_UNUSABLE' } });
  });

  it('is checked, and says what the ledger says', async () => {
    const verdict = await check(dossier);
    expect(verdict.parts.filter(({ state }) => state !== 'passed')).toEqual([]);
    expect(verdict.verdict).toBe('checked');
    const { facts } = verdict;
    expect(facts).toMatchObject({
      status: 'open',
      paperCount: 4,
      withdrawalCount: 1,
      messages: { homes: 7, undelivered: 2 },
    });
    expect(facts?.tallies[0]).toMatchObject({ agree: { heads: 15 }, refuse: { heads: 1 } });
    expect(facts?.established?.tallies[0]).toMatchObject({ agree: { heads: 14 } });
    expect(facts?.byArrival).toBeUndefined();
  });

  it('is not checked without a policy, and does not match under another', async () => {
    const without = await check(dossier, '');
    expect(without.verdict).toBe('unchecked');
    const other = await openTestLedger({ genesis: { name: 'other' } });
    expect(failedParts(await check(dossier, other.policyText))).toEqual(['chain']);
    await other.close();
  });

  it('is refused with any byte changed, and says which part does not match', async () => {
    const step = effort(31, 11);
    for (let place = 0; place < dossier.length; place += step) {
      const verdict = await check(flipped(dossier, place, 1 << (place % 8)));
      expect(verdict.verdict, `byte ${String(place)}`).not.toBe('checked');
      const named = verdict.parts.filter(({ state }) => state !== 'passed');
      expect(named.length, `byte ${String(place)}`).toBeGreaterThan(0);
    }
  });
});
