import { axeFindings, inkPercent, launchBrowser } from '@madang/testkit';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type App, startApp } from './support/app.ts';
import { pages } from './support/pages.ts';

const browser = await launchBrowser();

describe.skipIf(browser === undefined)('every page', () => {
  let app: App;
  beforeAll(async () => {
    app = await startApp(browser as Browser);
  });
  afterAll(() => app.stop());

  it.each(pages)('%s with %j has no axe finding and no error on a phone', async (path, fake) => {
    const { page, errors } = await app.open(path, { fake });
    expect(await axeFindings(page)).toEqual([]);
    expect(errors).toEqual([]);
    expect(inkPercent(await page.screenshot())).toBeGreaterThan(5);
    await page.close();
  });

  it.each(pages)('%s with %j has no axe finding in English on a desktop', async (path, fake) => {
    const { page, errors } = await app.open(`/en${path === '/' ? '' : path}`, {
      fake,
      width: 1440,
    });
    expect(await page.evaluate(() => document.documentElement.lang)).toBe('en');
    expect(await page.locator('main').innerText()).not.toMatch(/[가-힣]{2}/);
    expect(await axeFindings(page)).toEqual([]);
    expect(errors).toEqual([]);
    expect(inkPercent(await page.screenshot())).toBeGreaterThan(3);
    await page.close();
  });
});
