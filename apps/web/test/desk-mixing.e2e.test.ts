import { expectOk, expectPresent } from '@madang/base';
import { axeFindings, launchBrowser } from '@madang/testkit';
import type { Browser, Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { cityFor } from './support/city.ts';
import { deviceAt, look, reach } from './support/desk-pages.ts';
import { firstNumber, planElection, press } from './support/election-pages.ts';
import { clientOf } from './support/residents.ts';
import { tooWide } from './support/telephone.ts';
import { holdCeremony, makeTrustees, takeMixTurn } from './support/trustees.ts';
import { register } from './support/voters.ts';

const launched = await launchBrowser();

describe.skipIf(launched === undefined)('the desk of an election whose keys are mixed', () => {
  const browser = launched as Browser;
  const city = cityFor(browser);
  const numbers = Array.from({ length: 20 }, (_, at) => firstNumber + at);

  it('registers, mixes and opens, and never claims to know who has voted', async () => {
    const { page, errors } = await deviceAt(browser, `${city.url}/desk`);
    const trustees = makeTrustees(3);
    await page.getByRole('button', { name: '담당자 1로 들어가기' }).click();
    await page.getByRole('link', { name: '새 선거 만들기' }).first().click();
    await planElection(page, { trustees: trustees.map(({ account }) => account), isMixed: true });
    await press(page, '기록에 올리기');
    await page.getByText('선거를 기록에 올렸습니다').waitFor();
    await page.getByRole('link', { name: '선거 관리로' }).click();
    const election = expectPresent(/[0-9a-f]{64}/.exec(page.url())?.[0], 'an election');
    await page.getByRole('heading', { name: '투표 키 등록 시작' }).waitFor();
    expect(await page.getByRole('button', { name: '투표 시작', exact: true }).count()).toBe(0);
    expect(
      await page.getByRole('button', { name: '투표 키 등록 시작', exact: true }).isDisabled(),
    ).toBe(true);
    await look(page, 'mixing-desk-draft');
    await holdCeremony(clientOf(city.url), election, trustees);
    await page.reload();
    await reach(page.getByRole('button', { name: '투표 키 등록 시작', exact: true }));
    await page.keyboard.press('Enter');
    await page.getByText('투표 키 등록 중').first().waitFor();
    await page.getByText('아직 아무도 등록하지 않았습니다').waitFor();

    await page.getByRole('link', { name: '선거인·알림' }).click();
    await press(page, '모두에게 링크 보내기');
    await page.getByText('20세대에 링크를 보냈습니다.').waitFor();
    for (const number of numbers.slice(0, 12)) await register(city.url, election, number);
    await page.reload();
    await page.getByRole('heading', { name: '아직 등록하지 않은 집 8 / 20' }).waitFor();
    await look(page, 'mixing-desk-voters');
    await press(page, '아직 등록하지 않은 8세대에 다시 알리기');
    await page.getByText('8세대에 다시 알렸습니다').waitFor();
    await expect.poll(() => reminded()).toEqual(numbers.slice(12));

    await page.getByRole('link', { name: '선거 관리' }).click();
    await page.getByRole('heading', { name: '등록 마치기' }).waitFor();
    await page.getByText('선거인 20명 가운데 12명').waitFor();
    await page.getByRole('row', { name: /102동 10 2/ }).waitFor();
    await page.getByText('102동에서 등록한 사람이 10명이 안 되어').waitFor();
    expect(await page.getByRole('button', { name: '등록 마치기' }).isDisabled()).toBe(true);
    await look(page, 'mixing-desk-registering');
    // The stand-in for telephones forgets old messages.
    await page.getByRole('link', { name: '선거인·알림' }).click();
    await press(page, '모두에게 링크 보내기');
    await page.getByText('20세대에 링크를 보냈습니다.').waitFor();
    // A link that was sent with a reminder is dead once the new one is there.
    await expect.poll(() => remindedLast()).toEqual([]);
    for (const number of numbers.slice(12)) await register(city.url, election, number);
    await page.getByRole('link', { name: '선거 관리' }).click();
    await page.reload();
    await page.getByText('선거인 20명 가운데 20명').waitFor();
    await press(page, '등록 마치기');
    await page.getByText('투표 키 섞는 중').first().waitFor();
    await page.getByText('2명 가운데 0명이 섞었습니다').waitFor();
    await page.getByText(/다음에 섞을 수 있는 사람: 선거관리위원회, 관리사무소/).waitFor();
    expect(await page.getByRole('button', { name: '투표 시작', exact: true }).isDisabled()).toBe(
      true,
    );
    await look(page, 'mixing-desk-mixing');

    const [first, second] = trustees;
    await takeMixTurn(clientOf(city.url), election, expectPresent(first, 'a trustee'));
    await page.reload();
    await page.getByText('2명 가운데 1명이 섞었습니다').waitFor();
    await page.getByRole('row', { name: /1\. 선거관리위원회 1번째로 섞음/ }).waitFor();
    await takeMixTurn(clientOf(city.url), election, expectPresent(second, 'a trustee'));
    await page.reload();
    await page.getByText('섞기가 끝나 투표를 시작할 수 있습니다').waitFor();
    await press(page, '투표 시작');
    await page.getByText('투표 중').first().waitFor();

    await page.getByRole('link', { name: '선거인·알림' }).click();
    await page.getByText('누가 아직 투표하지 않았는지 아무도 모릅니다').waitFor();
    expect(await page.getByRole('button', { name: /다시 알리기/ }).count()).toBe(0);
    expect(await page.getByRole('heading', { name: /아직 투표하지 않은 집/ }).count()).toBe(0);
    await press(page, '모두에게 링크 보내기');
    await page.getByText('20세대에 링크를 보냈습니다.').waitFor();
    // What was sent is on record, and the page is drawn anew.
    await page.reload();
    await page.getByText('누가 아직 투표하지 않았는지 아무도 모릅니다').waitFor();
    await look(page, 'mixing-desk-open');
    await seenByEverybody(page, election);
    expect(errors).toEqual([]);
  }, 300_000);

  /** What anybody reads of it. */
  async function seenByEverybody(page: Page, election: string): Promise<void> {
    await page.goto(`${city.url}/elections/${election}`);
    await page.getByText('이 선거에는 누가 투표했는지를 보이는 명부가 없습니다').waitFor();
    await page.getByRole('row', { name: /3\. 주민 참관인 섞지 않음/ }).waitFor();
    const log = page.getByRole('region', { name: '지나온 일' });
    await log.getByText('명부가 고정되고 투표 키 등록이 시작되었습니다').waitFor();
    await log.getByText('키 20개로 등록이 끝났습니다').waitFor();
    await log.getByText('열쇠 보관인 1번이 키 목록 2개를 섞었습니다').waitFor();
    await log.getByText('열쇠 보관인 2번이 키 목록 2개를 섞었습니다').waitFor();
    await log.getByText('섞은 키로 투표가 시작되었습니다').waitFor();
    await press(page, '목록 보기');
    await page.getByRole('row', { name: /2 102동 10/ }).waitFor();
    await page.getByText('2번 목록의 키 보기').click();
    await look(page, 'mixing-public');
    await page.goto(`${city.url}/en/elections/${election}`);
    await page.getByText('This election has no list of who voted').waitFor();
    await page.setViewportSize({ width: 320, height: 844 });
    expect(await tooWide(page)).toEqual([]);
    expect(await axeFindings(page)).toEqual([]);
  }

  const isReminder = ({ text }: { text: string }) => text.includes('아직 하지 않은 일이 있습니다');

  /** What was sent to a telephone, newest first. */
  async function toldTo(): Promise<(one: number) => readonly { text: string }[]> {
    const { messages } = expectOk(await clientOf(city.url).demoMessages(), 'messages');
    return (one) => messages.filter(({ number }) => number.endsWith(`-${String(one)}`));
  }

  /** Telephones that were reminded of something. */
  async function reminded(): Promise<readonly number[]> {
    const told = await toldTo();
    return numbers.filter((one) => told(one).some(isReminder));
  }

  /** Those to whom nothing has come after a reminder. */
  async function remindedLast(): Promise<readonly number[]> {
    const told = await toldTo();
    return numbers.filter((one) => told(one).slice(0, 1).some(isReminder));
  }
});
