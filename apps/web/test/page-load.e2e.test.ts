import { launchBrowser } from '@madang/testkit';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type RecordedPage, recordPage } from '../../../bench/lib/record-page.ts';
import { type ResidentCity, startResidentCity } from './support/resident-city.ts';
import { chair, openElection } from './support/voter-city.ts';

const launched = await launchBrowser();

/** First lines of requests, without the version. */
function firstLines(requests: readonly string[]): readonly string[] {
  return requests.map((text) => text.slice(0, text.indexOf(' HTTP/1.1')));
}

describe.skipIf(launched === undefined)('the page that a voter’s link leads to', () => {
  let city: ResidentCity;
  let loaded: RecordedPage;
  beforeAll(async () => {
    await launched?.close();
    city = await startResidentCity({ withDecision: false });
    const title = { ko: '입주자대표회의 회장 선거', en: 'Election of the chair' };
    await openElection(city, { title, questions: [chair] });
    const port = Number(new URL(city.url).port);
    loaded = await recordPage(port, city.links[0] ?? '', (page) =>
      page.getByRole('button', { name: '투표 시작하기' }).waitFor(),
    );
  });
  afterAll(() => city.stop());

  it('asks for no file twice, and takes in what is of use offline with one request', () => {
    const files = firstLines(loaded.cold).filter((line) => line.startsWith('GET /assets/'));
    expect(files.length).toBeGreaterThan(10);
    expect(new Set(files).size).toBe(files.length);
    expect(firstLines(loaded.cold)).not.toContain('GET /');
    expect(firstLines(loaded.cold).filter((line) => line === 'GET /offline.json')).toHaveLength(1);
    expect(loaded.cold.length).toBeLessThanOrEqual(28);
  });

  it('asks for no built file when it is opened again, and whether the page itself has changed', () => {
    const lines = firstLines(loaded.again);
    expect(lines.filter((line) => line.includes('/assets/'))).toEqual([]);
    const files = loaded.again.filter((text) => !/^\w+ \/api\//.test(text));
    // When the browser looks for a new worker, and at the icon, is its own affair.
    const shown = firstLines(files).filter((line) => !/ \/(worker\.js|icon\.svg)$/.test(line));
    expect(shown).toEqual(['GET /link']);
    const page = files.find((text) => text.startsWith('GET /link '));
    expect(page).toMatch(/\r\nif-none-match: "/i);
  });

  it('proves the election with one question, and asks nothing that it knows', () => {
    const lines = firstLines(loaded.again).filter((line) => line.includes('/api/'));
    const paths = lines.map((line) => line.replace(/\?.*/, '')).toSorted();
    expect(paths).toEqual([
      'GET /api/ledger',
      'GET /api/services/election/election',
      'GET /api/standing',
      'POST /api/people/link',
    ]);
  });
});
