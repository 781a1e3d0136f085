import { readFile } from 'node:fs/promises';
import { expectPresent } from '@madang/base';
import { openProtectedKey, parseProtected } from '@madang/crypto/protected-key';
import type { Page } from 'playwright-core';
import { expect } from 'vitest';
import { heading, press } from './telephone.ts';

/** What trustees of tests protect their recovery files with. */
export const PASSPHRASE = '가을 나루 우산 열일곱 개';

/** Makes a key and its recovery file: the file, and the account for the officer. */
export async function makeKey(page: Page) {
  await press(page, '이 기기에 열쇠 만들기');
  await heading(page, '복구 암호를 정해 주세요').waitFor();
  await page.getByLabel('복구 암호', { exact: true }).fill(PASSPHRASE);
  await page.getByLabel('복구 암호 한 번 더').fill(PASSPHRASE);
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    press(page, '열쇠를 만들고 복구 파일 받기'),
  ]);
  await heading(page, '내 열쇠').waitFor();
  const account = (await page.locator('.m-hash').first().innerText()).replace(/\s/g, '');
  expect(download.suggestedFilename()).toBe(`madang-trustee-${account.slice(0, 8)}.key`);
  return { file: await readFile(await download.path()), account };
}

/** The secret in a recovery file, opened as docs/spec/key-file.md says. */
export async function secretIn(file: Buffer): Promise<Uint8Array> {
  const key = expectPresent(parseProtected(file.toString('utf8')), 'a key file');
  return expectPresent(await openProtectedKey(key, PASSPHRASE), 'a secret');
}
