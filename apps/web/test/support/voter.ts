import type { Page } from 'playwright-core';
import type { ResidentCity } from './resident-city.ts';
import { codeFor, heading, press } from './telephone.ts';

/** Where codes come, by the number of whoever asked for one. */
type Codes = Pick<ResidentCity, 'codeFor'>;

/** Says who a voter is, from the landing page to the choice. */
export async function identify(city: Codes, page: Page, person: number): Promise<void> {
  await press(page, '투표 시작하기');
  await heading(page, '먼저 본인인지 확인합니다').waitFor();
  await page.getByText('보냈습니다').waitFor();
  await page.getByLabel('문자로 받은 번호 6자리').fill(await codeFor(city, person));
  await page.getByText('고른 것은 이 화면에만 있습니다').waitFor();
}

/** From the landing page to the review, with one answer chosen. */
export async function toReview(
  city: Codes,
  page: Page,
  person: number,
  name: RegExp,
): Promise<void> {
  await identify(city, page, person);
  await page.getByRole('radio', { name }).check();
  await press(page, '다시 보기');
  await heading(page, '이렇게 낼까요?').waitFor();
}

/** Keeps a picture of a page where `MADANG_SHOTS` names a folder for it. */
export async function shot(page: Page, name: string, fullPage = false): Promise<void> {
  const folder = process.env['MADANG_SHOTS'];
  if (folder !== undefined) await page.screenshot({ path: `${folder}/${name}.png`, fullPage });
}
