import { toBase64, utf8 } from '@madang/base';
import { sha256 } from '@madang/crypto';
import { openPageWorld, type PageReceipt, type PageVerdict, type PageWorld } from '@madang/testkit';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { smallReceipt } from './support/flips.ts';

let page: PageWorld | undefined;
let given: PageReceipt;

beforeAll(async () => {
  page = await openPageWorld();
  const { receipt, policyText } = await smallReceipt();
  given = { receipt: toBase64(receipt), policyText };
});
afterAll(async () => {
  await page?.close();
});

function inPage<T>(name: string, ...args: readonly unknown[]): Promise<T> {
  return page?.call<T>(name, ...args) ?? expect.fail('no browser');
}

describe('a page that checks a receipt', () => {
  it('finds a good one checked, and its file too', async ({ skip }) => {
    skip(page === undefined);
    const alone = await inPage<PageVerdict>('check', given);
    expect(alone.verdict).toBe('checked');
    const withFile = { ...given, fileDigest: toBase64(sha256(utf8('a small file'))) };
    const whole = await inPage<PageVerdict>('check', withFile);
    expect(whole.parts.map(({ part, state }) => `${part} ${state}`)).toEqual([
      'format passed',
      'chain passed',
      'signature passed',
      'place passed',
      'institutions passed',
      'standing passed',
      'content passed',
    ]);
  });

  it('never finds one with a changed byte checked, and names a part, at every byte', async ({
    skip,
  }) => {
    skip(page === undefined);
    const found = await inPage<PageVerdict[]>('checkEveryFlip', given, 1);
    expect(found).toHaveLength(Buffer.from(given.receipt, 'base64').length);
    const passed = found.flatMap(({ verdict }, at) => (verdict === 'checked' ? [at] : []));
    expect(passed).toEqual([]);
    const nameless = found.flatMap(({ parts }, at) => {
      const not = parts.filter(({ state }) => state !== 'passed');
      return not.some(({ code }) => code !== 'VERIFY_RESTS_ON') ? [] : [at];
    });
    expect(nameless).toEqual([]);
  });
});
