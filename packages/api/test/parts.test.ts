import {
  bigInteger,
  bool,
  expectOk,
  fixedBytes,
  list,
  optional,
  parseJson,
  record,
  text,
  uint,
} from '@madang/base';
import { type AnyError, kernelErrors, refuse } from '@madang/kernel';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { apiErrors } from '../src/api-errors.ts';
import { createErrorBook } from '../src/error-book.ts';
import { errorsPage } from '../src/errors-page.ts';
import { printMetrics } from '../src/metrics.ts';
import { errorLink, languageOf, problemOf, STATUS_BY_NAME } from '../src/problem.ts';
import { jsonFromSearch } from '../src/query-params.ts';
import { parseTilePlace } from '../src/routes-log.ts';
import { doubleSignatures } from '../src/routes-operation.ts';
import { seoulDayStart } from '../src/seoul-day.ts';

const kernel: readonly AnyError[] = Object.values(kernelErrors);
const own: readonly AnyError[] = Object.values(apiErrors);

describe('problemOf', () => {
  it('tells code, number, sentence and details, and a link to the explanation', () => {
    const { error } = refuse(apiErrors.TOO_MANY_REQUESTS, { seconds: 9 });
    const problem = problemOf(error, 'en', createErrorBook(kernel));
    expect(problem.status).toBe(429);
    expect(problem.headers['retry-after']).toBe('9');
    expect(JSON.parse(problem.body)).toMatchObject({
      type: '/docs/errors#api-too-many-requests',
      code: 'api.TOO_MANY_REQUESTS',
      number: 90_006,
      context: { seconds: 9 },
      title: expect.stringContaining('9 s'),
    });
  });

  it('shows times in the city’s local time, never as a number', () => {
    const { error } = refuse(apiErrors.VAULT_ERASED, { erasedAt: Date.UTC(2026, 10, 22, 15, 0) });
    const problem = problemOf(error, 'ko', createErrorBook([]));
    expect(problem.body).toMatch(/2026\. 11\. 23\./);
  });

  it('makes an error that nobody defines a failure of the server, without its details', () => {
    const unknown = { code: 77_777, name: 'ghost.SEEN', context: Uint8Array.of(0xa0) };
    const problem = problemOf(unknown, 'en', createErrorBook(kernel));
    expect(problem.status).toBe(500);
    expect(problem.body).not.toContain('ghost');
  });

  it('has a status of its own only for errors that exist', () => {
    const names = new Set([...kernel, ...own].map((error) => error.name));
    for (const name of STATUS_BY_NAME.keys()) expect(names, name).toContain(name);
    for (const { name } of own) expect(STATUS_BY_NAME.has(name), name).toBe(true);
  });

  it('chooses the first of our languages that is accepted, Korean when none is', () => {
    expect(languageOf('en-US,en;q=0.9')).toBe('en');
    expect(languageOf('fr, ko;q=0.8, en;q=0.5')).toBe('ko');
    expect(languageOf('fr')).toBe('ko');
    expect(languageOf(undefined)).toBe('ko');
  });
});

describe('the page of errors', () => {
  it('has an anchor for every link that a problem can give, and no markup from texts', () => {
    const page = errorsPage([...kernel, ...own], 'ko');
    for (const { name } of [...kernel, ...own]) {
      expect(page).toContain(`id="${errorLink(name).split('#')[1]!}"`);
    }
    expect(page).not.toMatch(/<script|style=/);
  });
});

describe('jsonFromSearch', () => {
  const codec = record({
    id: fixedBytes(2),
    count: uint(),
    big: bigInteger(),
    on: bool(),
    names: list(text({ max: 9 }), { max: 3 }),
    maybe: optional(uint()),
  });

  it('reads each parameter by its shape, so that the codec takes what it was made from', () => {
    fc.assert(
      fc.property(
        fc.record({
          id: fc.uint8Array({ minLength: 2, maxLength: 2 }),
          count: fc.nat(),
          big: fc.bigInt({ min: 0n, max: (1n << 64n) - 1n }),
          on: fc.boolean(),
          names: fc.array(fc.stringMatching(/^[a-z ]{0,9}$/), { maxLength: 3 }),
        }),
        (value) => {
          const json = codec.toJson(value) as Record<string, unknown>;
          const search = new URLSearchParams(
            Object.entries(json).map(([name, one]) => [
              name,
              typeof one === 'string' ? one : JSON.stringify(one),
            ]),
          );
          const back = parseJson(codec, jsonFromSearch(codec.shape, search));
          expect(expectOk(back, 'parsed')).toEqual(value);
        },
      ),
      { seed: 3, numRuns: 60 },
    );
  });

  it('leaves what does not look like its shape for the codec to refuse', () => {
    const search = new URLSearchParams('count=1e3&on=yes&names=[&extra=1');
    expect(jsonFromSearch(codec.shape, search)).toEqual({
      count: '1e3',
      on: 'yes',
      names: '[',
      extra: '1',
    });
    expect(parseJson(codec, jsonFromSearch(codec.shape, search)).ok).toBe(false);
  });
});

describe('parseTilePlace', () => {
  it('reads the paths of C2SP tlog-tiles', () => {
    expect(parseTilePlace('x001/x234/067')).toEqual({ index: 1_234_067, width: 256 });
    expect(parseTilePlace('067')).toEqual({ index: 67, width: 256 });
    expect(parseTilePlace('000.p/1')).toEqual({ index: 0, width: 1 });
    expect(parseTilePlace('x001/000.p/255')).toEqual({ index: 1_000, width: 255 });
  });

  it('refuses every other spelling of the same place', () => {
    for (const place of [
      '67',
      'x000/067',
      '0067',
      'x1/067',
      '067.p/256',
      '067.p/0',
      '067.p/01',
      '',
      '067/',
      'x001/x234',
      '../067',
    ]) {
      expect(parseTilePlace(place), place).toBeUndefined();
    }
  });
});

describe('seoulDayStart', () => {
  it('is midnight in Seoul, 15:00 of the day before in UTC', () => {
    const midnight = Date.UTC(2026, 10, 21, 15);
    for (const time of [midnight, midnight + 1, midnight + 86_399_999]) {
      expect(seoulDayStart(time)).toBe(midnight);
    }
    expect(seoulDayStart(midnight - 1)).toBe(midnight - 86_400_000);
  });
});

describe('printMetrics', () => {
  it('describes each metric once and writes its labels', () => {
    const metric = { name: 'm', help: 'Help.', kind: 'counter' as const };
    const text_ = printMetrics([
      { ...metric, value: 1, labels: { route: '/a' } },
      { ...metric, value: 2, labels: { route: '/b' } },
    ]);
    expect(text_).toBe('# HELP m Help.\n# TYPE m counter\nm{route="/a"} 1\nm{route="/b"} 2\n');
  });
});

describe('doubleSignatures', () => {
  it('counts by institution, and says nothing where nobody signed twice', () => {
    const signer = (institution: string, times: number) => ({
      ...{ institution, times, lastHeight: 9, lastTime: 9_000 },
    });
    expect(doubleSignatures([])).toEqual([]);
    const printed = printMetrics(doubleSignatures([signer('city', 2), signer('audit', 1)]));
    expect(printed).toContain('# TYPE madang_double_signatures_total counter\n');
    expect(printed).toContain('madang_double_signatures_total{institution="city"} 2\n');
    expect(printed).toContain('madang_double_signatures_total{institution="audit"} 1\n');
  });
});
