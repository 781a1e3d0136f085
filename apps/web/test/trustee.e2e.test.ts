import { expectPresent, toHex } from '@madang/base';
import { keyPairFromSeed } from '@madang/crypto';
import { protectKey } from '@madang/crypto/protected-key';
import { accountOf } from '@madang/protocol';
import { trusteeSeed } from '@madang/services/election/intake/index.ts';
import { axeFindings, canaryScan, launchBrowser } from '@madang/testkit';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { type ResidentCity, startResidentCity } from './support/resident-city.ts';
import { heading, openTelephone, press, tabTo, tooWide } from './support/telephone.ts';
import {
  type BareTrustee,
  bareTrustee,
  dealWrongly,
  draftFor,
  voteAll,
} from './support/trustee-city.ts';
import { makeKey, PASSPHRASE, secretIn } from './support/trustee-pages.ts';
import { shot } from './support/voter.ts';

vi.setConfig({ testTimeout: 180_000, hookTimeout: 60_000 });

const launched = await launchBrowser();
const long = { timeout: 60_000 };

/** Everything that left a device, as bytes. */
const sentBy = new WeakMap<BrowserContext, Buffer[]>();

function watchRequests(context: BrowserContext): void {
  const sent: Buffer[] = [];
  sentBy.set(context, sent);
  context.on('request', (request) => {
    sent.push(Buffer.from(`${request.url()}\n${JSON.stringify(request.headers())}\n`));
    const body = request.postDataBuffer();
    if (body !== null) sent.push(body);
  });
}

describe.skipIf(launched === undefined)('a trustee in a browser', () => {
  const browser = launched as Browser;
  let city: ResidentCity;
  beforeAll(async () => {
    city = await startResidentCity({ withDecision: false });
  });
  afterAll(async () => {
    await browser.close();
    await city.stop();
  });

  const device = async (path: string, width?: number, look?: string) => {
    const opened = await openTelephone(browser, city.url + path, { width, look });
    watchRequests(opened.context);
    return opened;
  };
  const address = (election: string) => `/trustee/elections/${election}`;
  const ready = (page: Page) =>
    page.getByText('열쇠가 준비되었습니다', { exact: true }).waitFor(long);

  /** Brings a key back from a file, at the question that a page without a key asks. */
  const restore = async (page: Page, file: Buffer, passphrase = '') => {
    await press(page, '복구 파일로 이어서 하기');
    await heading(page, '복구 파일로 이어서 합니다').waitFor();
    const given = { name: 'a.key', mimeType: 'application/octet-stream', buffer: file };
    await page.getByLabel(/^복구 파일/).setInputFiles(given);
    if (passphrase !== '') await page.getByLabel('복구 암호', { exact: true }).fill(passphrase);
    await press(page, '열쇠 되살리기');
  };
  const keyFile = ({ secret }: BareTrustee) => Buffer.from(`ed25519 ${toHex(secret)}\n`);

  it('makes the key with two others and opens the result, each on a device of their own', async () => {
    const devices = await Promise.all([1, 2, 3].map(() => device('/trustee')));
    const [first, second, third] = devices.map(({ page }) => page) as [Page, Page, Page];
    await heading(first, '열쇠 보관인을 맡으셨습니까?').waitFor();
    expect(await axeFindings(first)).toEqual([]);
    await shot(first, 'trustee-question');
    const made = [];
    for (const { page } of devices) made.push(await makeKey(page));
    await first.getByText('아직 없습니다').waitFor();
    expect(await axeFindings(first)).toEqual([]);
    await shot(first, 'trustee-key');
    const [mine] = made;
    const secret = await secretIn(expectPresent(mine, 'a file').file);
    expect(accountOfSecret(secret)).toBe(mine?.account);

    const drafted = await draftFor(
      city,
      made.map(({ account }) => account),
      11,
    );
    const { election } = drafted;
    const { page: officer, errors: officerErrors } = await device(`/desk/elections/${election}`);
    await press(officer, '담당자 1로 들어가기');
    await officer.getByText('위원 1, 위원 2, 위원 3을 기다리고 있습니다.').waitFor();
    const link = officer.getByRole('link', { name: city.url + address(election) });
    expect(await link.getAttribute('href')).toBe(city.url + address(election));
    await shot(officer, 'trustee-officer');

    // It appears by itself in the list of whoever is a trustee of it.
    await press(first, '다시 찾기');
    await first.getByRole('link', { name: /101동 대표 선거/ }).click();
    await heading(first, '101동 대표 선거').waitFor();
    await first.getByText(/기관 4곳이 서명한 기록/).waitFor();
    await first.getByRole('heading', { name: '지금 하실 일: 약속' }).waitFor();
    expect(await axeFindings(first)).toEqual([]);
    await shot(first, 'trustee-commit');
    await press(first, '시작하기');
    await first.getByText('약속을 보냈습니다.').waitFor(long);
    await first.getByText(/기다리는 분: 2번 위원 2, 3번 위원 3/).waitFor(long);
    await shot(first, 'trustee-waiting');

    // The third does one step, and then their device is lost.
    await third.goto(city.url + address(election));
    await press(third, '이 단계만 하기');
    await third.getByText('약속을 보냈습니다.').waitFor(long);
    await expectPresent(devices[2], 'a device').context.close();
    const { page: found, context: newContext, errors: newErrors } = await device(address(election));
    await restore(found, expectPresent(made[2], 'a file').file, PASSPHRASE);
    await heading(found, '101동 대표 선거').waitFor(long);
    await press(found, '시작하기');

    // The second loads the page again in the middle, and it goes on by itself.
    await second.goto(city.url + address(election));
    await press(second, '시작하기');
    await second.getByText('약속을 보냈습니다.').waitFor(long);
    await second.reload();
    for (const page of [first, second, found]) await ready(page);
    await shot(first, 'trustee-ready');
    await officer.reload();
    await officer.getByText('모든 열쇠 보관인이 열 수 있음을 보였습니다.').waitFor();

    await press(officer, '투표 시작');
    await officer.getByRole('button', { name: '마감하기' }).waitFor();
    await voteAll(city, drafted, { voters: 11, others: 4 });
    await first.getByText('투표가 진행되고 있습니다').waitFor(long);
    await press(officer, '마감하기');
    await officer.getByText('이제 열쇠 보관인들이').waitFor();
    await first
      .getByRole('heading', { name: '마감되었습니다. 합계를 열 차례입니다' })
      .waitFor(long);
    await first.getByText('체크포인트로 증명된 합계만 엽니다').waitFor();
    expect(await axeFindings(first)).toEqual([]);
    await shot(first, 'trustee-close');
    await press(first, '합계 열기');
    await first.getByText('1명이 더 열면 결과가 나옵니다').waitFor(long);
    await shot(first, 'trustee-opened');
    await found.getByRole('heading', { name: /마감되었습니다/ }).waitFor(long);
    await press(found, '합계 열기');
    await found.getByText('결과가 나왔습니다').waitFor(long);
    await first.getByText('결과가 나왔습니다').waitFor(long);
    await first.getByRole('link', { name: '공개 화면 보기' }).click();
    await first.getByText('7표, 63.63%').waitFor();

    const all = [...devices.map(({ context }) => context), newContext];
    const leaks = await leaksIn(all, secret);
    expect(leaks.leaks).toEqual([]);
    expect(leaks.seesPublicKey).toBe(true);
    const errors = [...devices.flatMap((one) => one.errors), ...newErrors, ...officerErrors];
    expect(errors).toEqual([]);
  });

  /** An election of a trustee with a page, who comes with a key file, and of two without. */
  const withOnePage = async () => {
    const three = [bareTrustee(1), bareTrustee(2), bareTrustee(3)] as const;
    const { election } = await draftFor(
      city,
      three.map(({ account }) => account),
      1,
    );
    const opened = await device(address(election));
    await restore(opened.page, keyFile(three[0]));
    await heading(opened.page, '101동 대표 선거').waitFor(long);
    return { ...opened, three, election };
  };

  it('names whoever deals a wrong share, and makes the key in the next round', async () => {
    const { page, three, election, errors } = await withOnePage();
    await press(page, '시작하기');
    const [, second, third] = three;
    const isVoid = page.getByText('2회차입니다');
    await expect
      .poll(async () => {
        await second.step(city, election);
        await third.step(city, election, dealWrongly);
        return isVoid.isVisible();
      }, long)
      .toBe(true);
    await page.getByText('1회차: 3번 위원 3이 틀린 몫을 보냈습니다.').waitFor(long);
    await shot(page, 'trustee-blamed');
    expect(await axeFindings(page)).toEqual([]);
    const { page: other } = await device(address(election));
    await restore(other, keyFile(second));
    await other.getByText('1회차: 3번 위원 3이 틀린 몫을 보냈습니다.').waitFor(long);
    await other.context().close();
    const record = page.getByRole('link', { name: '기록 보기' });
    expect(await record.getAttribute('href')).toMatch(/^\/records\/\d+$/);
    const isReady = page.getByText('열쇠가 준비되었습니다', { exact: true });
    await expect
      .poll(async () => {
        await second.step(city, election);
        await third.step(city, election);
        return isReady.isVisible();
      }, long)
      .toBe(true);
    await city.act(
      'election.restartCeremony',
      { election, round: 1, reason: { ko: '한 분이 바뀜', en: 'Somebody new' } },
      'city.officer-1',
    );
    await page.getByText('3회차입니다').waitFor(long);
    await page
      .getByText(/2회차: 담당자가 처음부터 다시 시작했습니다.*사유: 한 분이 바뀜/)
      .waitFor(long);
    expect(errors).toEqual([]);
  });

  it('says in one sentence what is wrong, and does nothing then', async () => {
    const { page, context, three, election } = await withOnePage();
    const due = page.getByRole('heading', { name: '지금 하실 일: 약속' });
    await due.waitFor();
    const before = await city.recorded('election.commitOpening');
    // A second window of the same trustee only looks, until the first is closed.
    const second = await context.newPage();
    await second.goto(city.url + address(election));
    await second.getByText('다른 창에서 하고 있습니다').waitFor();
    expect(await axeFindings(second)).toEqual([]);
    await page.close();
    await second.getByRole('heading', { name: '지금 하실 일: 약속' }).waitFor(long);
    // What the server tells is not what the institutions signed.
    await context.route('**/api/standing*', (route) => route.fulfill({ body: 'nonsense' }));
    await press(second, '이 단계만 하기');
    await second.getByText('서버의 답이 기관들의 서명과 맞지 않습니다').first().waitFor(long);
    await shot(second, 'trustee-nonsense');
    await context.unroute('**/api/standing*');
    await context.setOffline(true);
    await second.getByText('서버에 닿지 않습니다').waitFor(long);
    await context.setOffline(false);
    await second.getByText('서버에 닿지 않습니다').waitFor({ state: 'detached', ...long });
    expect(await city.recorded('election.commitOpening')).toBe(before);
    await second.goto(`${city.url}${address('0'.repeat(64))}`);
    await second.getByText('이 장부에 없는 선거입니다').waitFor();
    const others = await draftFor(
      city,
      three.slice(1).map(({ account }) => account),
      1,
    );
    await second.goto(city.url + address(others.election));
    await second.getByText('이 기기의 열쇠는 이 선거의 열쇠 보관인이 아닙니다').waitFor();
    const reason = { ko: '취소', en: 'Off' };
    const off = { election, how: 'called-off', reason };
    await city.act('election.closeElection', off, 'city.officer-1');
    await second.goto(city.url + address(election));
    await second.getByText('그만둔 선거입니다').waitFor(long);
    await second.goto(`${city.url}/trustee`);
    await heading(second, '내 열쇠').waitFor();
    await second.getByText('열쇠 지우기').first().click();
    await press(second, '이 기기에서 열쇠 지우기');
    await second
      .getByRole('dialog')
      .getByRole('button', { name: '이 기기에서 열쇠 지우기' })
      .click();
    await heading(second, '열쇠 보관인을 맡으셨습니까?').waitFor();
  });

  it('takes a recovery file with its passphrase, and nothing else', async () => {
    const { page } = await device('/trustee');
    const secret = bareTrustee(1).secret;
    const file = Buffer.from(await protectKey('ed25519', secret, PASSPHRASE));
    await restore(page, Buffer.from('%PDF-1.7'));
    await page.getByText('이 파일은 복구 파일이 아닙니다').waitFor();
    await page.reload();
    await restore(page, file);
    await page.getByText('이 파일의 암호를 적어 주세요').waitFor();
    await page.getByLabel('복구 암호', { exact: true }).fill(`${PASSPHRASE} `);
    await press(page, '열쇠 되살리기');
    await page.getByText('암호가 이 파일과 맞지 않습니다').waitFor(long);
    expect(await axeFindings(page)).toEqual([]);
    await shot(page, 'trustee-restore');
    await page.getByLabel('복구 암호', { exact: true }).fill(PASSPHRASE);
    await press(page, '열쇠 되살리기');
    await heading(page, '내 열쇠').waitFor(long);
    const shown = (await page.locator('.m-hash').first().innerText()).replace(/\s/g, '');
    expect(shown).toBe(accountOfSecret(secret));
  });

  it('is worked with the keyboard alone, at 320 px, in English', async () => {
    const { page, errors } = await device('/en/trustee', 320, '5 high-contrast');
    const fits = async (name: string) => {
      expect(await tooWide(page)).toEqual([]);
      expect(await axeFindings(page)).toEqual([]);
      await shot(page, `en-trustee-${name}`);
    };
    await heading(page, 'Were you asked to be a trustee?').waitFor();
    await fits('question');
    await tabTo(page, 'Make my key on this device');
    await page.keyboard.press('Enter');
    await heading(page, 'Choose a recovery passphrase').waitFor();
    await expect.poll(() => page.evaluate(() => document.activeElement?.tagName)).toBe('H1');
    await page.keyboard.press('Tab');
    await page.keyboard.type('short');
    await page.keyboard.press('Enter');
    await page.getByText('Give at least 12 characters').waitFor();
    await fits('short');
    await page.keyboard.type(' but long enough');
    await page.keyboard.press('Tab');
    await page.keyboard.type('something else');
    await page.keyboard.press('Enter');
    await page.getByText('The two are not the same').waitFor();
    await page.keyboard.press('Control+A');
    await page.keyboard.type('short but long enough');
    await page.keyboard.press('Enter');
    await heading(page, 'Your key').waitFor(long);
    await fits('key');
    const account = (await page.locator('.m-hash').first().innerText()).replace(/\s/g, '');
    const [second, third] = [bareTrustee(2), bareTrustee(3)];
    const { election } = await draftFor(city, [account, second.account, third.account], 1);
    await tabTo(page, 'Look again');
    await page.keyboard.press('Enter');
    await page.getByRole('link', { name: /Representative of 101/ }).waitFor();
    await tabTo(page, /Representative of 101/);
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { name: 'Your turn: Commit' }).waitFor(long);
    await fits('commit');
    await tabTo(page, 'Start');
    await page.keyboard.press('Enter');
    const isReady = page.getByText('The key is ready', { exact: true });
    await expect
      .poll(async () => {
        await second.step(city, election);
        await third.step(city, election);
        return isReady.isVisible();
      }, long)
      .toBe(true);
    await fits('ready');
    expect(errors).toEqual([]);
  });
});

function accountOfSecret(secret: Uint8Array): string {
  return toHex(accountOf('ed25519', keyPairFromSeed(secret).publicKey));
}

/** Where secrets of a trustee left a device; and that whatever left it was looked through. */
async function leaksIn(contexts: readonly BrowserContext[], secret: Uint8Array) {
  const everything = Buffer.concat(contexts.flatMap((context) => sentBy.get(context) ?? []));
  const canaries = {
    secret: toHex(secret),
    seed: toHex(trusteeSeed(secret)),
    passphrase: PASSPHRASE,
  };
  const publicKey = toHex(keyPairFromSeed(secret).publicKey);
  return {
    leaks: canaryScan(canaries)(everything),
    seesPublicKey: canaryScan({ publicKey })(everything).length > 0,
  };
}
