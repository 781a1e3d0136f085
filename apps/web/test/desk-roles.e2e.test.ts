import { launchBrowser } from '@madang/testkit';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { deviceAt, look, reach } from './support/desk-pages.ts';
import { press } from './support/election-pages.ts';
import { type ResidentCity, startResidentCity } from './support/resident-city.ts';
import { draftFor } from './support/trustee-city.ts';

vi.setConfig({ testTimeout: 120_000, hookTimeout: 60_000 });

const launched = await launchBrowser();

describe.skipIf(launched === undefined)('an officer with one role at the desk', () => {
  const browser = launched as Browser;
  let city: ResidentCity;
  beforeAll(async () => {
    city = await startResidentCity({ withDecision: false });
  });
  afterAll(async () => {
    await browser.close();
    await city.stop();
  });

  /** Comes to a page of the desk with a key of this device that holds one role. */
  async function comeAs(role: 'vote.officer' | 'election.officer', path: string) {
    const device = await deviceAt(browser, city.url + path);
    const { page } = device;
    await press(page, '이 기기에 열쇠 만들기');
    const shown = await page.locator('.m-hash').first().textContent();
    const account = (shown ?? '').replaceAll(/[^0-9a-f]/g, '');
    expect(account).toMatch(/^[0-9a-f]{64}$/);
    const grant = { institution: 'city', role, account, delegable: false };
    await city.act('governance.grantRole', grant, 'city.governance');
    await press(page, '이 기기의 열쇠로 들어가기');
    return device;
  }

  const isThere = (page: Page, name: string) =>
    page.getByRole('link', { name, exact: true }).first().isVisible();

  it('runs elections with election.officer alone, and is told what decisions need', async () => {
    const account = 'ab'.repeat(32);
    await draftFor(city, [account, 'cd'.repeat(32)], 3);
    const { page, errors } = await comeAs('election.officer', '/desk');
    await page.getByRole('heading', { level: 1, name: '담당자 창구' }).waitFor();
    await page.getByText('결정은 결정 담당자(vote.officer)만 다룹니다.').waitFor();
    expect(await isThere(page, '새 결정 만들기')).toBe(false);
    await look(page, 'roles-election');
    await page.getByRole('link', { name: /101동 대표 선거/ }).click();
    await page.getByRole('heading', { level: 1, name: '101동 대표 선거' }).waitFor();
    await page.getByRole('link', { name: '선거인·알림' }).click();
    await page.getByRole('heading', { name: /아직 투표하지 않은 집/ }).waitFor();
    await page.goto(`${city.url}/desk/elections/new`);
    await page.getByRole('heading', { level: 1, name: '어떤 선거인가' }).waitFor();
    await page.goto(`${city.url}/desk/new`);
    await page.getByRole('heading', { level: 1, name: '다른 담당자의 화면' }).waitFor();
    await look(page, 'roles-election-elsewhere');
    await page.setViewportSize({ width: 390, height: 844 });
    await reach(page.getByRole('link', { name: '내 창구로' }));
    await page.keyboard.press('Enter');
    await page.getByText('결정은 결정 담당자(vote.officer)만 다룹니다.').waitFor();
    await page.goto(`${city.url}/en/desk`);
    await page.getByText('Decisions are for officers with the role vote.officer').waitFor();
    expect(errors).toEqual([]);
  });

  it('runs decisions with vote.officer alone, and is told what elections need', async () => {
    const { page, errors } = await comeAs('vote.officer', '/desk');
    await page.getByText('비밀투표는 선거 담당자(election.officer)만 다룹니다.').waitFor();
    expect(await isThere(page, '새 선거 만들기')).toBe(false);
    expect(await isThere(page, '새 결정 만들기')).toBe(true);
    await look(page, 'roles-vote');
    await page.goto(`${city.url}/desk/elections/new`);
    await page.getByRole('heading', { level: 1, name: '다른 담당자의 화면' }).waitFor();
    await page.goto(`${city.url}/desk/new`);
    await page.getByRole('heading', { level: 1, name: '어떤 규칙으로 정하나' }).waitFor();
    expect(errors).toEqual([]);
  });
});
