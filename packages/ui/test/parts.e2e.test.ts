import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { axeFindings, inkPercent, launchBrowser, watchErrors } from '@madang/testkit';
import type { Browser, Page } from 'playwright-core';
import { build } from 'vite';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { serveFolder } from './support/serve-folder.ts';

const root = join(import.meta.dirname, 'gallery');

const launched = await launchBrowser();

describe.skipIf(launched === undefined)('the gallery of parts', () => {
  const browser = launched as Browser;
  let folder: string;
  let served: { url: string; stop: () => Promise<void> };

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'madang-gallery-'));
    await build({
      root,
      configFile: false,
      logLevel: 'error',
      oxc: { jsx: { runtime: 'automatic', importSource: 'preact' } },
      build: { outDir: folder, emptyOutDir: true, assetsInlineLimit: 0, modulePreload: false },
    });
    served = await serveFolder(folder);
  });

  afterAll(async () => {
    await browser.close();
    await served.stop();
    await rm(folder, { recursive: true, force: true });
  });

  async function open(look: string, width: number, query = ''): Promise<[Page, readonly string[]]> {
    const page = await browser.newPage({
      viewport: { width, height: 900 },
      reducedMotion: 'reduce',
    });
    const errors = watchErrors(page);
    await page.addInitScript((value) => localStorage.setItem('madang.look', value), look);
    await page.goto(`${served.url}/parts${query}`);
    await page.locator('.gallery').waitFor();
    return [page, errors];
  }

  const looks = ['2 light', '5 light', '2 high-contrast', '5 high-contrast'];
  it.each(looks)('has no axe finding and no policy breach at look %s', async (look) => {
    const [page, errors] = await open(look, 1440);
    expect(await axeFindings(page)).toEqual([]);
    expect(errors).toEqual([]);
    expect(inkPercent(await page.screenshot({ fullPage: true }))).toBeGreaterThan(5);
    await page.close();
  });

  it.each(looks)('never scrolls sideways at 320 px and look %s', async (look) => {
    const [page] = await open(look, 320);
    const spillPx = await page.evaluate(
      () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
    );
    expect(spillPx).toBeLessThanOrEqual(0);
    expect(await axeFindings(page)).toEqual([]);
    await page.close();
  });

  it('gives every control a target of 44 px', async () => {
    const [page] = await open('2 light', 390);
    const small = await page.evaluate(() =>
      [...document.querySelectorAll('a, button, summary, label.m-choice, label.m-drop')]
        .filter((each) => !each.matches('.m-skip, .m-toast *'))
        .map((each) => ({ text: each.textContent, box: each.getBoundingClientRect() }))
        .filter(({ box }) => box.height > 0 && (box.height < 43.9 || box.width < 43.9))
        .map(({ text, box }) => `${text} ${box.width}x${box.height}`),
    );
    expect(small).toEqual([]);
    await page.close();
  });

  it('changes text size and contrast by keyboard and remembers both', async () => {
    const page = await browser.newPage({ viewport: { width: 390, height: 844 } });
    await page.goto(`${served.url}/parts`);
    const control = page.getByRole('button', { name: '글자 크기와 대비' });
    await control.focus();
    await page.keyboard.press('Enter');
    await page.getByRole('button', { name: '글자 크기 5단계 가운데 5단계' }).press('Enter');
    await page.getByRole('button', { name: '고대비' }).press('Space');
    await page.keyboard.press('Escape');
    expect(await control.evaluate((each) => each === document.activeElement)).toBe(true);
    await page.reload();
    await page.locator('.gallery').waitFor();
    const look = await page.evaluate(() => [
      getComputedStyle(document.documentElement).fontSize,
      document.documentElement.dataset['theme'],
    ]);
    expect(look).toEqual(['15px', 'high-contrast']);
    await page.close();
  });

  it.each([
    ['5 light', 320],
    ['2 light', 390],
    ['2 high-contrast', 1440],
  ] as const)(
    'opens the text size panel within the page at look %s and %d px',
    async (look, width) => {
      const [page] = await open(look, width);
      await page.getByRole('button', { name: '글자 크기와 대비' }).click();
      const box = await page.locator('.m-pop').boundingBox();
      expect(box?.x).toBeGreaterThanOrEqual(0);
      expect((box?.x ?? 0) + (box?.width ?? 0)).toBeLessThanOrEqual(width);
      expect(await axeFindings(page)).toEqual([]);
      await page.close();
    },
  );

  it('moves into the dialog, closes it with Escape and returns the focus', async () => {
    const [page] = await open('2 light', 1024);
    const opener = page.getByRole('button', { name: '지우기' }).first();
    await opener.press('Enter');
    await page.getByRole('dialog').waitFor();
    expect(await axeFindings(page)).toEqual([]);
    await page.keyboard.press('Escape');
    await page.getByRole('dialog').waitFor({ state: 'hidden' });
    expect(await opener.evaluate((each) => each === document.activeElement)).toBe(true);
    await page.close();
  });

  it('takes a file by keyboard-reachable input and hands on English words', async () => {
    const [page] = await open('2 light', 390, '?en');
    await page.getByText('Skip to content').focus();
    expect(await page.getByText('Skip to content').isVisible()).toBe(true);
    expect(await page.locator('.m-mark[aria-label]').first().getAttribute('aria-label')).toBe(
      'Checked',
    );
    await page.close();
  });
});
