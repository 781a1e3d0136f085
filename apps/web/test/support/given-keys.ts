import { expectOk, expectPresent, toHex } from '@madang/base';
import { type PreparedTransaction } from '@madang/client';
import { randomBytes } from '@madang/crypto';
import {
  type OwnKey,
  proofOfSurrender,
  surrenderFor,
} from '@madang/services/election/intake/index.ts';
import type { Page } from 'playwright-core';
import { mixedPlace } from './mixed-city.ts';
import type { ResidentCity } from './resident-city.ts';
import { codeFor, heading, press } from './telephone.ts';
import { clientIn } from './voter-city.ts';

const chance = (): Uint8Array => randomBytes(64);

/** What gives up a mixed key with which nothing was cast, as a telephone makes it. */
export async function giveUpBare(
  city: ResidentCity,
  election: string,
  registered: OwnKey,
  batch: Uint8Array,
): Promise<PreparedTransaction> {
  const { open, own, list } = await mixedPlace(city, election, registered);
  const where = { key: own.key, standing: { ballots: 0, list } };
  const payload = surrenderFor(open, where, batch);
  const made = await clientIn(city).prove('election.surrenderKey', payload, (bodyHash) =>
    proofOfSurrender(open.bound, own, { payload, bodyHash }, chance),
  );
  return expectOk(made, 'proven');
}

/** Sends what gives up a key, as somebody who is not the desk. */
export async function sendBare(city: ResidentCity, given: PreparedTransaction): Promise<void> {
  const { outcome } = expectOk(await clientIn(city).send(given), 'sent');
  if (outcome.code !== 0) throw new Error(`A key was not given up: ${String(outcome.name)}`);
}

/** The only batch of an election. */
export async function onlyBatch(city: ResidentCity, election: Uint8Array) {
  const all = expectOk(await clientIn(city).query('election.batches', { election }), 'batches');
  if (all.length > 1) throw new Error('There are several batches.');
  return expectPresent(all[0], 'a batch');
}

/** Comes with a link for the first time and registers a key that is mixed later. */
export async function registerOnPhone(
  city: ResidentCity,
  page: Page,
  person: number,
): Promise<void> {
  await press(page, '투표 키 등록하기');
  await page.getByText('보냈습니다').waitFor();
  await page.getByLabel('문자로 받은 번호 6자리').fill(await codeFor(city, person));
  await press(page, '키 만들고 등록하기');
  await heading(page, '투표 키를 등록했습니다').waitFor();
}

/** Signs that the key on a telephone is given up for a batch; what the telephone shows. */
export async function giveUpOnPhone(page: Page, batch: Uint8Array): Promise<string> {
  await press(page, /^종이로 투표하기/);
  await page.getByText('카메라를 쓸 수 없으면').click();
  await page.getByLabel('창구에 적힌 묶음 번호 16자리').fill(toHex(batch).slice(0, 16));
  await press(page, '번호로 찾기');
  await press(page, '서명하고 QR 보이기');
  await page.getByText('창구에 카메라가 없으면').click();
  return page.locator('.ballot-characters').innerText();
}
