import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expectOk, expectPresent, type Json, toHex, utf8 } from '@madang/base';
import { type KeyPair, keyPairFromSeed, randomBytes, sha256 } from '@madang/crypto';
import { accountOf } from '@madang/protocol';
import { decisionDefaults } from '@madang/testkit';
import { buildWeb } from '../../../../tools/build-web.ts';
import { foundLedger } from '../../../madang/src/data/found.ts';
import { readSigningKey } from '../../../madang/src/data/key-file.ts';
import { layoutOf, secretFile } from '../../../madang/src/data/layout.ts';
import { gaon } from '../../../madang/src/demo/gaon.ts';
import { foundPeople } from '../../../madang/src/people/found-people.ts';
import { openCity } from '../../../madang/src/server/open-city.ts';
import { submitAct } from '../../../madang/src/server/submit-act.ts';

const root = path.join(import.meta.dirname, '..', '..', '..', '..');

/** What is asked in the tests, and its summary in plain words. */
const decisionText = [
  '# 1. 설계 개요',
  '지하 2층을 더하고 각 동의 앞뒤를 넓힙니다.',
  '# 2. 공사비와 나눠 내는 돈',
  '전체 공사비는 2,840억 원으로 어림합니다.',
  '',
  '| 형 | 세대 | 금액 |',
  '|---|---|---|',
  '| 59㎡형 | 252세대 | 1억 5,100만 원 |',
  '| 84㎡형 | 638세대 | 2억 1,400만 원 |',
  '# 3. 동의와 철회',
  '요건이 다 차기 전까지 철회할 수 있습니다. <b>글자일 뿐입니다.</b>',
].join('\n');
const decisionSummary = [
  '# 쉬운 말 세 줄',
  '- 건물을 허물지 않고 뼈대를 남겨 고치고 넓힙니다.',
  '- 84㎡형이 낼 돈은 2억 1,400만 원쯤입니다. 어림값이고 확정이 아닙니다.',
  '- 공사하는 36개월 동안 다른 곳에서 지내야 합니다.',
].join('\n');

/** A home of the tests: its name, its building, its area in m², and whose it is. */
const homes = [
  { name: '107동 503호', building: 0, area: 84.96, owners: [0] },
  { name: '107동 1102호', building: 0, area: 59.9, owners: [1] },
  { name: '107동 901호', building: 0, area: 84.96, owners: [2] },
  { name: '108동 301호', building: 1, area: 114.2, owners: [3] },
  { name: '108동 702호', building: 1, area: 59.9, owners: [4] },
  { name: '108동 1203호', building: 1, area: 84.96, owners: [5, 6] },
  { name: '108동 1501호', building: 1, area: 84.96, owners: [8] },
];
const names = [
  '김명자',
  '이순호',
  '박영희',
  '최동수',
  '정말숙',
  '한서윤',
  '한도윤',
  '조용한',
  '남기준',
];
/** Somebody without a telephone. */
export const WITHOUT_CONTACT = 7;

/** A real city with a decision of seven homes, and what tests do behind its pages. */
export interface ResidentCity {
  readonly url: string;
  /** The links of the persons, by their numbers. */
  readonly links: readonly string[];
  /** The newest code that was sent to a person. */
  readonly codeFor: (person: number) => string;
  /** What was sent to the telephone of a person, newest first. */
  readonly textsTo: (person: number) => readonly string[];
  /** What was sent to a telephone, newest first. */
  readonly textsAt: (telephone: string) => readonly string[];
  /** How often an act of this name by a person's key is on record. */
  readonly recorded: (act: string) => Promise<number>;
  /** Two officers enter papers that say yes. */
  readonly agreeOnPaper: (decision: string, persons: readonly number[]) => Promise<void>;
  /** Its register, in hexadecimal. */
  readonly register: string;
  /** The key of an office of the city, by its name. */
  readonly keyOf: (name: string) => KeyPair;
  /** Lets so much time pass at once, ms. */
  readonly leap: (ms: number) => void;
  /** Does an act with a key of the city, and gives its id. */
  readonly act: (act: string, payload: Json, keyName: string) => Promise<Uint8Array>;
  /** Answers requests without a socket. */
  readonly fetch: (request: Request) => Promise<Response>;
  /** Leaves a public file that a matter names. */
  readonly keepFile: (matter: string, file: Uint8Array) => Promise<void>;
  /** Another decision in the same register. */
  readonly decide: (how?: Partial<Record<string, string>>, title?: string) => Promise<string>;
  readonly stop: () => Promise<void>;
}

/** The first decision; further ones have one title in both languages. */
const firstTitle = {
  ko: '우리 아파트 리모델링에 동의하시나요?',
  en: 'Do you consent to the remodelling of our homes?',
};

const digest = (text: string): string => toHex(sha256(utf8(text)));

function condition(base: string, num: number, scope: Json) {
  return { counted: 'agree', base, of: 'eligible', compare: 'at-least', num, den: 100, scope };
}

function draftOf(register: string, settings: Partial<Record<string, string>>, title: string) {
  const soon = Math.ceil(Date.now() / 1000) * 1000;
  return {
    institution: 'city',
    register,
    level: 'link',
    title: title === firstTitle.ko ? firstTitle : { ko: title, en: title },
    text: digest(decisionText),
    summary: digest(decisionSummary),
    summaryBy: { ko: '가온숲 관리사무소', en: 'Gaon Forest office' },
    buildings: ['107동', '108동'],
    basis: 'test',
    rule: {
      hold: 'all',
      conditions: [
        condition('heads', 75, { kind: 'complex' }),
        condition('area', 75, { kind: 'complex' }),
        condition('heads', 50, { kind: 'each', waived: 0 }),
        condition('area', 50, { kind: 'each', waived: 0 }),
      ],
    },
    settings: { ...decisionDefaults, ...settings },
    recordedAt: soon - 1000,
    closesAt: soon + 13 * 24 * 60 * 60 * 1000,
  };
}

function rollOf(decision: string) {
  const persons = names.map((_, person) => ({ person, commitment: digest(`person ${person}`) }));
  const holders = homes.map(({ owners }, holder) => ({
    holder,
    members: owners.map((person) => ({ person, share: 1 })),
    whole: owners.length,
  }));
  const units = homes.map(({ building, area }, unit) => ({
    unit,
    building,
    areaMilliM2: Math.round(area * 1000),
    use: 'residential',
    holder: unit,
    commitment: digest(`home ${unit}`),
  }));
  return { decision, persons, holders, units };
}

/** The code in the newest message that has one; nothing in none. */
export function codeIn(texts: readonly string[]): string {
  const sent = texts.find((text) => text.includes('인증 번호'));
  return /인증 번호 (\d{6})/.exec(sent ?? '')?.[1] ?? '';
}

/** How a city of tests begins. */
export interface ResidentCityOptions {
  /** Whether its residents are asked for a decision at once. */
  readonly withDecision?: boolean;
  /** How many more persons its register has, who have no homes and no telephones. */
  readonly others?: number;
}

/** Builds the app, founds the demo city in this process and asks its residents. */
export async function startResidentCity({
  withDecision = true,
  others = 0,
}: ResidentCityOptions = {}): Promise<ResidentCity> {
  if ((await buildWeb(root)) !== 0) throw new Error('The browser app could not be built.');
  const folder = await mkdtemp(path.join(tmpdir(), 'madang-resident-'));
  let aheadMs = 0;
  const now = (): number => Date.now() + aheadMs;
  const layout = layoutOf(path.join(folder, 'data'));
  expectOk(foundLedger(layout, gaon, now()), 'founded');
  const webFolder = path.join(root, 'apps', 'web', 'dist');
  const opened = expectOk(await openCity({ layout, now, webFolder }), 'opened');
  const people = expectPresent(opened.people, 'the demo city sends links');
  const room = { ledger: opened.ledger, now };
  const keyOf = (name: string): KeyPair => expectOk(readSigningKey(secretFile(layout, name)), name);
  const officer = keyPairFromSeed(randomBytes(32));
  const deputy = keyPairFromSeed(randomBytes(32));
  const one = async (act: string, payload: Json, key: KeyPair): Promise<Uint8Array> => {
    const done = expectOk(await submitAct(room, [key], { act, payload }), act);
    if (done.outcome.code !== 0) throw new Error(`${act}: ${String(done.outcome.code)}`);
    return done.bodyHash;
  };
  for (const { publicKey } of [officer, deputy]) {
    const account = toHex(accountOf('ed25519', publicKey));
    const grant = { account, delegable: false, institution: 'city', role: 'vote.officer' };
    await one('governance.grantRole', grant, keyOf('city.governance'));
  }
  const numbers = names.map((_, person) => `010-0000-10${String(person).padStart(2, '0')}`);
  const founded = expectOk(
    await foundPeople(
      { ...room, vault: people.vault, registrar: keyOf('city.registrar') },
      {
        institution: 'city',
        level: 'link',
        persons: [...names, ...Array<string>(others).fill('이웃')].map((name, person) => ({
          name,
          homes: homes.filter(({ owners }) => owners.includes(person)).map((home) => home.name),
          salt: randomBytes(32),
          ...(person === WITHOUT_CONTACT || person >= names.length
            ? {}
            : { contact: { kind: 'phone' as const, number: numbers[person] ?? '' } }),
        })),
      },
    ),
    'founded',
  );
  const register = toHex(founded.register);
  const keepFile = async (matter: string, file: Uint8Array): Promise<void> => {
    const kept = await opened.api.fetch(
      new Request(`http://localhost/api/matters/${matter}/files`, {
        method: 'POST',
        headers: { 'content-type': 'application/octet-stream' },
        body: new Uint8Array(file),
      }),
    );
    if (!kept.ok) throw new Error(`A file was not kept: ${await kept.text()}`);
  };
  const decide = async (
    settings: Partial<Record<string, string>> = {},
    title = firstTitle.ko,
  ): Promise<string> => {
    const id = await one('vote.draftDecision', draftOf(register, settings, title), officer);
    const decision = toHex(id);
    await one('vote.enterRoll', rollOf(decision), officer);
    const areaMilliM2 = homes.reduce((sum, { area }) => sum + Math.round(area * 1000), 0);
    const totals = { heads: homes.length, homes: homes.length, areaMilliM2 };
    await one('vote.openDecision', { decision, ...totals }, officer);
    for (const file of [decisionText, decisionSummary]) await keepFile(decision, utf8(file));
    return decision;
  };
  const textsAt = (telephone: string): readonly string[] => {
    const messages = people.api.demoMessages?.().messages ?? [];
    return messages.filter(({ number }) => number === telephone).map(({ text }) => text);
  };
  const textsTo = (person: number): readonly string[] => textsAt(numbers[person] ?? '');
  if (withDecision) await decide();
  const listening = expectOk(await opened.api.listen({ hosts: ['127.0.0.1'], port: 0 }), 'listens');
  return {
    url: `http://localhost:${String(listening.port)}`,
    links: founded.tokens.map((token) => `/link#${toHex(token)}`),
    codeFor: (person) => codeIn(textsTo(person)),
    textsTo,
    textsAt,
    recorded: async (act) => {
      const answer = await opened.api.fetch(new Request('http://localhost/api/records?limit=200'));
      const { records } = (await answer.json()) as { records: { act: string; code: number }[] };
      return records.filter((each) => each.act === act && each.code === 0).length;
    },
    agreeOnPaper: async (id, persons) => {
      const papers = persons.map((person) => ({
        person,
        vote: 'agree',
        arrivedAt: Date.now(),
        scan: digest(`paper ${person}`),
      }));
      const payload = { decision: id, text: digest(decisionText), papers };
      const done = await submitAct(room, [officer, deputy], { act: 'vote.enterPapers', payload });
      if (expectOk(done, 'papers').outcome.code !== 0) throw new Error('Papers were refused.');
    },
    register,
    keyOf,
    leap: (ms) => {
      aheadMs += ms;
    },
    act: (act, payload, keyName) => one(act, payload, keyOf(keyName)),
    fetch: (request) => opened.api.fetch(request),
    keepFile,
    decide,
    stop: async () => {
      await listening.close();
      await opened.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
}
