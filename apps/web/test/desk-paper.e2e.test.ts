import { expectOk, expectPresent, fromHex, toHex } from '@madang/base';
import { sha256 } from '@madang/crypto';
import { launchBrowser } from '@madang/testkit';
import type { Browser, Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { cityFor } from './support/city.ts';
import { cosign, deviceAt, look, reach, saved } from './support/desk-pages.ts';
import { press } from './support/election-pages.ts';
import { openPaperElection } from './support/paper-election.ts';
import { clientOf } from './support/residents.ts';
import { openSums } from './support/trustees.ts';
import { vote } from './support/voters.ts';

const launched = await launchBrowser();
const numbersFrom = (first: number, count: number) =>
  Array.from({ length: count }, (_, at) => first + at);

describe.skipIf(launched === undefined)('papers at the officers’ desk', () => {
  const browser = launched as Browser;
  const city = cityFor(browser);

  /** Bodies that a page sent, as text in which its bytes can be looked for. */
  function sentBy(page: Page): readonly string[] {
    const bodies: string[] = [];
    page.on('request', (request) => {
      const body = request.postDataBuffer();
      if (body !== null) bodies.push(body.toString('utf8'), body.toString('hex'));
    });
    return bodies;
  }

  async function deskOf(officer: 1 | 2, path: string) {
    const device = await deviceAt(browser, city.url + path);
    const sent = sentBy(device.page);
    await press(device.page, `담당자 ${String(officer)}로 들어가기`);
    return { ...device, sent };
  }

  const batchesOf = async (id: string) =>
    expectOk(
      await clientOf(city.url).query('election.batches', { election: bytesOf(id) }),
      'batches',
    );

  it('are marked before, counted twice, entered, confirmed by two, and counted', async () => {
    const numbers = numbersFrom(4001, 12);
    const { id, trustees } = await openPaperElection(city.url, numbers, 'none');
    for (const number of numbers.slice(0, 9)) await vote(city.url, id, number, [[0]]);
    const path = `/desk/elections/${id}?view=paper`;
    const { page, errors, sent } = await deskOf(1, path);
    await page.getByText('아직 종이로 투표하는 분이 없습니다.').waitFor();
    await page.getByText('9명은 표시할 수 없습니다.').waitFor();
    await press(page, '다음');
    await page.getByText('종이로 투표할 집을 골라 주세요.').waitFor();
    await look(page, 'paper-1-choose');
    for (const home of ['110호', '111호', '112호']) {
      await page.getByRole('checkbox', { name: `101동 ${home}` }).check();
    }
    await page.getByText('3명을 골랐습니다.').waitFor();
    await press(page, '다음');
    await page.getByText('3명은 이제 종이로만 투표합니다.').waitFor();
    await look(page, 'paper-2-ask');
    await press(page, '종이 투표로 표시하기');
    await page.getByText('투표지를 기다림').waitFor();
    await look(page, 'paper-3-marked');

    // What was made here is still here after the page was loaded anew.
    await page.reload();
    await press(page, '세어 올리기');
    await countTwice(page);
    const secret = await secretKept(page, id);
    await enterCutOff(page, id);
    await page.getByText('투표지 3장을 올렸습니다.').waitFor();
    await page.getByRole('link', { name: '선거 관리' }).click();
    await page.getByText('확인하지 않은 종이 묶음이 1개 있습니다').waitFor();
    await look(page, 'paper-close-warns');
    await page.getByRole('link', { name: '종이 투표로 가기' }).click();
    await press(page, '세어 올리기');
    const file = await recordOf(page);
    await press(page, '내 서명으로 두 번째 담당자에게 넘기기');
    await page.getByText('넘겼습니다.').waitFor();

    const second = await deskOf(2, path);
    await second.page.getByText('다른 브라우저에서 만든 묶음입니다.').waitFor();
    await second.page.getByText('관리사무소 금고').waitFor();
    await look(second.page, 'paper-7-second');
    await cosign(second.page);
    await page.getByText('두 사람이 확인해서 다른 표와 함께 셉니다.').waitFor();
    await look(page, 'paper-8-confirmed');
    const [batch, ...more] = await batchesOf(id);
    expect(more).toEqual([]);
    expect(batch).toMatchObject({ marked: 3, papers: 3, record: sha256(file) });

    // Nothing of the batch's key left this browser, and it is gone now that nothing is entered.
    expect(sent.length).toBeGreaterThan(5);
    expect(sent.filter((body) => body.includes(secret))).toEqual([]);
    expect(await secretKept(page, id)).toBe('');

    await page.getByRole('link', { name: '선거 관리' }).click();
    await press(page, '마감하기');
    await page.getByText('개표 중').first().waitFor();
    await openSums(clientOf(city.url), id, trustees);
    const told = expectOk(
      await clientOf(city.url).query('election.result', { id: bytesOf(id) }),
      'a result',
    );
    const counted = told.questions[0]?.measures[0];
    // Nine ballots and two papers for the first, and a blank one.
    expect(counted).toMatchObject({ cast: 12, blank: 1, answers: [11, 0] });
    expect([...errors, ...second.errors]).toEqual([]);
  }, 300_000);

  it('take the place of ballots, with the keyboard alone, at the width of a phone', async () => {
    const numbers = numbersFrom(4101, 3);
    const { id } = await openPaperElection(city.url, numbers, 'last');
    await vote(city.url, id, expectPresent(numbers[0], 'a voter'), [[1]]);
    const { page, errors } = await deskOf(1, `/desk/elections/${id}?view=paper`);
    await page.setViewportSize({ width: 390, height: 844 });
    const { keyboard } = page;
    const enter = async (name: string): Promise<void> => {
      await reach(page.getByRole('button', { name, exact: true }));
      await keyboard.press('Enter');
    };
    await reach(page.getByRole('checkbox', { name: /101동 101호/ }));
    await keyboard.press('Space');
    await enter('다음');
    await page.getByText('이 가운데 1명이 이미 낸 전자 표는 지금 빠지고').waitFor();
    await look(page, 'paper-phone-ask');
    await enter('다시 고르기');
    await reach(page.getByRole('checkbox', { name: /101동 101호/ }));
    await keyboard.press('Space');
    await enter('다음');
    await enter('종이 투표로 표시하기');
    await page.getByText('투표지를 기다림').waitFor();
    const turnout = expectOk(
      await clientOf(city.url).query('election.turnout', { id: bytesOf(id) }),
      'the turnout',
    );
    expect(turnout).toMatchObject([{ voters: 3, ballots: 0 }]);
    await enter('세어 올리기');
    await reach(page.getByLabel('투표지 수'));
    await keyboard.type('1');
    await page.goto(`${city.url}/en/desk/elections/${id}?view=paper`);
    await page.getByText('waiting for papers').waitFor();
    await press(page, 'Count and enter');
    await page.getByRole('heading', { name: 'First count' }).waitFor();
    await look(page, 'paper-en-count');
    expect(errors).toEqual([]);
  }, 120_000);

  it('has the number of a sending on record later, if it could not come there at once', async () => {
    const { id } = await openPaperElection(city.url, numbersFrom(4201, 2), 'none');
    const { page } = await deskOf(1, `/desk/elections/${id}?view=voters`);
    const code = 'election.NOT_OPEN';
    const refusal = { type: 'about:blank', title: '늦음', status: 422, code, requestId: 'one' };
    await page.route('**/api/transactions', (route) =>
      route.fulfill({
        status: 422,
        contentType: 'application/problem+json',
        body: JSON.stringify(refusal),
      }),
    );
    await press(page, '모두에게 링크 보내기');
    await page.getByText('보냈지만, 몇 명에게 보냈는지').waitFor();
    await look(page, 'messages-not-noted');
    await page.unrouteAll();
    await press(page, '다시 기록하기');
    await page.getByText('보냈지만, 몇 명에게 보냈는지').waitFor({ state: 'detached' });
    const told = await clientOf(city.url).matterRecords(id, undefined, 1_000);
    const noted = expectOk(told, 'records').records.filter(
      ({ act }) => act === 'election.noteMessages',
    );
    expect(noted.map(({ payload }) => payload)).toMatchObject([
      { kind: 'link', voters: 2, undelivered: 0 },
    ]);
  }, 120_000);

  async function fill(page: Page, numbers: readonly string[]): Promise<void> {
    const fields = ['투표지 수', '기호 1 한서윤', '기호 2 오태현', '백지·무효'];
    for (const [at, field] of fields.entries()) {
      await page.getByLabel(field).fill(numbers[at] ?? '');
    }
  }

  /** Counts wrongly, then differently, then twice the same. */
  async function countTwice(page: Page): Promise<void> {
    await press(page, '첫 번째 수 적어 두기');
    await page.getByText('0이나 그보다 큰 수를 적어 주세요.').first().waitFor();
    await fill(page, ['4', '2', '1', '1']);
    await press(page, '첫 번째 수 적어 두기');
    await page.getByText('투표지는 1장에서 3장까지입니다.').waitFor();
    await fill(page, ['3', '2', '1', '1']);
    await press(page, '첫 번째 수 적어 두기');
    await page.getByText('적은 수를 더하면 4인데 투표지는 3장입니다.').waitFor();
    await look(page, 'paper-4-count');
    await fill(page, ['3', '2', '0', '1']);
    await press(page, '첫 번째 수 적어 두기');
    await page.getByRole('heading', { name: '두 번째 셈' }).waitFor();
    // Whoever counts again does not see what was counted first.
    expect(await page.getByLabel('기호 1 한서윤').inputValue()).toBe('');
    await page.reload();
    await press(page, '세어 올리기');
    await fill(page, ['3', '1', '1', '1']);
    await press(page, '두 수 견주기');
    await page.getByText('두 수가 다릅니다').first().waitFor();
    const differing = page.getByRole('rowheader');
    expect(await differing.allTextContents()).toEqual(['기호 1 한서윤', '기호 2 오태현']);
    await look(page, 'paper-5-differ');
    await press(page, '두 번째 다시 세기');
    await fill(page, ['3', '2', '0', '1']);
    await press(page, '두 수 견주기');
    await page.getByText('두 수가 같습니다').waitFor();
  }

  /** The second paper arrives, but its answer does not; after a reload nothing is entered twice. */
  async function enterCutOff(page: Page, id: string): Promise<void> {
    let sent = 0;
    await page.route('**/api/transactions', async (route) => {
      sent += 1;
      // The second is on record, and the page waits for its answer in vain.
      await (sent < 2 ? route.continue() : route.fetch());
    });
    await press(page, '잠가서 올리기');
    await expect.poll(async () => (await batchesOf(id))[0]?.papers).toBe(2);
    // Where nothing is held up any more, what was held up would go on.
    await page.reload();
    await page.unrouteAll({ behavior: 'ignoreErrors' });
    await press(page, '세어 올리기');
    await page.getByText('도중에 멈췄습니다').waitFor();
    await press(page, '이어서 올리기');
  }

  /** Makes the record, saves it and prints it; the bytes of the file. */
  async function recordOf(page: Page): Promise<Uint8Array> {
    await press(page, '기록지 만들기');
    await page.getByText('보관하는 곳을 두 말로 적어 주세요.').waitFor();
    await page.getByLabel('종이를 보관하는 곳 (한국어)').fill('관리사무소 금고');
    await page.getByLabel('종이를 보관하는 곳 (영어)').fill('Safe of the office');
    await press(page, '기록지 만들기');
    const sheet = page.getByRole('article', { name: '기록지' });
    await sheet.getByText('기호 1 한서윤: 2').waitFor();
    await look(page, 'paper-6-record');
    const file = await saved(page, '파일로 저장하기');
    expect(await sheet.locator('pre').textContent()).toBe(new TextDecoder().decode(file));
    await page.emulateMedia({ media: 'print' });
    expect(await sheet.isVisible()).toBe(true);
    expect(await page.getByRole('navigation').first().isVisible()).toBe(false);
    expect(await page.getByRole('button', { name: '인쇄하기' }).isVisible()).toBe(false);
    await page.emulateMedia({ media: 'screen' });
    return file;
  }

  /** The secret of the election's only batch as this browser keeps it; empty where it does not. */
  async function secretKept(page: Page, id: string): Promise<string> {
    const [batch] = await batchesOf(id);
    const name = `batch ${id} ${toHex(expectPresent(batch, 'a batch').key)}`;
    const bytes = await page.evaluate(
      (key) =>
        new Promise<number[]>((resolve, reject) => {
          const opening = indexedDB.open('madang');
          opening.onerror = () => reject(new Error('no database'));
          opening.onsuccess = () => {
            const asking = opening.result.transaction('desk').objectStore('desk').get(key);
            asking.onsuccess = () => {
              const kept = asking.result as { own?: { secret: Uint8Array } } | undefined;
              opening.result.close();
              resolve([...(kept?.own?.secret ?? [])]);
            };
          };
        }),
      name,
    );
    return toHex(Uint8Array.from(bytes));
  }
});

function bytesOf(hex: string): Uint8Array {
  return expectOk(fromHex(hex), 'bytes');
}
