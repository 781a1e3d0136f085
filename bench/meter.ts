// How soon the meters of a large decision follow each act: on the server, and on the screen of an
// officer who watches. `--quick` takes a smaller decision, `--json` prints one line.
import { expectOk, expectPresent, fromHex, toHex } from '@madang/base';
import { createClient } from '@madang/client';
import { launchBrowser } from '@madang/testkit';
import type { Browser } from 'playwright-core';
import { services } from '../services/registry.ts';
import { openDecisions, type Signed } from './lib/decision-load.ts';
import { startMadang } from './lib/madang-server.ts';
import { median, printFigures } from './lib/report.ts';

const args = process.argv.slice(2);
const isQuick = args.includes('--quick');
const HOMES = isQuick ? 1_000 : 10_000;
const ACTS = isQuick ? 50 : 500;
const SCREENS = isQuick ? 5 : 30;
const WARM_UP = 20;

const server = await startMadang();
const origin = `http://127.0.0.1:${String(server.port)}`;
const policy = { load: () => Promise.resolve(undefined), save: () => Promise.resolve() };
const client = createClient({ baseUrl: origin, services, policy });
const ledger = expectOk(await client.ledger(), 'the ledger answers');
const chain = expectOk(fromHex(ledger.chain), 'a chain');
const load = await openDecisions({ server, chain, persons: HOMES, decisions: 1 });
const decision = expectPresent(load.decisions[0], 'one decision was made');
const consents = load.consents(0, 1);
const { serverMs, screenMs } = await measure().finally(() => server.stop());
printFigures(
  'meter',
  {
    homes: HOMES,
    serverP50Ms: median(serverMs),
    serverP99Ms: percentile(serverMs, 99),
    screenP50Ms: median(screenMs),
    screenMs: Math.max(...screenMs),
  },
  args.includes('--json'),
);
if (!args.includes('--json')) {
  process.stdout.write(
    'Goals: 99 of 100 under 50 ms on the server, every one under 1 s on screen.\n',
  );
}

async function measure() {
  return {
    serverMs: await onServer(consents.slice(0, ACTS)),
    screenMs: await onScreen(consents.slice(ACTS, ACTS + SCREENS)),
  };
}

/** How long each reading of the meters takes, asked right after an act was on record. */
async function onServer(acts: readonly Signed[]): Promise<readonly number[]> {
  const took: number[] = [];
  for (const [index, act] of acts.entries()) {
    await putOnRecord(act);
    const startedAt = performance.now();
    const meter = await readMeter();
    took.push(performance.now() - startedAt);
    if (meter.agreed !== index + 1) throw new Error('The meters do not follow the act.');
  }
  return took.slice(WARM_UP);
}

interface MeterJson {
  readonly tallies: readonly { readonly agree: { readonly heads: number } }[];
}

async function readMeter(): Promise<{ readonly agreed: number }> {
  const answer = await fetch(`${origin}/api/services/vote/meter?decision=${decision}`);
  const { tallies } = (await answer.json()) as MeterJson;
  return { agreed: tallies[0]?.agree.heads ?? -1 };
}

/** How long after its answer an act stands on the officer's screen. */
async function onScreen(acts: readonly Signed[]): Promise<readonly number[]> {
  const browser = expectPresent(await launchBrowser(), 'a browser is there');
  try {
    return await watch(browser, acts);
  } finally {
    await browser.close();
  }
}

async function watch(browser: Browser, acts: readonly Signed[]): Promise<readonly number[]> {
  const page = await browser.newPage({ viewport: { width: 1440, height: 900 }, locale: 'ko-KR' });
  // Keys of a browser need a name that it takes for secure.
  const site = origin.replace('127.0.0.1', 'localhost');
  await page.goto(`${site}/desk`);
  await page.getByRole('button', { name: '담당자 1로 들어가기' }).click();
  await page.getByText('나가기').waitFor();
  await page.goto(`${site}/desk/${decision}`);
  await shown(ACTS);
  const took: number[] = [];
  for (const [index, act] of acts.entries()) {
    await putOnRecord(act);
    const startedAt = performance.now();
    await shown(ACTS + index + 1);
    took.push(performance.now() - startedAt);
  }
  return took;

  async function shown(count: number): Promise<void> {
    const text = `${count.toLocaleString('en')} / ${HOMES.toLocaleString('en')}`;
    await page.waitForFunction((wanted) => document.body.innerText.includes(wanted), text, {
      timeout: 20_000,
    });
  }
}

async function putOnRecord({ envelope, id }: Signed): Promise<void> {
  const answer = await fetch(`${origin}/api/transactions`, {
    method: 'POST',
    headers: { 'content-type': 'application/cbor' },
    body: new Uint8Array(envelope),
  });
  if (!answer.ok) throw new Error(`${toHex(id)}: ${String(answer.status)}`);
}

function percentile(values: readonly number[], percent: number): number {
  const sorted = values.toSorted((left, right) => left - right);
  return sorted[Math.ceil((sorted.length * percent) / 100) - 1] ?? Number.NaN;
}
