import type { Page } from 'playwright-core';

/** Shows a page in high contrast with the largest of the text sizes that people can choose. */
export async function showLargest(page: Page): Promise<void> {
  await page.evaluate(() => {
    document.documentElement.style.setProperty('--m-scale', '1.5');
    document.documentElement.setAttribute('data-theme', 'high-contrast');
  });
}

/** Sets a page in the letters of the system, as where its own fonts never arrive. */
export function useSystemFont(page: Page): Promise<void> {
  return addStyle(page, '* { font-family: sans-serif !important }');
}

/** Sets every letter wider apart than any font that the page may meet would set it. */
export function widenLetters(page: Page): Promise<void> {
  return addStyle(page, '* { letter-spacing: 0.08em !important }');
}

/** The strict policy of the pages refuses a style element; a sheet of the script it allows. */
async function addStyle(page: Page, css: string): Promise<void> {
  await page.evaluate((text) => {
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(text);
    document.adoptedStyleSheets = [...document.adoptedStyleSheets, sheet];
  }, css);
}

/**
 * Elements of a page that reach beyond the window. Tables and tabs scroll in places of their own.
 */
export async function tooWide(page: Page): Promise<readonly string[]> {
  return page.evaluate(() => {
    const limit = document.documentElement.clientWidth;
    return [...document.querySelectorAll('.m-page *')]
      .filter((each) => each.closest('.m-scroll, .m-tabs, .m-vh, .m-skip') === null)
      .filter((each) => each.getBoundingClientRect().right > limit + 1)
      .map((each) => `${each.getAttribute('class') ?? each.tagName} ${each.textContent}`);
  });
}
