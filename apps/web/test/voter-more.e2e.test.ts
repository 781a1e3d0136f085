import { readFile } from 'node:fs/promises';
import { axeFindings, launchBrowser } from '@madang/testkit';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type ResidentCity, startResidentCity } from './support/resident-city.ts';
import { heading, openTelephone, press } from './support/telephone.ts';
import { identify, shot, toReview } from './support/voter.ts';
import { auditors, chair, lifts, openElection, takenBallots } from './support/voter-city.ts';

const launched = await launchBrowser();

describe.skipIf(launched === undefined)('a voter with more than one thing to say', () => {
  const browser = launched as Browser;
  let city: ResidentCity;
  beforeAll(async () => {
    city = await startResidentCity();
  });
  afterAll(async () => {
    await browser.close();
    await city.stop();
  });

  const device = (path: string) => openTelephone(browser, city.url + path);

  it('chooses two of four, says yes or no beside it, and replaces the ballot until the close', async () => {
    const several = await openElection(city, {
      title: { ko: '감사 선거와 승강기 투표', en: 'Auditors, and the lifts' },
      questions: [auditors, lifts],
      revote: 'last',
      roll: [0, 1, 5],
    });
    const { page } = await device(city.links[5] ?? '');
    // The vote closes before the decision: it comes first, the other one is offered below.
    await heading(page, '감사 선거와 승강기 투표').waitFor();
    await page.getByText('마감 전에는 다시 낼 수 있습니다').waitFor();
    await page.getByRole('button', { name: /^우리 아파트 리모델링/ }).click();
    await heading(page, '우리 아파트 리모델링에 동의하시나요?').waitFor();
    await page.getByRole('button', { name: /^감사 선거/ }).click();
    await heading(page, '감사 선거와 승강기 투표').waitFor();
    await identify(city, page, 5);
    const box = (name: RegExp) => page.getByRole('checkbox', { name });
    await box(/강민호/).check();
    await page.getByText('2분까지 · 1분 골랐습니다').waitFor();
    await box(/서다인/).check();
    await box(/임도현/).click();
    await page.getByText('바꾸려면 고른 것을 먼저 빼 주세요').waitFor();
    expect(await page.getByRole('checkbox', { checked: true }).count()).toBe(2);
    await shot(page, 'two-of-four');
    expect(await axeFindings(page)).toEqual([]);
    await press(page, '다시 보기');
    await page.getByRole('alert').filter({ hasText: '고르거나 기권을 눌러 주세요' }).waitFor();
    await page.getByRole('radio', { name: '찬성' }).check();
    await press(page, '다시 보기');
    await heading(page, '이렇게 낼까요?').waitFor();
    await shot(page, 'two-review');
    expect(await axeFindings(page)).toEqual([]);
    await press(page, '잠그고 내기');
    await heading(page, '투표를 마쳤습니다').waitFor();
    await page.getByText('네 가지를 이 휴대전화가 직접 확인했습니다').waitFor();
    await press(page, '내 표가 세어졌나요?');
    await heading(page, '네, 세어져 있습니다').waitFor();
    await press(page, /^다시 고르기/);
    expect(await page.getByRole('checkbox', { checked: true }).count()).toBe(0);
    await box(/기권/).check();
    await page.getByRole('radio', { name: '반대' }).check();
    await press(page, '다시 보기');
    await press(page, '잠그고 내기');
    await heading(page, '투표를 마쳤습니다').waitFor();
    await page.getByText('네 가지를 이 휴대전화가 직접 확인했습니다').waitFor();
    await press(page, '내 표가 세어졌나요?');
    await heading(page, '네, 세어져 있습니다').waitFor();
    expect(await takenBallots(city, several)).toBe(1);
  });

  it('starts without a connection: a kept ballot is shown, and goes out when it is back', async () => {
    const election = await openElection(city, {
      title: { ko: '총무 선거', en: 'Secretary' },
      questions: [chair],
      roll: [0],
      closesInMs: 2 * 60 * 60_000,
    });
    const { page, context } = await device(city.links[0] ?? '');
    await heading(page, '총무 선거').waitFor();
    await page.evaluate(async () => {
      await navigator.serviceWorker.ready;
    });
    await page.reload();
    await toReview(city, page, 0, /한서윤/);
    await context.setOffline(true);
    await press(page, '잠그고 내기');
    await heading(page, /^보내고 있습니다/).waitFor();
    await page.reload();
    await heading(page, /^보내고 있습니다/).waitFor();
    await shot(page, 'offline-start');
    expect(await takenBallots(city, election)).toBe(0);
    await context.setOffline(false);
    await heading(page, '네, 세어져 있습니다').waitFor();
    expect(await takenBallots(city, election)).toBe(1);
  });

  it('tests whether the device locks rightly, on a second device, and casts another ballot', async () => {
    const tested = await openElection(city, {
      title: { ko: '잠금 시험 선거', en: 'A test of locks' },
      questions: [chair],
      roll: [7, 8],
      closesInMs: 60 * 60_000,
    });
    const { page, errors } = await device(city.links[8] ?? '');
    await heading(page, '잠금 시험 선거').waitFor();
    await toReview(city, page, 8, /오태현/);
    await press(page, '제대로 잠기는지 먼저 시험하기');
    await heading(page, '표를 잠갔습니다').waitFor();
    const noted = await page.locator('.m-code').innerText();
    expect(noted).toMatch(/^([0-9a-f]{4} ?){4}$/i);
    await shot(page, 'test-held');
    expect(await axeFindings(page)).toEqual([]);
    await press(page, '내지 않고 열어 보기');
    await heading(page, '열어 본 표는 내지 않습니다').waitFor();
    await shot(page, 'test-opened');
    expect(await axeFindings(page)).toEqual([]);
    const saving = page.waitForEvent('download');
    await press(page, '파일로 저장');
    const link = await readFile(await (await saving).path(), 'utf8');

    const { page: second, errors: more } = await device(link.replace(city.url, ''));
    await heading(second, '같은 표를 다시 만들었습니다').waitFor();
    await second.getByText('오태현').waitFor();
    const box = second.getByLabel('적어 둔 지문 16자리');
    await box.fill('0123 4567 89ab cdef');
    await press(second, '비교하기');
    await second.getByText('다릅니다. 그 휴대전화로 투표하지 마세요').waitFor();
    await box.fill(noted);
    await press(second, '비교하기');
    await second.getByText('같습니다. 그 휴대전화는 제대로 잠갔습니다').waitFor();
    await shot(second, 'test-same');
    expect(await axeFindings(second)).toEqual([]);

    await press(page, '새로 잠그러 가기');
    await heading(page, '이렇게 낼까요?').waitFor();
    await press(page, '제대로 잠기는지 먼저 시험하기');
    await heading(page, '표를 잠갔습니다').waitFor();
    const again = await page.locator('.m-code').innerText();
    expect(again).not.toBe(noted);
    await press(page, '이 표 내기');
    await heading(page, '투표를 마쳤습니다').waitFor();
    await press(page, '내 표가 세어졌나요?');
    await heading(page, '네, 세어져 있습니다').waitFor();
    await page.getByText(`이 표의 지문은 ${again}`).waitFor();
    expect(await takenBallots(city, tested)).toBe(1);
    expect(errors).toEqual([]);
    expect(more).toEqual([]);
  });
});
