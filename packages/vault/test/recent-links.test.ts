import { expect, it } from 'vitest';
import { createRecentLinks } from '../src/recent-links.ts';

const tokenHash = new Uint8Array(32).fill(1);
const found = {
  link: { register: new Uint8Array(32), person: 0, tokenHash },
  nameMasked: '김○자',
  homes: ['107동 503호'],
};

it('shows what was read for a minute', () => {
  let nowMs = 1_000_000;
  const links = createRecentLinks(() => nowMs);
  links.begin()(found);
  nowMs += 59_999;
  expect(links.of(tokenHash)).toEqual(found);
  nowMs += 1;
  expect(links.of(tokenHash)).toBeUndefined();
});

it('does not keep what was read before a person changed, however late it comes', () => {
  const links = createRecentLinks(() => 0);
  const keep = links.begin();
  links.forget();
  keep(found);
  expect(links.of(tokenHash)).toBeUndefined();
  links.begin()(found);
  expect(links.of(tokenHash)).toEqual(found);
  links.forget();
  expect(links.of(tokenHash)).toBeUndefined();
});
