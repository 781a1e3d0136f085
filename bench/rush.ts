import { spawn } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expectOk, fromHex } from '@madang/base';
import { buildWeb } from '../tools/build-web.ts';
import { checkReceipts, clientAt, mustCheck } from './lib/check-receipts.ts';
import { postRequest } from './lib/http-load.ts';
import { benchFolder, type MadangServer, startMadang } from './lib/madang-server.ts';
import { processCpuMs } from './lib/process-cpu.ts';
import { type RecordedPage, recordPage } from './lib/record-page.ts';
import { type Figures, median, printFigures } from './lib/report.ts';
import { makeRushCity, type RushCity } from './lib/rush-city.ts';
import type { RushPlan, RushResult } from './lib/rush-load.ts';

/**
 * The first minute of an election: every voter on the roll opens the page of their link ten times a
 * minute, one load in ten by a browser that was never here, while ballots that were made beforehand
 * come in through HTTP and the receipt of each is fetched.
 *
 * What a page load asks is recorded from a real browser at the beginning of each run, with all its
 * headers: cold, the page, its scripts and styles, what the service worker takes in, and all
 * reads; again, what is left of that by the headers of the answers, by conditional requests, and
 * by the service worker. It is sent again for each voter over a connection of their own, with the
 * token of their own link, one request after the answer to the one before. A cold load begins with
 * a new connection. Loads and ballots are due at fixed moments, whether the server keeps up or not;
 * the time to a receipt counts from there. The load comes from a process of its own that shares the
 * machine; its CPU time is told apart. `--seconds N` sends for so long (each voter casts once),
 * `--runs N` runs so often, and `--voters N --per-minute N` is another crowd.
 */
interface Size {
  readonly voters: number;
  /** Page loads of each voter. */
  readonly perMinute: number;
  readonly seconds: number;
  readonly runs: number;
  readonly ballotsPerSecond: number;
}

const FULL: Size = { voters: 10_000, perMinute: 10, seconds: 60, runs: 3, ballotsPerSecond: 100 };
const QUICK: Size = { ...FULL, voters: 1_000, seconds: 10, runs: 1, ballotsPerSecond: 10 };
const COLD_EVERY = 10;

interface RunResult extends RushResult {
  readonly serverCpuMs: number;
  readonly coldRequests: number;
  readonly againRequests: number;
}

const args = process.argv.slice(2);
const root = path.join(import.meta.dirname, '..');

function sizeOf(): Size {
  const usual = args.includes('--quick') ? QUICK : FULL;
  const number = (name: string, otherwise: number): number => {
    const given = Number(args[args.indexOf(name) + 1]);
    return args.includes(name) && given > 0 ? given : otherwise;
  };
  const voters = number('--voters', usual.voters);
  return {
    ...usual,
    voters,
    perMinute: number('--per-minute', usual.perMinute),
    seconds: Math.min(number('--seconds', usual.seconds), voters / usual.ballotsPerSecond),
    runs: number('--runs', usual.runs),
  };
}

async function main(): Promise<void> {
  if ((await buildWeb(root)) !== 0) throw new Error('The browser app cannot be built.');
  const size = sizeOf();
  const made = benchFolder();
  const results: RunResult[] = [];
  try {
    const city = await makeRushCity(made, size.voters, size.ballotsPerSecond * size.seconds);
    for (let run = 0; run < size.runs; run++) {
      const folder = benchFolder();
      cpSync(made, folder, { recursive: true });
      results.push(await runOn(await startMadang(folder), city, size));
    }
  } finally {
    rmSync(made, { recursive: true, force: true });
  }
  printFigures('rush', figuresOf(results, size), args.includes('--json'));
  if (!args.includes('--json')) {
    process.stdout.write('Goals: no error, 99 of 100 receipts within 2,000 ms.\n');
  }
}

function sentenceOf({ errors, firstError, p99Ms, loadP99Ms }: RushResult): string {
  const why = firstError === undefined ? '' : ` (${firstError})`;
  const [receipt, page] = [p99Ms, loadP99Ms].map((ms) => `${ms.toFixed(0)} ms`);
  return `${String(errors)} errors${why}, p99 ${String(receipt)} to a receipt, ${String(page)} for a page`;
}

async function runOn(server: MadangServer, city: RushCity, size: Size): Promise<RunResult> {
  try {
    const page = await pageOf(server, city);
    const ballots = city.transactions();
    const plan: RushPlan = {
      port: server.port,
      seconds: size.seconds,
      loadsPerSecond: (size.voters * size.perMinute) / 60,
      coldEvery: COLD_EVERY,
      ballotsPerSecond: size.ballotsPerSecond,
      ...page,
      token: newcomer(city),
      tokens: city.tokens.slice(0, -1),
      ballots: ballots.map(({ id, envelope }) => {
        const request = postRequest('/api/transactions', 'application/cbor', envelope);
        return { id, request: request.toString('base64') };
      }),
    };
    const cpuBefore = processCpuMs(server.pid);
    const result = await sendLoad(plan);
    const serverCpuMs = processCpuMs(server.pid) - cpuBefore;
    process.stderr.write(`${sentenceOf(result)}\n`);
    await mustHold(server, city, { plan, result });
    return {
      ...result,
      serverCpuMs,
      coldRequests: page.cold.length,
      againRequests: page.again.length,
    };
  } finally {
    await server.stop();
  }
}

/** Somebody of whom no key is known yet, as most who open their link. */
function newcomer({ tokens }: RushCity): string {
  return tokens.at(-1) ?? '';
}

function pageOf({ port }: MadangServer, city: RushCity): Promise<RecordedPage> {
  return recordPage(port, `/link#${newcomer(city)}`, (page) =>
    page.getByRole('button', { name: '투표 시작하기' }).waitFor(),
  );
}

async function sendLoad(plan: RushPlan): Promise<RushResult> {
  const folder = mkdtempSync(path.join(tmpdir(), 'madang-rush-'));
  try {
    const [planFile, resultFile] = ['plan.json', 'result.json'].map((name) =>
      path.join(folder, name),
    ) as [string, string];
    writeFileSync(planFile, JSON.stringify(plan));
    const script = path.join(import.meta.dirname, 'lib/rush-load.ts');
    const child = spawn(process.execPath, [script, planFile, resultFile], { stdio: 'inherit' });
    const status = await new Promise<number | null>((resolve) => child.on('close', resolve));
    if (status !== 0) throw new Error(`The load process ended with ${String(status)}.`);
    return JSON.parse(readFileSync(resultFile, 'utf8')) as RushResult;
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/**
 * The receipts that came hold; where nothing went wrong others do too, and all ballots are counted.
 */
async function mustHold(
  { port }: MadangServer,
  city: RushCity,
  { plan, result }: { readonly plan: RushPlan; readonly result: RushResult },
): Promise<void> {
  const client = clientAt(`http://127.0.0.1:${String(port)}`);
  for (const { receipt } of result.receipts) {
    await mustCheck(client, Buffer.from(receipt, 'base64'));
  }
  if (result.errors > 0) return;
  const sent = plan.ballots.slice(0, result.ballots);
  await checkReceipts(
    client,
    sent.map(({ id }) => expectOk(fromHex(id), 'an id')),
  );
  const id = expectOk(fromHex(city.id), 'an id');
  const told = expectOk(await client.query('election.election', { id }), 'the election');
  if (told.took.ballots !== result.ballots) throw new Error('Not every ballot is counted.');
}

function figuresOf(all: readonly RunResult[], { voters }: Size): Figures {
  const of = (figure: (run: RunResult) => number): number => median(all.map(figure));
  const perSecond = (figure: (run: RunResult) => number): number =>
    of((run) => figure(run) / (run.wallMs / 1_000));
  const p99 = all.map(({ p99Ms }) => p99Ms);
  return {
    voters,
    errors: Math.max(...all.map(({ errors }) => errors)),
    p99Ms: median(p99),
    p99MsMin: Math.min(...p99),
    p99MsMax: Math.max(...p99),
    p50Ms: of(({ p50Ms }) => p50Ms),
    maxMs: Math.max(...all.map(({ maxMs }) => maxMs)),
    pageP50Ms: of(({ loadP50Ms }) => loadP50Ms),
    pageP99Ms: of(({ loadP99Ms }) => loadP99Ms),
    loadsPerSecond: perSecond(({ loads }) => loads),
    ballotsPerSecond: perSecond(({ ballots }) => ballots),
    coldRequests: of(({ coldRequests }) => coldRequests),
    againRequests: of(({ againRequests }) => againRequests),
    requestsPerSecond: perSecond(({ requests }) => requests),
    megabytesPerSecond: perSecond(({ bytes }) => bytes / 1e6),
    loadLateMs: Math.max(...all.map(({ lateMs }) => lateMs)),
    serverCores: of(({ serverCpuMs, wallMs }) => serverCpuMs / wallMs),
    loadCores: of(({ cpuMs, wallMs }) => cpuMs / wallMs),
    serverCpuMsPerLoad: of(({ serverCpuMs, loads }) => serverCpuMs / loads),
  };
}

await main();
