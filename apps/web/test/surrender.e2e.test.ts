import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expectOk, expectPresent, fromHex, toHex } from '@madang/base';
import type { PreparedTransaction } from '@madang/client';
import type { OwnKey } from '@madang/services/election/intake/index.ts';
import { axeFindings } from '@madang/testkit';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { textOfBytes } from '../src/ballot/bytes-text.ts';
import { hasBrowser, launchWithCamera } from './support/camera-browser.ts';
import { writeFilm } from './support/camera-film.ts';
import { deviceAt, reach } from './support/desk-pages.ts';
import { giveUpBare, onlyBatch, sendBare } from './support/given-keys.ts';
import {
  mixAndOpen,
  mixedPlan,
  neighbours,
  openRegistration,
  registerBare,
  registersForMs,
} from './support/mixed-city.ts';
import { type ResidentCity, startResidentCity } from './support/resident-city.ts';
import { codeFor, heading, openTelephone, press, tabTo, tooWide } from './support/telephone.ts';
import { shot } from './support/voter.ts';
import { takenBallots } from './support/voter-city.ts';

describe.skipIf(!hasBrowser)('a key that is given up at the desk', () => {
  let browser: Browser;
  let folder: string;
  let film: string;
  let city: ResidentCity;
  let election: string;
  let id: Uint8Array;
  let desk: Page;
  let errors: readonly string[];
  const own = new Map<number, OwnKey>();
  const phones = new Map<number, Page>();
  /** What the first telephone has shown. */
  let shown: string;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'madang-given-'));
    film = join(folder, 'code.y4m');
    browser = await launchWithCamera(film);
    city = await startResidentCity({ withDecision: false, others: neighbours.length });
    election = await openRegistration(city, mixedPlan);
    id = expectOk(fromHex(election), 'an id');
    for (const person of neighbours) own.set(person, await registerBare(city, election, person));
  });
  afterAll(async () => {
    await browser.close();
    await city.stop();
    await rm(folder, { recursive: true, force: true });
  });

  const phoneOf = (person: number): Page => expectPresent(phones.get(person), 'a telephone');
  const places = async () => {
    const { marked, surrendered = 0, papers } = await onlyBatch(city, id);
    return { marked, surrendered, papers };
  };
  const fits = async (page: Page, name: string) => {
    expect(await tooWide(page)).toEqual([]);
    expect(await axeFindings(page)).toEqual([]);
    await shot(page, name, true);
  };
  /** The desk at the width of a telephone, for its picture. */
  const look = async (name: string) => {
    await fits(desk, `${name}-wide`);
    await desk.setViewportSize({ width: 390, height: 844 });
    await fits(desk, name);
    await desk.setViewportSize({ width: 1440, height: 900 });
  };
  const bareKey = async (person: number, batch?: Uint8Array): Promise<PreparedTransaction> => {
    const { key } = await onlyBatch(city, id);
    const registered = expectPresent(own.get(person), 'registered');
    return giveUpBare(city, election, registered, batch ?? key);
  };
  const paste = async (text: string) => {
    await desk.getByLabel('휴대전화에서 받은 글자').fill(text);
    await press(desk, '읽고 기록에 올리기');
  };
  const refused = async (text: string, why: RegExp) => {
    await paste(text);
    await desk.getByText('투표지를 드리지 마십시오').waitFor();
    await desk.getByText(why).waitFor();
    expect(await desk.getByText('지금 투표지 한 장을 드리십시오').count()).toBe(0);
    await press(desk, '다음 분 받기');
  };

  it('is told of when it is registered, and then the vote opens', async () => {
    for (const [person, path] of [
      [0, city.links[0]],
      [3, `/en${city.links[3] ?? ''}`],
    ] as const) {
      const how = person === 0 ? {} : { width: 320, look: '5 high-contrast' };
      const { page } = await openTelephone(browser, `${city.url}${path ?? ''}`, how);
      phones.set(person, page);
      const [about, start, code, make, done] =
        person === 0
          ? ([
              '등록한 뒤 종이로 하시려면 창구에서 키를 반납합니다',
              '투표 키 등록하기',
              '문자로 받은 번호 6자리',
              '키 만들고 등록하기',
              '투표 키를 등록했습니다',
            ] as const)
          : ([
              'To vote on paper after all, you give up your key at the desk',
              'Register a key',
              'The six digits from the message',
              'Make and register a key',
              'Your key is registered',
            ] as const);
      await page.getByText(about).waitFor();
      await fits(page, `given-registering-${String(person)}`);
      await press(page, start);
      await page.getByLabel(code).waitFor();
      await page.getByLabel(code).fill(await codeFor(city, person));
      await press(page, make);
      await heading(page, done).waitFor();
    }
    city.leap(registersForMs);
    await mixAndOpen(city, election, mixedPlan);
  });

  it('gets its voter a paper: the telephone signs, the desk reads it and sends it', async () => {
    const device = await deviceAt(browser, `${city.url}/desk/elections/${election}?view=paper`);
    ({ page: desk, errors } = device);
    await press(desk, '담당자 1로 들어가기');
    await desk.getByText('투표 키가 있는 분이 종이로 투표하려면').waitFor();
    await look('given-desk-begin');
    await press(desk, '반납을 받을 묶음 시작하기');
    await desk.getByText('투표지를 기다림').waitFor();
    expect(await places()).toEqual({ marked: 0, surrendered: 0, papers: 0 });
    // There is nothing to count of a batch without a place.
    expect(await desk.getByRole('button', { name: '세어 올리기' }).count()).toBe(0);
    await press(desk, '반납 받기');
    const number = await desk.locator('.m-code').innerText();
    await look('given-desk-take');

    const phone = phoneOf(0);
    await phone.reload();
    await press(phone, /^종이로 투표하기/);
    await heading(phone, '투표 키를 반납하고 종이로 투표합니다').waitFor();
    await phone.getByText('창구는 어느 키인지, 그 키로 투표했는지를 알게 됩니다').waitFor();
    await fits(phone, 'given-phone-begin');
    const { key } = await onlyBatch(city, id);
    await writeFilm(film, `${city.url}/elections/${'0'.repeat(64)}?batch=${toHex(key)}`);
    await press(phone, '창구의 QR 찍기');
    await phone.getByText('다른 선거의 QR입니다').waitFor();
    await writeFilm(film, `${city.url}/elections/${election}?batch=${toHex(key)}`);
    await press(phone, '창구의 QR 찍기');
    await heading(phone, '이 묶음의 종이로 바꿀까요?').waitFor();
    expect(await phone.locator('.m-code').innerText()).toBe(number);
    await fits(phone, 'given-phone-confirm');
    await press(phone, '서명하고 QR 보이기');
    await heading(phone, '창구에 이 QR을 보여 주세요').waitFor();
    await fits(phone, 'given-phone-shown');
    await phone.getByText('창구에 카메라가 없으면').click();
    shown = await phone.locator('.ballot-characters').innerText();
    // The telephone sends nothing: it waits for the desk.
    expect(await city.recorded('election.surrenderKey')).toBe(0);

    await writeFilm(film, shown);
    await press(desk, '카메라로 읽기');
    await desk.getByText('지금 투표지 한 장을 드리십시오').waitFor();
    await desk.getByText('이 묶음에는 종이 1장까지 들어갑니다').waitFor();
    await look('given-desk-give');
    expect(await places()).toEqual({ marked: 0, surrendered: 1, papers: 0 });
    await heading(phone, '투표 키를 반납했습니다').waitFor();
    await phone.getByText('네 가지를 이 휴대전화가 직접 확인했습니다').waitFor();
    await fits(phone, 'given-phone-done');
  });

  it('votes no more, and its telephone says so with the record', async () => {
    const phone = phoneOf(0);
    await phone.reload();
    await press(phone, '후보 보고 고르기');
    await heading(phone, '투표 키를 반납했습니다').waitFor();
    await phone.getByText('이 휴대전화로는 더는 투표할 수 없습니다').waitFor();
    await phone.getByText('네 가지를 이 휴대전화가 직접 확인했습니다').waitFor();
    expect(await phone.getByRole('radio').count()).toBe(0);
    await phone.goBack();
    await phone.goBack();
    await press(phone, '내 표가 세어졌나요?');
    await heading(phone, '투표 키를 반납했습니다').waitFor();
  });

  it('takes its ballot out, with the keyboard alone, in English, without a camera', async () => {
    const phone = phoneOf(3);
    await phone.reload();
    await press(phone, 'See the candidates');
    await phone.getByRole('radio', { name: /Oh Taehyun/ }).check();
    await press(phone, 'Review');
    await press(phone, 'Lock it and cast it');
    await heading(phone, 'Your ballot is cast').waitFor();
    await press(phone, 'Was I counted?');
    await heading(phone, 'Yes, it is counted').waitFor();
    expect(await takenBallots(city, election)).toBe(1);
    const { keyboard } = phone;
    await tabTo(phone, 'Vote on paper instead');
    await keyboard.press('Enter');
    await heading(phone, 'Give up your key and vote on paper').waitFor();
    await phone.getByText('The ballot that you have cast is taken out').waitFor();
    await fits(phone, 'given-en-begin');
    await tabTo(phone, 'If the camera cannot be used');
    await keyboard.press('Enter');
    await tabTo(phone, 'The 16 characters');
    await keyboard.type('0000 0000 0000 0000');
    await keyboard.press('Enter');
    await phone.getByText('There is no batch of that number').waitFor();
    const { key } = await onlyBatch(city, id);
    await phone.getByLabel('The 16 characters').selectText();
    await keyboard.type(toHex(key).slice(0, 16).toUpperCase());
    await keyboard.press('Enter');
    await heading(phone, 'Change to a paper of this batch?').waitFor();
    await fits(phone, 'given-en-confirm');
    await tabTo(phone, 'Sign and show the code');
    await keyboard.press('Enter');
    await heading(phone, 'Show this code at the desk').waitFor();
    await tabTo(phone, 'If the desk has no camera');
    await keyboard.press('Enter');
    await fits(phone, 'given-en-shown');
    const text = await phone.locator('.ballot-characters').innerText();

    await press(desk, '다음 분 받기');
    await reach(desk.getByLabel('휴대전화에서 받은 글자'));
    await desk.keyboard.insertText(text);
    await reach(desk.getByRole('button', { name: '읽고 기록에 올리기' }));
    await desk.keyboard.press('Enter');
    await desk.getByText('지금 투표지 한 장을 드리십시오').waitFor();
    await heading(phone, 'Your key is given up').waitFor();
    await phone.getByText('This phone checked all four points itself').waitFor();
    await fits(phone, 'given-en-done');
    expect(await takenBallots(city, election)).toBe(0);
    expect(await places()).toEqual({ marked: 0, surrendered: 2, papers: 0 });
    await press(desk, '다음 분 받기');
  });

  it('gets nobody a paper by a copy, nor for another batch, nor by what is none', async () => {
    await refused(shown, /이 컴퓨터가 이미 받은 것입니다/);
    await refused('안녕하세요', /투표 키를 반납하는 것이 아닙니다/);
    await refused(textOfBytes(id), /투표 키를 반납하는 것이 아닙니다/);
    const { envelope } = await bareKey(9, id);
    await refused(textOfBytes(envelope), /다른 묶음의 종이로 바꾸는 서명입니다/);
    // What somebody else has sent is done, and the ledger answers so however often it comes.
    const elsewhere = await bareKey(9);
    await sendBare(city, elsewhere);
    await refused(textOfBytes(elsewhere.envelope), /이미 기록에 있던 것입니다/);
    const again = await bareKey(9);
    await refused(textOfBytes(again.envelope), /이미 반납한 키입니다/);
    expect(await places()).toMatchObject({ surrendered: 3 });
  });

  it('gets one paper though the desk was cut off, and ten keys of its list stay', async () => {
    const { envelope } = await bareKey(10);
    await desk.route('**/api/transactions', async (route) => {
      // It is on record, and the page waits for its answer in vain.
      await route.fetch();
    });
    await paste(textOfBytes(envelope));
    await expect.poll(places).toMatchObject({ surrendered: 4 });
    await desk.reload();
    await desk.unrouteAll({ behavior: 'ignoreErrors' });
    await press(desk, '반납 받기');
    await desk.getByText('기록에 올리다가 멈췄습니다').waitFor();
    await look('given-desk-stopped');
    await press(desk, '이어서 올리기');
    await desk.getByText('지금 투표지 한 장을 드리십시오').waitFor();
    await press(desk, '다음 분 받기');
    const last = await bareKey(11);
    await refused(textOfBytes(last.envelope), /더 줄면 누구인지 숨길 수 없어/);
    expect(await places()).toMatchObject({ surrendered: 4 });
    await press(desk, '묶음 목록으로');
    await press(desk, '세어 올리기');
    await desk.getByLabel('투표지 수').fill('5');
    for (const field of [/기호 1/, /기호 2/, /기호 3/, /백지/]) {
      await desk.getByLabel(field).fill('0');
    }
    await press(desk, '첫 번째 수 적어 두기');
    await desk.getByText('투표지는 1장에서 4장까지입니다').waitFor();
    await desk.goto(`${city.url}/en/desk/elections/${election}?view=paper`);
    await press(desk, 'Take a key');
    await desk.getByText('This batch has the places of 4 papers').waitFor();
    await look('given-desk-en');
    // That a record is not there yet, and what the ledger refuses, a browser says by itself.
    expect(errors.filter((one) => !/status of (404|422)/.test(one))).toEqual([]);
  });
});
