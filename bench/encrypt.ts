// How soon a telephone seals a ballot of one of five answers, and what it loads for that: in a
// browser whose processor is slowed down four times. `--quick` seals fewer, `--json` prints one
// line.
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { brotliCompressSync } from 'node:zlib';
import { freshSecret, GENERATOR, voterKey } from '@madang/ballot';
import { expectPresent } from '@madang/base';
import { randomBytes } from '@madang/crypto';
import { launchBrowser } from '@madang/testkit';
import type { Page } from 'playwright-core';
import { buildWeb } from '../tools/build-web.ts';
import { startMadang } from './lib/madang-server.ts';
import { median, printFigures } from './lib/report.ts';

const SLOWER = 4;
const ANSWERS = 5;

interface Chunk {
  readonly file: string;
  readonly css?: readonly string[];
  readonly imports?: readonly string[];
  readonly assets?: readonly string[];
}

const root = path.join(import.meta.dirname, '..');
const dist = path.join(root, 'apps/web/dist');
const args = process.argv.slice(2);
const ballots = args.includes('--quick') ? 5 : 30;

if ((await buildWeb(root)) !== 0) throw new Error('The browser app cannot be built.');
const { files, sealer } = voterFiles();
const server = await startMadang();
const { first, others } = await measure(ballots).finally(() => server.stop());
printFigures(
  'encrypt',
  {
    encryptMs4x: median(others),
    encryptMs4xMax: Math.max(...others),
    // With the compiling of the module.
    firstMs4x: first,
    pageKb: compressedBytes(files) / 1_000,
  },
  args.includes('--json'),
);
if (!args.includes('--json')) {
  process.stdout.write('Goals: a ballot in under 1,000 ms; at most 150 kB.\n');
}

/** What a voter loads from the link to the receipt, and the thread that seals. */
function voterFiles(): { readonly files: ReadonlySet<string>; readonly sealer: string } {
  const manifest = JSON.parse(readFileSync(path.join(dist, 'manifest.json'), 'utf8')) as Readonly<
    Record<string, Chunk>
  >;
  const found = new Set(['index.html']);
  const assets = new Set<string>();
  const add = (key: string): void => {
    const chunk = expectPresent(manifest[key], key);
    if (found.has(chunk.file)) return;
    for (const file of [chunk.file, ...(chunk.css ?? [])]) found.add(file);
    for (const asset of chunk.assets ?? []) assets.add(asset);
    for (const one of chunk.imports ?? []) add(one);
  };
  for (const key of ['index.html', 'src/pages/link.tsx', 'src/pages/ballot-way.tsx']) add(key);
  const worker = [...assets].find((file) => file.includes('seal-worker'));
  const own = expectPresent(worker, 'the thread that seals is built');
  return { files: new Set([...found, own]), sealer: own };
}

function compressedBytes(all: ReadonlySet<string>): number {
  return [...all].reduce(
    (sum, file) => sum + brotliCompressSync(readFileSync(path.join(dist, file))).length,
    0,
  );
}

async function measure(count: number) {
  const browser = expectPresent(await launchBrowser(), 'a browser is there');
  try {
    // What the thread does runs in the page here: only that is slowed down.
    const context = await browser.newContext({ bypassCSP: true });
    const page = await context.newPage();
    await page.goto(`http://localhost:${String(server.port)}/verify`);
    const session = await context.newCDPSession(page);
    await session.send('Emulation.setCPUThrottlingRate', { rate: SLOWER });
    const took = await seal(page, count);
    return { first: expectPresent(took[0], 'a ballot was sealed'), others: took.slice(1) };
  } finally {
    await browser.close();
  }
}

/** How long each ballot takes to be sealed and proven, ms. */
function seal(page: Page, count: number): Promise<readonly number[]> {
  const chance = () => randomBytes(64);
  const secret = freshSecret(chance);
  const given = {
    count,
    address: `/${sealer}`,
    answers: ANSWERS,
    generator: [...GENERATOR],
    key: [...voterKey(freshSecret(chance), GENERATOR)],
    own: { secret: [...secret], key: [...voterKey(secret, GENERATOR)] },
  };
  return page.evaluate(async ({ count: ballots, address, answers, generator, key, own }) => {
    const bytes = (list: readonly number[]) => Uint8Array.from(list);
    const chain = new Uint8Array(32);
    const choice = { min: 1, max: 1, blank: false };
    const bound = {
      ...{ chain, election: chain, key: bytes(key), voterBase: bytes(generator) },
      questions: [{ answers, choice }],
    };
    let ask: (event: { readonly data: object }) => void = () => undefined;
    let answered: (message: object) => void = () => undefined;
    Object.assign(window, {
      addEventListener: (_: string, listener: typeof ask) => {
        ask = listener;
      },
      postMessage: (message: object) => answered(message),
    });
    await import(address);
    const told = (asked: object) =>
      new Promise<object>((resolve, reject) => {
        answered = (message) =>
          'answer' in message ? resolve(message) : reject(new Error('It was not sealed.'));
        ask({ data: { turn: 1, asked } });
      });
    const wish = {
      do: 'seal',
      election: { id: chain, bound },
      own: { secret: bytes(own.secret), key: bytes(own.key) },
      standing: { ballots: 0 },
    };
    const took: number[] = [];
    for (let ballot = 0; ballot <= ballots; ballot++) {
      const startedAt = performance.now();
      await told({ ...wish, chosen: [[ballot % answers]] });
      await told({ do: 'prove', bodyHash: chain });
      took.push(performance.now() - startedAt);
    }
    return took;
  }, given);
}
