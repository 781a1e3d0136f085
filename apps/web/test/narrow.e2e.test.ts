import { axeFindings, launchBrowser } from '@madang/testkit';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type App, startApp } from './support/app.ts';
import { pages } from './support/pages.ts';

const browser = await launchBrowser();

describe.skipIf(browser === undefined)('every page on the narrowest phone', () => {
  let app: App;
  beforeAll(async () => {
    app = await startApp(browser as Browser);
  });
  afterAll(() => app.stop());

  /**
   * Elements of the page that reach beyond the window. Tables and tabs scroll in places of their
   * own.
   */
  async function tooWide(page: Page): Promise<string[]> {
    return page.evaluate(() => {
      const limit = document.documentElement.clientWidth;
      return [...document.querySelectorAll('.m-page *')]
        .filter((each) => each.closest('.m-scroll, .m-tabs, .m-vh, .m-skip') === null)
        .filter((each) => each.getBoundingClientRect().right > limit + 1)
        .map((each) => `${each.getAttribute('class') ?? each.tagName} ${each.textContent}`);
    });
  }

  /** Sets every letter wider apart than any font that the page may meet would set it. */
  async function widenLetters(page: Page): Promise<void> {
    await page.evaluate(() => {
      const sheet = new CSSStyleSheet();
      sheet.replaceSync('* { letter-spacing: 0.08em !important }');
      document.adoptedStyleSheets = [sheet];
    });
  }

  const bothLanguages = pages.flatMap(
    ([path, fake]) =>
      [
        [path, fake],
        [`/en${path === '/' ? '' : path}`, fake],
      ] as const,
  );

  it.each(bothLanguages)(
    '%s with %j fits 320 px at the largest text in high contrast, in any font',
    async (path, fake) => {
      const look = '5 high-contrast';
      const { page } = await app.open(path, { fake, width: 320, look, noFonts: true });
      expect(await tooWide(page)).toEqual([]);
      await widenLetters(page);
      expect(await tooWide(page)).toEqual([]);
      expect(await axeFindings(page)).toEqual([]);
      await page.close();
    },
  );
});
