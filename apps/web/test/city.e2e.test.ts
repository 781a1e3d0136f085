import { axeFindings, inkPercent, launchBrowser } from '@madang/testkit';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startCity, type TestCity, visit } from './support/city.ts';
import { pdfOf } from './support/deed.ts';
import { serveOtherPolicy } from './support/other-policy.ts';

const deed = {
  name: '임대차 계약서.pdf',
  mimeType: 'application/pdf',
  buffer: pdfOf('Lease of 84.96'),
};

function withOneByteChanged(file: Buffer): Buffer {
  const changed = Buffer.from(file);
  const at = changed.indexOf('84.96');
  changed[at] = (changed[at] ?? 0) ^ 1;
  return changed;
}

const launched = await launchBrowser();

describe.skipIf(launched === undefined)('the demo city', () => {
  const browser = launched as Browser;
  let city: TestCity;
  beforeAll(async () => {
    city = await startCity();
  });
  afterAll(async () => {
    await browser.close();
    await city.stop();
  });

  const newDevice = (path: string, width: number) => visit(browser, city.url + path, width);

  async function downloaded(page: Page): Promise<Buffer> {
    const saving = page.waitForEvent('download');
    await page.getByRole('button', { name: '영수증 저장' }).click();
    const pieces: Buffer[] = [];
    for await (const piece of await (await saving).createReadStream()) pieces.push(piece as Buffer);
    return Buffer.concat(pieces);
  }

  async function verdict(page: Page, files: { name: string; buffer: Buffer }[]): Promise<string> {
    await page.goto(`${city.url}/verify`);
    const given = files.map((file) => ({ mimeType: '', ...file }));
    await page.locator('input[type=file]').setInputFiles(given);
    const heading = page
      .locator('.res:not([data-state=checking]) h2')
      .filter({ hasNotText: '확인하고 있습니다' });
    return heading.innerText();
  }

  it('takes a PDF, gives a receipt, and another device tells right, changed and revoked', async () => {
    const { page: owner, errors } = await newDevice('/notarise', 390);
    await owner.locator('input[type=file]').setInputFiles([deed]);
    await owner.getByRole('checkbox', { name: /사본/ }).check();
    await owner.getByRole('button', { name: '서명하고 남기기' }).click();
    await owner.getByText('네 가지를 이 기기가 직접 확인했습니다').waitFor();
    const receipt = { name: 'lease.receipt', buffer: await downloaded(owner) };
    expect(receipt.buffer.length).toBeLessThanOrEqual(3500);
    expect(receipt.buffer.includes(Buffer.from('임대차'))).toBe(false);

    const { page: reader, errors: readerErrors } = await newDevice('/verify', 1440);
    expect(await verdict(reader, [receipt, deed])).toBe('이 서류는 기록과 맞습니다');
    expect(inkPercent(await reader.screenshot())).toBeGreaterThan(3);
    const changed = { ...deed, buffer: withOneByteChanged(deed.buffer) };
    expect(await verdict(reader, [receipt, changed])).toBe('이 서류는 기록과 맞지 않습니다');
    const broken = { ...receipt, buffer: withOneByteBroken(receipt.buffer) };
    expect(await verdict(reader, [broken, deed])).toContain('맞지 않습니다');

    await owner.getByRole('button', { name: /사본 지우기/ }).click();
    await owner.getByRole('dialog').getByRole('button', { name: '사본 지우기' }).click();
    await owner.getByText('사본을 지웠습니다').waitFor();
    expect(await verdict(reader, [receipt, deed])).toBe('이 서류는 기록과 맞습니다');

    await owner.getByRole('button', { name: /거두기/ }).click();
    await owner.getByRole('dialog').getByRole('button', { name: '거두기' }).click();
    await owner.getByRole('heading', { name: '거둔 기록입니다' }).waitFor();
    expect(await verdict(reader, [receipt, deed])).toBe('이 기록은 거두어졌습니다');
    expect(errors).toEqual([]);
    expect(readerErrors).toEqual([]);
  });

  function withOneByteBroken(file: Buffer): Buffer {
    const broken = Buffer.from(file);
    const at = broken.indexOf('document.notarise');
    broken[at] = (broken[at] ?? 0) ^ 1;
    return broken;
  }

  it('gives each of several files a receipt of its own', async () => {
    const { page: owner } = await newDevice('/notarise', 1440);
    const files = ['a', 'b', 'c'].map((name) => ({
      name: `${name}.pdf`,
      mimeType: 'application/pdf',
      buffer: pdfOf(name),
    }));
    await owner.locator('input[type=file]').setInputFiles(files);
    await owner.getByRole('button', { name: '3건 서명하고 남기기' }).click();
    await owner.getByText('네 가지를 이 기기가 직접 확인했습니다').waitFor();
    // In the order in which they are saved, not in which they are read.
    const saved: Promise<Buffer>[] = [];
    owner.on('download', (download) => {
      const bytes = download.createReadStream().then(async (pieces) => {
        const read: Buffer[] = [];
        for await (const piece of pieces) read.push(piece as Buffer);
        return Buffer.concat(read);
      });
      saved.push(bytes);
    });
    await owner.getByRole('button', { name: '영수증 3개 저장' }).click();
    await expect.poll(() => saved.length).toBe(3);
    const { page: reader } = await newDevice('/verify', 1440);
    const second = { name: 'second.receipt', buffer: (await saved[1]) ?? Buffer.alloc(0) };
    const [first = deed, own = deed] = files;
    expect(await verdict(reader, [second, own])).toBe('이 서류는 기록과 맞습니다');
    expect(await verdict(reader, [second, first])).toBe('이 서류는 기록과 맞지 않습니다');
  });

  it('checks a receipt without a connection, and leaves open only what it could not ask', async () => {
    const { page: owner } = await newDevice('/notarise', 390);
    await owner.getByRole('radio', { name: '짧은 글' }).check();
    await owner.getByLabel('남길 글').fill('12월 1일에 열쇠를 돌려받기로 함');
    await owner.getByRole('button', { name: '서명하고 남기기' }).click();
    await owner.getByText('네 가지를 이 기기가 직접 확인했습니다').waitFor();
    const receipt = { name: 'a.receipt', buffer: await downloaded(owner) };
    const { page: reader } = await newDevice('/verify', 390);
    expect(await verdict(reader, [receipt])).toBe('이 영수증은 기록과 맞습니다');
    expect(await reader.locator('.words').innerText()).toBe('12월 1일에 열쇠를 돌려받기로 함');
    await reader.evaluate(() => navigator.serviceWorker.ready.then(() => true));
    await reader.context().setOffline(true);
    expect(await verdict(reader, [receipt])).toBe('다 확인하지 못했습니다');
    const walls = reader.locator('.res > .edge');
    expect(await walls.evaluateAll((all) => all.map((each) => each.dataset['is']))).toEqual([
      'passed',
      'passed',
      'passed',
      'unchecked',
    ]);
  });

  it.each(['/', '/records', '/records/2', '/institutions', '/status'])(
    'shows %s from the real ledger without an error or an axe finding',
    async (path) => {
      const { page, errors } = await newDevice(path, 390);
      await page.waitForLoadState('networkidle');
      await expect.poll(() => page.locator('[aria-busy]').count()).toBe(0);
      expect(await page.locator('.m-alert').count()).toBe(0);
      expect(await axeFindings(page)).toEqual([]);
      expect(errors).toEqual([]);
    },
  );

  it('marks no record as wrong on the first page, and says which were ended', async () => {
    const { page } = await newDevice('/', 1440);
    await page.locator('.feed li').first().waitFor();
    await page.waitForLoadState('networkidle');
    expect(await page.locator('.feed .m-mark[data-state=checking]').count()).toBe(0);
    expect(await page.locator('.feed .m-mark[data-state=failed]').count()).toBe(0);
    expect(await page.locator('.feed .m-mark[data-state=checked]').count()).toBeGreaterThan(0);
  });

  it('alarms when the policy is another one than this device saw first', async () => {
    const { page } = await newDevice('/institutions', 1440);
    await page.getByText('이 기기가 처음 본 규칙입니다').waitFor();
    const policy = await (await fetch(`${city.url}/api/policy`)).text();
    await serveOtherPolicy(page, `# another\n${policy}`);
    await page.reload();
    await page.getByRole('alert').filter({ hasText: '규칙이 서명 없이 바뀌었습니다' }).waitFor();
  });
});
