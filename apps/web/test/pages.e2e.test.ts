import { axeFindings, inkPercent, launchBrowser } from '@madang/testkit';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type App, startApp } from './support/app.ts';
import type { FakeOptions } from './support/fake-data.ts';

const pages: readonly (readonly [path: string, fake: FakeOptions])[] = [
  ['/', { late: true }],
  ['/', { empty: true }],
  ['/notarise', {}],
  ['/records', {}],
  ['/records/102', {}],
  ['/records/102', { decided: 'passed' }],
  ['/records/102', { decided: 'failed' }],
  ['/verify?n=102', { decided: 'unchecked' }],
  ['/records/102?view=original', {}],
  ['/records/108?view=later', {}],
  ['/records/999999', {}],
  ['/institutions', { late: true, policyChanged: true }],
  ['/institutions', { contradicted: true }],
  ['/institutions', { network: 'whole' }],
  ['/institutions', { network: 'edge', governed: 'open', late: true }],
  ['/institutions', { network: 'stopped', governed: 'planned' }],
  ['/institutions', { network: 'late', governed: 'lapsed', empty: true }],
  ['/institutions', { network: 'seven', governed: 'unasked' }],
  ['/verify', {}],
  ['/verify?n=102', {}],
  ['/status', { late: true }],
  ['/nowhere', {}],
  ['/institutions', { unreachable: true }],
];

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
