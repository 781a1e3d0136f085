import { expectPresent } from '@madang/base';
import { openRerun } from '@madang/kernel/rerun';
import { checkToEnd } from '@madang/protocol';
import { services } from '@madang/services';
import { checkDecision, decisionReader } from '@madang/services/vote/proof/index.ts';
import { launchBrowser } from '@madang/testkit';
import type { Browser, Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { cityFor } from './support/city.ts';
import {
  deviceAt,
  fileOf,
  look,
  makeDecision,
  planDecision,
  reach,
  saved,
} from './support/desk-pages.ts';
import { residents } from './support/residents.ts';

const launched = await launchBrowser();

describe.skipIf(launched === undefined)('the officers’ desk', () => {
  const browser = launched as Browser;
  const city = cityFor(browser);

  const device = (path: string) => deviceAt(browser, city.url + path);

  it('leads from a list with errors to a result that anybody can check', async () => {
    const { page, errors } = await device('/desk');
    await look(page, 'desk-sign-in');
    await page.getByRole('button', { name: '담당자 1로 들어가기' }).click();
    await page.getByRole('heading', { name: '결정 목록' }).waitFor();
    await makeDecision(page);
    const decision = expectPresent(/[0-9a-f]{64}/.exec(page.url())?.[0], 'a decision');

    expect(await residents(city.url, decision, 7)).toHaveLength(7);
    const owners = page.getByRole('meter', { name: '단지 소유자 수 75% 이상' });
    await expect.poll(() => owners.getAttribute('aria-valuenow'), { timeout: 10_000 }).toBe('7');
    await page.getByText('58.33%').first().waitFor();
    await page.getByRole('button', { name: '102동', exact: true }).click();
    await page
      .getByRole('button', { name: /^102동 .*(동의|답 없음)$/ })
      .first()
      .click();
    await page.getByText(/소○/).first().waitFor();
    await look(page, 'live');

    await page.getByRole('button', { name: /다시 알리기/ }).click();
    await page.getByText(/세대에 다시 알렸고 기록에 남겼습니다/).waitFor();

    await correct(page);
    await page.getByRole('link', { name: '링크·알림' }).click();
    await page.getByText('연락처 없음').waitFor();
    await look(page, 'messages');
    await papers(page);
    const { page: second, errors: secondErrors } = await device(`/desk/${decision}?view=paper`);
    await second.getByRole('button', { name: '담당자 2로 들어가기' }).click();
    await second.getByRole('button', { name: '살펴보았고 함께 서명합니다' }).waitFor();
    await look(second, 'paper-second');
    await second.getByRole('button', { name: '살펴보았고 함께 서명합니다' }).click();
    await second.getByText('두 사람의 서명으로 기록했습니다.', { exact: true }).waitFor();

    await page.getByRole('link', { name: '마감과 결과' }).click();
    await page.getByText('요건이 찼습니다').waitFor();
    await extend(page);
    await page.getByRole('button', { name: '끝맺고 결과 남기기' }).click();
    await page.getByRole('button', { name: '끝맺고 결과 남기기' }).waitFor({ state: 'detached' });
    await look(page, 'close');

    const { page: reader, errors: readerErrors } = await device('/decisions');
    await look(reader, 'decisions');
    await reader.getByRole('link', { name: /가온숲아파트 리모델링 동의/ }).click();
    await reader.getByText('75.00%').first().waitFor();
    await reader.getByText('요건이 찼습니다').first().waitFor();
    await look(reader, 'decision');
    const dossier = await saved(reader, '결과철 받기');
    expect(await verdictOf(city.url, dossier)).toEqual({
      verdict: 'checked',
      isEstablished: true,
      // Seven who were identified and consented, and two of whom a paper came.
      notices: { homes: 9, undelivered: 0 },
    });
    const broken = Uint8Array.from(dossier);
    const middle = Math.trunc(broken.length / 2);
    broken[middle] = (broken[middle] ?? 0) ^ 1;
    expect((await verdictOf(city.url, broken)).verdict).not.toBe('checked');

    await reader.goto(`${city.url}/en/decisions/${decision}`);
    await reader
      .getByText('Each building: at least 50% of owners and of area in favour')
      .first()
      .waitFor();
    await look(reader, 'decision-en');
    expect([...errors, ...secondErrors, ...readerErrors]).toEqual([]);
  }, 240_000);

  it('goes on with an opening that was cut off, and puts nothing on record twice', async () => {
    const { page } = await device('/desk');
    await page.getByRole('button', { name: '담당자 1로 들어가기' }).click();
    await page.getByRole('heading', { name: '결정 목록' }).waitFor();
    await planDecision(page);
    let sent = 0;
    await page.route('**/api/transactions', async (route) => {
      sent += 1;
      // The third act reaches the ledger, and its answer never comes back.
      if (sent === 3) await route.fetch();
      await (sent < 3 ? route.continue() : route.abort());
    });
    await page.getByRole('button', { name: '명부를 확정하고 열기' }).click();
    const progress = page.getByRole('progressbar');
    await expect.poll(() => progress.getAttribute('aria-valuenow'), { timeout: 20_000 }).toBe('4');
    await page.goto(`${city.url}/desk`);
    await page.unrouteAll({ behavior: 'ignoreErrors' });
    await page.getByText(/9단계 가운데 4단계까지 되었습니다/).waitFor();
    await look(page, 'desk-goes-on');
    await page.getByRole('link', { name: '이어서 열기' }).click();
    await page.getByRole('button', { name: '이어서 열기' }).click();
    await page.getByText('열었습니다').waitFor();
    await page.getByRole('link', { name: '현황 보기' }).click();
    await page.getByRole('meter', { name: '단지 소유자 수 75% 이상' }).waitFor();
    await page.getByRole('link', { name: '공개 화면 보기' }).click();
    // Draft, three parts of the roll, the opening, and the note on the links.
    await page.getByText('이 결정의 기록 6', { exact: true }).waitFor();
  }, 120_000);

  it('is worked with the keyboard alone', async () => {
    const { page } = await device('/desk');
    await reach(page.getByRole('button', { name: '담당자 1로 들어가기', exact: true }));
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { name: '결정 목록' }).waitFor();
    const link = page.getByRole('link', { name: /가온숲아파트 리모델링 동의/ }).first();
    await link.focus();
    await page.keyboard.press('Enter');
    await page.getByRole('meter', { name: '단지 소유자 수 75% 이상' }).waitFor();
    await reach(page.getByRole('button', { name: '101동', exact: true }));
    await page.keyboard.press('Enter');
    await reach(page.getByRole('button', { name: /^101동 302/ }));
    await page.keyboard.press('Enter');
    await page.getByRole('region', { name: /이 집의 사람/ }).waitFor();
    await reach(page.getByRole('button', { name: '새 링크 보내기', exact: true }));
  }, 60_000);

  /** One area was written wrongly; the correction goes on record with its evidence. */
  async function correct(page: Page): Promise<void> {
    await page.getByRole('link', { name: '명부 고침' }).click();
    await page.getByLabel('집', { exact: true }).fill('102동 301호');
    await page.getByRole('button', { name: '고치고 기록하기' }).click();
    await page.getByText('바뀐 것이 없습니다. 고칠 것을 적어 주세요.').waitFor();
    await page.getByText('까닭을 골라 주세요.').waitFor();
    await page.getByText('증빙 파일을 골라 주세요.').waitFor();
    await look(page, 'roll-change-errors');
    await page.getByLabel('전유면적 ㎡').fill('84.97');
    await page.getByLabel('까닭').selectOption('잘못 적음');
    await page.getByLabel('증빙 파일').setInputFiles([fileOf('대장.pdf', '84.97')]);
    await page.getByText('대장.pdf의 지문을 적었습니다').waitFor();
    await page.getByText('낸 뜻은 모두 그대로 셉니다.').waitFor();
    await look(page, 'roll-change');
    const slip = page.waitForEvent('download');
    await page.getByRole('button', { name: '고치고 기록하기' }).click();
    expect((await slip).suggestedFilename()).toMatch(/^evidence-\d+\.txt$/);
    await page.getByText('고쳤습니다. 공개 기록에 남았습니다.').waitFor();
    await page.getByRole('button', { name: '다른 집 고치기' }).click();
  }

  async function extend(page: Page): Promise<void> {
    const close = page.getByLabel('새 마감');
    await page.getByRole('button', { name: '마감 늦추기' }).click();
    await page.getByText('지금 마감보다 늦은 때를 적어 주세요.').waitFor();
    await close.fill('2099-12-31T18:00');
    await page.getByRole('button', { name: '마감 늦추기' }).click();
    await page.getByText('마감을 늦췄습니다.').waitFor();
  }

  async function papers(page: Page): Promise<void> {
    await page.getByRole('link', { name: '종이 접수' }).click();
    const silent = await silentHomes(page);
    for (const home of silent.slice(0, 2)) {
      await page.getByLabel('집', { exact: true }).fill(home);
      await page.getByRole('radio', { name: /번호/ }).waitFor();
      await page.getByRole('radio', { name: '동의', exact: true }).check();
      await page.getByLabel('스캔한 파일').setInputFiles([fileOf('scan.pdf', home)]);
      await page.getByText(/지문을 적었습니다/).waitFor();
      await page.getByRole('button', { name: '묶음에 넣기' }).click();
    }
    await page.getByRole('heading', { name: '이번 묶음 2장' }).waitFor();
    await look(page, 'paper');
    await page.getByRole('button', { name: '서명하고 두 번째 담당자에게 넘기기' }).click();
    await page.getByText('넘겼습니다', { exact: false }).waitFor();
  }
});

/** The names of homes that the live page shows without an answer. */
async function silentHomes(page: Page): Promise<readonly string[]> {
  const paper = page.url();
  await page.goto(paper.replace(/\?.*/, ''));
  const names: string[] = [];
  for (const building of ['101동', '102동']) {
    await page.getByRole('button', { name: building, exact: true }).click();
    const silent = page.getByRole('button', { name: new RegExp(`^${building} .*답 없음$`) });
    await silent
      .first()
      .waitFor({ timeout: 3_000 })
      .catch(() => undefined);
    for (const one of await silent.all()) {
      names.push(((await one.textContent()) ?? '').replace(/ 답 없음$/, '').trim());
    }
  }
  await page.goto(paper);
  return names;
}

async function verdictOf(url: string, bytes: Uint8Array) {
  const policyText = await (await fetch(`${url}/api/policy`)).text();
  const reader = decisionReader();
  const pushed = reader.push(bytes);
  const checks = checkDecision({
    read: pushed.ok ? reader.end() : pushed,
    policyText,
    openAgain: (chain) => openRerun(services, chain),
  });
  const { verdict, facts } = await checkToEnd(checks);
  return { verdict, isEstablished: facts?.established !== undefined, notices: facts?.notices };
}
