import { launchBrowser } from '@madang/testkit';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type RecordedPage, recordPage } from '../../../bench/lib/record-page.ts';
import { type ResidentCity, startResidentCity } from './support/resident-city.ts';
import { chair, openElection } from './support/voter-city.ts';

const launched = await launchBrowser();

/** First lines of requests, without the version. */
function firstLines(requests: readonly string[]): readonly string[] {
  return requests.map((text) => text.slice(0, text.indexOf(' HTTP/1.1')));
}

/** In a browser: has the page that is kept for later come a minute earlier. */
async function ageKeptPage(): Promise<void> {
  for (const name of await caches.keys()) {
    const cache = await caches.open(name);
    const kept = await cache.match('/', { ignoreVary: true });
    if (kept === undefined) continue;
    const headers = new Headers(kept.headers);
    headers.set('madang-kept-at', String(Number(headers.get('madang-kept-at')) - 60_000));
    await cache.put('/', new Response(await kept.blob(), { headers }));
  }
}

describe.skipIf(launched === undefined)('the page that a voter’s link leads to', () => {
  let city: ResidentCity;
  let loaded: RecordedPage;
  let record: (beforeAgain?: (page: Page) => Promise<unknown>) => Promise<RecordedPage>;
  beforeAll(async () => {
    await launched?.close();
    city = await startResidentCity({ withDecision: false });
    const title = { ko: '입주자대표회의 회장 선거', en: 'Election of the chair' };
    await openElection(city, { title, questions: [chair] });
    const port = Number(new URL(city.url).port);
    record = (beforeAgain) =>
      recordPage(
        port,
        city.links[0] ?? '',
        (page) => page.getByRole('button', { name: '투표 시작하기' }).waitFor(),
        beforeAgain,
      );
    loaded = await record();
  });
  afterAll(() => city.stop());

  it('asks for no file twice, and takes in what is of use offline with one request', () => {
    const files = firstLines(loaded.cold).filter((line) => line.startsWith('GET /assets/'));
    expect(files.length).toBeGreaterThan(5);
    expect(files.length).toBeLessThanOrEqual(8);
    expect(new Set(files).size).toBe(files.length);
    expect(firstLines(loaded.cold)).not.toContain('GET /');
    expect(firstLines(loaded.cold).filter((line) => line === 'GET /offline.json')).toHaveLength(1);
    expect(loaded.cold.length).toBeLessThanOrEqual(18);
  });

  it('asks for no file when it is opened again within a minute', () => {
    const files = firstLines(loaded.again).filter((line) => !line.includes(' /api/'));
    // When the browser looks for a new worker, and at the icon, is its own affair.
    expect(files.filter((line) => !/ \/(worker\.js|icon\.svg)$/.test(line))).toEqual([]);
  });

  it('asks whether the page itself has changed when it is opened again after a minute', async () => {
    const { again } = await record((page) => page.evaluate(ageKeptPage));
    const asked = again.filter((text) => text.startsWith('GET /link '));
    expect(asked).toHaveLength(1);
    expect(asked[0]).toMatch(/\r\nif-none-match: "/i);
    expect(firstLines(again).filter((line) => line.includes('/assets/'))).toEqual([]);
  });

  it('is told with the link which ledger it is and how many have voted, and proves the rest', () => {
    const lines = firstLines(loaded.again).filter((line) => line.includes('/api/'));
    const paths = lines.map((line) => line.replace(/\?.*/, '')).toSorted();
    expect(paths).toEqual(['GET /api/standing', 'POST /api/people/link']);
  });
});
