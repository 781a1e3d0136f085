import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  axeFindings,
  inkPercent,
  launchBrowser,
  startServer,
  type TestServer,
} from '@madang/testkit';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { buildApp, visit } from './support/city.ts';
import { contradictionOf, signedChangeOf } from './support/contradiction.ts';
import { serveOtherPolicy } from './support/other-policy.ts';

const launched = await launchBrowser();

describe.skipIf(launched === undefined)('whom a browser believes', () => {
  const browser = launched as Browser;
  // One server, for the test writes into its data folder.
  let city: TestServer;
  beforeAll(async () => {
    await buildApp();
    city = await startServer({ withDemo: true });
  });
  afterAll(async () => {
    await browser.close();
    await city.stop();
  });

  const newDevice = (path: string, width: number) => visit(browser, city.url + path, width);

  it.each(['/institutions', '/en/institutions'])(
    'shows on %s in red who signed two ledgers, with the proof, and nothing that proves nothing',
    async (path) => {
      const folder = join(city.folder, 'data', 'equivocations');
      const proof = await contradictionOf(join(city.folder, 'data'));
      mkdirSync(folder, { recursive: true });
      writeFileSync(join(folder, 'nothing.txt'), 'madang/equivocation/1\n');
      writeFileSync(join(folder, 'proof.txt'), proof);
      const { page, errors } = await newDevice(path, 390);
      const title = path.startsWith('/en')
        ? 'The ledger itself, Gaon University signed two ledgers that contradict each other'
        : '장부 자체, 가온대학교가 서로 어긋나는 두 장부에 서명했습니다';
      const alert = page.getByRole('alert').filter({ hasText: title });
      await alert.waitFor();
      expect(await page.getByRole('alert').count()).toBe(1);
      expect(await axeFindings(page)).toEqual([]);
      expect(inkPercent(await page.screenshot())).toBeGreaterThan(5);
      const saving = page.waitForEvent('download');
      await alert.getByRole('button').click();
      const pieces: Buffer[] = [];
      for await (const piece of await (await saving).createReadStream()) {
        pieces.push(piece as Buffer);
      }
      expect(Buffer.concat(pieces).toString('utf8')).toBe(proof);
      expect(errors).toEqual([]);
      rmSync(folder, { recursive: true });
    },
  );

  it('checks such a proof that somebody brings, and says what it does not prove', async () => {
    const proof = await contradictionOf(join(city.folder, 'data'));
    const { page, errors } = await newDevice('/en/verify', 390);
    const choose = async (name: string, content: string) => {
      const choosing = page.waitForEvent('filechooser');
      await page.getByRole('button', { name: /Choose (a receipt|another file)/ }).press('Enter');
      const buffer = Buffer.from(content);
      await (await choosing).setFiles([{ name, mimeType: 'text/plain', buffer }]);
      await page.getByText(name, { exact: true }).waitFor();
    };
    await choose('proof.txt', proof);
    const alert = page.getByRole('alert');
    await alert.filter({ hasText: 'Gaon University signed two ledgers that contradict' }).waitFor();
    expect(await axeFindings(page)).toEqual([]);
    expect(await page.locator('code').innerText()).toContain('madang-audit proof.txt');
    // One digit of a root changed: no signature is right any more.
    const roots = proof.match(/^[A-Za-z0-9+/]{43}=$/gm) ?? [];
    const root = roots[0] ?? '';
    const changed = proof.replace(root, `${root.startsWith('A') ? 'B' : 'A'}${root.slice(1)}`);
    expect(changed).not.toBe(proof);
    await choose('changed.txt', changed);
    await page.getByText('This file proves nothing against anybody').waitFor();
    await choose('cut.txt', proof.slice(0, 300));
    await page.getByText('cannot be read as a proof of contradicting signatures').waitFor();
    expect(await axeFindings(page)).toEqual([]);
    expect(errors).toEqual([]);
  });

  it('follows a policy whose change its institutions signed, and says so', async () => {
    const { page } = await newDevice('/institutions', 1440);
    await page.getByText('이 기기가 처음 본 규칙입니다').waitFor();
    const data = join(city.folder, 'data');
    const old = readFileSync(join(data, 'policy.txt'), 'utf8');
    const next = `# another\n${old}`;
    const changes = await signedChangeOf(data, old, next);
    const serveOwnPolicy = await serveOtherPolicy(page, next);
    await page.route('**/api/policy/changes', (route) => route.fulfill({ body: changes }));
    await page.reload();
    await page.getByText('앞 규칙의 기관들이 그 바뀜에 서명했습니다').waitFor();
    expect(await page.getByRole('alert').count()).toBe(0);
    await serveOwnPolicy();
    await page.reload();
    await page.getByRole('alert').filter({ hasText: '규칙이 서명 없이 바뀌었습니다' }).waitFor();
  });
});
