import { createRequire } from 'node:module';
import { axeFindings, launchBrowser } from '@madang/testkit';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type ResidentCity, startResidentCity, WITHOUT_CONTACT } from './support/resident-city.ts';
import {
  codeFor,
  heading,
  openTelephone,
  press,
  type Telephone,
  tabTo,
  tooWide,
} from './support/telephone.ts';

type Read = (pixels: Uint8ClampedArray, width: number, height: number) => { data: string } | null;
const { default: readQr } = createRequire(import.meta.url)('jsqr') as { default: Read };

const launched = await launchBrowser();

describe.skipIf(launched === undefined)('a resident and others', () => {
  const browser = launched as Browser;
  let city: ResidentCity;
  beforeAll(async () => {
    city = await startResidentCity();
    await city.decide({ proxies: 'none' }, '벽을 칠하는 데 동의하시나요?');
  });
  afterAll(async () => {
    await browser.close();
    await city.stop();
  });

  /** Whoever has several decisions chooses one, again after each loading. */
  const choose = (page: Page, title = /^우리 아파트/) => press(page, title);

  /** A person's link, opened on a telephone that has never been here, and the first decision. */
  async function device(person: number, title?: RegExp): Promise<Telephone> {
    const opened = await openTelephone(browser, city.url + (city.links[person] ?? ''));
    await choose(opened.page, title);
    return opened;
  }

  /** Loads the page anew. */
  async function reload(page: Page): Promise<void> {
    await page.reload();
    await choose(page);
  }

  const toProxy = '나를 대신할 사람 정하기';
  const toActing = '다른 분을 대신하기';
  const toDevices = '내 기기';

  /** Goes to a screen that asks first who somebody is, and says so with the code. */
  async function identified(page: Page, person: number, to: string): Promise<void> {
    await press(page, to);
    await heading(page, '먼저 본인인지 확인합니다').waitFor();
    await page.getByLabel('문자로 받은 번호 6자리').fill(await codeFor(city, person));
  }

  /** The number that a person has made on their screen to be found by. */
  async function actingNumber(page: Page): Promise<string> {
    await press(page, '내 번호 만들기');
    await page.getByText('알려 줄 것').waitFor();
    return (await page.locator('.m-code').innerText()).trim();
  }

  async function fillProxy(page: Page, [building, unit]: [string, string], code: string) {
    await page.getByRole('combobox', { name: '동' }).selectOption(building);
    await page.getByRole('textbox', { name: '호', exact: true }).fill(unit);
    await page.getByRole('textbox', { name: '그분이 알려 준 번호 6자리' }).fill(code);
    await press(page, '찾기');
  }

  it('appoints a neighbour, who consents for them, until they say it themselves and end it', async () => {
    const { page: neighbour, errors: others } = await device(1);
    await identified(neighbour, 1, toActing);
    await neighbour.getByText('지금은 대신할 분이 없습니다.').waitFor();
    const code = await actingNumber(neighbour);
    expect(await axeFindings(neighbour)).toEqual([]);

    const { page: owner, errors } = await device(0);
    await identified(owner, 0, toProxy);
    await heading(owner, '나를 대신할 사람').waitFor();
    await owner.getByText('이름과 집은 나오지 않습니다', { exact: false }).waitFor();
    await press(owner, '찾기');
    await owner.getByRole('alert').filter({ hasText: '집과 번호를 모두' }).waitFor();
    await fillProxy(owner, ['108동', '301호'], code);
    await owner.getByRole('alert').filter({ hasText: '집과 번호가 맞는 분이 없습니다' }).waitFor();
    expect(await axeFindings(owner)).toEqual([]);
    await fillProxy(owner, ['107동', '1102'], code);
    await heading(owner, '107동 1102호 소유자를 대리인으로 정할까요?').waitFor();
    expect(await owner.evaluate(() => document.activeElement?.tagName)).toBe('H1');
    expect(await owner.locator('main').innerText()).not.toMatch(/순호|010-/);
    await press(owner, '정하고 서명하기');
    await heading(owner, '대신할 사람을 정했습니다').waitFor();
    await owner.getByText('네 가지를 이 휴대전화가 직접 확인했습니다').waitFor();
    expect(await axeFindings(owner)).toEqual([]);
    await press(owner, '대신할 사람 보기');
    await owner.getByText('107동 1102호 소유자께서 나를 대신할 수 있습니다').waitFor();

    await press(neighbour, '정해졌는지 다시 보기');
    await press(neighbour, /^107동 503호 소유자를 대신하기 ?아직 낸 것이 없습니다/);
    await neighbour.getByText('107동 503호 소유자를 대신하고 있습니다').waitFor();
    expect(await neighbour.getByRole('button', { name: toProxy }).count()).toBe(0);
    await press(neighbour, '내용 읽고 시작하기');
    await press(neighbour, '다음: 동의 여부 고르기');
    await neighbour.getByText('소유자 1명, 84.96㎡로 세어집니다').waitFor();
    await neighbour.getByRole('radio', { name: /^동의합니다/ }).check();
    await press(neighbour, '서명하고 내기');
    await heading(neighbour, '동의가 기록되었습니다').waitFor();
    await neighbour.getByText('네 가지를 이 휴대전화가 직접 확인했습니다').waitFor();
    await press(neighbour, '내 동의가 세어졌나요?');
    await heading(neighbour, '네, 세어져 있습니다').waitFor();
    await neighbour.getByText('1 / 7명 · 14.28%').waitFor();
    expect(await axeFindings(neighbour)).toEqual([]);

    await reload(owner);
    await press(owner, '내 동의가 세어졌나요?');
    await heading(owner, '다른 길로 낸 것이 세어져 있습니다').waitFor();
    await owner.getByText(/대리인이 낸 “동의”이 장부에 있습니다/).waitFor();
    await press(owner, /^내가 직접 내기/);
    await press(owner, '다음: 동의 여부 고르기');
    await owner.getByRole('radio', { name: /^동의하지 않습니다/ }).check();
    await press(owner, '서명하고 내기');
    await heading(owner, '동의하지 않는다는 뜻이 기록되었습니다').waitFor();

    // What the owner gave is beyond the proxy; and the way back leads to one's own page.
    await reload(neighbour);
    await press(neighbour, toActing);
    await press(neighbour, /^107동 503호 소유자를 대신하기 ?소유자가 낸 것: 동의하지 않음/);
    await heading(neighbour, '다른 길로 낸 것이 세어져 있습니다').waitFor();
    await neighbour.getByText('소유자가 낸 것이라 대리인은 바꾸거나 거둘 수 없습니다.').waitFor();
    expect(await neighbour.getByRole('button', { name: /철회/ }).count()).toBe(0);
    await neighbour.goBack();
    await heading(neighbour, toActing).waitFor();
    await neighbour.goForward();
    await neighbour.getByText('107동 503호 소유자를 대신하고 있습니다').waitFor();
    await press(neighbour, '그만두고 내 화면으로');
    await heading(neighbour, toActing).waitFor();

    await reload(owner);
    await press(owner, toProxy);
    await press(owner, '대리 끝내기');
    const question = owner.getByRole('dialog', { name: '대리를 끝낼까요?' });
    await question.getByText('이미 대신 낸 것은 그대로 남으니').waitFor();
    await question.getByRole('button', { name: '대리 끝내기' }).click();
    await heading(owner, '대리를 끝냈습니다').waitFor();
    await owner.getByText('네 가지를 이 휴대전화가 직접 확인했습니다').waitFor();
    await press(neighbour, '정해졌는지 다시 보기');
    await neighbour.getByText('지금은 대신할 분이 없습니다.').waitFor();
    await expect
      .poll(() => city.textsTo(1))
      .toContainEqual(expect.stringContaining('다른 분을 대신하는 일'));
    await expect
      .poll(() => city.textsTo(0))
      .toContainEqual(expect.stringContaining('본인을 대신할 수 있는'));
    expect(others).toEqual([]);
    // The home that was not theirs.
    expect(errors).toEqual([expect.stringContaining('404')]);
  });

  it('appoints and ends it by keyboard alone', async () => {
    const { page: neighbour } = await device(2);
    await identified(neighbour, 2, toActing);
    const code = await actingNumber(neighbour);
    const { page } = await device(3);
    await tabTo(page, toProxy);
    await page.keyboard.press('Enter');
    await heading(page, '먼저 본인인지 확인합니다').waitFor();
    await tabTo(page, '문자로 받은 번호');
    await page.keyboard.type(await codeFor(city, 3));
    await heading(page, '나를 대신할 사람').waitFor();
    expect(await page.evaluate(() => document.activeElement?.tagName)).toBe('H1');
    await tabTo(page, '동');
    await page.keyboard.type('107');
    await tabTo(page, '호');
    await page.keyboard.type('901');
    await tabTo(page, '그분이 알려 준');
    await page.keyboard.type(code);
    await page.keyboard.press('Enter');
    await heading(page, '107동 901호 소유자를 대리인으로 정할까요?').waitFor();
    await tabTo(page, '정하고 서명하기');
    await page.keyboard.press('Enter');
    await heading(page, '대신할 사람을 정했습니다').waitFor();
    await tabTo(page, '대신할 사람 보기');
    await page.keyboard.press('Enter');
    await page.getByText('107동 901호 소유자께서 나를 대신할 수 있습니다').waitFor();
    await tabTo(page, '대리 끝내기');
    await page.keyboard.press('Enter');
    await page.getByRole('dialog').waitFor();
    await page.keyboard.press('Escape');
    await page.getByRole('dialog').waitFor({ state: 'hidden' });
    // The page hears of a closed dialog a moment after it is gone.
    await page.evaluate(() => new Promise((done) => setTimeout(done, 100)));
    await page.keyboard.press('Enter');
    await page.getByRole('dialog').waitFor();
    await tabTo(page, /^대리 끝내기$/);
    await page.keyboard.press('Enter');
    await heading(page, '대리를 끝냈습니다').waitFor();
  });

  it('is offered no proxy where the decision takes none', async () => {
    const { page } = await device(4, /^벽을 칠하는/);
    await heading(page, '벽을 칠하는 데 동의하시나요?').waitFor();
    expect(await page.getByRole('button', { name: /대신/ }).count()).toBe(0);
  });

  /** What a camera reads in the code with this name. */
  async function scanned(page: Page, name: string): Promise<string | undefined> {
    const shot = await page.getByRole('img', { name }).screenshot();
    // A page of its own: that of the resident lets no script draw pictures.
    const camera = await browser.newPage();
    const { pixels, width, height } = await camera.evaluate(async (encoded) => {
      const picture = new Image();
      picture.src = `data:image/png;base64,${encoded}`;
      await picture.decode();
      const size = { width: picture.width, height: picture.height };
      const canvas = Object.assign(document.createElement('canvas'), size);
      const context = canvas.getContext('2d');
      if (context === null) throw new Error('There is no canvas.');
      context.drawImage(picture, 0, 0);
      return { pixels: [...context.getImageData(0, 0, size.width, size.height).data], ...size };
    }, shot.toString('base64'));
    await camera.close();
    return readQr(Uint8ClampedArray.from(pixels), width, height)?.data;
  }

  it('adds a second device by its own number, speaks with it, and ends it', async () => {
    const { page: first, errors } = await device(5);
    await identified(first, 5, toActing);
    await heading(first, toActing).waitFor();
    await first.goBack();
    await press(first, toDevices);
    await first.getByText('이 기기', { exact: true }).waitFor();
    await first.getByText(/기기가 이것 하나뿐이면 여기서 끝낼 수 없습니다\. 신분증을/).waitFor();
    expect(await first.getByRole('button', { name: /^기기 .* 끝내기$/ }).count()).toBe(0);
    expect(await axeFindings(first)).toEqual([]);
    await press(first, '기기 더하기');
    await heading(first, '기기 더하기').waitFor();
    const address = await scanned(first, '내 링크의 QR 코드');
    expect(address).toBe(city.url + (city.links[5] ?? '-'));

    const { page: second } = await openTelephone(browser, address ?? '');
    await choose(second);
    await heading(second, '다른 기기에서 이미 확인하셨습니다').waitFor();
    await press(second, '이 기기도 쓰기');
    await heading(second, '이 기기도 쓰기').waitFor();
    const number = (await second.locator('.m-code').innerText()).trim();
    expect(number).toMatch(/^\d{4} \d{4} \d{4}$/);
    expect(await axeFindings(second)).toEqual([]);

    const box = first.getByRole('textbox', { name: '새 기기의 숫자 12자리' });
    await press(first, '찾기');
    await first.getByText('열두 자리를 모두').waitFor();
    await box.fill(number.replace(/^\d/, (digit) => String((Number(digit) + 1) % 10)));
    await press(first, '찾기');
    await first.getByText('그 숫자의 기기가 기다리고 있지 않습니다', { exact: false }).waitFor();
    expect(await axeFindings(first)).toEqual([]);
    const before = await city.recorded('people.addKey');
    await box.fill(number.replaceAll(' ', ''));
    await press(first, '찾기');
    const question = first.getByRole('dialog', { name: '이 기기를 더할까요?' });
    await question.getByText(`기기 ${number}도 나처럼`, { exact: false }).waitFor();
    expect(await city.recorded('people.addKey')).toBe(before);
    await question.getByRole('button', { name: '더하고 서명하기' }).click();
    await first.getByText(new RegExp(`기기 ${number}[을를] 더했습니다`)).waitFor();
    await first.getByText('다른 기기로 이 화면을 열어').waitFor();
    expect(await city.recorded('people.addKey')).toBe(before + 1);
    await expect.poll(() => city.textsTo(5)).toContainEqual(expect.stringContaining('하나 더'));

    // The second is ready without another press, and no code is asked of it.
    await heading(second, '우리 아파트 리모델링에 동의하시나요?').waitFor();
    await press(second, '내용 읽고 시작하기');
    await press(second, '다음: 동의 여부 고르기');
    expect(await second.getByLabel('문자로 받은 번호 6자리').count()).toBe(0);
    await second.getByRole('radio', { name: /^동의합니다/ }).check();
    await press(second, '서명하고 내기');
    await heading(second, '동의가 기록되었습니다').waitFor();

    await press(first, `기기 ${number} 끝내기`);
    const end = first.getByRole('dialog', { name: /끝낼까요/ });
    await end.getByRole('button', { name: '그대로 두기' }).click();
    await press(first, `기기 ${number} 끝내기`);
    await end.getByRole('button', { name: '끝내기', exact: true }).click();
    await first.getByText(new RegExp(`기기 ${number}[을를] 끝냈습니다`)).waitFor();
    await first.getByText(/기기가 이것 하나뿐이면/).waitFor();
    await expect.poll(() => city.textsTo(5)).toContainEqual(expect.stringContaining('끝냈습니다'));
    await reload(second);
    await heading(second, '다른 기기에서 이미 확인하셨습니다').waitFor();
    // Its old key never comes back: it comes with a new one.
    await press(second, '이 기기도 쓰기');
    const again = second.locator('.m-code');
    await again.waitFor();
    expect((await again.innerText()).trim()).not.toBe(number);
    expect(errors).toEqual([]);
  });

  it('adds a device by keyboard alone', async () => {
    const { page: first } = await device(4);
    await identified(first, 4, toActing);
    await heading(first, toActing).waitFor();
    await first.goBack();
    const { page: second } = await device(4);
    await tabTo(second, '이 기기도 쓰기');
    await second.keyboard.press('Enter');
    await second.locator('.m-code').waitFor();
    const number = (await second.locator('.m-code').innerText()).replaceAll(' ', '');
    await tabTo(first, toDevices);
    await first.keyboard.press('Enter');
    await first.getByText('이 기기', { exact: true }).waitFor();
    await tabTo(first, '기기 더하기');
    await first.keyboard.press('Enter');
    await heading(first, '기기 더하기').waitFor();
    await tabTo(first, '새 기기의 숫자');
    await first.keyboard.type(number);
    await first.keyboard.press('Enter');
    await first.getByRole('dialog', { name: '이 기기를 더할까요?' }).waitFor();
    await tabTo(first, '더하고 서명하기');
    await first.keyboard.press('Enter');
    await first.getByText(/더했습니다/).waitFor();
    await heading(second, '우리 아파트 리모델링에 동의하시나요?').waitFor();
  });

  it('goes to the office where no message reaches them', async () => {
    const { page } = await device(WITHOUT_CONTACT);
    await heading(page, '번호를 받을 연락처가 없습니다').waitFor();
    expect(await page.getByRole('button', { name: toDevices }).count()).toBe(0);
  });

  it('fits 320 px at the largest text in high contrast, on every new screen and in English', async () => {
    const address = `${city.url}/en${city.links[8] ?? ''}`;
    const look = { width: 320, look: '5 high-contrast' };
    const { page, errors } = await openTelephone(browser, address, look);
    const fits = async () => {
      expect(await tooWide(page)).toEqual([]);
      expect(await axeFindings(page)).toEqual([]);
    };
    await choose(page, /^Do you consent/);
    await press(page, 'Act for somebody else');
    await heading(page, 'First, who you are').waitFor();
    await fits();
    await page.getByLabel('The six digits from the message').fill(await codeFor(city, 8));
    await page.getByText('There is nobody for whom you may act now.').waitFor();
    await press(page, 'Make my number');
    await page.getByText('To tell: 108동 1501호, and this number').waitFor();
    await fits();
    await page.goBack();
    await press(page, 'Appoint somebody to act for me');
    await heading(page, 'Who acts for me').waitFor();
    await fits();
    await page.goBack();
    await press(page, 'My devices');
    await page.getByText('This device', { exact: true }).waitFor();
    await fits();
    await press(page, 'Add a device');
    await heading(page, 'Add a device').waitFor();
    await fits();
    const { page: second } = await openTelephone(browser, address, look);
    await choose(second, /^Do you consent/);
    await press(second, 'Use this device too');
    await second.locator('.m-code').waitFor();
    expect(await tooWide(second)).toEqual([]);
    expect(await axeFindings(second)).toEqual([]);
    expect(errors).toEqual([]);
  });
});
