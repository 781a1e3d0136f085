import { watchErrors } from '@madang/testkit';
import type { Browser, BrowserContext, Locator, Page } from 'playwright-core';
import { expect } from 'vitest';
import type { ResidentCity } from './resident-city.ts';

/** A telephone with a page open, and what the page refused or threw. */
export type Telephone = { page: Page; context: BrowserContext; errors: readonly string[] };

/** Opens an address on a telephone that has never been here. Width in CSS pixels. */
export async function openTelephone(
  browser: Browser,
  address: string,
  { width = 390, look = '2 light' }: { width?: number | undefined; look?: string | undefined } = {},
): Promise<Telephone> {
  const viewport = { width, height: 844 };
  const context = await browser.newContext({ viewport, reducedMotion: 'reduce' });
  const page = await context.newPage();
  await page.addInitScript((chosen) => localStorage.setItem('madang.look', chosen), look);
  const errors = watchErrors(page);
  await page.goto(address);
  await page.locator('main h1').first().waitFor();
  return { page, context, errors };
}

/** The heading of a screen. */
export function heading(page: Page, name: string | RegExp): Locator {
  return page.getByRole('heading', { level: 1, name });
}

/** Presses a button by its name. */
export function press(page: Page, name: string | RegExp): Promise<void> {
  return page.getByRole('button', { name }).click();
}

/** The newest code that was sent to a person, once there is one. */
export async function codeFor(
  city: Pick<ResidentCity, 'codeFor'>,
  person: number,
): Promise<string> {
  await expect.poll(() => city.codeFor(person)).toMatch(/^\d{6}$/);
  return city.codeFor(person);
}

/** Moves the focus by the Tab key until it is on what has this name. */
export async function tabTo(page: Page, name: string | RegExp): Promise<void> {
  for (let turn = 0; turn < 40; turn += 1) {
    await page.keyboard.press('Tab');
    const label = await page.evaluate(() => {
      const at = document.activeElement;
      const isBox = at instanceof HTMLInputElement || at instanceof HTMLSelectElement;
      const own = isBox ? (at.labels?.[0]?.textContent ?? '') : '';
      return `${own} ${at?.getAttribute('aria-label') ?? at?.textContent ?? ''}`.trim();
    });
    if (typeof name === 'string' ? label.startsWith(name) : name.test(label)) return;
  }
  throw new Error(`Tab never reached ${String(name)}`);
}

/** What reaches beyond the window. */
export function tooWide(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const limit = document.documentElement.clientWidth;
    return [...document.querySelectorAll('.m-page *')]
      .filter((each) => each.closest('.m-scroll, .m-vh, .m-skip') === null)
      .filter((each) => each.getBoundingClientRect().right > limit + 1)
      .map((each) => `${each.getAttribute('class') ?? each.tagName} ${each.textContent}`);
  });
}
