import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expectOk, expectPresent, fromHex, parseJson } from '@madang/base';
import { ledgerAnswer, recordAnswer } from '@madang/client';
import { proveCheckpoint } from '@madang/client/consensus';
import { parseCheckpoint } from '@madang/protocol';
import {
  axeFindings,
  hasCometBft,
  launchBrowser,
  startNetwork,
  type TestNetwork,
} from '@madang/testkit';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { noteOfDossier } from '../src/real/dossier-note.ts';
import { buildApp, startCity, type TestCity } from './support/city.ts';
import { cosign, deviceAt, fileOf, makeDecision, saved } from './support/desk-pages.ts';
import { runVerifiers } from './support/programs.ts';
import { clientOf, told } from './support/residents.ts';
import { heading, openTelephone, press } from './support/telephone.ts';

/** Where a decision is played, and what befalls the city meanwhile. */
interface Stage {
  readonly start: () => Promise<TestCity>;
  /** After three residents have said yes, and after all have. */
  readonly hurt?: () => Promise<unknown>;
  readonly heal?: () => Promise<unknown>;
  /** What else is true at the end of a decision, of its dossier. */
  readonly proven?: (ends: Ending) => Promise<unknown>;
}

/** A decision at its end. */
interface Ending {
  readonly url: string;
  /** The file of the dossier, and a page on which somebody reads. */
  readonly file: string;
  readonly dossier: Uint8Array;
  readonly reader: Page;
}

const isNetworkHere = await hasCometBft();
const launched = await launchBrowser();

// Where there is a CometBFT the same is played on four nodes; once is enough.
describe.skipIf(launched === undefined || isNetworkHere)(
  'a decision from its list to its dossier',
  () => {
    playWhole({ start: startCity });
  },
);

describe.skipIf(launched === undefined || !isNetworkHere)(
  'a decision from its list to its dossier on four nodes, one of which dies and comes back',
  () => {
    let network: TestNetwork | undefined;
    playWhole({
      start: async () => {
        await buildApp();
        network = await startNetwork({ withDemo: true });
        return network;
      },
      hurt: async () => {
        await network?.say('kill', 'university');
        await seeOneMissing(network);
      },
      heal: async () => network?.say('heal'),
      proven: proveByVotes,
    });
  },
);

/** What the page of institutions says while one of four is dead. */
async function seeOneMissing(network: TestNetwork | undefined): Promise<void> {
  const { url } = expectPresent(network, 'a network');
  const { page } = await deviceAt(expectPresent(launched, 'a browser'), `${url}/institutions`);
  await page.getByText('한 곳이 더 멈추면 새 기록이 멈춥니다').waitFor();
  const row = page.getByRole('row').filter({ hasText: '답 없음' });
  expect(await row.count()).toBe(1);
  expect(await page.getByText('3 / 4표').count()).toBe(1);
  // Of the dead one too it is told how many blocks it signed, since the network began.
  const shares = await page.locator('.who .attended').allInnerTexts();
  expect(shares).toHaveLength(4);
  for (const share of shares) expect(share).toMatch(/전부터 \d+\.\d\d%/);
  expect(await axeFindings(page)).toEqual([]);
}

/** The light client proves the checkpoint of a dossier, called here and shown by the page. */
async function proveByVotes({ url, file, dossier, reader }: Ending): Promise<void> {
  const json = async (address: string) => (await fetch(`${url}${address}`)).json();
  const { chain } = expectOk(parseJson(ledgerAnswer, await json('/api/ledger')), 'who');
  const note = expectPresent(noteOfDossier(dossier), 'a dossier has a checkpoint');
  const { size, root } = expectOk(parseCheckpoint(note), 'a checkpoint').checkpoint;
  const last = expectOk(
    parseJson(recordAnswer, await json(`/api/records/${String(size - 1)}`)),
    'the last entry',
  );
  const height = last.type === 'block' ? last.height : 0;
  const room = { baseUrl: url, chain: expectOk(fromHex(chain), 'hexadecimal') };
  const facts = expectOk(await proveCheckpoint(room, { size, root, height }), 'proven').facts;
  expect(3n * facts.signedPower > 2n * facts.totalPower).toBe(true);
  expect(facts).toMatchObject({ height: height + 1, totalPower: 4n });
  // The same, by the browser of whoever reads.
  await reader.goto(`${url}/verify`);
  await reader.locator('input[type=file]').first().setInputFiles(file);
  const line = reader.getByRole('status').filter({ hasText: '바로 이 장부로 정함' });
  await line.waitFor();
  const said = await line.innerText();
  const count = new Intl.NumberFormat('en').format;
  expect(said).toContain(`${count(size)}줄까지의 장부를 묶음 ${count(height + 1)}에서`);
  expect(said).toMatch(/4표 중 [34]표/);
}

/** The whole of it: whoever takes part does so in a browser, by what they can read there. */
function playWhole({ start, hurt, heal, proven }: Stage): void {
  const browser = launched as Browser;
  let city: TestCity;
  beforeAll(async () => {
    city = await start();
  }, 240_000);
  afterAll(async () => {
    await browser.close();
    await city.stop();
  }, 60_000);
  let folder: string;
  beforeAll(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'madang-whole-'));
  });
  afterAll(async () => {
    await rm(folder, { recursive: true, force: true });
  });

  const client = () => clientOf(city.url);

  const device = async (address: string): Promise<Page> =>
    (await deviceAt(browser, city.url + address)).page;

  it('is played by officers and residents, on phones, on paper and by proxy, and proven by two programs', async () => {
    const officer = await device('/desk');
    await press(officer, '담당자 1로 들어가기');
    await heading(officer, '결정 목록').waitFor();
    await makeDecision(officer);
    const decision = expectPresent(/[0-9a-f]{64}/.exec(officer.url())?.[0], 'a decision');

    // Seven of twelve say yes on their telephones; one of them takes it back.
    const phones: Page[] = [];
    for (let number = 1001; number <= 1007; number++) {
      const resident = await arrive(number);
      await consent(resident, number);
      if (number === 1007) await withdraw(resident);
      phones.push(resident);
      if (number === 1003) await hurt?.();
    }
    // The eighth cannot come: a power of attorney for the first is entered by two officers.
    const deputy = await device(`/desk/${decision}?view=proxies`);
    await press(deputy, '담당자 2로 들어가기');
    await entrust(officer, deputy);
    await actForNeighbour(expectPresent(phones[0], 'the first telephone'));
    await heal?.();
    // Two came on paper.
    await officer.getByRole('link', { name: '종이 접수' }).click();
    await enterPaper(officer, '102동 301호');
    await enterPaper(officer, '102동 302호');
    await officer.getByRole('heading', { name: '이번 묶음 2장' }).waitFor();
    await press(officer, '서명하고 두 번째 담당자에게 넘기기');
    await officer.getByText('넘겼습니다', { exact: false }).waitFor();
    await deputy.getByRole('link', { name: '종이 접수' }).click();
    await cosign(deputy);

    // 6 + 1 + 2 of 12 are exactly three quarters.
    await officer.getByRole('link', { name: '마감과 결과' }).click();
    await officer.getByText('요건이 찼습니다').waitFor();
    await press(officer, '끝맺고 결과 남기기');
    await officer
      .getByRole('button', { name: '끝맺고 결과 남기기' })
      .waitFor({ state: 'detached' });
    const reader = await device(`/decisions/${decision}`);
    await reader.getByText('75.00%').first().waitFor();
    const file = path.join(folder, 'whole.dossier');
    const policy = path.join(folder, 'policy.txt');
    const dossier = await saved(reader, '결과철 받기');
    await writeFile(file, dossier);
    await writeFile(policy, await (await fetch(`${city.url}/api/policy`)).text());
    const said = await runVerifiers(file, policy);
    expect(said.verify.status, said.verify.out).toBe(0);
    expect(said.audit.status, said.audit.out).toBe(0);
    for (const { out } of [said.verify, said.audit]) {
      expect(out).toMatch(/established/i);
      // Heads in favour, of all.
      expect(out).toMatch(/\b9\b.*\b12\b/);
    }
    await proven?.({ url: city.url, file, dossier, reader });
  }, 300_000);

  /** Opens the link that came to a telephone. */
  async function arrive(number: number): Promise<Page> {
    const token = await told(client(), `010-0000-${String(number)}`, /#([0-9a-f]{32})/);
    return (await openTelephone(browser, `${city.url}/link#${token}`)).page;
  }

  /** Asks for a code by what `ask` presses, and writes it where it belongs. */
  async function identify(resident: Page, number: number): Promise<void> {
    const box = resident.getByLabel('문자로 받은 번호 6자리');
    await box.waitFor();
    await box.fill(await told(client(), `010-0000-${String(number)}`, /번호 (\d{6})/));
  }

  /** Reads, consents, sees the receipt checked. Whoever is not known yet gives `number`'s code. */
  async function consent(resident: Page, number?: number): Promise<void> {
    await press(resident, '내용 읽고 시작하기');
    await press(resident, '다음: 동의 여부 고르기');
    await resident.getByRole('radio', { name: /^동의합니다/ }).check();
    if (number !== undefined) await identify(resident, number);
    await press(resident, '서명하고 내기');
    await heading(resident, '동의가 기록되었습니다').waitFor();
    await resident.getByText('네 가지를 이 휴대전화가 직접 확인했습니다').waitFor();
  }

  async function withdraw(resident: Page): Promise<void> {
    await press(resident, '내 동의가 세어졌나요?');
    await press(resident, /^철회하기/);
    const question = resident.getByRole('dialog', { name: '동의를 철회할까요?' });
    await question.getByRole('button', { name: '철회하기' }).click();
    await heading(resident, '철회가 기록되었습니다').waitFor();
    await press(resident, '내 동의가 세어졌나요?');
    await heading(resident, '아니요, 철회되어 세어져 있지 않습니다').waitFor();
  }

  /** 102동 102호 lets 101동 101호 act: on paper, by two officers. */
  async function entrust(officer: Page, deputy: Page): Promise<void> {
    await officer.getByRole('link', { name: '대리인' }).click();
    const form = officer.getByRole('form', { name: '위임장 올리기' });
    await officer.getByLabel('맡긴 사람의 집').fill('102동 102호');
    await form.getByRole('radio', { name: /번호/ }).waitFor();
    await form.getByRole('radio', { name: '대리인을 정함' }).check();
    await form.getByRole('radio', { name: '이 결정의 소유자' }).check();
    await form.getByLabel('대리인의 집').fill('101동 101호');
    await form.getByLabel('위임장을 스캔한 파일').setInputFiles([fileOf('위임장.pdf', '102')]);
    await form.getByText('위임장.pdf의 지문을 적었습니다').waitFor();
    await press(officer, /넘기기/);
    await officer.getByText(/^넘겼습니다/).waitFor();
    await cosign(deputy);
  }

  /** The first owner finds on their own telephone for whom they may act. */
  async function actForNeighbour(resident: Page): Promise<void> {
    await resident.reload();
    await press(resident, '다른 분을 대신하기');
    await press(resident, /^102동 102호 소유자를 대신하기/);
    await resident.getByText('102동 102호 소유자를 대신하고 있습니다').waitFor();
    await consent(resident);
  }

  async function enterPaper(officer: Page, home: string): Promise<void> {
    await officer.getByLabel('집', { exact: true }).fill(home);
    await officer.getByRole('radio', { name: /번호/ }).waitFor();
    await officer.getByRole('radio', { name: '동의', exact: true }).check();
    await officer.getByLabel('스캔한 파일').setInputFiles([fileOf('scan.pdf', home)]);
    await officer.getByText(/지문을 적었습니다/).waitFor();
    await press(officer, '묶음에 넣기');
  }
}
