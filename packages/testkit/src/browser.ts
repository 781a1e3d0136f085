import type { Browser } from 'playwright-core';
import type { BrowserSource } from './fetch-browser.ts';
import { browserSource } from './find-browser.ts';

/** Without a screen, without background traffic, and without what containers do not have. */
const FLAGS = [
  '--headless',
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

const NONE_SENTENCE =
  'No browser was found and none could be installed; set MADANG_BROWSER to one of the Chromium family.';

/**
 * Starts a browser of the Chromium family: that of `MADANG_BROWSER`, an installed one, one from the
 * system's packages where we may install them, else one fetched with npm. Undefined, with one
 * sentence on standard error, where none is to be had; an error in continuous integration, where
 * nothing may be skipped for it.
 */
export async function launchBrowser(): Promise<Browser | undefined> {
  const source = await browserSource();
  if (source !== undefined) return launch(source);
  if (isContinuousIntegration()) throw new Error(NONE_SENTENCE);
  process.stderr.write(`${NONE_SENTENCE}\n`);
  return undefined;
}

/** Whether nobody watches and a missing tool is a failure. */
function isContinuousIntegration(): boolean {
  const given = process.env['CI'];
  return given !== undefined && given !== '' && given !== 'false';
}

async function launch({ executablePath, ...brought }: BrowserSource): Promise<Browser> {
  // Loaded here only: most tests of this kit want no browser.
  const { chromium } = await import('playwright-core');
  const env = { ...process.env };
  const { libraryFolder, fontFolder } = brought;
  if (libraryFolder !== undefined) {
    const others = env['LD_LIBRARY_PATH'];
    env['LD_LIBRARY_PATH'] = others === undefined ? libraryFolder : `${libraryFolder}:${others}`;
  }
  if (fontFolder !== undefined) env['FONTCONFIG_PATH'] ??= fontFolder;
  return chromium.launch({ executablePath, args: FLAGS, env: definedOnly(env) });
}

function definedOnly(env: NodeJS.ProcessEnv): Record<string, string> {
  return Object.fromEntries(
    Object.entries(env).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])),
  );
}
