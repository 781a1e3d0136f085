import { expectOk, expectPresent } from '@madang/base';
import type { KeyPair } from '@madang/crypto';
import { launchBrowser } from '@madang/testkit';
import type { Browser, Locator, Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { cityFor } from './support/city.ts';
import {
  cosign,
  deviceAt,
  fileOf,
  look,
  makeDecision,
  nameOf,
  saved,
} from './support/desk-pages.ts';
import {
  clientOf,
  consent,
  identified,
  idOf,
  keyAt,
  persons,
  receiptVerdict,
  residents,
  told,
  withdrawal,
} from './support/residents.ts';

const launched = await launchBrowser();

describe.skipIf(launched === undefined)('the officers’ desk, for persons,', () => {
  const browser = launched as Browser;
  const city = cityFor(browser);

  const device = (path: string) => deviceAt(browser, city.url + path);

  it('sells a home, enters powers of attorney, and ends the devices of somebody', async () => {
    const { page, errors } = await device('/desk');
    await page.getByRole('button', { name: '담당자 1로 들어가기' }).click();
    await page.getByRole('heading', { name: '결정 목록' }).waitFor();
    await makeDecision(page);
    const decision = expectPresent(/[0-9a-f]{64}/.exec(page.url())?.[0], 'a decision');
    const keys = await residents(city.url, decision, 7);
    const { page: second, errors: secondErrors } = await device(`/desk/${decision}?view=proxies`);
    await second.getByRole('button', { name: '담당자 2로 들어가기' }).click();
    const officers = { first: page, second };
    await sell(page, decision);
    await entrust(officers, decision, keys);
    await loseDevice(officers, decision, keys);
    await countNotices(page);
    // What was cut off on purpose is told by the browser as well.
    const others = [...errors, ...secondErrors].filter((one) => !one.includes('ERR_FAILED'));
    expect(others).toEqual([]);
  }, 240_000);

  type Officers = { first: Page; second: Page };

  const agreed = async (decision: string) => {
    const meter = await clientOf(city.url).query('vote.meter', { decision: idOf(decision) });
    return expectOk(meter, 'the meter').tallies[0]?.agree.heads;
  };

  /** The buyer is new: name and telephone go into the vault, the seller's consent lapses. */
  async function sell(page: Page, decision: string): Promise<void> {
    expect(await agreed(decision)).toBe(7);
    await page.getByRole('link', { name: '명부 고침' }).click();
    await page.getByLabel('집', { exact: true }).fill('101동 101호');
    await page.getByLabel('무엇을 고치나').selectOption('팔림: 새 소유자');
    await page.getByLabel('휴대전화').fill('02-123');
    await page.getByRole('button', { name: '고치고 기록하기' }).click();
    await page.getByText('소유자 이름이 비었습니다.').waitFor();
    await page.getByText('휴대전화 번호가 아닙니다', { exact: false }).waitFor();
    await page.getByLabel('이름').fill('새소유자');
    await page.getByLabel('휴대전화').fill('01000002001');
    await page.getByLabel('까닭').selectOption('팔림');
    await page.getByLabel('증빙 파일').setInputFiles([fileOf('등기.pdf', '101동 101호')]);
    await page.getByText('101동 101호: 지금 세는 ‘동의’를 더 세지 않습니다.').waitFor();
    await page.getByText('지금 7명 / 12명 (58.33%) 모자람').waitFor();
    await page.getByText('고친 뒤 6명 / 12명 (50.00%) 모자람').waitFor();
    await look(page, 'roll-sale');
    await cutOff(page);
    await look(page, 'roll-under-way');
    await page.getByRole('button', { name: '이어서 고치기' }).click();
    await page.getByText('새 소유자의 010-••••-2001로 링크를 보냈습니다.').waitFor();
    expect(await agreed(decision)).toBe(6);
    await look(page, 'roll-sold');
    const records = page.getByRole('button', { name: /영수증 받기/ });
    // A person, their holder, and the home: each once.
    expect(await records.count()).toBe(3);
    const receipt = await saved(page, await nameOf(records.last()));
    expect(await receiptVerdict(city.url, receipt)).toBe('checked');
    await page.getByRole('button', { name: '다른 집 고치기' }).click();
    // The buyer has a say of their own.
    const [buyer] = await residents(city.url, decision, 1, 2001);
    expect(buyer).not.toBe(undefined);
    expect(await agreed(decision)).toBe(7);
  }

  /** The second act of the sale reaches the ledger, and its answer never comes back. */
  async function cutOff(page: Page): Promise<void> {
    let sent = 0;
    await page.route('**/api/transactions', async (route) => {
      sent += 1;
      if (sent === 2) await route.fetch();
      await (sent < 2 ? route.continue() : route.abort());
    });
    await page.getByRole('button', { name: '고치고 기록하기' }).click();
    await page.getByText(/4가지 가운데 1가지가 되었습니다/).waitFor();
    await expect.poll(() => sent, { timeout: 10_000 }).toBeGreaterThan(1);
    await page.reload();
    await page.unrouteAll({ behavior: 'ignoreErrors' });
    await page.getByText('101동 101호의 명부를 고치던 중입니다').waitFor();
  }

  async function entrust({ first, second }: Officers, decision: string, keys: readonly KeyPair[]) {
    await first.getByRole('link', { name: '대리인' }).click();
    await first.getByText('대리인을 둔 사람이 없습니다.').waitFor();
    const form = first.getByRole('form', { name: '위임장 올리기' });
    await first.getByLabel('맡긴 사람의 집').fill('102동 102호');
    await form.getByRole('radio', { name: /번호/ }).waitFor();
    await form.getByRole('button', { name: /넘기기/ }).click();
    await form.getByText('종이에 적힌 것을 골라 주세요.').waitFor();
    await form.getByText('스캔한 파일을 골라 주세요.').waitFor();
    await form.getByRole('radio', { name: '대리인을 정함' }).check();
    await form.getByText('대리인이 누구인지 골라 주세요.').waitFor();
    await form.getByRole('radio', { name: '이 결정의 소유자' }).check();
    await form.getByLabel('대리인의 집').fill('102동 102호');
    await form.getByText('자기 자신은 대리인이 될 수 없습니다', { exact: false }).waitFor();
    await form.getByLabel('대리인의 집').fill('101동 102호');
    await form.getByLabel('위임장을 스캔한 파일').setInputFiles([fileOf('위임장.pdf', '102')]);
    await look(first, 'proxies-form');
    await form.getByRole('button', { name: /넘기기/ }).click();
    await first.getByText(/^넘겼습니다/).waitFor();
    const waiting = second.getByRole('article', { name: /종이 대리 접수/ });
    await waiting.getByText('102동 102호 소유자', { exact: false }).waitFor();
    await waiting.getByText('101동 102호 소유자', { exact: false }).waitFor();
    await look(second, 'proxies-second');
    await cosign(second);
    const standing = standingOf(first).getByRole('row', { name: /^102동 102호 소유자/ });
    await standing.getByText('101동 102호 소유자', { exact: false }).waitFor();
    // The proxy says yes for the principal with their own key.
    const proxies = await persons(city.url, decision);
    const principal = expectPresent(
      proxies.find(({ proxy }) => proxy !== undefined),
      'a principal',
    );
    expect(await consent(city.url, decision, keyAt(keys, 1), principal.person)).toBe(0);
    expect(await agreed(decision)).toBe(8);
    await outsider({ first, second }, form);
    await standing.getByRole('button', { name: '끝내기' }).click();
    await form.getByRole('radio', { name: '대리를 끝냄', checked: true }).waitFor();
    await form.getByRole('radio', { name: /번호/ }).waitFor();
    await form.getByLabel('위임장을 스캔한 파일').setInputFiles([fileOf('해지.pdf', '102')]);
    await form.getByText('해지.pdf의 지문을 적었습니다').waitFor();
    await form.getByRole('button', { name: /넘기기/ }).click();
    await first.getByText(/^넘겼습니다/).waitFor();
    await cosign(second);
    await standing.waitFor({ state: 'detached' });
    expect(await consent(city.url, decision, keyAt(keys, 1), principal.person)).not.toBe(0);
  }

  const standingOf = (page: Page): Locator =>
    page.getByRole('region', { name: '지금 대리인을 둔 사람' });

  /** Somebody who is not on the roll is a proxy as well; they are sent a link. */
  async function outsider({ first, second }: Officers, form: Locator): Promise<void> {
    await first.getByLabel('맡긴 사람의 집').fill('102동 201호');
    await form.getByRole('radio', { name: '대리인을 정함' }).check();
    await form.getByRole('radio', { name: /명부에 없는 사람/ }).check();
    await form.getByLabel('대리인의 이름').fill('김대리');
    await form.getByLabel('대리인의 휴대전화').fill('010-0000-3001');
    await form.getByLabel('위임장을 스캔한 파일').setInputFiles([fileOf('위임장.pdf', '201')]);
    await form.getByText('위임장.pdf의 지문을 적었습니다').waitFor();
    await form.getByRole('button', { name: /넘기기/ }).click();
    await first.getByText('010-••••-3001로 링크를 보냈습니다', { exact: false }).waitFor();
    await cosign(second);
    const standing = standingOf(first).getByRole('row', { name: /^102동 201호 소유자/ });
    await standing.getByText(/^명부 밖/).waitFor();
    await look(first, 'proxies');
  }

  async function loseDevice(
    { first, second }: Officers,
    decision: string,
    keys: readonly KeyPair[],
  ) {
    const [client, number, link] = [
      clientOf(city.url),
      '010-0000-1003',
      /#([0-9a-f]{32})/,
    ] as const;
    const before = await told(client, number, link);
    await first.getByRole('link', { name: '잃은 기기' }).click();
    await first.getByLabel('집', { exact: true }).fill('102동 301호');
    await first.getByText('이 사람의 기기는 아직 없어', { exact: false }).waitFor();
    await first.getByLabel('집', { exact: true }).fill('101동 201호');
    await first.getByRole('radio', { name: /번호/ }).waitFor();
    await first.getByRole('button', { name: /넘기기/ }).click();
    await first.getByText('까닭을 골라 주세요.').waitFor();
    await first.getByText('신분증을 확인하고 표시해 주세요.').waitFor();
    await look(first, 'keys-errors');
    await first.getByLabel('까닭').selectOption('잃어버림');
    await first.getByRole('checkbox', { name: /신분증으로 본인을 확인했습니다/ }).check();
    await first.getByRole('button', { name: /넘기기/ }).click();
    await first.getByText(/^넘겼습니다/).waitFor();
    await second.getByRole('link', { name: '잃은 기기' }).click();
    const waiting = second.getByRole('article', { name: /기기 모두 끝냄/ });
    await waiting.getByText('101동 201호 소유자', { exact: false }).waitFor();
    await waiting.getByText('잃어버림').waitFor();
    await look(second, 'keys-second');
    await cosign(second);
    await told(client, number, /(모두 끝냈습니다)/);
    await told(client, number, link, before);
    // The old key does nothing any more; with the new link they come again.
    expect(await withdrawal(city.url, decision, keyAt(keys, 2))).not.toBe(0);
    const heads = expectPresent(await agreed(decision), 'those in favour');
    const key = await identified(client, 1003);
    expect(await withdrawal(city.url, decision, key)).toBe(0);
    expect(await agreed(decision)).toBe(heads - 1);
  }

  async function countNotices(page: Page): Promise<void> {
    await page.getByRole('link', { name: '링크·알림' }).click();
    const said = page.getByText(/통지가 닿은 세대 \d+, 닿지 않은 세대 \d+\. 기록에 남겼습니다\./);
    // On a busy machine some are still under way: an officer counts again.
    await expect
      .poll(
        async () => {
          await page.getByRole('button', { name: '통지 결과 기록하기' }).click();
          await said.waitFor();
          return said.innerText();
        },
        { timeout: 60_000, interval: 2_000 },
      )
      .toContain('닿지 않은 세대 0.');
    await look(page, 'messages-notices');
    await page.getByRole('link', { name: '공개 화면 보기' }).click();
    await page.getByText(/^닿은 세대 \d+, 닿지 않은 세대 0$/).waitFor();
  }
});
