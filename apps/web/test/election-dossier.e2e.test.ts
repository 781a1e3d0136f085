import { readFile } from 'node:fs/promises';
import { expectOk, expectPresent, toHex, utf8 } from '@madang/base';
import { createClient } from '@madang/client';
import {
  decodeReceipt,
  decodeTransaction,
  encodeMatterDossier,
  encodeProven,
  encodeReceipt,
  type MatterDossier,
  openProvenState,
  type PlacedAct,
} from '@madang/protocol';
import { electionReader } from '@madang/services/election/proof/index.ts';
import { electionServices } from '@madang/services/elections.ts';
import { axeFindings, flipped, launchBrowser } from '@madang/testkit';
import type { Browser, Page } from 'playwright-core';
import { beforeAll, describe, expect, it } from 'vitest';
import { cityFor, visit } from './support/city.ts';
import { shot } from './support/voter.ts';

/** What a dossier carries. */
function readDossier(bytes: Uint8Array): MatterDossier {
  const reader = electionReader();
  expectOk(reader.push(bytes), 'a dossier');
  const { header, state, files, ...lists } = expectOk(reader.end(), 'a dossier');
  const placed = (list: 'people' | 'acts') =>
    [...expectOk(lists[list], 'acts')].map((act) => act.placed);
  const { state: proven } = expectOk(openProvenState(state), 'a state');
  const carried = [...files].map(([name, file]) => ({ name, bytes: file }));
  const [people, acts] = [placed('people'), placed('acts')];
  return { ...header, people, acts, state: proven, files: carried };
}

/** An envelope whose proof has another byte; its body, and so the journal, stay as they are. */
function withForgedProof(envelope: Uint8Array): Uint8Array {
  const { auth, body } = expectOk(decodeTransaction(envelope, envelope.length), 'an act').envelope;
  if (auth.kind !== 'proof') throw new Error('It is signed.');
  return encodeProven(body, flipped(auth.proof, 100, 1));
}

/** What is asked here is asked of the server, and believed. */
const policy = { load: () => Promise.resolve(undefined), save: () => Promise.resolve() };

const isBallot = ({ envelope }: Pick<PlacedAct, 'envelope'>): boolean =>
  expectOk(decodeTransaction(envelope, envelope.length), 'an act').body.act ===
  'election.castBallot';

const launched = await launchBrowser();

describe.skipIf(launched === undefined)('what anybody can check of an election', () => {
  const browser = launched as Browser;
  const city = cityFor(browser);
  let election: string;
  let dossier: Uint8Array;
  let receipt: Uint8Array;

  beforeAll(async () => {
    const client = createClient({ baseUrl: city.url, services: electionServices, policy });
    const lines = expectOk(await client.query('election.listElections', {}), 'elections');
    const decided = lines.find(({ status }) => status === 'decided');
    election = toHex(expectPresent(decided, 'one is decided').id);
    const { records } = expectOk(await client.matterRecords(election, undefined, 1_000), 'acts');
    const last = records.findLast(({ act }) => act === 'election.castBallot');
    const { index } = expectPresent(last, 'a ballot');
    receipt = expectOk(await client.receipt(index), 'a receipt');
  });

  const newPage = (path: string, width: number) => visit(browser, city.url + path, width);

  /** Gives a file to the page that checks, and what it answers. */
  async function answerTo(page: Page, name: string, bytes: Uint8Array): Promise<string> {
    await page.goto(`${city.url}/verify`);
    const file = { name, mimeType: '', buffer: Buffer.from(bytes) };
    await page.locator('input[type=file]').setInputFiles([file]);
    const heading = page
      .locator('.res:not([data-state=checking]) h2')
      .filter({ hasNotText: /확인하고 있습니다|세고 있습니다/ });
    return heading.innerText();
  }

  /** What does not match, as the page tells it. */
  const wrongIn = (page: Page): Promise<readonly string[]> =>
    page.locator('.res .m-stp li[data-is=failed]').allInnerTexts();

  it('is checked where it is shown, with the keyboard alone, and taken along', async () => {
    const { page, errors } = await newPage(`/elections/${election}`, 390);
    const here = page.getByRole('button', { name: '이 브라우저에서 확인하기' });
    await here.focus();
    const thread = page.waitForEvent('worker', (worker) => worker.url().includes('dossier-worker'));
    await page.keyboard.press('Enter');
    await thread;
    await page.getByRole('heading', { name: '이 선거 결과철은 맞습니다' }).waitFor();
    await page.getByText('확인한 표 41장(다시 내어 바뀐 표 포함)', { exact: false }).waitFor();
    await page.locator('.res').scrollIntoViewIfNeeded();
    await shot(page, 'election-dossier-phone', true);
    expect(await axeFindings(page)).toEqual([]);
    const saving = page.waitForEvent('download');
    await page.getByRole('button', { name: '결과철 받기' }).focus();
    await page.keyboard.press('Enter');
    const saved = await saving;
    expect(saved.suggestedFilename()).toBe(`election-${election.slice(0, 12)}.dossier`);
    dossier = new Uint8Array(await readFile(await saved.path()));
    expect(errors).toEqual([]);
  });

  it('is checked from the file, in both languages, and says what is not proven', async () => {
    const { page, errors } = await newPage('/verify', 390);
    expect(await answerTo(page, 'a.dossier', dossier)).toBe('이 선거 결과철은 맞습니다');
    await page.getByText('열쇠 보관인 2명이 모여 표 하나하나를 열어 보지 않았는지').waitFor();
    expect(await wrongIn(page)).toEqual([]);
    await shot(page, 'election-dossier-verify', true);
    expect(await axeFindings(page)).toEqual([]);
    expect(errors).toEqual([]);
    const { page: english } = await newPage('/en/verify', 1440);
    const file = { name: 'a.dossier', mimeType: '', buffer: Buffer.from(dossier) };
    await english.locator('input[type=file]').setInputFiles([file]);
    await english.getByRole('heading', { name: 'This dossier of an election matches' }).waitFor();
    await shot(english, 'election-dossier-en', true);
  });

  it('is refused where somebody changed it, and the part is named', async () => {
    const whole = readDossier(dossier);
    const at = whole.acts.findIndex(isBallot);
    const changed = (change: Partial<MatterDossier>) =>
      encodeMatterDossier({ ...whole, ...change });
    const forged = whole.acts.map((act, index) =>
      index === at ? { ...act, envelope: withForgedProof(act.envelope) } : act,
    );
    const { page } = await newPage('/verify', 390);
    const cases: readonly (readonly [string, Uint8Array, RegExp])[] = [
      ['a forged ballot', changed({ acts: forged }), /잠긴 표[^]*증명이 맞지 않는 표가 있습니다/],
      [
        'a ballot left out',
        changed({ acts: whole.acts.toSpliced(at, 1) }),
        /선거의 기록[^]*선거의 기록이 빠지거나/,
      ],
      [
        'another announcement',
        changed({ files: [{ name: 'text', bytes: utf8('{}') }] }),
        /공고[^]*제목이나 공고가 선거와 다릅니다/,
      ],
      ['a file cut off', dossier.slice(0, -10), /형식[^]*결과철이 아니거나/],
    ];
    for (const [name, bytes, words] of cases) {
      expect([name, await answerTo(page, 'a.dossier', bytes)]).toEqual([
        name,
        '이 결과철은 맞지 않습니다',
      ]);
      const wrong = await wrongIn(page);
      expect([name, wrong.length]).toEqual([name, 1]);
      expect(wrong[0]).toMatch(words);
      await shot(page, `election-dossier-${name.replaceAll(' ', '-')}`, true);
    }
    expect(await axeFindings(page)).toEqual([]);
  });

  it('holds a ballot to its receipt, its proof too, and refuses a forged one', async () => {
    const { page, errors } = await newPage('/verify', 390);
    expect(await answerTo(page, 'a.receipt', receipt)).toBe('이 영수증은 기록과 맞습니다');
    await page.getByText('선거가 허용하는 표임이 증명되었습니다').waitFor();
    await shot(page, 'ballot-receipt-verify', true);
    expect(await axeFindings(page)).toEqual([]);
    const opened = expectOk(decodeReceipt(receipt), 'a receipt');
    const forged = encodeReceipt({ ...opened, envelope: withForgedProof(opened.envelope) });
    expect(await answerTo(page, 'b.receipt', forged)).toBe('이 영수증은 기록과 맞지 않습니다');
    await page.getByText('이 선거의 표라는 증명이 맞지 않습니다').waitFor();
    await shot(page, 'ballot-receipt-forged', true);
    expect(errors).toEqual([]);
  });
});
