import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { type BrowserSource, fetchBrowser } from './fetch-browser.ts';

/**
 * What browsers of the family are called where programs are. First the one that cannot open a
 * window: the same engine, for two thirds of the processor time.
 */
const NAMES = [
  'chromium-headless-shell',
  'google-chrome',
  'google-chrome-stable',
  'chromium',
  'chromium-browser',
  'microsoft-edge',
  'microsoft-edge-stable',
  'chrome',
];

const ELSEWHERE = [
  '/opt/google/chrome/chrome',
  '/snap/bin/chromium',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
  '/Applications/Microsoft Edge.app/Contents/MacOS/Microsoft Edge',
  'C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe',
  'C:\\Program Files (x86)\\Microsoft\\Edge\\Application\\msedge.exe',
];

/** What there is to look for a browser with; tests bring their own. */
export interface BrowserSearch {
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly exists: (file: string) => boolean;
  /** Installs the system's package; whether it went well. */
  readonly installPackage: () => boolean;
  readonly fetch: () => Promise<BrowserSource | undefined>;
}

const ofThisMachine: BrowserSearch = {
  env: process.env,
  exists: existsSync,
  installPackage,
  fetch: fetchBrowser,
};

/**
 * A browser in this order: `MADANG_BROWSER` (an error if it is not there), an installed one, one
 * from the system's packages, one fetched with npm. Undefined if none of it works.
 */
export async function browserSource(
  search: BrowserSearch = ofThisMachine,
): Promise<BrowserSource | undefined> {
  const given = search.env['MADANG_BROWSER'];
  if (given !== undefined && given !== '') {
    if (search.exists(given)) return { executablePath: given };
    throw new Error(`MADANG_BROWSER is ${given}, which is not there.`);
  }
  const installed = installedBrowser(search);
  if (installed !== undefined) return { executablePath: installed };
  const added = search.installPackage() ? installedBrowser(search) : undefined;
  return added === undefined ? search.fetch() : { executablePath: added };
}

function installedBrowser({ env, exists }: BrowserSearch): string | undefined {
  const folders = [...(env['PATH'] ?? '').split(path.delimiter), '/usr/bin', '/usr/local/bin'];
  const onPath = NAMES.flatMap((name) =>
    folders.filter((folder) => folder !== '').map((folder) => path.join(folder, name)),
  );
  return [...onPath, ...ELSEWHERE].find(exists);
}

/** Only root on a Debian can; an Ubuntu's package is a door to snap, which containers lack. */
function installPackage(): boolean {
  if (process.getuid?.() !== 0 || !existsSync('/etc/debian_version')) return false;
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  // Tests run in several processes: one installs, the others wait for it and find what it did.
  const lock = path.join(tmpdir(), 'madang-browser.lock');
  const install = 'apt-get install -y --no-install-recommends';
  const [small, large] = ['chromium-headless-shell', 'chromium'];
  const either = `{ ${install} ${small} || ${install} ${large}; }`;
  try {
    const found = `command -v ${small} || command -v ${large}`;
    const script = `${found} || { apt-get update && ${either}; }`;
    execFileSync('flock', [lock, 'sh', '-c', script], { env, stdio: 'pipe', timeout: 600_000 });
    return true;
  } catch {
    // No network or no such package: the next way is tried.
    return false;
  }
}
