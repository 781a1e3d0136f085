import { axeFindings, launchBrowser } from '@madang/testkit';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type App, startApp } from './support/app.ts';

const deed = {
  name: '계약서.pdf',
  mimeType: 'application/pdf',
  buffer: Buffer.from('%PDF-1.7 a deed'),
};

const browser = await launchBrowser();

describe.skipIf(browser === undefined)('a visitor', () => {
  let app: App;
  beforeAll(async () => {
    app = await startApp(browser as Browser);
  });
  afterAll(() => app.stop());

  async function notarise(options = {}) {
    const opened = await app.open('/notarise', options);
    const { page } = opened;
    await page.locator('input[type=file]').setInputFiles(deed);
    await page.getByRole('button', { name: '서명하고 남기기' }).click();
    return opened;
  }

  it('puts a document on record and gets a checked receipt without a name', async () => {
    const { page, errors } = await notarise();
    await page.getByText('네 가지를 이 기기가 직접 확인했습니다').waitFor();
    expect(page.url()).toMatch(/\/notarise\/7K2M9QXD/);
    expect(await page.evaluate(() => document.activeElement?.tagName)).toBe('H1');
    expect(await page.locator('.m-receipt .m-frame').getAttribute('data-state')).toBe('checked');
    expect(await page.locator('main').innerText()).not.toContain('계약서');
    expect(await axeFindings(page)).toEqual([]);
    const saving = page.waitForEvent('download');
    await page.getByRole('button', { name: '영수증 저장' }).click();
    expect((await saving).suggestedFilename()).toBe('계약서.pdf.receipt');
    expect(errors).toEqual([]);
    await page.close();
  });

  it('is told that nothing was recorded without the ledger, and keeps what was chosen', async () => {
    const { page } = await notarise({ fake: { unreachable: true } });
    await page.getByText('장부에 닿지 못해 아무것도 남기지 않았습니다').waitFor();
    await page.getByRole('button', { name: '다시 남기기' }).click();
    await page.locator('.m-loaded', { hasText: '계약서.pdf' }).waitFor();
    await page.close();
  });

  it('says what is missing when nothing was chosen, and moves there', async () => {
    const { page } = await app.open('/notarise');
    await page.getByRole('button', { name: '서명하고 남기기' }).click();
    const error = page.getByRole('alert').filter({ hasText: '남길 서류를 먼저 골라 주세요' });
    expect(await error.evaluate((each) => each === document.activeElement)).toBe(true);
    await page.close();
  });

  it('puts a statement on record by keyboard alone', async () => {
    const { page } = await app.open('/notarise');
    const statement = page.getByRole('radio', { name: '짧은 글' });
    await statement.focus();
    await page.keyboard.press('Space');
    await page.getByLabel('남길 글').fill('오늘 정한 것');
    await page.getByRole('button', { name: '서명하고 남기기' }).press('Enter');
    await page.getByText('네 가지를 이 기기가 직접 확인했습니다').waitFor();
    expect(await page.locator('h1').innerText()).toBe('글이 기록되었습니다');
    await page.close();
  });

  it('is told after two seconds that the page may be closed, and gets the receipt on return', async () => {
    const { page } = await notarise({ fake: { failSends: 60 } });
    await page.getByText('보내고 있습니다. 화면을 닫아도 됩니다').waitFor();
    const context = page.context();
    await page.addInitScript(() => sessionStorage.setItem('fake', '{}'));
    await page.goto(`${app.url}/notarise`);
    await page.getByText('계약서.pdf').waitFor();
    await page.goto(`${app.url}/notarise`);
    await page.locator('.m-links a').first().click();
    await page.getByText('네 가지를 이 기기가 직접 확인했습니다').waitFor();
    await context.close();
  });

  it('leaves no copy with the city unless asked, and can erase one', async () => {
    const { page } = await app.open('/notarise');
    await page.locator('input[type=file]').setInputFiles(deed);
    const copy = page.getByRole('checkbox', { name: /사본/ });
    expect(await copy.isChecked()).toBe(false);
    await copy.check();
    await page.getByRole('button', { name: '서명하고 남기기' }).click();
    await page.getByRole('button', { name: /사본 지우기/ }).click();
    await page.getByRole('dialog').getByRole('button', { name: '사본 지우기' }).click();
    await page.getByText('사본을 지웠습니다').waitFor();
    expect(await page.getByRole('button', { name: /사본 지우기/ }).count()).toBe(0);
    await page.close();
  });

  it('is told when the copy could not be left, and the receipt stands all the same', async () => {
    const { page } = await app.open('/notarise', { fake: { noVault: true } });
    await page.locator('input[type=file]').setInputFiles(deed);
    await page.getByRole('checkbox', { name: /사본/ }).check();
    await page.getByRole('button', { name: '서명하고 남기기' }).click();
    await page.getByText('사본을 맡기지 못했습니다').waitFor();
    await page.locator('.m-receipt .m-frame[data-state=checked]').waitFor();
    await page.close();
  });

  it('reads beside the receipt what it does not say, and prints both in black on white', async () => {
    const { page } = await notarise({ look: '5 high-contrast' });
    await page.getByText('네 가지를 이 기기가 직접 확인했습니다').waitFor();
    const limits = page.getByRole('region', { name: '이 확인이 말하지 않는 것' });
    expect(await limits.getByRole('listitem').count()).toBeGreaterThan(2);
    await page.emulateMedia({ media: 'print' });
    const colours = await page.evaluate(() =>
      [document.body, document.querySelector('h1') ?? document.body].map((each) => {
        const { color, backgroundColor } = getComputedStyle(each);
        return [color, backgroundColor];
      }),
    );
    expect(colours[0]).toEqual(['rgb(0, 0, 0)', 'rgb(255, 255, 255)']);
    expect(colours[1]?.[0]).toBe('rgb(3, 31, 63)');
    expect(await limits.isVisible()).toBe(true);
    expect(await page.getByText('번호를 넣으면 누구나 확인할 수 있습니다').isVisible()).toBe(true);
    await page.close();
  });

  it('marks a revoked receipt in the list of this device', async () => {
    const { page } = await notarise();
    await page.getByRole('button', { name: /거두기/ }).click();
    await page.getByRole('dialog').getByRole('button', { name: '거두기' }).click();
    await page.locator('.lab', { hasText: '거두어짐' }).waitFor();
    await page.getByRole('link', { name: '다른 것도 남기기' }).click();
    await page.locator('.m-links .m-tag', { hasText: '거두어짐' }).waitFor();
    await page.close();
  });

  it('revokes a record and sees the receipt end', async () => {
    const { page } = await notarise();
    await page.getByRole('button', { name: /거두기/ }).click();
    await page.getByRole('dialog').getByRole('button', { name: '거두기' }).click();
    await page.locator('.m-receipt .m-frame[data-state=failed]').waitFor();
    expect(await page.getByRole('button', { name: /거두기/ }).count()).toBe(0);
    await page.close();
  });

  async function receiptFile(): Promise<Buffer> {
    const { page } = await notarise();
    const saving = page.waitForEvent('download');
    await page.getByRole('button', { name: '영수증 저장' }).click();
    const stream = await (await saving).createReadStream();
    const pieces: Buffer[] = [];
    for await (const piece of stream) pieces.push(piece as Buffer);
    await page.close();
    return Buffer.concat(pieces);
  }

  it('checks a receipt with its document, and is told when a letter of it was changed', async () => {
    const receipt = { name: 'a.receipt', mimeType: '', buffer: await receiptFile() };
    const { page } = await app.open('/verify');
    const input = page.locator('input[type=file]');
    await input.setInputFiles([receipt, deed]);
    await page.getByRole('heading', { name: '이 서류는 기록과 맞습니다' }).waitFor();
    const changed = { ...deed, buffer: Buffer.from('%PDF-1.7 a Deed') };
    await input.setInputFiles([changed]);
    await page.getByRole('heading', { name: '이 서류는 기록과 맞지 않습니다' }).waitFor();
    expect(await page.getByRole('alert').innerText()).toContain('맞지 않습니다');
    expect(await page.locator('.m-stp [data-is=failed]').count()).toBe(1);
    expect(await axeFindings(page)).toEqual([]);
    await page.close();
  });

  it('says of a damaged receipt that it cannot be read, and what to do', async () => {
    const damaged = { name: 'a.receipt', mimeType: '', buffer: Buffer.from('madang/rec') };
    const { page } = await app.open('/verify');
    await page.locator('input[type=file]').setInputFiles([damaged]);
    await page.getByRole('heading', { name: '이 파일은 영수증으로 읽을 수 없습니다' }).waitFor();
    await page.getByText('처음 받은 영수증 파일을 다시 넣어 주세요').waitFor();
    await page.close();
  });

  it('never reads "does not match" when the ledger only could not be asked', async () => {
    const { page } = await app.open('/verify');
    const receipt = { name: 'a.receipt', mimeType: '', buffer: await receiptFile() };
    await page.evaluate(() => sessionStorage.setItem('fake', '{"unreachable":true}'));
    await page.locator('input[type=file]').setInputFiles([receipt]);
    await page.getByRole('heading', { name: '다 확인하지 못했습니다' }).waitFor();
    expect(await page.locator('.res').getAttribute('data-state')).toBe('unchecked');
    expect(await page.locator('main').innerText()).not.toContain('맞지 않습니다\n');
    await page.close();
  });

  it('is offered the number at once when the camera is refused', async () => {
    const { page } = await app.open('/verify?scan=1');
    await page.getByText('카메라를 쓸 수 없습니다').waitFor();
    await page.getByLabel('번호로 확인하기').fill('102');
    await page.getByRole('button', { name: '확인하기' }).click();
    await page.getByRole('heading', { name: '이 영수증은 기록과 맞습니다' }).waitFor();
    await page.close();
  });

  it('opens the verify page without a connection once the app has been taken in', async () => {
    const { page } = await app.open('/');
    await page.evaluate(() => navigator.serviceWorker.ready.then(() => true));
    await page.context().setOffline(true);
    await page.goto(`${app.url}/verify`);
    await page.getByRole('heading', { name: '직접 확인하기' }).waitFor();
    await page.getByText('인터넷이 끊겨 있습니다').waitFor();
    await page.close();
  });

  it('searches from the first page and goes back', async () => {
    const { page } = await app.open('/');
    await page.getByLabel('가진 것을 확인해 보세요').fill('102');
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { name: '이 영수증은 기록과 맞습니다' }).waitFor();
    expect(page.url()).toBe(`${app.url}/verify?n=102`);
    await page.goBack();
    await page.getByRole('heading', { name: '오늘, 가온시 마당' }).waitFor();
    await page.close();
  });

  it('pages through the records, filters, and reads one in both languages', async () => {
    const { page } = await app.open('/records', { width: 1440 });
    await page.getByRole('link', { name: '더 오래된 기록' }).click();
    await page.waitForURL(/before=164/);
    await page.getByRole('link', { name: '163', exact: true }).click();
    await page.getByRole('heading', { name: '확인됨' }).waitFor();
    await page.getByRole('link', { name: 'EN', exact: true }).click();
    await page.waitForURL(/\/en\/records\/163/);
    await page.getByRole('heading', { name: 'Checked' }).waitFor();
    await page.close();
  });

  it('saves the list of records for a spreadsheet', async () => {
    const { page } = await app.open('/records');
    const saving = page.waitForEvent('download');
    await page.getByRole('button', { name: '이 목록 저장(CSV)' }).click();
    expect((await saving).suggestedFilename()).toBe('madang-records.csv');
    await page.close();
  });

  it('reads in how many minutes each institution signed, in words, in bars and day by day', async () => {
    const { page } = await app.open('/institutions', { fake: { network: 'whole' } });
    const row = page.locator('.who tr', { hasText: '나루구청' });
    const said = (await row.locator('.attended').innerText()).replaceAll(/\s+/g, ' ');
    // Of 43,200 minutes of 30 days 201 are missing: 99.5347 %; of those of seven days 98.0059 %.
    expect(said).toBe('30일 99.53% 7일 98.00% 24시간 86.11%');
    const strip = row.getByRole('img', { name: '99%에 못 미친 날은 1일: 11월 23일 86.11%' });
    expect(await strip.locator('rect').count()).toBe(30);
    // Less than whole also without its colour.
    const heights = await strip
      .locator('rect')
      .evaluateAll((all) => all.map((each) => Number(each.getAttribute('height'))));
    expect(heights.slice(0, 29).every((height) => height > 1.3 * (heights[29] ?? 0))).toBe(true);
    await page.getByText('가동률은 무엇을 세나').click();
    const table = page.getByRole('region', { name: '날마다 서명한 시간의 몫' });
    expect(await table.locator('tbody tr').count()).toBe(30);
    expect(await table.locator('tbody tr').first().innerText()).toMatch(/^11월 23일.*86\.11%/s);
    expect(await axeFindings(page)).toEqual([]);
    await page.close();
  });

  it('is told since when the votes are counted where that is less, and of one computer nothing', async () => {
    const { page } = await app.open('/en/institutions', { fake: { network: 'edge' } });
    const city = page.locator('.who tr', { hasText: 'Gaon City Hall' });
    expect(await city.locator('.attended').innerText()).toMatch(
      /^since 3 days ago 99\.97%\s+24 hours 99\.93%$/,
    );
    await city.getByRole('img', { name: 'Of the last 30 days 3 counted' }).waitFor();
    await page.close();
    const alone = await app.open('/institutions');
    expect(await alone.page.locator('.who tr').count()).toBe(5);
    expect(await alone.page.locator('.attended').count()).toBe(0);
    expect(await alone.page.getByText('가동률').count()).toBe(0);
    await alone.page.close();
  });

  it('moves the focus to the heading of the next page, behind the skip link', async () => {
    const { page } = await app.open('/');
    await page.keyboard.press('Tab');
    expect(await page.evaluate(() => document.activeElement?.textContent)).toBe(
      '본문으로 건너뛰기',
    );
    await page.getByRole('link', { name: '서류 남기기' }).first().press('Enter');
    await page.waitForURL(/notarise/);
    await page.waitForFunction(() => document.activeElement?.tagName === 'H1');
    await page.close();
  });
});
