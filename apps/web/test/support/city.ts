import { join } from 'node:path';
import {
  startNetwork,
  startServer,
  type TestNetwork,
  type TestServer,
  watchErrors,
} from '@madang/testkit';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll } from 'vitest';
import { buildWeb } from '../../../../tools/build-web.ts';

const root = join(import.meta.dirname, '..', '..', '..', '..');

/** A city whose pages are tested. */
export type TestCity = Pick<TestServer | TestNetwork, 'url'> & { stop: () => Promise<unknown> };

/**
 * Builds the app and opens the demo city as a person would, on a port of its own; with
 * `MADANG_TEST_NETWORK` set, as four nodes under CometBFT.
 */
export async function startCity(): Promise<TestCity> {
  await buildApp();
  const isNetwork = process.env['MADANG_TEST_NETWORK'] !== undefined;
  return isNetwork ? startNetwork({ withDemo: true }) : startServer({ withDemo: true });
}

/** Builds what the servers of tests serve. */
export async function buildApp(): Promise<void> {
  if ((await buildWeb(root)) !== 0) throw new Error('The browser app could not be built.');
}

/** A city for the tests of one `describe`; the browser they use closes with it. */
export function cityFor(browser: Browser): { readonly url: string } {
  let city: TestCity | undefined;
  beforeAll(async () => {
    city = await startCity();
  });
  afterAll(async () => {
    await browser.close();
    await city?.stop();
  });
  return {
    get url() {
      return city?.url ?? '';
    },
  };
}

/** A page of a device that has never been here: its own storage, its own pinned policy. */
export async function visit(
  browser: Browser,
  address: string,
  width: number,
): Promise<{ page: Page; errors: readonly string[] }> {
  const context = await browser.newContext({ viewport: { width, height: 844 } });
  const page = await context.newPage();
  const errors = watchErrors(page);
  await page.goto(address);
  await page.locator('main h1').first().waitFor();
  return { page, errors };
}
