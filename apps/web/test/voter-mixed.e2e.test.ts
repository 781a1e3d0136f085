import { readFile } from 'node:fs/promises';
import { expectPresent } from '@madang/base';
import type { OwnKey } from '@madang/services/election/intake/index.ts';
import { axeFindings, launchBrowser } from '@madang/testkit';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  castKeys,
  mixAndOpen,
  openRegistration,
  registerBare,
  registeredKeys,
  voteBare,
} from './support/mixed-city.ts';
import { type ResidentCity, startResidentCity } from './support/resident-city.ts';
import { codeFor, heading, openTelephone, press, tabTo, tooWide } from './support/telephone.ts';
import { shot } from './support/voter.ts';
import { chair, type ElectionPlan, takenBallots } from './support/voter-city.ts';

const launched = await launchBrowser();

const registersForMs = 20 * 60_000;
const neighbours = [9, 10, 11, 12, 13, 14, 15, 16];
const plan: ElectionPlan = {
  title: { ko: '입주자대표회의 회장 선거', en: 'Election of the chair' },
  questions: [chair],
  revote: 'last',
  registersForMs,
  roll: [0, 1, 2, 3, 4, 5, ...neighbours],
};

describe.skipIf(launched === undefined)('a voter whose key is mixed', () => {
  const browser = launched as Browser;
  let city: ResidentCity;
  let election: string;
  const own = new Map<number, OwnKey>();
  /** The telephones, by whose they are; what was registered is on them. */
  const phones = new Map<number, Page>();
  /** The telephone in whose place another one was registered. */
  let replaced: Page | undefined;
  beforeAll(async () => {
    city = await startResidentCity({ withDecision: false, others: neighbours.length });
    election = await openRegistration(city, plan);
    for (const person of [2, ...neighbours]) {
      own.set(person, await registerBare(city, election, person));
    }
  });
  afterAll(async () => {
    await browser.close();
    await city.stop();
  });

  const open = async (
    person: number,
    path = city.links[person] ?? '',
    width?: number,
    look?: string,
  ) => {
    const device = await openTelephone(browser, city.url + path, { width, look });
    phones.set(person, device.page);
    return device;
  };
  const phoneOf = (person: number): Page => {
    const page = phones.get(person);
    if (page === undefined) throw new Error(`Nobody gave ${String(person)} a telephone.`);
    return page;
  };
  const say = async (page: Page, person: number) => {
    await heading(page, '먼저 본인인지 확인합니다').waitFor();
    await page.getByText('보냈습니다').waitFor();
    await page.getByLabel('문자로 받은 번호 6자리').fill(await codeFor(city, person));
  };

  it('is told beforehand what it means, registers, and comes back later', async () => {
    const { page, errors } = await open(0);
    await heading(page, '입주자대표회의 회장 선거').waitFor();
    await page.getByText('누가 투표했는지 남지 않습니다').waitFor();
    await page.getByText('등록하지 않으면 이 선거에는 투표할 수 없습니다').waitFor();
    await page.getByText('투표가 끝날 때까지 이 휴대전화를 그대로 두세요').waitFor();
    expect(await page.getByRole('radio').count()).toBe(0);
    await shot(page, 'register-landing', true);
    expect(await axeFindings(page)).toEqual([]);
    await press(page, '투표 키 등록하기');
    await say(page, 0);
    await heading(page, '이 휴대전화로 투표할까요?').waitFor();
    await shot(page, 'register-confirm', true);
    expect(await axeFindings(page)).toEqual([]);
    await press(page, '키 만들고 등록하기');
    await heading(page, '투표 키를 등록했습니다').waitFor();
    await page.getByText('네 가지를 이 휴대전화가 직접 확인했습니다').waitFor();
    await page.getByText('아직 투표하신 것은 아닙니다').waitFor();
    await shot(page, 'register-done', true);
    expect(await axeFindings(page)).toEqual([]);
    await page.reload();
    await page.getByText('이 휴대전화로 등록되어 있습니다').waitFor();
    expect(await page.getByRole('button', { name: /등록하기$/ }).count()).toBe(0);
    await shot(page, 'register-here', true);
    expect(errors).toEqual([]);
  });

  it('registers by keyboard alone, and without a connection once it is back', async () => {
    const { page, context } = await open(3);
    await heading(page, '입주자대표회의 회장 선거').waitFor();
    await tabTo(page, '투표 키 등록하기');
    await page.keyboard.press('Enter');
    await page.getByText('보냈습니다').waitFor();
    await tabTo(page, '문자로 받은');
    await page.keyboard.type(await codeFor(city, 3));
    await heading(page, '이 휴대전화로 투표할까요?').waitFor();
    await expect.poll(() => page.evaluate(() => document.activeElement?.tagName)).toBe('H1');
    await context.setOffline(true);
    await tabTo(page, '키 만들고 등록하기');
    await page.keyboard.press('Enter');
    await heading(page, '아직 닿지 않았습니다. 계속 보내고 있습니다').waitFor({ timeout: 20_000 });
    await page.getByText('두 번 보내도 한 번만 등록됩니다').waitFor();
    const before = await city.recorded('election.registerKey');
    await context.setOffline(false);
    await heading(page, '투표 키를 등록했습니다').waitFor();
    expect(await city.recorded('election.registerKey')).toBe(before + 1);
  });

  it('registers a second device in the place of the first', async () => {
    const { page: first } = await open(5);
    await press(first, '투표 키 등록하기');
    await say(first, 5);
    await press(first, '키 만들고 등록하기');
    await heading(first, '투표 키를 등록했습니다').waitFor();
    const { page: second } = await open(5);
    await press(second, '이 기기도 쓰기');
    const number = (await second.locator('.m-code').innerText()).replaceAll(' ', '');
    await press(first, '등록 안내로 돌아가기');
    await press(first, '내 기기');
    await press(first, '기기 더하기');
    await first.getByRole('textbox', { name: '새 기기의 숫자 12자리' }).fill(number);
    await press(first, '찾기');
    await press(first, '더하고 서명하기');
    await second.getByText('다른 기기로 등록되어 있습니다').waitFor();
    await shot(second, 'register-elsewhere', true);
    expect(await axeFindings(second)).toEqual([]);
    await press(second, '이 휴대전화로 바꿔 등록하기');
    await press(second, '키 만들고 등록하기');
    await heading(second, '투표 키를 등록했습니다').waitFor();
    await press(second, '등록 안내로 돌아가기');
    await second.getByText('이 휴대전화로 등록되어 있습니다').waitFor();
    await first.reload();
    await first.getByText('다른 기기로 등록되어 있습니다').waitFor();
    replaced = first;
  });

  it('fits 320 px at the largest text in high contrast in English', async () => {
    const { page, errors } = await open(4, `/en${city.links[4] ?? ''}`, 320, '5 high-contrast');
    const fits = async (name: string) => {
      expect(await tooWide(page)).toEqual([]);
      expect(await axeFindings(page)).toEqual([]);
      await shot(page, `en-register-${name}`, true);
    };
    await page.getByText('Nobody sees who voted').waitFor();
    await fits('landing');
    await press(page, 'Register a key');
    await page.getByText(/^Sent to 010-/).waitFor();
    await page.getByLabel('The six digits from the message').fill(await codeFor(city, 4));
    await heading(page, 'Vote with this phone?').waitFor();
    await fits('confirm');
    await press(page, 'Make and register a key');
    await heading(page, 'Your key is registered').waitFor();
    await page.getByText('This phone checked all four points itself').waitFor();
    await fits('done');
    expect(errors).toEqual([]);
  });

  it('waits while keys are mixed; whoever did not register is told so', async () => {
    city.leap(registersForMs);
    await mixAndOpen(city, election, plan, async () => {
      const page = phoneOf(0);
      await page.reload();
      await page.getByText('등록을 마치셨고, 지금은 키를 섞고 있습니다').waitFor();
      await shot(page, 'mixing-here', true);
      expect(await axeFindings(page)).toEqual([]);
      const { page: late } = await open(1);
      await heading(late, '투표 키를 등록하지 않으셨습니다').waitFor();
      await late.getByText('등록이 끝나 이 선거에는 투표할 수 없습니다').waitFor();
      await shot(late, 'mixing-unregistered', true);
      const { page: other } = await open(2);
      await heading(other, '투표 키가 다른 기기에 있습니다').waitFor();
      await shot(other, 'mixing-elsewhere', true);
    });
  });

  it('votes with the mixed key, is counted, and votes again', async () => {
    await voteBare(city, election, expectPresent(own.get(9), 'registered'), [[1]]);
    const page = phoneOf(0);
    await page.reload();
    await page.getByText('누가 투표했는지도 남지 않습니다').waitFor();
    await shot(page, 'mixed-landing', true);
    await press(page, '후보 보고 고르기');
    await page.getByRole('radio', { name: /한서윤/ }).check();
    await press(page, '다시 보기');
    await heading(page, '이렇게 낼까요?').waitFor();
    await press(page, '잠그고 내기');
    await heading(page, '투표를 마쳤습니다').waitFor();
    await page.getByText('네 가지를 이 휴대전화가 직접 확인했습니다').waitFor();
    await press(page, '내 표가 세어졌나요?');
    await heading(page, '네, 세어져 있습니다').waitFor();
    await shot(page, 'mixed-counted');
    expect(await takenBallots(city, election)).toBe(2);
    await press(page, /^다시 고르기/);
    await page.getByRole('radio', { name: /문지수/ }).check();
    await press(page, '다시 보기');
    await press(page, '잠그고 내기');
    await heading(page, '투표를 마쳤습니다').waitFor();
    await press(page, '내 표가 세어졌나요?');
    await heading(page, '네, 세어져 있습니다').waitFor();
    expect(await takenBallots(city, election)).toBe(2);
    // What was registered is public; the key that voted is another, which no line of the roll has.
    const keys = await registeredKeys(city, election);
    const votes = await castKeys(city);
    expect(votes).toHaveLength(3);
    for (const key of [...keys, ...votes]) expect(key).toMatch(/^[0-9a-f]{64}$/);
    expect(keys.some((key) => votes.includes(key))).toBe(false);
  });

  it('casts a ballot once whatever the connection does, and tests the lock on a second device', async () => {
    const page = phoneOf(3);
    await page.reload();
    await press(page, '후보 보고 고르기');
    await page.getByRole('radio', { name: /오태현/ }).check();
    await press(page, '다시 보기');
    await press(page, '제대로 잠기는지 먼저 시험하기');
    await heading(page, '표를 잠갔습니다').waitFor();
    const noted = await page.locator('.m-code').innerText();
    await press(page, '내지 않고 열어 보기');
    const saving = page.waitForEvent('download');
    await press(page, '파일로 저장');
    const link = await readFile(await (await saving).path(), 'utf8');
    const { page: second } = await openTelephone(browser, link);
    await heading(second, '같은 표를 다시 만들었습니다').waitFor();
    await second.getByLabel('적어 둔 지문 16자리').fill(noted);
    await press(second, '비교하기');
    await second.getByText('같습니다. 그 휴대전화는 제대로 잠갔습니다').waitFor();
    await press(page, '새로 잠그러 가기');
    const before = await takenBallots(city, election);
    await page.context().setOffline(true);
    await press(page, '잠그고 내기');
    await heading(page, '아직 닿지 않았습니다. 계속 보내고 있습니다').waitFor({ timeout: 20_000 });
    await page.context().setOffline(false);
    await heading(page, '투표를 마쳤습니다').waitFor();
    expect(await takenBallots(city, election)).toBe(before + 1);
    await page.reload();
    await heading(page, '네, 세어져 있습니다').waitFor();
  });

  it('is told what to do without the key: not registered, or registered elsewhere', async () => {
    const page = phoneOf(1);
    await page.reload();
    await press(page, '투표 시작하기');
    await say(page, 1);
    await heading(page, '투표 키를 등록하지 않으셨습니다').waitFor();
    const other = phoneOf(2);
    await other.reload();
    await heading(other, '투표 키가 다른 기기에 있습니다').waitFor();
    await other.getByText('그 기기를 잃으셨다면 이 선거에는 투표할 수 없습니다').waitFor();
    expect(await axeFindings(other)).toEqual([]);
    const old = expectPresent(replaced, 'registered, and then another');
    await old.reload();
    await press(old, '후보 보고 고르기');
    await heading(old, '투표 키가 다른 기기에 있습니다').waitFor();
  });
});
