import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { axeFindings, watchErrors } from '@madang/testkit';
import type { Browser, Locator, Page } from 'playwright-core';
import { expect } from 'vitest';

/** Where pictures are left to be looked at; none are taken without it. */
const pictures = process.env['MADANG_PICTURES'];

const homes = ['101동', '102동'].flatMap((building) =>
  [101, 102, 201, 202, 301, 302].map((unit) => ({ building, unit: `${unit}호` })),
);

/** Twelve homes of twelve owners, one of them twice and one without its area. */
const list = [
  '동,호,전유면적,소유자,휴대전화',
  ...homes.map(({ building, unit }, index) => {
    const area = index === 4 ? '' : '84.96';
    return `${building},${unit},${area},소유자${index + 1},010-0000-${1001 + index}`;
  }),
  '102동,302호,84.96,소유자12,010-0000-1012',
].join('\r\n');

/** A device of its own, at an address; what goes wrong on its page is noted. */
export async function deviceAt(browser: Browser, url: string) {
  const context = await browser.newContext({
    viewport: { width: 1440, height: 900 },
    reducedMotion: 'reduce',
  });
  const page = await context.newPage();
  const errors = watchErrors(page);
  await page.goto(url);
  await page.locator('main h1, h1').first().waitFor();
  return { page, errors };
}

/** Looks for what keeps people out, and leaves pictures where they are asked for. */
export async function look(page: Page, name: string): Promise<void> {
  if (pictures !== undefined) {
    mkdirSync(pictures, { recursive: true });
    await page.screenshot({ path: join(pictures, `${name}.png`) });
    await page.setViewportSize({ width: 390, height: 844 });
    await page.screenshot({ path: join(pictures, `${name}-390.png`), fullPage: true });
    await page.setViewportSize({ width: 1440, height: 900 });
  }
  expect(await axeFindings(page)).toEqual([]);
}

/** Everything up to the button that opens. */
export async function planDecision(page: Page): Promise<void> {
  const next = () => page.getByRole('button', { name: '다음' }).click();
  await page.getByRole('link', { name: '새 결정 만들기' }).first().click();
  await page.getByRole('radio', { name: /리모델링 행위허가, 조합 \(주택단지 전체\)/ }).check();
  await page.getByRole('checkbox', { name: /확인했습니다/ }).check();
  await look(page, 'new-1-rule');
  await next();
  await page.getByRole('heading', { level: 1, name: '명부 올리기' }).waitFor();
  await page
    .getByLabel('소유자 명부 파일')
    .setInputFiles([{ name: '명부.csv', mimeType: 'text/csv', buffer: Buffer.from(list) }]);
  await page.getByText('줄을 고쳐야 명부를 확정할 수 있습니다').waitFor();
  await look(page, 'new-2-roll');
  await page.getByRole('button', { name: '84.96 넣기' }).click();
  await page.getByRole('button', { name: '14행 빼기' }).click();
  await page.getByText('모든 줄을 쓸 수 있습니다').waitFor();
  await look(page, 'new-2-roll-good');
  await next();
  await page.getByLabel('제목', { exact: true }).fill('가온숲아파트 리모델링 동의');
  await page.getByLabel('결의서 글 파일').setInputFiles([fileOf('결의서.txt', '건물을 넓힙니다.')]);
  await page.getByLabel('쉬운 요약 파일').setInputFiles([fileOf('요약.txt', '집이 넓어집니다.')]);
  await page.getByLabel('요약을 쓴 곳').fill('가온시청');
  await look(page, 'new-3-text');
  await next();
  await page.getByText('미리 정할 것').click();
  await page.getByLabel('요건이 찬 뒤').selectOption('closed');
  await page.getByLabel('기준일 뒤에 집이 팔리면').selectOption('follow');
  await look(page, 'new-4-how');
  await next();
  await page.getByRole('heading', { name: '가온숲아파트 리모델링 동의' }).waitFor();
  await look(page, 'new-5-phone');
  await next();
  await page.getByRole('button', { name: '명부를 확정하고 열기' }).waitFor();
}

/** Makes a decision and goes to its live page. */
export async function makeDecision(page: Page): Promise<void> {
  await planDecision(page);
  await page.getByRole('button', { name: '명부를 확정하고 열기' }).click();
  await page.getByText('열었습니다').waitFor();
  await look(page, 'new-6-open');
  await page.getByRole('link', { name: '현황 보기' }).click();
  await page.getByRole('heading', { level: 1, name: '가온숲아파트 리모델링 동의' }).waitFor();
}

/** A file to be chosen. */
export function fileOf(name: string, text: string) {
  return { name, mimeType: 'text/plain', buffer: Buffer.from(text) };
}

/** What a button saves. */
export async function saved(page: Page, button: string): Promise<Uint8Array> {
  const saving = page.waitForEvent('download');
  await page.getByRole('button', { name: button }).click();
  const pieces: Buffer[] = [];
  for await (const piece of await (await saving).createReadStream()) pieces.push(piece as Buffer);
  return new Uint8Array(Buffer.concat(pieces));
}

/** What is written on a button. */
export async function nameOf(button: Locator): Promise<string> {
  return ((await button.textContent()) ?? '').trim();
}

/** The second officer signs what waits for them. */
export async function cosign(second: Page): Promise<void> {
  await second.getByRole('button', { name: '살펴보았고 함께 서명합니다' }).click();
  await second.getByText('두 사람의 서명으로 기록했습니다.', { exact: true }).waitFor();
}

/** Goes on with Tab until the focus is on a control. */
export async function reach(wanted: Locator): Promise<void> {
  const first = wanted.first();
  await first.waitFor();
  for (let steps = 0; steps < 120; steps++) {
    if (await first.evaluate((one) => one === document.activeElement)) return;
    await first.page().keyboard.press('Tab');
  }
  throw new Error(`The keyboard does not reach ${String(wanted)}.`);
}
