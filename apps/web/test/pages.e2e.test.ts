import { axeFindings, effort, inkPercent, launchBrowser } from '@madang/testkit';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type App, startApp } from './support/app.ts';
import { showLargest, tooWide, useSystemFont, widenLetters } from './support/narrowest.ts';
import { pages } from './support/pages.ts';

const browser = await launchBrowser();
const NARROWEST = { width: 320, height: 844 };

describe.skipIf(browser === undefined)('every page', () => {
  let app: App;
  beforeAll(async () => {
    app = await startApp(browser as Browser);
  });
  afterAll(() => app.stop());

  // A page in one of its rarer states is looked at in one language, and they take turns.
  const looked = pages.flatMap(([path, fake], n) => {
    const inBoth = [
      [path, 'ko', fake],
      [`/en${path === '/' ? '' : path}`, 'en', fake],
    ] as const;
    const isUsual = Object.keys(fake).length === 0;
    return effort(isUsual, true) ? inBoth : inBoth.filter((_, at) => at === n % 2);
  });

  it.each(looked)(
    '%s in %s with %j has no error and no axe finding, and fits 320 px at the largest text',
    async (path, language, fake) => {
      const width = language === 'ko' ? 390 : 1440;
      const { page, errors } = await app.open(path, { fake, width });
      expect(await page.evaluate(() => document.documentElement.lang)).toBe(language);
      const text = await page.locator('main').innerText();
      if (language === 'en') expect(text).not.toMatch(/[가-힣]{2}/);
      expect(inkPercent(await page.screenshot())).toBeGreaterThan(language === 'ko' ? 5 : 3);
      expect(await axeFindings(page)).toEqual([]);

      await page.setViewportSize(NARROWEST);
      await showLargest(page);
      expect(await tooWide(page)).toEqual([]);
      await useSystemFont(page);
      expect(await tooWide(page)).toEqual([]);
      await widenLetters(page);
      expect(await tooWide(page)).toEqual([]);
      expect(await axeFindings(page)).toEqual([]);
      expect(errors).toEqual([]);
      await page.close();
    },
  );
});
