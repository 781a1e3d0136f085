import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { watchErrors } from '@madang/testkit';
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { buildWithFake } from './build-with-fake.ts';
import type { FakeOptions } from './fake-data.ts';
import { serveFolder } from './serve-folder.ts';

/** A page of the app on the hand-made ledger, and what it refused or threw. */
export type OpenPage = { page: Page; errors: readonly string[] };

/** The built app, served under the strict policy, and a browser. */
export type App = {
  browser: Browser;
  url: string;
  open: (path: string, options?: OpenOptions) => Promise<OpenPage>;
  stop: () => Promise<void>;
};

type OpenOptions = BrowserContextOptions & {
  fake?: FakeOptions;
  look?: string;
  width?: number;
};

/** Builds, serves and opens the app. */
export async function startApp(browser: Browser): Promise<App> {
  const folder = await mkdtemp(join(tmpdir(), 'madang-web-'));
  await buildWithFake(folder);
  const served = await serveFolder(folder);
  return {
    browser,
    url: served.url,
    open: async (path, { fake = {}, look = '2 light', width = 390, ...rest } = {}) => {
      const viewport = { width, height: 844 };
      const page = await browser.newPage({ viewport, reducedMotion: 'reduce', ...rest });
      const errors = watchErrors(page);
      await page.addInitScript(
        ([options = '', chosen = '']) => {
          sessionStorage.setItem('fake', options);
          if (localStorage.getItem('madang.look') === null) {
            localStorage.setItem('madang.look', chosen);
          }
        },
        [JSON.stringify(fake), look],
      );
      await page.goto(served.url + path);
      await page.locator('main h1').first().waitFor();
      await page.waitForFunction(() => document.querySelector('[aria-busy]') === null);
      return { page, errors };
    },
    stop: async () => {
      await browser.close();
      await served.stop();
      await rm(folder, { recursive: true, force: true });
    },
  };
}
