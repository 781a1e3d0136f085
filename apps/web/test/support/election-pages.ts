import type { Page } from 'playwright-core';
import { expect } from 'vitest';
import { fileOf, look } from './desk-pages.ts';
import { pngOf } from './picture.ts';

/** Telephones of the voters of tests end in the numbers from here on. */
export const firstNumber = 3001;

const buildings = ['101동', '102동'];
const units = Array.from({ length: 10 }, (_, at) => 100 * (Math.trunc(at / 2) + 1) + (at % 2) + 1);
const homes = [
  ...buildings.flatMap((building) => units.map((unit) => ({ building, unit }))),
  { building: '102동', unit: 601 },
];

/** So many homes, the last of them twice and one with half of a telephone number. */
export function votersList(count: number): string {
  const lines = homes.slice(0, count).map(({ building, unit }, at) => {
    const phone = at === 3 ? '010-0000' : `010-0000-${String(firstNumber + at)}`;
    return `${building},${String(unit)}호,세대주${String(at + 1)},${phone}`;
  });
  const twice = (lines.at(-1) ?? '').replace(/세대주.*/, '세대주99,010-0000-3099');
  return ['동,호,세대주,휴대전화', ...lines, twice].join('\r\n');
}

/** Presses a button by its name. */
export function press(page: Page, name: string): Promise<void> {
  return page.getByRole('button', { name, exact: true }).click();
}

const candidates = ['한서윤', '오태현', '문지수'];

/** A picture that a camera might have taken. */
function photoOf(at: number) {
  return { name: `${String(at)}.png`, mimeType: 'image/png', buffer: Buffer.from(pngOf(at)) };
}

/** An election as an officer makes it at the desk. */
export interface DeskPlan {
  /** Accounts of the three who hold the key. */
  readonly trustees: readonly string[];
  /** How many homes vote; 20 if absent, 21 at most. */
  readonly voters?: number;
  /** Whether a ballot can be replaced until the close. */
  readonly isRevotable?: true;
  /** Whether keys are mixed. */
  readonly isMixed?: true;
  /** Another way to the roll than a list. */
  readonly takeRoll?: (page: Page) => Promise<void>;
}

/** Everything up to the button that puts it on record, with what goes wrong on the way. */
export async function planElection(page: Page, plan: DeskPlan): Promise<void> {
  await chooseRule(page);
  await enterCandidates(page);
  if (plan.takeRoll === undefined) await enterRoll(page, plan.voters ?? 20);
  else await plan.takeRoll(page);
  await enterTrustees(page, plan.trustees);
  await enterTimes(page, plan);
  if (plan.isMixed === true) await hideWhoVoted(page);
  await press(page, '다음');
  await lookAtPreview(page);
}

async function chooseRule(page: Page): Promise<void> {
  await page.getByRole('heading', { level: 1, name: '어떤 선거인가' }).waitFor();
  await press(page, '다음');
  await page.getByText('어떤 선거인지 골라 주세요.').waitFor();
  await page.getByRole('radio', { name: /동별 대표자 선출 \(후보자 2명 이상\)/ }).check();
  await page.getByText(/선거인 가운데 과반수.* 투표해야 합니다/).waitFor();
  await press(page, '다음');
  await page.getByText('요건을 확인하고 표시해 주세요.').waitFor();
  await page.getByRole('checkbox', { name: /확인했습니다/ }).check();
  await look(page, 'election-1-rule');
  await press(page, '다음');
}

async function enterCandidates(page: Page): Promise<void> {
  await page.getByRole('heading', { level: 1, name: '무엇을 묻나' }).waitFor();
  await page.getByLabel('선거 이름').fill('102동 동별 대표자 선거');
  await page.getByText('영어로도 적기').first().click();
  await page.getByLabel('영어 이름').first().fill('Representative of building 102');
  await page.getByLabel('무엇을 정하는 선거인지 한두 문장').fill('2년 동안 일할 대표를 뽑습니다.');
  await press(page, '후보 더하기');
  for (const [at, name] of candidates.entries()) {
    const fields = page.getByRole('region', { name: `기호 ${String(at + 1)}` });
    await fields.getByLabel('이름', { exact: true }).fill(name);
    await fields.getByLabel('한마디', { exact: true }).fill('관리비를 다달이 공개하겠습니다');
    await fields.getByLabel('공약', { exact: true }).fill('회의록 공개\n승강기 점검');
    if (at === 2) continue;
    await fields.getByLabel(`${name} 사진`).setInputFiles([photoOf(at)]);
    await fields.getByRole('img', { name: `${name}의 사진` }).waitFor();
  }
  await page.getByLabel('몇 명을 뽑나').fill('4');
  await press(page, '다음');
  await page.getByText('질문 1에서 뽑을 사람 수를 1에서 후보 수 3 사이로').waitFor();
  await page.getByLabel('몇 명을 뽑나').fill('1');
  await press(page, '다음');
  await page.getByText('기호 3의 사진이 없습니다.').waitFor();
  await look(page, 'election-2-photo-missing');
  const last = page.getByRole('region', { name: '기호 3' });
  await last.getByLabel('문지수 사진').setInputFiles([fileOf('사진.png', 'no picture')]);
  await last.getByText('사진으로 읽을 수 없는 파일입니다.').waitFor();
  await last.getByLabel('문지수 사진').setInputFiles([photoOf(2)]);
  await last.getByRole('img', { name: '문지수의 사진' }).waitFor();
  await look(page, 'election-2-ballot');
  await press(page, '다음');
}

async function enterRoll(page: Page, voters: number): Promise<void> {
  await page.getByRole('heading', { level: 1, name: '선거인 명부 올리기' }).waitFor();
  const list = Buffer.from(votersList(voters));
  await page
    .getByLabel('선거인 명부 파일')
    .setInputFiles([{ name: '명부.csv', mimeType: 'text/csv', buffer: list }]);
  await page.getByText('2줄을 고쳐야 명부를 확정할 수 있습니다').waitFor();
  await page.getByText(`${String(voters + 1)}행과 같은 집입니다`).waitFor();
  await look(page, 'election-3-roll-errors');
  await press(page, '다음');
  await page.getByText('고칠 줄을 먼저 고쳐 주세요.').waitFor();
  await press(page, `${String(voters + 2)}행 빼기`);
  await page.getByLabel('5행에 넣을 값').fill('010-0000-3004');
  await press(page, '넣기');
  await page.getByText('모든 줄을 쓸 수 있습니다').waitFor();
  await page.getByText(`101동 10, 102동 ${String(voters - 10)}`).waitFor();
  await look(page, 'election-3-roll');
  await press(page, '다음');
}

/** Takes the roll of a register that was not used yet, without its last home. */
export async function takeRegister(page: Page): Promise<void> {
  await page.getByRole('heading', { level: 1, name: '선거인 명부 올리기' }).waitFor();
  await page.getByRole('radio', { name: /이미 있는 명부에서/ }).check();
  await page
    .getByRole('radio', { name: /아직 쓰지 않은 명부/ })
    .first()
    .waitFor();
  await press(page, '다음');
  await page.getByText('어느 명부를 쓸지 골라 주세요.').waitFor();
  await look(page, 'election-3-registers');
  await page
    .getByRole('radio', { name: /아직 쓰지 않은 명부/ })
    .first()
    .check();
  await page.getByText('101동 12', { exact: true }).waitFor();
  await page.getByRole('checkbox', { name: /101동 112호/ }).uncheck();
  await page.getByText('101동 11', { exact: true }).waitFor();
  await look(page, 'election-3-register');
  await press(page, '다음');
}

async function enterTrustees(page: Page, trustees: readonly string[]): Promise<void> {
  await page.getByRole('heading', { level: 1, name: '열쇠를 나눠 가질 사람' }).waitFor();
  const seats = ['선거관리위원회', '관리사무소', '주민 참관인'];
  for (const [at, account] of trustees.entries()) {
    const fields = page.getByRole('region', { name: `열쇠 보관인 ${String(at + 1)}` });
    await fields.getByLabel('자리 이름', { exact: true }).fill(seats[at] ?? '');
    const same = trustees[0] ?? '';
    await fields.getByLabel('계정').fill(`제 계정입니다: ${at === 2 ? same : account}`);
  }
  await press(page, '다음');
  await page.getByText('열쇠 보관인 3의 계정이 다른 열쇠 보관인과 같습니다.').waitFor();
  const third = page.getByRole('region', { name: '열쇠 보관인 3' });
  await third.getByLabel('계정').fill('모름');
  await third.getByText(/계정을 찾지 못했습니다/).waitFor();
  await third.getByLabel('계정').fill(trustees[2] ?? '');
  await page.getByText('2명이 서로 짜면').waitFor();
  await look(page, 'election-4-trustees');
  await press(page, '다음');
}

async function enterTimes(page: Page, { isRevotable }: DeskPlan): Promise<void> {
  await page.getByRole('heading', { level: 1, name: '언제, 어떻게' }).waitFor();
  const close = page.getByLabel('투표 마감');
  const good = await close.inputValue();
  await close.fill('2020-01-01T18:00');
  await press(page, '다음');
  await page.getByText('마감을 지금보다 뒤로 적어 주세요.').first().waitFor();
  await look(page, 'election-5-how');
  await close.fill(good);
  await page.getByLabel('종이 투표').selectOption('받음');
  if (isRevotable === true) await page.getByLabel('다시 투표').selectOption('last');
}

/** Keys are mixed only where that is chosen, with what it gains and costs beside it. */
async function hideWhoVoted(page: Page): Promise<void> {
  const hide = page.getByRole('region', { name: '누가 투표했는지 숨기기' });
  expect(await hide.getByLabel('누가 투표했는지 숨기기').inputValue()).toBe('off');
  expect(await hide.getByLabel('등록 마감').count()).toBe(0);
  await hide.getByText(/^얻는 것:/).waitFor();
  await hide.getByText(/^치르는 것:/).waitFor();
  await hide.getByLabel('누가 투표했는지 숨기기').selectOption('on');
  const until = hide.getByLabel('등록 마감');
  const good = await until.inputValue();
  await until.fill('2099-01-01T18:00');
  await hide.getByText('등록 마감을 투표 마감보다 앞으로').waitFor();
  await press(page, '다음');
  await page.getByRole('heading', { level: 1, name: '언제, 어떻게' }).waitFor();
  await look(page, 'election-5-hide');
  await until.fill(good);
}

async function lookAtPreview(page: Page): Promise<void> {
  await page.getByRole('heading', { level: 1, name: '선거인에게 이렇게 보입니다' }).waitFor();
  await page.getByRole('heading', { name: '102동 동별 대표자 선거' }).waitFor();
  await look(page, 'election-6-preview');
  await press(page, '고르는 화면');
  await page.getByRole('radio', { name: /한서윤/ }).waitFor();
  await look(page, 'election-7-preview-choose');
  await press(page, '다음');
  await page.getByRole('button', { name: '기록에 올리기', exact: true }).waitFor();
}
