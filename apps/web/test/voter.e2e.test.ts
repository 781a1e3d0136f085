import { axeFindings, launchBrowser } from '@madang/testkit';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type ResidentCity, startResidentCity } from './support/resident-city.ts';
import { codeFor, heading, openTelephone, press, tabTo, tooWide } from './support/telephone.ts';
import { identify, shot, toReview } from './support/voter.ts';
import { chair, openElection, pause, takenBallots } from './support/voter-city.ts';

const launched = await launchBrowser();

describe.skipIf(launched === undefined)('a voter with a link', () => {
  const browser = launched as Browser;
  let city: ResidentCity;
  let election: string;
  const title = { ko: '입주자대표회의 회장 선거', en: 'Election of the chair' };
  beforeAll(async () => {
    city = await startResidentCity({ withDecision: false });
    election = await openElection(city, { title, questions: [chair], roll: [0, 1, 2, 3, 4, 5, 6] });
  });
  afterAll(async () => {
    await browser.close();
    await city.stop();
  });

  const device = (path: string, width?: number, look?: string) =>
    openTelephone(browser, city.url + path, { width, look });

  it('sees who asks, chooses, reviews, casts, and is counted', async () => {
    const { page, errors } = await device(city.links[0] ?? '');
    await heading(page, '입주자대표회의 회장 선거').waitFor();
    await page.getByText('후보와 규칙이 기관 4곳의 기록과 같습니다').waitFor();
    await page.getByText('7명 가운데 0명').waitFor();
    expect(await page.getByRole('navigation').count()).toBe(0);
    expect(await axeFindings(page)).toEqual([]);
    await identify(city, page, 0);
    await heading(page, '입주자대표회의 회장').waitFor();
    expect(await axeFindings(page)).toEqual([]);
    expect(await page.getByRole('radio', { checked: true }).count()).toBe(0);
    await press(page, '다시 보기');
    await page.getByRole('alert').filter({ hasText: '고르거나 기권을 눌러 주세요' }).waitFor();
    await page.getByRole('radio', { name: /한서윤/ }).check();
    await page.getByText('한서윤 후보의 공약').click();
    await page.getByText('회의록을 일주일 안에 올림').waitFor();
    await press(page, '다시 보기');
    await heading(page, '이렇게 낼까요?').waitFor();
    await page.getByText('열쇠 보관인 3명 가운데 2명이 모여야').waitFor();
    expect(await axeFindings(page)).toEqual([]);
    await press(page, '입주자대표회의 회장 고치기');
    await page.getByRole('radio', { name: /한서윤/, checked: true }).waitFor();
    await press(page, '다시 보기');
    await press(page, '잠그고 내기');
    await heading(page, '투표를 마쳤습니다').waitFor();
    await page.getByText('네 가지를 이 휴대전화가 직접 확인했습니다').waitFor();
    expect(await page.locator('main').innerText()).not.toMatch(/한서윤|김|010-/);
    expect(await axeFindings(page)).toEqual([]);
    await press(page, '내 표가 세어졌나요?');
    await heading(page, '네, 세어져 있습니다').waitFor();
    await page.getByText('1 / 7명 · 14.28%').waitFor();
    await shot(page, 'counted');
    expect(await axeFindings(page)).toEqual([]);
    expect(await takenBallots(city, election)).toBe(1);
    expect(errors).toEqual([]);
    // Nothing leads back to a second ballot, and what was chosen is nowhere on the device.
    await page.goBack();
    await page.goBack();
    await heading(page, '네, 세어져 있습니다').waitFor();
    expect(await storedText(page)).not.toMatch(/한서윤|chosen|selections"/);
  });

  it('does all of it by keyboard alone', async () => {
    const { page } = await device(city.links[1] ?? '');
    await heading(page, '입주자대표회의 회장 선거').waitFor();
    await tabTo(page, '투표 시작하기');
    await page.keyboard.press('Enter');
    await page.getByText('보냈습니다').waitFor();
    await tabTo(page, '문자로 받은');
    await page.keyboard.type(await codeFor(city, 1));
    await heading(page, '입주자대표회의 회장').waitFor();
    await expect.poll(() => page.evaluate(() => document.activeElement?.tagName)).toBe('H1');
    await tabTo(page, '기호 1');
    await page.keyboard.press('ArrowDown');
    await page.getByRole('radio', { name: /오태현/, checked: true }).waitFor();
    await tabTo(page, '다시 보기');
    await page.keyboard.press('Enter');
    await heading(page, '이렇게 낼까요?').waitFor();
    await tabTo(page, '잠그고 내기');
    await page.keyboard.press('Enter');
    await heading(page, '투표를 마쳤습니다').waitFor();
    await tabTo(page, '내 표가 세어졌나요?');
    await page.keyboard.press('Enter');
    await heading(page, '네, 세어져 있습니다').waitFor();
  });

  it('loses the connection when casting: the ballot is kept and counts once', async () => {
    const { page, context } = await device(city.links[2] ?? '');
    await toReview(city, page, 2, /문지수/);
    const before = await takenBallots(city, election);
    await context.setOffline(true);
    await press(page, '잠그고 내기');
    await heading(page, '보내고 있습니다. 화면을 닫아도 됩니다').waitFor();
    await heading(page, '아직 닿지 않았습니다. 계속 보내고 있습니다').waitFor({ timeout: 20_000 });
    await page.getByText('이 휴대전화가 잠금').waitFor();
    await shot(page, 'offline');
    await press(page, '내 표가 세어졌나요?');
    await heading(page, '지금은 확인하지 못했습니다').waitFor();
    // The network is back, and what would send the ballot by itself is held up.
    await page.route('**/api/transactions', (route) => route.abort());
    await context.setOffline(false);
    await press(page, '다시 확인하기');
    await heading(page, '아니요, 아직 세어져 있지 않습니다').waitFor();
    await page.getByText(/장부에 없다는 것을 이 휴대전화가 확인했습니다/).waitFor();
    await shot(page, 'not-counted');
    expect(await axeFindings(page)).toEqual([]);
    expect(await takenBallots(city, election)).toBe(before);
    await page.unroute('**/api/transactions');
    await press(page, '다시 보내기');
    await heading(page, '투표를 마쳤습니다').waitFor();
    expect(await takenBallots(city, election)).toBe(before + 1);
    await page.reload();
    await heading(page, '네, 세어져 있습니다').waitFor();
  });

  it('loads the page again in the middle: nothing is chosen, and a kept ballot goes on', async () => {
    const { page, context } = await device(city.links[3] ?? '');
    await toReview(city, page, 3, /한서윤/);
    await page.reload();
    await heading(page, '입주자대표회의 회장 선거').waitFor();
    await press(page, '후보 보고 고르기');
    expect(await page.getByRole('radio', { checked: true }).count()).toBe(0);
    await page.getByRole('radio', { name: /기권/ }).check();
    await press(page, '다시 보기');
    const before = await takenBallots(city, election);
    await page.route('**/api/transactions', (route) => route.abort());
    await press(page, '잠그고 내기');
    await heading(page, /^보내고 있습니다/).waitFor();
    await page.close();
    const next = await context.newPage();
    await next.goto(`${city.url}/`);
    await expect.poll(() => takenBallots(city, election)).toBe(before + 1);
    await next.goto(city.url + (city.links[3] ?? ''));
    await heading(next, '네, 세어져 있습니다').waitFor();
  });

  it('is told what to do while it is paused, by whoever is not on the roll, and elsewhere', async () => {
    const { page } = await device(city.links[4] ?? '');
    await toReview(city, page, 4, /오태현/);
    await pause(city, election, 'pause');
    await press(page, '잠그고 내기');
    await heading(page, '표를 받지 않았습니다').waitFor();
    await page.getByText('다시 열리면 한 번 더 내 주세요').waitFor();
    expect(await axeFindings(page)).toEqual([]);
    const { page: other } = await device(city.links[5] ?? '');
    await other.getByText('투표가 잠시 멈춰 있습니다').waitFor();
    await pause(city, election, 'resume');
    await press(other, '다시 해 보기');
    await other.getByRole('button', { name: '투표 시작하기' }).waitFor();
    await press(page, '다시 고르기');
    await page.getByRole('radio', { name: /오태현/ }).check();
    await press(page, '다시 보기');
    await press(page, '잠그고 내기');
    await heading(page, '투표를 마쳤습니다').waitFor();
    const { page: second } = await device(city.links[4] ?? '');
    await heading(second, '다른 기기에서 이미 확인하셨습니다').waitFor();
    const { page: stranger } = await device(city.links[8] ?? '');
    await press(stranger, '투표 시작하기');
    await stranger.getByText('보냈습니다').waitFor();
    await stranger.getByLabel('문자로 받은 번호 6자리').fill(await codeFor(city, 8));
    await heading(stranger, '이 선거의 투표권자 명부에 없습니다').waitFor();
  });

  it('believes no candidates that are not those on record', async () => {
    const { page } = await device(city.links[5] ?? '');
    await page.route('**/api/files/*', (route) => route.fulfill({ body: '{}' }));
    await page.reload();
    await page.getByText('받은 후보 소개가 기록과 다릅니다').waitFor();
    expect(await page.getByRole('button', { name: '투표 시작하기' }).count()).toBe(0);
  });

  it('seals for no key that is not proven', async () => {
    const { page } = await device(city.links[5] ?? '');
    await page.route('**/api/standing*', (route) => route.abort());
    await page.reload();
    await page.getByText('확인하지 않고 내면').waitFor();
    expect(await page.getByRole('button', { name: '투표 시작하기' }).count()).toBe(0);
  });

  it('fits 320 px at the largest text in high contrast, on every screen and in English', async () => {
    const { page, errors } = await device(`/en${city.links[6] ?? ''}`, 320, '5 high-contrast');
    const fits = async (name: string) => {
      expect(await tooWide(page)).toEqual([]);
      expect(await axeFindings(page)).toEqual([]);
      await shot(page, `en-${name}`);
    };
    await page.getByText('match the record of 4 institutions').waitFor();
    await fits('landing');
    await press(page, 'Begin to vote');
    await page.getByText(/^Sent to 010-/).waitFor();
    await page.getByLabel('The six digits from the message').fill(await codeFor(city, 6));
    await heading(page, 'Chair of the residents’ council').waitFor();
    await page.getByRole('radio', { name: /Moon Jisu/ }).check();
    await fits('choose');
    await press(page, 'Review');
    await heading(page, 'Cast it like this?').waitFor();
    await fits('review');
    await press(page, 'Lock it and cast it');
    await heading(page, 'Your ballot is cast').waitFor();
    await page.getByText('This phone checked all four points itself').waitFor();
    await fits('receipt');
    await press(page, 'Was I counted?');
    await heading(page, 'Yes, it is counted').waitFor();
    await fits('counted');
    expect(errors).toEqual([]);
  });
});

/** Everything that a page keeps, as text; bytes as numbers. */
function storedText(page: Page): Promise<string> {
  return page.evaluate(async () => {
    const database = await new Promise<IDBDatabase>((resolve, reject) => {
      const opening = indexedDB.open('madang');
      opening.onsuccess = () => resolve(opening.result);
      opening.onerror = () => reject(new Error('There is no database.'));
    });
    const names = [...database.objectStoreNames];
    const all = await Promise.all(
      names.map(
        (name) =>
          new Promise<unknown>((resolve) => {
            const asked = database.transaction(name).objectStore(name).getAll();
            asked.onsuccess = () => resolve(asked.result);
          }),
      ),
    );
    const kept = JSON.stringify([
      all,
      Object.entries(localStorage),
      Object.entries(sessionStorage),
      history.state,
    ]);
    return `${kept} ${location.href}`;
  });
}
