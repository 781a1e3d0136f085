import { mkdirSync } from 'node:fs';
import { launchBrowser } from '@madang/testkit';
import { expect, it } from 'vitest';
import { startResidentCity } from './support/resident-city.ts';

const out = '/tmp/resident-shots';
it('shots', async () => {
  mkdirSync(out, { recursive: true });
  const browser = (await launchBrowser())!;
  const city = await startResidentCity();
  const run = async (
    person: number,
    name: string,
    width: number,
    look: string,
    lang: '' | '/en',
  ) => {
    const ko = lang === '';
    const context = await browser.newContext({
      viewport: { width, height: 844 },
      deviceScaleFactor: 1,
      reducedMotion: 'reduce',
    });
    const page = await context.newPage();
    await page.addInitScript((c) => localStorage.setItem('madang.look', c), look);
    await page.goto(city.url + lang + city.links[person]);
    const shot = async (step: string, full = true) => {
      await page.waitForTimeout(600);
      await page.screenshot({ path: `${out}/${name}-${step}.png`, fullPage: full });
      const wide = await page.evaluate(() => {
        const limit = document.documentElement.clientWidth;
        return [...document.querySelectorAll('.m-page *')]
          .filter((e) => e.closest('.m-scroll, .m-tabs, .m-vh, .m-skip') === null)
          .filter((e) => e.getBoundingClientRect().right > limit + 1)
          .map((e) => `${e.getAttribute('class') ?? e.tagName} ${e.textContent}`);
      });
      if (wide.length) console.log('WIDE', name, step, wide);
    };
    const h1 = page.locator('main h1');
    await page.getByText(ko ? '기록과 같습니다' : 'match the record').waitFor();
    await shot('1-landing', width > 330);
    await shot('1-landing-full');
    await page.locator('.m-action button').click();
    await page.locator('.link-same').waitFor();
    await shot('2-read');
    await page.locator('.m-fold summary').nth(1).click();
    for (const n of [3, 4, 5]) await page.locator('.m-fold summary').nth(n).click();
    await shot('2-read-open');
    await page.locator('.m-action button').click();
    await page.getByText(ko ? '보냈습니다' : 'Sent to').waitFor();
    await shot('3-choose');
    await page.locator('.m-action button').click();
    await shot('3-choose-missing');
    await page.getByRole('radio').first().check();
    await expect.poll(() => city.codeFor(person)).toMatch(/^\d{6}$/);
    await page.locator('input.m-input').fill('000000');
    await page.locator('.m-error').waitFor();
    await shot('3-choose-wrong');
    await page.locator('input.m-input').fill(city.codeFor(person));
    await page.locator('.link-right').waitFor();
    await shot('3-choose-right');
    await page.locator('.m-action button').click();
    await page.locator('.m-frame[data-state=checked]').waitFor();
    await shot('4-receipt');
    await page.locator('.m-links button').first().click();
    await page.locator('.m-four').waitFor();
    await shot('5-counted');
    await page.getByRole('button', { name: ko ? /^철회하기/ : /^Withdraw/ }).click();
    await shot('6-withdraw', false);
    await page.locator('dialog[open] [data-kind=danger]').click();
    await page.locator('.m-frame[data-state=checked]').waitFor();
    await shot('6-withdrawn');
    await page.locator('.m-links button').first().click();
    await page
      .getByText(ko ? '확인했습니다' : 'This phone checked')
      .first()
      .waitFor();
    await shot('7-gone');
    await page.locator('main .m-button').first().click();
    await page.getByRole('radio').first().check();
    await page.route('**/api/transactions', (r) => r.abort());
    await page.locator('.m-action button').click();
    await page.waitForTimeout(2300);
    await shot('8-sending');
    await page.waitForTimeout(8500);
    await shot('8-stuck');
    await page.locator('.m-links button').first().click();
    await page
      .getByText(ko ? '확인했습니다' : 'This phone checked')
      .first()
      .waitFor();
    await shot('9-not-counted');
    await context.close();
  };
  await run(0, 'ko390', 390, '2 light', '');
  await run(1, 'hc390', 390, '2 high-contrast', '');
  await run(2, 'en390', 390, '2 light', '/en');
  await run(3, 'ko320', 320, '2 light', '');
  await run(4, 'hc320big', 320, '5 high-contrast', '');
  const page = await browser.newPage({ viewport: { width: 390, height: 844 } });
  await page.goto(city.url + city.links[4]);
  await page.waitForTimeout(1500);
  await page.screenshot({ path: `${out}/used.png` });
  await browser.close();
  await city.stop();
}, 600_000);
