import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expectOk, expectPresent, toHex } from '@madang/base';
import { launchBrowser } from '@madang/testkit';
import type { Browser, Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { cityFor } from './support/city.ts';
import { deviceAt, look, reach } from './support/desk-pages.ts';
import { firstNumber, planElection, press, takeRegister } from './support/election-pages.ts';
import { foundHomes } from './support/paper-election.ts';
import { clientOf, idOf } from './support/residents.ts';
import { holdCeremony, makeTrustees, openSums } from './support/trustees.ts';
import { vote } from './support/voters.ts';

const launched = await launchBrowser();

describe.skipIf(launched === undefined)('the officers’ desk of elections', () => {
  const browser = launched as Browser;
  const city = cityFor(browser);

  const device = (path: string) => deviceAt(browser, city.url + path);

  it('leads from a template to a result on paper', async () => {
    const { page, errors } = await device('/desk');
    const trustees = makeTrustees(3);
    await page.getByRole('button', { name: '담당자 1로 들어가기' }).click();
    await page.getByRole('link', { name: '새 선거 만들기' }).first().click();
    await planElection(page, { trustees: trustees.map(({ account }) => account) });
    await press(page, '기록에 올리기');
    await page.getByText('선거를 기록에 올렸습니다').waitFor();
    await look(page, 'election-8-drafted');
    await page.getByRole('link', { name: '선거 관리로' }).click();
    const election = expectPresent(/[0-9a-f]{64}/.exec(page.url())?.[0], 'an election');
    await page.getByRole('heading', { level: 1, name: '102동 동별 대표자 선거' }).waitFor();
    await look(page, 'election-desk-draft');

    await page
      .getByText(new RegExp(`/trustee/elections/${election}`))
      .first()
      .waitFor();
    await holdCeremony(clientOf(city.url), election, trustees);
    await page.reload();
    await press(page, '투표 시작');
    await page.getByText('투표 중').first().waitFor();

    await page.getByRole('link', { name: '선거인·알림' }).click();
    await page.getByRole('heading', { name: '아직 투표하지 않은 집 20 / 20' }).waitFor();
    const isReread = page.waitForResponse((response) => response.url().endsWith('/voters'));
    await press(page, '모두에게 링크 보내기');
    const saidSent = page.getByText('20세대에 링크를 보냈습니다. 연락처가 없는 세대는 0세대');
    await saidSent.waitFor();
    // It stays where it is said when the page reads anew what was put on record.
    await isReread;
    expect(await saidSent.isVisible()).toBe(true);
    const numbers = Array.from({ length: 20 }, (_, at) => firstNumber + at);
    for (const [at, number] of numbers.slice(0, 12).entries()) {
      await vote(city.url, election, number, [[at % 4 === 3 ? 1 : 0]]);
    }
    await page.reload();
    await page.getByRole('heading', { name: '아직 투표하지 않은 집 8 / 20' }).waitFor();
    await look(page, 'election-desk-voters');
    await press(page, '아직 투표하지 않은 8세대에 다시 알리기');
    await page.getByText('8세대에 다시 알렸습니다').waitFor();
    await expect
      .poll(() => noted(election))
      .toEqual([
        { kind: 'link', voters: 20, undelivered: 0 },
        { kind: 'reminder', voters: 8, undelivered: 0 },
      ]);
    await expect.poll(() => reminded(numbers)).toEqual(numbers.slice(12));

    await page.getByRole('link', { name: '선거 관리' }).click();
    await pauseAndExtend(page);
    // The stand-in for telephones forgets old messages.
    await page.getByRole('link', { name: '선거인·알림' }).click();
    await press(page, '모두에게 링크 보내기');
    await page.getByText('20세대에 링크를 보냈습니다.').waitFor();
    for (const number of numbers.slice(12)) await vote(city.url, election, number, [[2]]);
    await page.getByRole('link', { name: '선거 관리' }).click();
    await page.reload();
    await page.getByText('100.00%').first().waitFor();
    await look(page, 'election-desk-open');
    await press(page, '마감하기');
    await page.getByText('개표 중').first().waitFor();
    await look(page, 'election-desk-closed');
    await openSums(clientOf(city.url), election, trustees.slice(0, 2));
    await page.reload();
    await page.getByText('당선').first().waitFor();
    await look(page, 'election-desk-decided');

    await complain(page);
    await page.getByRole('link', { name: '선거록' }).click();
    await printed(page);
    await page.route('**/complaints', async (route) => {
      const body = await (await route.fetch()).text();
      await route.fulfill({ body: body.replace('\\"rejected\\"', '\\"upheld\\"') });
    });
    await page.reload();
    await page.getByText('2번째 줄이 공개 기록과 맞지 않아').waitFor();
    await page.unrouteAll({ behavior: 'ignoreErrors' });
    await page.goto(`${city.url}/en/elections/${election}?view=protocol`);
    await page.getByText('Protocol of the election').first().waitFor();
    await look(page, 'election-protocol-en');
    expect(errors).toEqual([]);
  }, 300_000);

  it('takes its voters from a register that is there already', async () => {
    const numbers = Array.from({ length: 12 }, (_, at) => 3101 + at);
    const { register } = await foundHomes(city.url, numbers);
    const { page, errors } = await device('/desk');
    await page.getByRole('button', { name: '담당자 1로 들어가기' }).click();
    await page.getByRole('link', { name: '새 선거 만들기' }).first().click();
    const accounts = makeTrustees(3).map(({ account }) => account);
    await planElection(page, { trustees: accounts, takeRoll: takeRegister });
    await press(page, '기록에 올리기');
    await page.getByText('선거를 기록에 올렸습니다').waitFor();
    await page.getByRole('link', { name: '선거 관리로' }).click();
    const id = idOf(expectPresent(/[0-9a-f]{64}/.exec(page.url())?.[0], 'an election'));
    const client = clientOf(city.url);
    const told = expectOk(await client.query('election.election', { id }), 'an election');
    expect(toHex(told.register)).toBe(register);
    const roll = expectOk(await client.query('election.voters', { election: id }), 'the roll');
    expect(roll.map(({ person }) => person)).toEqual(numbers.slice(0, 11).map((_, at) => at));
    expect(errors).toEqual([]);
  }, 120_000);

  it('is made with the keyboard alone, at the width of a phone', async () => {
    const { page, errors } = await device('/desk');
    await page.setViewportSize({ width: 390, height: 844 });
    const { keyboard } = page;
    const enter = async (name: string): Promise<void> => {
      await reach(page.getByRole('button', { name, exact: true }));
      await keyboard.press('Enter');
    };
    const type = async (label: string, words: string): Promise<void> => {
      await reach(page.getByLabel(label, { exact: true }));
      await keyboard.type(words);
    };
    await enter('담당자 1로 들어가기');
    await reach(page.getByRole('link', { name: '새 선거 만들기' }));
    await keyboard.press('Enter');
    await reach(page.getByRole('radio', { name: /동별 대표자 선출 \(후보자 2명 이상\)/ }));
    await keyboard.press('Space');
    await reach(page.getByRole('checkbox', { name: /확인했습니다/ }));
    await keyboard.press('Space');
    await enter('다음');
    const heading = page.getByRole('heading', { level: 1, name: '무엇을 묻나' });
    await heading.waitFor();
    // Whoever listens is told where they are.
    expect(await heading.evaluate((one) => one === document.activeElement)).toBe(true);
    await type('선거 이름', '대표 선거');
    await type('무엇을 정하는 선거인지 한두 문장', '대표를 뽑습니다.');
    const first = page.getByRole('region', { name: '기호 1' });
    await reach(first.getByLabel('이름', { exact: true }));
    await keyboard.type('가나다');
    await reach(first.getByRole('button', { name: '기호 1 아래로' }));
    await keyboard.press('Enter');
    const second = page.getByRole('region', { name: '기호 2' });
    expect(await second.getByLabel('이름', { exact: true }).inputValue()).toBe('가나다');
    await enter('다음');
    await page.getByText('기호 1의 이름을 적어 주세요.').waitFor();
    // What is wrong is seen where the button was pressed.
    const alert = page.getByText('기호 1의 이름을 적어 주세요.');
    expect(await alert.evaluate((one) => one.getBoundingClientRect().bottom <= innerHeight)).toBe(
      true,
    );
    await look(page, 'election-keyboard');
    await reach(second.getByRole('button', { name: '기호 2 빼기' }));
    await keyboard.press('Enter');
    await page.getByText('가나다을(를) 뺐습니다.').waitFor();
    await enter('되돌리기');
    expect(await second.getByLabel('이름', { exact: true }).inputValue()).toBe('가나다');
    expect(errors).toEqual([]);
  }, 120_000);

  /** What stands on record of messages to the voters. */
  async function noted(election: string): Promise<readonly unknown[]> {
    const told = await clientOf(city.url).matterRecords(election, undefined, 1_000);
    return expectOk(told, 'records').records.flatMap(({ act, payload }) => {
      if (act !== 'election.noteMessages') return [];
      const { election: _, ...numbers } = payload as Readonly<Record<string, unknown>>;
      return [numbers];
    });
  }

  /** Telephones that were reminded of something. */
  async function reminded(numbers: readonly number[]): Promise<readonly number[]> {
    const { messages } = expectOk(await clientOf(city.url).demoMessages(), 'messages');
    const told = messages.filter(({ text }) => text.includes('아직 하지 않은 일이 있습니다'));
    return numbers.filter((one) => told.some(({ number }) => number.endsWith(`-${String(one)}`)));
  }

  /** Both take a public reason, without which nothing is done. */
  async function pauseAndExtend(page: Page): Promise<void> {
    await press(page, '잠시 멈추기');
    await page.getByText('사유를 두 말로 적어 주세요.').waitFor();
    const pausing = page.getByRole('region', { name: '잠시 멈추기' });
    await pausing.getByLabel('사유 (한국어)').fill('정전');
    await pausing.getByLabel('사유 (영어)').fill('A power cut');
    await press(page, '잠시 멈추기');
    await page.getByText('멈춤').first().waitFor();
    const going = page.getByRole('region', { name: '다시 받기' });
    await going.getByLabel('사유 (한국어)').fill('전기가 들어옴');
    await going.getByLabel('사유 (영어)').fill('Power is back');
    await press(page, '다시 받기');
    await page.getByText('투표 중').first().waitFor();
    const extending = page.getByRole('region', { name: '마감 늦추기' });
    await extending.getByLabel('사유 (한국어)').fill('정전만큼 늦춤');
    await extending.getByLabel('사유 (영어)').fill('As long as the power cut');
    await press(page, '마감 늦추기');
    await page.getByText('지금 마감보다 늦은 때를 적어 주세요.').first().waitFor();
    await extending.getByLabel('새 마감').fill('2099-12-31T18:00');
    await press(page, '마감 늦추기');
    await page
      .getByText(/2099년 12월 31일/)
      .first()
      .waitFor();
  }

  /** A complaint comes, is settled, and stands in public without what it says. */
  async function complain(page: Page): Promise<void> {
    await page.getByRole('link', { name: '이의신청' }).click();
    await page.getByText('기록된 이의신청이 없습니다.').waitFor();
    await press(page, '접수하고 기록하기');
    await page.getByText('신청 내용을 적어 주세요.').waitFor();
    await page.getByLabel('종류').selectOption('개표');
    await page.getByLabel('신청 내용').fill('한 표 차이이니 다시 세어 주십시오.');
    const slip = page.waitForEvent('download');
    await press(page, '접수하고 기록하기');
    expect((await slip).suggestedFilename()).toBe('complaint-1-received.txt');
    await page.getByRole('cell', { name: '접수함' }).waitFor();
    await expect.poll(() => page.getByLabel('신청 내용').inputValue()).toBe('');
    await look(page, 'election-desk-complaints');
    await page.getByLabel('결과', { exact: true }).selectOption('받아들이지 않음');
    await page.getByLabel('답변').fill('누구나 다시 셀 수 있고 수가 같습니다.');
    const answer = page.waitForEvent('download');
    await press(page, '결과 기록하기');
    expect((await answer).suggestedFilename()).toBe('complaint-1-rejected.txt');
    await page.getByRole('cell', { name: '받아들이지 않음' }).waitFor();
    await page.getByText('처리를 기다리는 이의신청이 없습니다.').waitFor();
  }

  /** The protocol as it is seen, and on A4 paper. */
  async function printed(page: Page): Promise<void> {
    await page.getByRole('heading', { name: '요건마다의 결과' }).waitFor();
    await page.getByText('기록을 읽는 중입니다').waitFor({ state: 'detached' });
    await page.getByText('사유: 정전', { exact: false }).first().waitFor();
    await page.getByText('선거인 8명에게 다시 알렸습니다.').waitFor();
    await look(page, 'election-protocol');
    await page.evaluate(() => {
      window.print = () => document.body.setAttribute('data-printed', '');
    });
    await press(page, '인쇄하기');
    await page.locator('body[data-printed]').waitFor();
    const pdf = await page.pdf({ preferCSSPageSize: true, printBackground: false });
    const pictures = process.env['MADANG_PICTURES'];
    if (pictures !== undefined) await writeFile(join(pictures, 'election-protocol.pdf'), pdf);
    // A4 in points, and no more sheets than somebody staples.
    const sizes = [...pdf.toString('latin1').matchAll(/MediaBox\s*\[([^\]]+)\]/g)];
    expect(sizes.length).toBeGreaterThan(0);
    expect(sizes.length).toBeLessThanOrEqual(5);
    for (const [, size = ''] of sizes) {
      const [, , width = 0, height = 0] = size.trim().split(/\s+/).map(Number);
      expect([Math.round(width), Math.round(height)]).toEqual([595, 842]);
    }
  }
});
