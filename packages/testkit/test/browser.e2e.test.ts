import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { assertInk, axeFindings, inkPercent, launchBrowser, watchErrors } from '../src/index.ts';

let browser: Browser | undefined;

beforeAll(async () => {
  browser = await launchBrowser();
});
afterAll(async () => {
  await browser?.close();
});

async function pageOf(html: string) {
  const page = await browser?.newPage();
  await page?.setContent(html);
  return page ?? expect.fail('no browser');
}

const clean = `<!doctype html><html lang="en"><title>A page</title>
  <main><h1>Heading</h1><p>${'Words that are drawn. '.repeat(40)}</p></main>`;

describe('the browser of tests', () => {
  it('draws text, and an empty page is found to be blank', async ({ skip }) => {
    skip(browser === undefined);
    const page = await pageOf(clean);
    const png = await page.screenshot();
    assertInk(png);
    expect(inkPercent(png)).toBeLessThan(50);
    const blank = await pageOf('<!doctype html>');
    const blankPng = await blank.screenshot();
    expect(() => {
      assertInk(blankPng);
    }).toThrow('blank');
    await page.close();
    await blank.close();
  });

  it('closes a context and goes on with another', async ({ skip }) => {
    skip(browser === undefined);
    for (let i = 0; i < 3; i++) {
      const context = await browser?.newContext();
      const page = await context?.newPage();
      await page?.setContent(clean);
      expect(await page?.title()).toBe('A page');
      await context?.close();
    }
    expect(browser?.isConnected()).toBe(true);
  });

  it('finds nothing on a clean page, and names the picture that has no text', async ({ skip }) => {
    skip(browser === undefined);
    const page = await pageOf(clean);
    expect(await axeFindings(page)).toEqual([]);
    const other = await pageOf(clean.replace('<p>', '<img src="data:,"><p>'));
    expect(await axeFindings(other)).toEqual([expect.stringMatching(/^image-alt: img /)]);
  });

  it('collects what a page throws', async ({ skip }) => {
    skip(browser === undefined);
    const page = await pageOf(clean);
    const errors = watchErrors(page);
    await page.evaluate('setTimeout(() => { throw new Error("broken"); })');
    await expect.poll(() => errors).toContain('broken');
  });
});
