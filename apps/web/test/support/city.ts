import { join } from 'node:path';
import { startServer, type TestServer } from '@madang/testkit';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll } from 'vitest';
import { buildWeb } from '../../../../tools/build-web.ts';

const root = join(import.meta.dirname, '..', '..', '..', '..');

/** Builds the app and opens the demo city as a person would, on a port of its own. */
export async function startCity(): Promise<TestServer> {
  if ((await buildWeb(root)) !== 0) throw new Error('The browser app could not be built.');
  return startServer({ withDemo: true });
}

/** A city for the tests of one `describe`; the browser they use closes with it. */
export function cityFor(browser: Browser): { readonly url: string } {
  let city: TestServer | undefined;
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
