import { browserSource } from '@madang/testkit';
import { type Browser, chromium } from 'playwright-core';

const source = await browserSource();

/** Whether there is a browser to be launched. */
export const hasBrowser = source !== undefined;

/** Launches a browser whose camera shows a film, as the file is when the camera is switched on. */
export function launchWithCamera(film: string): Promise<Browser> {
  return chromium.launch({
    ...(source === undefined ? {} : { executablePath: source.executablePath }),
    args: [
      '--headless',
      '--no-sandbox',
      '--disable-gpu',
      '--use-fake-ui-for-media-stream',
      '--use-fake-device-for-media-stream',
      `--use-file-for-fake-video-capture=${film}`,
    ],
  });
}
