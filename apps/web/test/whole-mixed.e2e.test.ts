import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expectOk, fromHex } from '@madang/base';
import type { OwnKey } from '@madang/services/election/intake/index.ts';
import { axeFindings, launchBrowser } from '@madang/testkit';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { cosign, deviceAt, saved } from './support/desk-pages.ts';
import { giveUpOnPhone, onlyBatch, registerOnPhone } from './support/given-keys.ts';
import {
  mixAndOpen,
  mixedPlan,
  neighbours,
  openRegistration,
  registerBare,
  registersForMs,
  voteBare,
} from './support/mixed-city.ts';
import { runVerifiers } from './support/programs.ts';
import { type ResidentCity, startResidentCity } from './support/resident-city.ts';
import { heading, openTelephone, press } from './support/telephone.ts';
import { openSums } from './support/trustees.ts';
import { shot } from './support/voter.ts';
import { chair, clientIn, trustees } from './support/voter-city.ts';

const launched = await launchBrowser();
const long = { timeout: 60_000 };

const WEEK_MS = 7 * 24 * 3_600_000;
/** Six neighbours and a telephone; four neighbours and a paper; nobody. */
const counts = [7, 5, 0] as const;

describe.skipIf(launched === undefined)('an election with mixed keys, to its result', () => {
  const browser = launched as Browser;
  let city: ResidentCity;
  let folder: string;
  let election: string;
  let id: Uint8Array;
  const own: OwnKey[] = [];
  beforeAll(async () => {
    city = await startResidentCity({ withDecision: false, others: neighbours.length });
    folder = await mkdtemp(join(tmpdir(), 'madang-whole-mixed-'));
    election = await openRegistration(city, mixedPlan);
    id = expectOk(fromHex(election), 'an id');
    for (const person of neighbours) own.push(await registerBare(city, election, person));
  });
  afterAll(async () => {
    await browser.close();
    await city.stop();
    await rm(folder, { recursive: true, force: true });
  });

  it('counts a ballot under a mixed key and a paper for one that was given up, and is proven by two programs', async () => {
    const [first, second] = [await phoneOf(0), await phoneOf(3)];
    for (const [page, person] of [
      [first, 0],
      [second, 3],
    ] as const) {
      await registerOnPhone(city, page, person);
    }
    city.leap(registersForMs);
    await mixAndOpen(city, election, mixedPlan);
    for (const [at, key] of own.slice(0, 10).entries()) {
      await voteBare(city, election, key, [[at < 6 ? 0 : 1]]);
    }
    await voteOnPhone(second);
    const desk = await deskOf(1);
    await takePaper(desk, first);
    await countPaper(desk);
    city.leap(WEEK_MS);
    await close();
    await openSums(clientIn(city), election, trustees.slice(0, 2));
    await proveAll();
  }, 240_000);

  async function phoneOf(person: number): Promise<Page> {
    const { page } = await openTelephone(browser, city.url + (city.links[person] ?? ''));
    return page;
  }

  async function deskOf(officer: 1 | 2): Promise<Page> {
    const path = `/desk/elections/${election}?view=paper`;
    const { page } = await deviceAt(browser, city.url + path);
    await press(page, `담당자 ${String(officer)}로 들어가기`);
    return page;
  }

  async function voteOnPhone(page: Page): Promise<void> {
    await page.reload();
    await press(page, '후보 보고 고르기');
    await page.getByRole('radio', { name: /한서윤/ }).check();
    await press(page, '다시 보기');
    await press(page, '잠그고 내기');
    await heading(page, '투표를 마쳤습니다').waitFor();
  }

  /** The first telephone gives up its key, and its voter gets a paper. */
  async function takePaper(desk: Page, phone: Page): Promise<void> {
    await press(desk, '반납을 받을 묶음 시작하기');
    await press(desk, '반납 받기');
    await phone.reload();
    const shown = await giveUpOnPhone(phone, (await onlyBatch(city, id)).key);
    await desk.getByLabel('휴대전화에서 받은 글자').fill(shown);
    await press(desk, '읽고 기록에 올리기');
    await desk.getByText('지금 투표지 한 장을 드리십시오').waitFor();
    await heading(phone, '투표 키를 반납했습니다').waitFor();
    await press(desk, '묶음 목록으로');
  }

  /** The paper is counted twice, entered, and confirmed by two officers. */
  async function countPaper(desk: Page): Promise<void> {
    await press(desk, '세어 올리기');
    await desk.getByText('투표 키를 반납하고 종이로 투표하는 분: 1명').waitFor();
    for (const [which, button] of [
      ['첫 번째 셈', '첫 번째 수 적어 두기'],
      ['두 번째 셈', '두 수 견주기'],
    ] as const) {
      await desk.getByRole('heading', { name: which }).waitFor();
      const typed = { '투표지 수': '1', '기호 1': '0', '기호 2': '1', '기호 3': '0', 백지: '0' };
      for (const [field, value] of Object.entries(typed)) {
        await desk.getByLabel(new RegExp(field)).fill(value);
      }
      await press(desk, button);
    }
    await press(desk, '잠가서 올리기');
    await desk.getByText('투표지 1장을 올렸습니다.').waitFor();
    await desk.getByLabel('종이를 보관하는 곳 (한국어)').fill('관리사무소 금고');
    await desk.getByLabel('종이를 보관하는 곳 (영어)').fill('Safe of the office');
    await press(desk, '기록지 만들기');
    await press(desk, '내 서명으로 두 번째 담당자에게 넘기기');
    await desk.getByText('넘겼습니다.').waitFor();
    await cosign(await deskOf(2));
    await desk.getByText('두 사람이 확인해서 다른 표와 함께 셉니다.').waitFor();
  }

  async function close(): Promise<void> {
    const { page } = await deviceAt(browser, `${city.url}/desk/elections/${election}`);
    await press(page, '담당자 1로 들어가기');
    await page.getByRole('button', { name: '마감하기', exact: true }).click();
    await page.getByText('개표 중').first().waitFor();
  }

  /** Anybody sees the result, counts again, and checks the dossier: here, and by both programs. */
  async function proveAll(): Promise<void> {
    const reader = (await openTelephone(browser, `${city.url}/elections/${election}`)).page;
    const bars = reader.locator('.votes li');
    await bars.first().waitFor();
    const shown = (await bars.allInnerTexts()).map((text) => Number(/(\d+)표/.exec(text)?.[1]));
    expect(shown).toEqual([...counts, 0]);
    await press(reader, '다시 세기');
    await reader.getByText('맞습니다. 합계 1개와', { exact: false }).waitFor(long);
    await press(reader, '이 브라우저에서 확인하기');
    await reader.getByRole('heading', { name: '이 선거 결과철은 맞습니다' }).waitFor(long);
    await reader.getByText('종이로 투표하려고 반납한 투표 키 1개').waitFor();
    await shot(reader, 'whole-mixed-result', true);
    expect(await reader.evaluate(() => document.documentElement.scrollWidth)).toBe(390);
    expect(await axeFindings(reader)).toEqual([]);
    const file = join(folder, 'mixed.dossier');
    const policy = join(folder, 'policy.txt');
    await writeFile(file, await saved(reader, '결과철 받기'));
    await writeFile(policy, await (await fetch(`${city.url}/api/policy`)).text());
    const said = await runVerifiers(file, policy);
    for (const { status, out } of [said.verify, said.audit]) {
      expect(status, out).toBe(0);
      expect(out).toMatch(/given up/);
    }
    for (const [answer, count] of counts.entries()) {
      const name = chair.answers[answer]?.title.en ?? '';
      expect(said.verify.out).toMatch(new RegExp(`${name} +${String(count)} \\(`));
    }
    expect(said.audit.out).toContain(`12 cast, 0 blank, for answers 1 to 3: ${counts.join(', ')}`);
  }
});
