import { describe, expect, it } from 'vitest';
import { firstDifference } from '../src/scenario/compare.ts';
import { durationMs, timeMs } from '../src/scenario/duration.ts';
import { Computed } from '../src/scenario/model.ts';
import { parseScenario } from '../src/scenario/parse.ts';

const head = 'scenario: 1\ntitle: T\n';
const faultOf = (text: string): unknown => {
  const result = parseScenario(text);
  return result.ok ? 'accepted' : `${String(result.error.line)}: ${result.error.message.en}`;
};

const numbered = `${head}numbers: { voters: 40 }
actors: { a: {} }
steps:
  - act: people.openRegister
    by: a
    payload: { persons: !number voters, of: [ !number voters ] }
`;

describe('a number of a scenario', () => {
  const persons = (given?: ReadonlyMap<string, number>): unknown => {
    const result = parseScenario(numbered, given);
    return result.ok ? result.value.steps[0] : result.error;
  };

  it('stands wherever it is named, and another one in its place if it is given', () => {
    const with40 = { what: { payload: { persons: 40, of: [40] } } };
    expect(persons()).toMatchObject(with40);
    const with2000 = { what: { payload: { persons: 2_000, of: [2_000] } } };
    expect(persons(new Map([['voters', 2_000]]))).toMatchObject(with2000);
  });

  it('that the file does not have, or that is none, is refused with its line', () => {
    expect(faultOf(numbered.replace('of: [ !number voters ]', 'of: [ !number homes ]'))).toBe(
      '8: There is no number "homes" under "numbers".',
    );
    expect(persons(new Map([['homes', 1]]))).toMatchObject({
      message: { en: 'There is no number "homes" under "numbers".' },
    });
    expect(faultOf(numbered.replace('voters: 40', 'voters: many'))).toMatch(
      /^3: "voters" is a whole number from 0 to \d+\.$/,
    );
    expect(faultOf(numbered.replace('voters: 40', 'Voters: 40'))).toBe(
      '3: The name of a number is of the form [a-z][a-z0-9-]*.',
    );
    expect(faultOf(numbered.replace('numbers: { voters: 40 }', 'numbers: 40'))).toBe(
      '3: A map of keys and values is expected here.',
    );
  });
});

describe('a crowd', () => {
  const crowd = (more: string): string =>
    `${head}actors: { a: {} }\nsteps:\n  - { crowd: e, by: a, as: city, ${more} }\n`;

  it('has ballots to cast in turn, and a number of voters', () => {
    expect(faultOf(crowd('count: 3, chosen: [ [ [ 0 ] ], [ [ ] ] ]'))).toBe('accepted');
    expect(faultOf(crowd('count: 0, chosen: [ [ [ 0 ] ] ]'))).toBe(
      '5: "count" is a whole number from 1 to 100000.',
    );
    expect(faultOf(crowd('count: 3, chosen: [ ]'))).toMatch(/^5: "chosen" is a list of ballots/);
    expect(faultOf(crowd('chosen: [ [ [ 0 ] ] ]'))).toMatch(/^5: "count" is a whole number/);
  });
});

describe('a scenario file', () => {
  it('gives its steps with lines, times, labels and computed values', () => {
    const text = `${head}start: 2026-11-22T09:00:00+09:00
actors:
  clerk: { roles: [ { institution: city, role: document.issuer, delegable: true } ] }
  key: { institution: city }
steps:
  - at: +1d12h
    act: document.notarise
    by: [clerk, key]
    payload: { root: !root [ a, b ], id: !id first, n: 3 }
    label: first
    refused: X
  - together:
      - { act: a.b, by: clerk, payload: {} }
  - query: document.document
    gives: [ { a: 1 }, ... ]
`;
    const result = parseScenario(text);
    expect(result.ok).toBe(true);
    if (!result.ok) return;
    const { startMs, actors, steps, institutions } = result.value;
    expect(startMs).toBe(Date.UTC(2026, 10, 22));
    expect(institutions.map((one) => one.id)).toEqual(['audit', 'city', 'district', 'university']);
    expect(actors.get('key')).toEqual({ kind: 'institution', institution: 'city' });
    expect(steps[0]).toMatchObject({
      kind: 'act',
      line: 8,
      when: { afterMs: 129_600_000 },
      by: ['clerk', 'key'],
      label: 'first',
      refused: 'X',
      expiresMs: 300_000,
      what: {
        payload: { root: new Computed('root', ['a', 'b']), id: new Computed('id', 'first'), n: 3 },
      },
    });
    expect(steps[1]).toMatchObject({ kind: 'together', when: { afterMs: 1_000 } });
    expect(steps[2]).toMatchObject({ kind: 'query', gives: [{ a: 1 }, '...'] });
  });

  it.each([
    ['scenario: 2\ntitle: T\nsteps: []', '1: The file must begin with "scenario: 1".'],
    [`${head}steps: []\nmore: 1`, '4: The key "more" is not known here.'],
    [
      `${head}steps:\n  - act: a.b\n    by: x\n    payload: {}\n    payed: 1`,
      '7: The key "payed" is not known here.',
    ],
    [
      `${head}steps:\n  - act: a.b\n    query: c\n`,
      '4: A step has exactly one of: act, together, query, receipt, ceremony, register, mix, ballot, begin, surrender, mark, papers, confirm, decrypt, roll, crowd, restart, check.',
    ],
    [
      `${head}steps:\n  - mark: a\n    by: x\n    batch: b\n    persons: [ -1 ]\n`,
      '7: "persons" is a list of numbers of persons.',
    ],
    [
      `${head}steps:\n  - papers: a\n    batch: b\n    chosen: [ [ 0 ] ]\n`,
      '6: "chosen" is a list of ballots: for each question the chosen answers, counted from 0.',
    ],
    [
      `${head}steps:\n  - begin: a\n    by: x\n    batch: b\n    building: 256\n`,
      '7: "building" is a whole number from 0 to 255.',
    ],
    [
      `${head}steps:\n  - surrender: a\n    by: x\n    batch: b\n    proof: right\n`,
      '7: "proof" is wrong.',
    ],
    [
      `${head}steps:\n  - confirm: a\n    by: x\n    batch: b\n    count: 0\n`,
      '7: "count" is a whole number from 1 to 100.',
    ],
    [`${head}steps:\n  - act: a.b\n    by: x\n`, '4: An act has either "payload" or "resend".'],
    [
      `${head}steps:\n  - at: soon\n    restart: true\n`,
      '4: "at" is + and a duration, such as +90s, or a time with zone.',
    ],
    [
      `${head}steps:\n  - act: a.b\n    by: x\n    payload: { n: 0.5 }`,
      '6: Only texts, whole numbers, true and false can stand here.',
    ],
    [
      `${head}steps:\n  - act: a.b\n    by: x\n    payload: { n: null }`,
      '6: Only texts, whole numbers, true and false can stand here.',
    ],
    [`${head}steps: 3`, '3: "steps" is a list.'],
    [
      `${head}actors: { 'A b': {} }\nsteps: []`,
      '3: The actor name "A b" is not of the form [a-z][a-z0-9-]*.',
    ],
    [
      `${head}steps:\n  - receipt: a\n    standing: lies\n`,
      '5: "standing" is one of: stands, ended.',
    ],
    ['hello', '1: The file must begin with "scenario: 1".'],
    [
      `${head}institutions: [ { id: aa, en: A, ko: A }, { id: aa, en: A, ko: A } ]\nsteps: []`,
      '3: The institution "aa" stands twice.',
    ],
    [`${head}institutions: []\nsteps: []`, '3: A ledger has 1 to 64 institutions.'],
    [
      `${head}actors: { a: { institution: nowhere } }\nsteps: []`,
      '3: There is no institution "nowhere" in this scenario.',
    ],
    [
      `${head}actors: { a: { institution: city, roles: [] } }\nsteps: []`,
      '3: "roles" has no meaning beside "institution".',
    ],
    [
      `${head}actors:\n  a: { roles: [ { institution: city, role: a.b, delegable: yes } ] }\nsteps: []`,
      '4: "delegable" is true or false.',
    ],
    [
      `${head}params: { maxExpiryMs: 1 }\nsteps: []`,
      '3: "maxExpiryMs": Expected an integer from 60000 to 86400000.',
    ],
    [
      `${head}start: 1969-12-31T23:59:59Z\nsteps: []`,
      '3: "start" is a time with zone from 1970 on, such as 2026-11-22T09:00:00+09:00.',
    ],
    [`${head}steps:\n  - together: []`, '4: "together" has 1 to 1000 acts.'],
    [
      `${head}steps:\n  - together:\n      - { at: +1s, act: a.b, by: x, payload: {} }`,
      '5: The key "at" is not known here.',
    ],
    [
      `${head}steps:\n  - { act: a.b, by: [], payload: {} }`,
      '4: "by" is an actor, or a list of 1 to 16 actors.',
    ],
    [
      `${head}steps:\n  - { act: a.b, by: x, payload: {}, with: {} }`,
      '4: "with" has a meaning only beside "refused".',
    ],
    [
      `${head}steps:\n  - { act: a.b, by: x, payload: {}, refused: X, events: [] }`,
      '4: "events" has no meaning beside "refused".',
    ],
    [
      `${head}steps:\n  - { act: a.b, resend: x, expires: 1s }`,
      '4: "expires" has no meaning beside "resend".',
    ],
    [
      `${head}steps:\n  - { act: a.b, by: x, payload: {}, label: l }\n  - { receipt: l, label: l }`,
      '5: The label "l" stands in line 4 already.',
    ],
    [
      `${head}steps:\n  - { act: ab, by: x, payload: {} }`,
      '4: "act" is service and transaction, such as document.notarise.',
    ],
    [
      `${head}steps:\n  - { act: a.b, by: x, payload: [] }`,
      '4: "payload" is a map of keys and values.',
    ],
    [
      `${head}steps:\n  - { query: a.b, params: { t: !time soon } }`,
      '4: !time needs + and a duration, or a time with zone.',
    ],
    [
      `${head}steps:\n  - { query: a.b, params: { t: !root [ [ a ] ] } }`,
      '4: !root needs a list of texts.',
    ],
    [
      `${head}steps:\n  - { query: a.b, params: { t: !account { a: b } } }`,
      '4: !account needs an actor.',
    ],
    [
      `${head}steps:\n  - { query: a.b, params: { t: !hash "\\ud800" } }`,
      '4: The text has half of a surrogate pair.',
    ],
    [`${head}steps:\n  - { [ a ]: b }`, '4: A key is a text.'],
    [`${head}steps:\n  - &s [ *s ]`, '4: The alias stands inside of what it repeats.'],
    [`${head}steps: *nobody`, '3: No anchor before this one is called "nobody".'],
    [`${head}steps: []\n---\na: 1`, '4: The file has more than one YAML document.'],
    [`${head}steps:\n\t- restart: true`, '4: Tabs are not allowed as indentation.'],
    [`${head}steps: ${'['.repeat(20_000)}`, '3: The file is nested too deep.'],
  ])('that is wrong is refused with its line: %j', (text, fault) => {
    expect(faultOf(text)).toBe(fault);
  });

  it('that is not YAML, has unknown tags or a key twice, is refused with its line', () => {
    expect(faultOf(`${head}steps: [`)).toMatch(/^3: /);
    expect(faultOf(`${head}steps:\n  - act: !evil x`)).toMatch(/^4: /);
    expect(faultOf(`${head}title: again\nsteps: []`)).toMatch(/^3: /);
    expect(faultOf('x'.repeat(1_100_000))).toBe('1: The file is larger than 1 MiB.');
    expect(faultOf('')).toMatch(/^1: /);
  });
});

describe('YAML that repeats itself', () => {
  it('gives the same value wherever an alias stands, also with a merge key', () => {
    const text = `${head}steps:
  - &first { act: a.b, by: x, payload: { n: 1 } }
  - *first
  - { <<: *first, by: y }
`;
    const result = parseScenario(text);
    expect(result.ok ? result.value.steps : []).toMatchObject([
      { by: ['x'], what: { payload: { n: 1 } } },
      { by: ['x'], what: { payload: { n: 1 } } },
      { by: ['y'], what: { payload: { n: 1 } } },
    ]);
  });

  it('is refused when the aliases stand for more than a machine can hold', () => {
    const bombs = Array.from('bcdefghi', (name, index) => {
      const before = String.fromCodePoint(97 + index);
      return `${name}: &${name} [${`*${before},`.repeat(10)}]`;
    });
    expect(faultOf(`${head}a: &a [x,x,x,x,x,x,x,x,x,x]\n${bombs.join('\n')}\n`)).toBe(
      '1: The aliases of the file repeat too much.',
    );
  });

  it('keeps texts behind a tag as they are written', () => {
    const text = `${head}steps:\n  - { query: a.b, params: { a: !root [ 1.0, 0x10, yes, ~ ] } }\n`;
    const result = parseScenario(text);
    const texts = ['1.0', '0x10', 'yes', '~'];
    expect(result.ok ? result.value.steps : []).toMatchObject([
      { params: { a: { tag: 'root', argument: texts } } },
    ]);
  });
});

describe('durations and times', () => {
  it('are read with their units and nothing else', () => {
    expect(durationMs('1d2h3m4s5ms')).toBe(93_784_005);
    expect(['', '5', 's', '-1s', '1.5s', '1 s'].map(durationMs)).toEqual(
      Array.from({ length: 6 }, () => undefined),
    );
    expect(timeMs('2026-11-22T09:00:00.250Z')).toBe(Date.UTC(2026, 10, 22, 9, 0, 0, 250));
    expect(timeMs('2026-11-22T09:00:00')).toBeUndefined();
    expect(timeMs('2026-13-22T09:00:00Z')).toBeUndefined();
    expect(timeMs('2026-02-29T09:00:00Z')).toBeUndefined();
    expect(timeMs('2028-02-29T09:00:00Z')).toBe(Date.UTC(2028, 1, 29, 9));
    expect(timeMs('1969-12-31T23:59:59Z')).toBeUndefined();
    expect(durationMs('999999999d')).toBeUndefined();
  });
});

describe('what a query gives', () => {
  it('is compared by the keys that are named and by the length of lists', () => {
    expect(firstDifference({ a: 1 }, { a: 1, b: 2 })).toBeUndefined();
    expect(firstDifference([1, '...'], [1, 2])).toBeUndefined();
    expect(firstDifference({ a: [{ b: 1 }] }, { a: [{ b: 2 }] })).toEqual({
      at: 'a[0].b',
      expected: '1',
      actual: '2',
    });
    expect(firstDifference([1], [1, 2])).toMatchObject({ expected: '1 items' });
    expect(firstDifference([1, 2, '...'], [1])).toMatchObject({ expected: 'at least 2 items' });
    expect(firstDifference({ a: 1 }, undefined)).toMatchObject({ actual: 'nothing' });
    expect(firstDifference({ a: 1 }, {})).toMatchObject({ at: 'a', actual: 'nothing' });
  });
});
