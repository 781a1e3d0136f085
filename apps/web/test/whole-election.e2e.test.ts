import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expectOk, expectPresent, fromHex } from '@madang/base';
import { keyPairFromSeed, randomBytes } from '@madang/crypto';
import { decryptionOf, trusteeSeed } from '@madang/services/election/intake/index.ts';
import { axeFindings, flipped, launchBrowser } from '@madang/testkit';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  answerTo,
  answerToAct,
  answerToCopy,
  ballotOnRecord,
  bentBallots,
  comeWithLink,
  keyFor,
  type OpenAt,
  openAt,
  outlaw,
  type Registrant,
  recordFor,
  stranger,
} from './support/cheats.ts';
import { deviceAt, saved } from './support/desk-pages.ts';
import { firstNumber, planElection, press as pressExactly } from './support/election-pages.ts';
import { runVerifiers } from './support/programs.ts';
import { codeIn, type ResidentCity, startResidentCity } from './support/resident-city.ts';
import { clientOf } from './support/residents.ts';
import { heading, openTelephone, press } from './support/telephone.ts';
import { makeKey, secretIn } from './support/trustee-pages.ts';
import { shot, toReview } from './support/voter.ts';
import { chair, openElection } from './support/voter-city.ts';

const launched = await launchBrowser();
const long = { timeout: 60_000 };
const DAY_MS = 24 * 3_600_000;

const VOTERS = 20;
/** So many pages of voters are open at once. */
const LANES = 4;
/** Voters to whom something happens, and the one on the roll who means harm. */
const REVOTES = 4;
const OFFLINE = 9;
const TESTS = 14;
const CHEAT = VOTERS;
/** One voted twice, and two ballots of the cheat were good ones. */
const GOOD_BALLOTS = VOTERS + 1 + 2;

const names = ['한서윤', '오태현', '문지수'] as const;
const choiceOf = (voter: number): number => (voter % 5 === 4 ? 2 : voter % 2);
const nameOf = (answer: number): RegExp => new RegExp(names[answer] ?? '');

/** A trustee: their device, and what the recovery file that they saved has in it. */
interface TrusteeDevice {
  readonly page: Page;
  readonly context: BrowserContext;
  readonly account: string;
  readonly secret: Uint8Array;
}

describe.skipIf(launched === undefined)('an election from its template to its dossier', () => {
  const browser = launched as Browser;
  let city: ResidentCity;
  let folder: string;
  beforeAll(async () => {
    city = await startResidentCity({ withDecision: false });
    folder = await mkdtemp(path.join(tmpdir(), 'madang-whole-election-'));
  });
  afterAll(async () => {
    await browser.close();
    await city.stop();
    await rm(folder, { recursive: true, force: true });
  });
  const errors: (readonly string[])[] = [];

  it('is played by an officer, three trustees, twenty voters and an observer, withstands cheats, and is proven by two programs', async () => {
    const trustees: TrusteeDevice[] = [];
    for (let number = 1; number <= 3; number++) trustees.push(await trusteeDevice());
    const { officer, election } = await draftAtDesk(trustees);
    await openUnready(election);
    await makeKeyTogether(officer, election, trustees);
    const links = await openAndInvite(officer);
    const at = await openAt(city.url, election);
    // Telephones of the demo city forget old messages: the cheat takes their link at once.
    const cheat = await comeWithLink(city.url, firstNumber + CHEAT);
    await inLanes(VOTERS, (voter) => castOnPhone(expectPresent(links[voter], 'a link'), voter));
    const late = await cheatWhileOpen(at, cheat, expectPresent(trustees[2], 'a trustee'));
    const reader = await observe(election);

    city.leap(8 * DAY_MS);
    expect(await late()).toBe('election.TOO_LATE');
    await closeAtDesk(officer, election);
    expect(await late()).toBe('election.NOT_OPEN');
    await openTogether(election, trustees);

    const counts = expectedCounts();
    await officer.reload();
    await officer.getByText('당선').first().waitFor();
    await proveAll(reader, counts);
    expect(errors.flat()).toEqual([]);
  }, 600_000);

  async function trusteeDevice(): Promise<TrusteeDevice> {
    const { page, context, errors: own } = await openTelephone(browser, `${city.url}/trustee`);
    errors.push(own);
    const { file, account } = await makeKey(page);
    return { page, context, account, secret: await secretIn(file) };
  }

  /** An officer makes the election at the desk, for whoever holds its key. */
  async function draftAtDesk(trustees: readonly TrusteeDevice[]) {
    const { page: officer, errors: own } = await deviceAt(browser, `${city.url}/desk`);
    errors.push(own);
    await press(officer, '담당자 1로 들어가기');
    await officer.getByRole('link', { name: '새 선거 만들기' }).first().click();
    const accounts = trustees.map(({ account }) => account);
    await planElection(officer, { trustees: accounts, voters: VOTERS + 1, isRevotable: true });
    await pressExactly(officer, '기록에 올리기');
    await officer.getByText('선거를 기록에 올렸습니다').waitFor();
    await officer.getByRole('link', { name: '선거 관리로' }).click();
    await officer.getByRole('heading', { level: 1, name: '102동 동별 대표자 선거' }).waitFor();
    const election = expectPresent(/[0-9a-f]{64}/.exec(officer.url())?.[0], 'an election');
    return { officer, election };
  }

  /** The officer would open it with fewer trustees than it says. */
  async function openUnready(election: string): Promise<void> {
    const payload = { election: idOf(election), voters: VOTERS + 1, weights: [VOTERS + 1] };
    expect(await office('election.openElection', payload)).toBe('election.KEY_NOT_READY');
  }

  async function makeKeyTogether(
    officer: Page,
    election: string,
    trustees: readonly TrusteeDevice[],
  ): Promise<void> {
    for (const { page } of trustees) {
      await page.goto(`${city.url}/trustee/elections/${election}`);
      await press(page, '시작하기');
    }
    for (const { page } of trustees) {
      await page.getByText('열쇠가 준비되었습니다', { exact: true }).waitFor(long);
    }
    await officer.reload();
    await officer.getByText('모든 열쇠 보관인이 열 수 있음을 보였습니다.').waitFor();
  }

  /** Ballots are taken, and everybody has a link: in the order of the roll. */
  async function openAndInvite(officer: Page): Promise<readonly string[]> {
    await pressExactly(officer, '투표 시작');
    await officer.getByText('투표 중').first().waitFor();
    await officer.getByRole('link', { name: '선거인·알림' }).click();
    await pressExactly(officer, '모두에게 링크 보내기');
    await officer.getByText(`${String(VOTERS + 1)}세대에 링크를 보냈습니다`).waitFor();
    const voters = Array.from({ length: VOTERS }, (_, voter) => voter);
    const links = () => voters.map((voter) => linkIn(textsTo(voter)));
    await expect.poll(links).not.toContain(undefined);
    return links().map((link) => expectPresent(link, 'a link'));
  }

  const textsTo = (voter: number): readonly string[] =>
    city.textsAt(`010-0000-${String(firstNumber + voter)}`);
  const phones = { codeFor: (voter: number) => codeIn(textsTo(voter)) };

  /** What a voter does on their own telephone. */
  async function castOnPhone(link: string, voter: number): Promise<void> {
    const { page, context, errors: own } = await openTelephone(browser, city.url + link);
    await page.getByText('후보와 규칙이 기관 4곳의 기록과 같습니다').waitFor();
    await toReview(phones, page, voter, nameOf(choiceOf(voter)));
    if (voter === TESTS) await testLock(page, choiceOf(voter));
    else if (voter === OFFLINE) await castOffline(page, context);
    else await press(page, '잠그고 내기');
    await isCounted(page);
    if (voter === REVOTES) {
      await press(page, /^다시 고르기/);
      await page.getByRole('radio', { name: nameOf(2) }).check();
      await press(page, '다시 보기');
      await press(page, '잠그고 내기');
      await isCounted(page);
    }
    if (voter !== OFFLINE) expect(own).toEqual([]);
    await context.close();
  }

  async function isCounted(page: Page): Promise<void> {
    await heading(page, '투표를 마쳤습니다').waitFor(long);
    await page.getByText('네 가지를 이 휴대전화가 직접 확인했습니다').waitFor(long);
    await press(page, '내 표가 세어졌나요?');
    await heading(page, '네, 세어져 있습니다').waitFor(long);
  }

  /** The network goes away while the ballot is cast, and comes back. */
  async function castOffline(page: Page, context: BrowserContext): Promise<void> {
    await context.setOffline(true);
    await press(page, '잠그고 내기');
    await heading(page, '보내고 있습니다. 화면을 닫아도 됩니다').waitFor(long);
    await context.setOffline(false);
  }

  /** Opens a locked ballot on a second telephone, and casts another one. */
  async function testLock(page: Page, answer: number): Promise<void> {
    await press(page, '제대로 잠기는지 먼저 시험하기');
    await heading(page, '표를 잠갔습니다').waitFor(long);
    const noted = await page.locator('.m-code').innerText();
    await press(page, '내지 않고 열어 보기');
    await heading(page, '열어 본 표는 내지 않습니다').waitFor();
    const saving = page.waitForEvent('download');
    await press(page, '파일로 저장');
    const link = await readFile(await (await saving).path(), 'utf8');
    const second = await openTelephone(browser, link);
    await heading(second.page, '같은 표를 다시 만들었습니다').waitFor(long);
    await second.page.getByText(names[answer] ?? '').waitFor();
    await second.page.getByLabel('적어 둔 지문 16자리').fill(noted);
    await press(second.page, '비교하기');
    await second.page.getByText('같습니다. 그 휴대전화는 제대로 잠갔습니다').waitFor();
    await second.context.close();
    await press(page, '새로 잠그러 가기');
    await heading(page, '이렇게 낼까요?').waitFor();
    await press(page, '잠그고 내기');
  }

  /**
   * Everything that somebody may try while ballots are taken, who is on the roll or is not, holds
   * an
   * office or a part of the key. Gives what casts a good ballot of theirs that was not sent in
   * time.
   */
  async function cheatWhileOpen(
    at: OpenAt,
    cheat: Registrant,
    trustee: TrusteeDevice,
  ): Promise<() => Promise<string>> {
    const none = { ballots: 0 };
    const own = keyFor(at);
    expect(await cheat.register(at, own)).toBe('done');
    const mine = outlaw(at, own);
    const copied = await ballotOnRecord(at);
    // The same act again is the same record; in another transaction it proves nothing.
    expect(await recordFor(city.url, copied.envelope)).toBe(copied.index);
    expect(await answerToCopy(city.url, copied)).toBe('kernel.PROOF_WRONG');
    for (const [name, bent, code] of bentBallots(at, copied)) {
      expect([name, await mine.cast(none, 0, bent)]).toEqual([name, code]);
    }
    const oversized = new Uint8Array(1 << 20);
    expect(await answerTo(city.url, oversized)).toBe('api.BODY_TOO_LARGE');

    // A key of nobody, a person of nobody, a second key of somebody, a ballot of another election.
    expect(await outlaw(at, keyFor(at)).cast(none, 0)).toBe('election.UNKNOWN_KEY');
    expect(await stranger().register(at, keyFor(at))).toBe('election.NOT_IDENTIFIED');
    const another = await anotherElection();
    const there = { ...another, url: at.url };
    expect(await outlaw({ ...there, id: at.id }, own).cast(none, 0)).toBe('kernel.PROOF_WRONG');
    expect(await outlaw({ ...at, id: there.id }, own).cast(none, 0)).toBe('kernel.PROOF_WRONG');
    expect(await outlaw(there, own).cast(none, 0)).toBe('election.UNKNOWN_KEY');

    // Three ballots that follow each other: none is left out, put before another, or sent again.
    const first = await mine.make(none, 0);
    const second = await mine.make(first.next, 1);
    const third = await mine.make(second.next, 2);
    const send = ({ envelope }: { envelope: Uint8Array }) => answerTo(city.url, envelope);
    expect(await send(first)).toBe('done');
    expect(await send(third)).toBe('election.OUT_OF_SEQUENCE');
    expect(await send(second)).toBe('done');
    expect(await mine.cast(none, 0)).toBe('election.OUT_OF_SEQUENCE');
    expect(await mine.cast(first.next, 0)).toBe('election.OUT_OF_SEQUENCE');
    expect(await cheat.register(at, keyFor(at))).toBe('election.HAS_VOTED');

    // The officer would add voters, and a trustee look before the close.
    const line = { person: 21, building: 0, weights: [1], commitment: randomBytes(32) };
    const stuffed = { election: at.id, voters: [line] };
    expect(await office('election.enterVoters', stuffed)).toBe('election.NOT_A_DRAFT');
    const early = { election: at.id, trustee: 3, sum: 0, parts: [new Uint8Array(128)] };
    expect(await byTrustee(trustee, 'election.decryptSum', early)).toBe('election.NOT_DECRYPTING');
    return async () => mine.cast(second.next, 2);
  }

  /** Another election that takes ballots beside this one. */
  async function anotherElection(): Promise<OpenAt> {
    const title = { ko: '다른 선거', en: 'Another election' };
    const questions = [
      { ...chair, answers: chair.answers.map(({ title: name }) => ({ title: name })) },
    ];
    return openAt(city.url, await openElection(city, { title, questions, roll: [0] }));
  }

  /** What everybody sees while ballots are taken: each one that was, and none of a cheat. */
  async function observe(election: string): Promise<Page> {
    const { page, errors: own } = await deviceAt(browser, `${city.url}/elections/${election}`);
    errors.push(own);
    await page.getByRole('heading', { name: `받은 표 ${String(GOOD_BALLOTS)}` }).waitFor();
    await page.getByText('선거인 21명 가운데 21명').first().waitFor();
    expect(await page.getByRole('heading', { name: '결과', exact: true }).count()).toBe(0);
    expect(await axeFindings(page)).toEqual([]);
    return page;
  }

  /** A week later, the officer comes back to the desk. */
  async function closeAtDesk(officer: Page, election: string): Promise<void> {
    await officer.goto(`${city.url}/desk/elections/${election}`);
    const enter = officer.getByRole('button', { name: '담당자 1로 들어가기' });
    const close = officer.getByRole('button', { name: '마감하기', exact: true });
    await enter.or(close).first().waitFor();
    if (await enter.isVisible()) await enter.click();
    await close.click();
    await officer.getByText('개표 중').first().waitFor();
  }

  /**
   * Two trustees open the sums on their pages. The third gives what is no part of the key, and
   * somebody announces what nobody counted, before enough are there and after.
   */
  async function openTogether(election: string, trustees: readonly TrusteeDevice[]): Promise<void> {
    const [first, second, third] = trustees as [TrusteeDevice, TrusteeDevice, TrusteeDevice];
    const announce = (counts: readonly number[]) =>
      byTrustee(third, 'election.announceCounts', { election: idOf(election), sum: 0, counts });
    const lie = await bogusPart(election, third);
    expect(await byTrustee(third, 'election.decryptSum', lie)).toBe('done');
    // A week later they come back.
    for (const { page } of trustees) await page.reload();
    await press(first.page, '합계 열기');
    await first.page.getByText('1명이 더 열면 결과가 나옵니다').waitFor(long);
    expect(await announce([21, 0, 0, 0])).toBe('election.TOO_FEW_PARTS');
    // What is true is held up on its way, until what is not has been tried.
    let letGo: () => void = () => undefined;
    const tried = new Promise<void>((resolve) => {
      letGo = resolve;
    });
    await Promise.all([first, second].map(({ context }) => holdAnnouncement(context, tried)));
    await press(second.page, '합계 열기');
    await expect.poll(() => partsOf(election), long).toBe(2);
    expect(await announce([21, 0, 0, 0])).toBe('election.COUNTS_WRONG');
    letGo();
    for (const { page } of trustees) await page.getByText('결과가 나왔습니다').waitFor(long);
  }

  async function holdAnnouncement(context: BrowserContext, until: Promise<void>): Promise<void> {
    await context.route('**/api/transactions', async (route) => {
      const body = route.request().postDataBuffer() ?? Buffer.alloc(0);
      if (body.includes('election.announceCounts')) await until;
      await route.continue();
    });
  }

  async function partsOf(election: string): Promise<number> {
    const wanted = { election: idOf(election), sum: 0 };
    const sum = await clientOf(city.url).query('election.sumOf', wanted);
    return expectOk(sum, 'a sum').decryptions.length;
  }

  /** A decryption with one byte changed. */
  async function bogusPart(election: string, { secret }: TrusteeDevice) {
    const client = clientOf(city.url);
    const id = idOf(election);
    const { bound } = expectOk(await client.query('election.election', { id }), 'an election');
    const told = expectOk(await client.query('election.ceremony', { id }), 'a ceremony');
    const sum = expectOk(await client.query('election.sumOf', { election: id, sum: 0 }), 'a sum');
    const { fingerprint } = expectPresent(bound, 'it was open');
    const trustee = { election: id, number: 3, seed: trusteeSeed(secret) };
    const place = { sum: 0, selections: sum.selections };
    const act = decryptionOf(trustee, { told, fingerprint }, place, () => randomBytes(64));
    const made = expectOk(act, 'a part');
    if (made.act !== 'election.decryptSum') throw new Error('It is another act.');
    const { parts } = made.payload;
    return { election: id, trustee: 3, sum: 0, parts: parts.map((part) => flipped(part, 100, 1)) };
  }

  /** What the ballots come to that were cast last by each voter, and blank ones. */
  function expectedCounts(): readonly number[] {
    const last = Array.from({ length: VOTERS }, (_, voter) =>
      voter === REVOTES ? 2 : choiceOf(voter),
    );
    // The cheat's second ballot is good, and counts.
    return names.map((_, answer) => [...last, 1].filter((one) => one === answer).length);
  }

  /** Counted again in a browser, and the dossier checked there and by two programs. */
  async function proveAll(reader: Page, counts: readonly number[]): Promise<void> {
    await reader.reload();
    const bars = reader.locator('.votes li');
    await bars.first().waitFor();
    const shown = (await bars.allInnerTexts()).map((text) => Number(/(\d+)표/.exec(text)?.[1]));
    expect(shown).toEqual([...counts, 0]);
    // The log of stages comes after the result.
    const told = reader.getByText(/^열쇠 보관인 \d번이/);
    await expect
      .poll(() => told.allInnerTexts())
      .toEqual([
        '열쇠 보관인 2번이 합계를 열었습니다',
        '열쇠 보관인 1번이 합계를 열었습니다',
        '열쇠 보관인 3번이 합계를 틀리게 열어, 그 값은 쓰지 않습니다',
      ]);
    await shot(reader, 'whole-election-result', true);
    await press(reader, '다시 세기');
    await reader
      .getByText('맞습니다. 합계 1개와 열쇠 보관인의 증명', { exact: false })
      .waitFor(long);
    await press(reader, '이 브라우저에서 확인하기');
    await reader.getByRole('heading', { name: '이 선거 결과철은 맞습니다' }).waitFor(long);
    await reader.getByText('주민 참관인: 0번 합계를 틀리게 열어 쓰지 않았습니다.').waitFor();
    expect(await axeFindings(reader)).toEqual([]);
    const file = path.join(folder, 'whole.dossier');
    const policy = path.join(folder, 'policy.txt');
    await writeFile(file, await saved(reader, '결과철 받기'));
    await writeFile(policy, await (await fetch(`${city.url}/api/policy`)).text());
    const said = await runVerifiers(file, policy);
    for (const { status, out } of [said.verify, said.audit]) expect(status, out).toBe(0);
    for (const [answer, count] of counts.entries()) {
      expect(said.verify.out).toMatch(new RegExp(`${names[answer] ?? ''} +${String(count)} \\(`));
    }
    expect(said.verify.out).toContain('3 주민 참관인 decrypted sum 0 wrongly');
    expect(said.verify.out).toContain(`${String(GOOD_BALLOTS)} ballots verified`);
    expect(said.audit.out).toContain(`21 cast, 0 blank, for answers 1 to 3: ${counts.join(', ')}`);
    expect(said.audit.out).toContain('trustee 3: wrong part of the decryption of sum 0');
    expect(said.audit.out).toContain(`all ${String(GOOD_BALLOTS)} ballots are signed`);
  }

  const idOf = (election: string): Uint8Array => expectOk(fromHex(election), 'an id');

  const office = (act: Parameters<typeof answerToAct>[1], payload: object): Promise<string> =>
    answerToAct(city.url, act, payload as never, city.keyOf('city.officer-1'));

  const byTrustee = (
    { secret }: TrusteeDevice,
    act: Parameters<typeof answerToAct>[1],
    payload: object,
  ): Promise<string> => answerToAct(city.url, act, payload as never, keyPairFromSeed(secret));
});

/** The link in the newest message that has one. */
function linkIn(texts: readonly string[]): string | undefined {
  const token = texts.map((text) => /#([0-9a-f]{32})/.exec(text)?.[1]).find(Boolean);
  return token === undefined ? undefined : `/link#${token}`;
}

/** Does something for each number, a few at a time. */
async function inLanes(count: number, work: (one: number) => Promise<void>): Promise<void> {
  let next = 0;
  const lane = async (): Promise<void> => {
    while (next < count) await work(next++);
  };
  await Promise.all(Array.from({ length: LANES }, lane));
}
