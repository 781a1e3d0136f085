import { axeFindings, launchBrowser } from '@madang/testkit';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type ResidentCity, startResidentCity } from './support/resident-city.ts';
import { codeFor, heading, openTelephone, press } from './support/telephone.ts';
import { chair, openElection, takenBallots } from './support/voter-city.ts';

const launched = await launchBrowser();

describe.skipIf(launched === undefined)('a voter with a link', () => {
  const browser = launched as Browser;
  let city: ResidentCity;
  let election: string;
  beforeAll(async () => {
    city = await startResidentCity({ withDecision: false });
    const title = { ko: '입주자대표회의 회장 선거', en: 'Election of the chair' };
    election = await openElection(city, { title, questions: [chair] });
  });
  afterAll(async () => {
    await browser.close();
    await city.stop();
  });

  const device = (path: string, width?: number, look?: string) =>
    openTelephone(browser, city.url + path, { width, look });

  async function identify(page: Page, person: number): Promise<void> {
    await press(page, '투표 시작하기');
    await heading(page, '먼저 본인인지 확인합니다').waitFor();
    await page.getByText('보냈습니다').waitFor();
    await page.getByLabel('문자로 받은 번호 6자리').fill(await codeFor(city, person));
  }

  const shot = async (page: Page, name: string) => {
    if (process.env['VOTER_SHOTS'] === undefined) return;
    await page.screenshot({ path: `${process.env['VOTER_SHOTS']}/${name}.png`, fullPage: true });
  };

  it('sees who asks, chooses, reviews, casts, and is counted', async () => {
    const { page, errors } = await device(city.links[0] ?? '');
    await heading(page, '입주자대표회의 회장 선거').waitFor();
    await page.getByText('후보와 규칙이 기관 4곳의 기록과 같습니다').waitFor();
    await page.getByText('9명 가운데 0명').waitFor();
    await shot(page, '1-landing');
    expect(await axeFindings(page)).toEqual([]);
    await identify(page, 0);
    await heading(page, '입주자대표회의 회장').waitFor();
    await shot(page, '2-choose');
    expect(await axeFindings(page)).toEqual([]);
    expect(await page.getByRole('radio', { checked: true }).count()).toBe(0);
    await press(page, '다시 보기');
    await page.getByRole('alert').filter({ hasText: '고르거나 기권을 눌러 주세요' }).waitFor();
    await page.getByRole('radio', { name: /한서윤/ }).check();
    await page.getByText('한서윤 후보의 공약').click();
    await page.getByText('회의록을 일주일 안에 올림').waitFor();
    await shot(page, '3-chosen');
    await press(page, '다시 보기');
    await heading(page, '이렇게 낼까요?').waitFor();
    await page.getByText('위원 3명 가운데 2명이 모여야').waitFor();
    await shot(page, '4-review');
    expect(await axeFindings(page)).toEqual([]);
    await press(page, '잠그고 내기');
    await heading(page, '투표를 마쳤습니다').waitFor();
    await page.getByText('네 가지를 이 휴대전화가 직접 확인했습니다').waitFor();
    await shot(page, '5-receipt');
    expect(await axeFindings(page)).toEqual([]);
    await press(page, '내 표가 세어졌나요?');
    await heading(page, '네, 세어져 있습니다').waitFor();
    await page.getByText('1 / 9명 · 11.11%').waitFor();
    await shot(page, '6-counted');
    expect(await axeFindings(page)).toEqual([]);
    expect(await takenBallots(city, election)).toBe(1);
    expect(errors).toEqual([]);
  });
});
