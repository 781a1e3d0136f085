import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type App, startApp } from './support/app.ts';
import { hasBrowser, launchWithCamera } from './support/camera-browser.ts';
import { writeFilm } from './support/camera-film.ts';

describe.skipIf(!hasBrowser)('the camera', () => {
  let app: App;
  let folder: string;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'madang-film-'));
    const film = join(folder, 'receipt.y4m');
    await writeFilm(film, 'https://gaon.example/records/102');
    const browser = await launchWithCamera(film);
    app = await startApp(browser);
  });
  afterAll(async () => {
    await app.stop();
    await rm(folder, { recursive: true, force: true });
  });

  it('reads the QR code of a record and checks it', async () => {
    const { page, errors } = await app.open('/verify');
    await page.getByRole('button', { name: 'QR 찍기' }).click();
    await page.getByRole('heading', { name: '이 영수증은 기록과 맞습니다' }).waitFor();
    expect(await page.locator('.m-loaded').innerText()).toContain('102.receipt');
    expect(await page.locator('video').count()).toBe(0);
    expect(errors).toEqual([]);
  });
});
