import { axeFindings, launchBrowser } from '@madang/testkit';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type ResidentCity, startResidentCity, WITHOUT_CONTACT } from './support/resident-city.ts';
import { codeFor, heading, openTelephone, press, tabTo, tooWide } from './support/telephone.ts';

const launched = await launchBrowser();
const minuteMs = 60_000;

describe.skipIf(launched === undefined)('a resident with a link', () => {
  const browser = launched as Browser;
  let city: ResidentCity;
  beforeAll(async () => {
    city = await startResidentCity();
  });
  afterAll(async () => {
    await browser.close();
    await city.stop();
  });

  const device = (path: string, width?: number, look?: string) =>
    openTelephone(browser, city.url + path, { width, look });

  /** From the landing page to the choice, with the code in its box. */
  async function toChoice(page: Page): Promise<void> {
    await press(page, '내용 읽고 시작하기');
    await heading(page, '먼저 내용을 읽어 주세요').waitFor();
    await press(page, '다음: 동의 여부 고르기');
    await page.getByText('보냈습니다').waitFor();
  }

  const code = (person: number) => codeFor(city, person);

  async function consent(page: Page, person: number): Promise<void> {
    await toChoice(page);
    await page.getByRole('radio', { name: /^동의합니다/ }).check();
    await page.getByLabel('문자로 받은 번호 6자리').fill(await code(person));
    await page.getByText('본인 확인이 되었습니다').waitFor();
    await press(page, '서명하고 내기');
    await heading(page, '동의가 기록되었습니다').waitFor();
  }

  it('reads, consents, is counted, withdraws and sees proven that nothing stands', async () => {
    const { page, errors } = await device(city.links[0] ?? '');
    const startedMs = Date.now();
    await heading(page, '우리 아파트 리모델링에 동의하시나요?').waitFor();
    await page.getByText('김○자 님, 107동 503호').waitFor();
    await page.getByText('묻는 곳과 글이 기관 4곳의 기록과 같습니다').waitFor();
    expect(await page.getByRole('navigation').count()).toBe(0);
    await press(page, '내용 읽고 시작하기');
    await page.getByText('서명할 글에서 한 글자도 바뀌지 않았습니다').waitFor();
    await page.getByText('가온숲 관리사무소가 썼습니다').waitFor();
    await page.getByText('2. 공사비와 나눠 내는 돈').click();
    await page.getByRole('rowheader', { name: '84㎡형' }).waitFor();
    await page.getByText('3. 동의와 철회').click();
    await page.getByText('<b>글자일 뿐입니다.</b>').waitFor();
    await press(page, '다음: 동의 여부 고르기');
    expect(await page.getByRole('radio', { checked: true }).count()).toBe(0);
    await press(page, '서명하고 내기');
    await page.getByRole('alert').filter({ hasText: '동의 여부를 골라 주세요' }).waitFor();
    await page.getByRole('radio', { name: /^동의합니다/ }).check();
    await page.getByLabel('문자로 받은 번호 6자리').fill(await code(0));
    await page.getByText('소유자 1명, 84.96㎡로 세어집니다').waitFor();
    await press(page, '서명하고 내기');
    await heading(page, '동의가 기록되었습니다').waitFor();
    await page.getByText('네 가지를 이 휴대전화가 직접 확인했습니다').waitFor();
    expect(Date.now() - startedMs).toBeLessThan(minuteMs);
    expect(await page.locator('main').innerText()).not.toMatch(/김|명자|010-/);
    expect(await axeFindings(page)).toEqual([]);

    await press(page, '내 동의가 세어졌나요?');
    await heading(page, '네, 세어져 있습니다').waitFor();
    await page.getByText('1 / 7명 · 14.28%').waitFor();
    await page.getByText('75%까지 5명 더').waitFor();
    await page.getByText('우리 107동', { exact: true }).waitFor();
    expect(await axeFindings(page)).toEqual([]);

    await press(page, /^철회하기/);
    const question = page.getByRole('dialog', { name: '동의를 철회할까요?' });
    await question.getByText('소유자 1명, 84.96㎡가 바로 빠집니다').waitFor();
    await question.getByRole('button', { name: '철회하기' }).click();
    await heading(page, '철회가 기록되었습니다').waitFor();
    await page.getByText('네 가지를 이 휴대전화가 직접 확인했습니다').waitFor();
    await press(page, '내 동의가 세어졌나요?');
    await heading(page, '아니요, 철회되어 세어져 있지 않습니다').waitFor();
    await page.getByText(/장부에 없다는 것을 이 휴대전화가 확인했습니다/).waitFor();
    await press(page, '다시 고르기');
    expect(await page.getByLabel('문자로 받은 번호 6자리').count()).toBe(0);
    await page.getByRole('radio', { name: /^동의하지 않습니다/ }).check();
    await press(page, '서명하고 내기');
    await heading(page, '동의하지 않는다는 뜻이 기록되었습니다').waitFor();
    expect(errors).toEqual([]);
  });

  it('does all of it by keyboard alone', async () => {
    const { page } = await device(city.links[1] ?? '');
    await heading(page, '우리 아파트 리모델링에 동의하시나요?').waitFor();
    await page.keyboard.press('Tab');
    await page.keyboard.press('Enter');
    await expect.poll(() => page.url()).toContain(city.links[1] ?? '-');
    await tabTo(page, '내용 읽고 시작하기');
    await page.keyboard.press('Enter');
    await page.getByText('서명할 글에서').waitFor();
    expect(await page.evaluate(() => document.activeElement?.tagName)).toBe('H1');
    await tabTo(page, '다음');
    await page.keyboard.press('Enter');
    await page.getByText('보냈습니다').waitFor();
    await tabTo(page, '동의합니다');
    await page.keyboard.press('Space');
    await tabTo(page, '문자로 받은');
    await page.keyboard.type(await code(1));
    await page.getByText('본인 확인이 되었습니다').waitFor();
    await tabTo(page, '서명하고 내기');
    await page.keyboard.press('Enter');
    await heading(page, '동의가 기록되었습니다').waitFor();
    await tabTo(page, '내 동의가 세어졌나요?');
    await page.keyboard.press('Enter');
    await heading(page, '네, 세어져 있습니다').waitFor();
    await tabTo(page, '철회하기');
    await page.keyboard.press('Enter');
    await tabTo(page, /^철회하기$/);
    await page.keyboard.press('Enter');
    await heading(page, '철회가 기록되었습니다').waitFor();
    await page.goBack();
    await heading(page, '아니요, 철회되어 세어져 있지 않습니다').waitFor();
  });

  it('loses the connection after signing: the act is kept and counts once', async () => {
    const { page, context } = await device(city.links[2] ?? '');
    await toChoice(page);
    await page.getByRole('radio', { name: /^동의합니다/ }).check();
    await page.getByLabel('문자로 받은 번호 6자리').fill(await code(2));
    await page.getByText('본인 확인이 되었습니다').waitFor();
    const before = await city.recorded('vote.giveConsent');
    await context.setOffline(true);
    await press(page, '서명하고 내기');
    await heading(page, '보내고 있습니다. 화면을 닫아도 됩니다').waitFor();
    await heading(page, '아직 닿지 않았습니다. 계속 보내고 있습니다').waitFor();
    await page.getByText('이 휴대전화가 서명함').waitFor();
    await press(page, '내 동의가 세어졌나요?');
    await heading(page, '지금은 확인하지 못했습니다').waitFor();
    expect(await page.locator('.m-alert[data-tone=failed]').count()).toBe(0);
    // The network is back, and what would send the act by itself is held up: nothing is there yet.
    await page.route('**/api/transactions', (route) => route.abort());
    await context.setOffline(false);
    await press(page, '다시 확인하기');
    await heading(page, '아니요, 아직 세어져 있지 않습니다').waitFor();
    await page.getByText(/장부에 없다는 것을 이 휴대전화가 확인했습니다/).waitFor();
    expect(await city.recorded('vote.giveConsent')).toBe(before);
    expect(await axeFindings(page)).toEqual([]);
    await page.unroute('**/api/transactions');
    await press(page, '다시 보내기');
    await heading(page, '동의가 기록되었습니다').waitFor();
    expect(await city.recorded('vote.giveConsent')).toBe(before + 1);
    await page.reload();
    await heading(page, '네, 세어져 있습니다').waitFor();
  });

  it('closes the page without a connection, and on return the act has been sent', async () => {
    const { page, context } = await device(city.links[3] ?? '');
    await toChoice(page);
    await page.getByRole('radio', { name: /^동의합니다/ }).check();
    await page.getByLabel('문자로 받은 번호 6자리').fill(await code(3));
    await page.getByText('본인 확인이 되었습니다').waitFor();
    await page.route('**/api/transactions', (route) => route.abort());
    await press(page, '서명하고 내기');
    await heading(page, '보내고 있습니다. 화면을 닫아도 됩니다').waitFor();
    await page.close();
    const next = await context.newPage();
    await next.goto(`${city.url}/`);
    await expect
      .poll(() => city.recorded('vote.giveConsent'), { timeout: 10_000 })
      .toBeGreaterThan(0);
    await next.goto(city.url + (city.links[3] ?? ''));
    await heading(next, '네, 세어져 있습니다').waitFor();
    await context.close();
  });

  it('says a wrong code above its box, and goes on with the right one', async () => {
    const { page } = await device(city.links[4] ?? '');
    await toChoice(page);
    const right = await code(4);
    const box = page.getByLabel('문자로 받은 번호 6자리');
    await box.fill(right === '000000' ? '111111' : '000000');
    const error = page.getByRole('alert').filter({ hasText: '번호가 다릅니다' });
    await error.waitFor();
    const above = (await error.boundingBox())?.y ?? 0;
    expect(above).toBeLessThan((await box.boundingBox())?.y ?? 0);
    expect(await axeFindings(page)).toEqual([]);
    await page.getByText(/^4분 5[0-7]초 남음$/).waitFor();
    await press(page, '시간 늘리기');
    await page.getByText(/^(5분 0초|4분 5[89]초) 남음$/).waitFor();
    await page.getByRole('radio', { name: /^동의하지 않습니다/ }).check();
    await box.fill(right);
    await page.getByText('본인 확인이 되었습니다').waitFor();
    await press(page, '서명하고 내기');
    await heading(page, '동의하지 않는다는 뜻이 기록되었습니다').waitFor();
  });

  it('finds a used link explained on a second device', async () => {
    const { page } = await device(city.links[4] ?? '');
    await heading(page, '다른 기기에서 이미 확인하셨습니다').waitFor();
    await page.getByText('신분증을 가지고 사무실로 오세요').waitFor();
    expect(await axeFindings(page)).toEqual([]);
  });

  it('co-owns a home: is told whose word counts, and that it stands until others agree', async () => {
    const { page } = await device(city.links[5] ?? '');
    await toChoice(page);
    await page.getByRole('radio', { name: /^동의합니다/ }).check();
    await page.getByLabel('문자로 받은 번호 6자리').fill(await code(5));
    await page.getByText(/함께 가진 집 1채는 지분의 절반을 넘는/).waitFor();
    await press(page, '서명하고 내기');
    await heading(page, '동의가 기록되었습니다').waitFor();
    await press(page, '내 동의가 세어졌나요?');
    await heading(page, '네, 장부에 그대로 있습니다').waitFor();
  });

  it.each([
    ['/link', '링크가 다 오지 않았습니다'],
    [`/link#${'0'.repeat(32)}`, '쓸 수 없는 링크입니다'],
  ])('says of %s what to do', async (path, title) => {
    const { page } = await device(path);
    await heading(page, title).waitFor();
    expect(await axeFindings(page)).toEqual([]);
  });

  it('is told at once when there is no telephone, when it is somebody else’s, and of paper', async () => {
    const { page } = await device(city.links[WITHOUT_CONTACT] ?? '');
    await heading(page, '번호를 받을 연락처가 없습니다').waitFor();
    const { page: other } = await device(city.links[6] ?? '');
    await press(other, '제가 아니에요');
    await heading(other, '본인이 아니시군요').waitFor();
    await press(other, '제가 맞습니다');
    await press(other, '종이로 내거나 사무실에서 하기');
    await heading(other, '종이나 사무실에서 내기').waitFor();
    await other.goBack();
    await heading(other, '우리 아파트 리모델링에 동의하시나요?').waitFor();
  });

  it('puts the token into no address that a server sees', async () => {
    const context = await browser.newContext();
    const page = await context.newPage();
    const addresses: string[] = [];
    page.on('request', (request) => addresses.push(request.url()));
    await page.goto(city.url + (city.links[6] ?? ''));
    await page.getByText('묻는 곳과 글이 기관 4곳의 기록과 같습니다').waitFor();
    const token = (city.links[6] ?? '').split('#')[1] ?? '-';
    // What a browser reports of a document has the part behind '#', which it sends to nobody.
    const sent = addresses.map((address) => address.split('#')[0]);
    expect(sent.filter((address) => address?.includes(token))).toEqual([]);
    await context.close();
  });

  it('believes no text that is not the one on record', async () => {
    const { page } = await device(city.links[6] ?? '');
    await page.route('**/api/files/*', (route) => route.fulfill({ body: '다른 글' }));
    await page.reload();
    await press(page, '내용 읽고 시작하기');
    await page.getByRole('alert').filter({ hasText: '받은 글이 기록된 글과 다릅니다' }).waitFor();
    expect(await page.getByRole('button', { name: '다음: 동의 여부 고르기' }).count()).toBe(0);
  });

  it('fits 320 px at the largest text in high contrast, on every screen and in English', async () => {
    const { page, errors } = await device(`/en${city.links[6] ?? ''}`, 320, '5 high-contrast');
    const fits = async () => {
      expect(await tooWide(page)).toEqual([]);
      expect(await axeFindings(page)).toEqual([]);
    };
    await page.getByText('match the record of 4 institutions').waitFor();
    expect(await page.evaluate(() => document.documentElement.lang)).toBe('en');
    await fits();
    await press(page, 'Read, then begin');
    await page.getByText('Not a letter has changed').waitFor();
    await page.getByText('The rules of this decision').click();
    await page
      .getByText('In the whole complex, at least 75% of the owners has to consent.')
      .waitFor();
    await fits();
    await press(page, 'Next: choose');
    await page.getByText(/^Sent to 010-/).waitFor();
    await page.getByRole('radio', { name: /^I do not consent/ }).check();
    await page.getByLabel('The six digits from the message').fill(await code(6));
    await page.getByText('You are identified').waitFor();
    await fits();
    await press(page, 'Sign and give');
    await heading(page, 'Your refusal is on record').waitFor();
    await page.getByText('This phone checked all four points itself').waitFor();
    await fits();
    await press(page, 'Was I counted?');
    await heading(page, 'Yes, it stands in the ledger').waitFor();
    await fits();
    expect(errors).toEqual([]);
  });

  it('chooses among several decisions, and is told at which moment it was too late to withdraw', async () => {
    const second = await city.decide({}, '옥상 방수 공사에 동의하시나요?');
    const { page } = await device(city.links[0] ?? '');
    await heading(page, '여러 가지를 묻고 있습니다').waitFor();
    expect(await axeFindings(page)).toEqual([]);
    await page.getByRole('button', { name: /^옥상 방수/ }).click();
    // This device has never been here, and another one speaks for this person.
    await heading(page, '다른 기기에서 이미 확인하셨습니다').waitFor();
    await city.agreeOnPaper(second, [0, 1, 2, 3]);
    const third = await city.decide({}, '놀이터를 고치는 데 동의하시나요?');
    const { page: own } = await device(city.links[8] ?? '');
    await own.getByRole('button', { name: /^놀이터/ }).click();
    await consent(own, 8);
    await city.agreeOnPaper(third, [0, 1, 2, 3, 4, 5, 6]);
    await press(own, /^철회하기/);
    await own.getByRole('dialog').getByRole('button', { name: '철회하기' }).click();
    await heading(own, '철회되지 않았습니다').waitFor();
    await own.getByText(/에 요건이 모두 차 결정되었습니다\. 그때부터는/).waitFor();
    await own.reload();
    await own.getByRole('button', { name: /^놀이터/ }).click();
    await heading(own, '네, 세어져 있습니다').waitFor();
    await own.getByText('이제 철회할 수 없습니다').waitFor();
    await own.getByText(/에 요건이 모두 차 결정되었습니다$/).waitFor();
    expect(await axeFindings(own)).toEqual([]);
  });
});
