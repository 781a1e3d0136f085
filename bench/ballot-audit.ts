import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import {
  castLoad,
  decideLoad,
  dossierOfLoad,
  openLoad,
  openLoadLedger,
} from './lib/election-load.ts';
import { nameOfCount } from './lib/fill-state.ts';
import { type Figures, printFigures, rounded } from './lib/report.ts';

/**
 * How long the dossier of an election takes to check, on the command line, by both verifiers, and
 * how much memory that takes; and what one ballot costs at several sizes, as a table. `--quick`
 * takes small elections, `--ballots 1000,10000,100000` others (the last takes long), `--in FOLDER`
 * keeps the dossiers there and checks again those that are there, `--json` prints one line.
 */
const { values } = parseArgs({
  options: {
    json: { type: 'boolean', default: false },
    quick: { type: 'boolean', default: false },
    ballots: { type: 'string' },
    in: { type: 'string' },
  },
});
const SIZES = (values.ballots ?? (values.quick ? '100,300' : '1000,10000')).split(',').map(Number);
const AT_ONCE = 1_000;
const ROOT = path.join(import.meta.dirname, '..');

/** What a verifier took for a dossier, start and all. */
interface Run {
  readonly seconds: number;
  readonly cpuSeconds: number;
  readonly peakMb: number;
}

/** What is known of a dossier from its making. */
interface Made {
  readonly dossierMb: number;
  /** Processor time of the ledger for one ballot, ms. */
  readonly castCpuMs: number;
}

interface Row extends Made {
  readonly ballots: number;
  readonly verify: Run;
  readonly audit: Run;
}

const PROGRAMS = { verify: 'madang verify', audit: 'madang-audit' } as const;

/** Figures of an election by their names, each with its title in the table. */
const COLUMNS: readonly {
  readonly name: string;
  readonly title: string;
  readonly of: (row: Row) => number;
}[] = [
  { name: 'dossierMb', title: 'Dossier, MB', of: ({ dossierMb }) => dossierMb },
  { name: 'castCpuMs', title: 'Cast: CPU, ms/ballot', of: ({ castCpuMs }) => castCpuMs },
  ...(['verify', 'audit'] as const).flatMap((of) => {
    const title = PROGRAMS[of];
    return [
      { name: `${of}Seconds`, title: `${title}: s`, of: (row: Row) => row[of].seconds },
      { name: `${of}CpuMs`, title: 'CPU, ms/ballot', of: (row: Row) => cpuMsOf(row, of) },
      { name: `${of}PeakMb`, title: 'peak, MB', of: (row: Row) => row[of].peakMb },
    ];
  }),
];

function cpuMsOf(row: Row, of: 'verify' | 'audit'): number {
  return (row[of].cpuSeconds * 1_000) / row.ballots;
}

async function measure(ballots: number, root: string): Promise<Row> {
  const folder = path.join(root, String(ballots));
  const file = path.join(folder, 'election.dossier');
  const note = path.join(folder, 'made.json');
  if (!existsSync(note)) {
    process.stderr.write(`${nameOfCount(ballots)} ballots: making the election …\n`);
    mkdirSync(folder, { recursive: true });
    writeFileSync(note, JSON.stringify(await makeDossier(ballots, file)));
  }
  process.stderr.write(`${nameOfCount(ballots)} ballots: checking it …\n`);
  const verify = await runOn('bin/madang.mjs', ['verify', file]);
  const audit = await runOn('bin/madang-audit.mjs', [file]);
  const made: unknown = JSON.parse(readFileSync(note, 'utf8'));
  return { ballots, ...(made as Made), verify, audit };
}

/** Makes an election in which so many voted, and writes its dossier and the policy beside it. */
async function makeDossier(ballots: number, file: string): Promise<Made> {
  const world = await openLoadLedger(AT_ONCE);
  const load = await openLoad(world, ballots, AT_ONCE);
  const castCpuMs = (await castLoad(world, load, AT_ONCE)) / ballots;
  await decideLoad(world, load);
  const bytes = await dossierOfLoad(world, load);
  writeFileSync(file, bytes);
  writeFileSync(path.join(path.dirname(file), 'policy.txt'), world.policyText);
  await world.close();
  return { castCpuMs, dossierMb: bytes.length / 1e6 };
}

/**
 * Runs a verifier under the system's own clock, as `npx` does; it has to find everything right.
 * What is said of memory is the largest process: the verifier, with all of its threads.
 */
async function runOn(program: string, words: readonly string[]): Promise<Run> {
  const timed = ['-f', '%e %U %S %M', process.execPath, path.join(ROOT, program), ...words];
  const { NODE_OPTIONS: _, ...env } = process.env;
  const child = spawn('/usr/bin/time', timed, { env, stdio: ['ignore', 'pipe', 'pipe'] });
  let [out, err] = ['', ''];
  child.stdout.on('data', (chunk) => (out += String(chunk)));
  child.stderr.on('data', (chunk) => (err += String(chunk)));
  const code = await new Promise<number | null>((resolve) => {
    child.on('close', resolve);
  });
  if (code !== 0) throw new Error(`${program}: ${String(code)} ${out} ${err}`);
  const said = (err.trim().split('\n').at(-1) ?? '').split(' ').map(Number);
  const [seconds = 0, user = 0, system = 0, kilobytes = 0] = said;
  return { seconds, cpuSeconds: user + system, peakMb: kilobytes / 1_024 };
}

/** A table in Markdown. */
function tableOf(rows: readonly Row[]): string {
  const head = ['Ballots', ...COLUMNS.map(({ title }) => title)];
  const lines = rows.map((row) => [
    row.ballots.toLocaleString('en'),
    ...COLUMNS.map(({ of }) => String(rounded(of(row)))),
  ]);
  return [head, head.map(() => '--:'), ...lines]
    .map((cells) => `| ${cells.join(' | ')} |`)
    .join('\n');
}

/** The figures of each size, the larger peak of the two verifiers among them. */
function figuresOf(rows: readonly Row[]): Figures {
  return Object.fromEntries(
    rows.flatMap((row) => {
      const size = nameOfCount(row.ballots);
      const peakMb = Math.max(row.verify.peakMb, row.audit.peakMb);
      return [
        ...COLUMNS.map(({ name, of }) => [`${name}${size}`, of(row)] as const),
        [`peakMb${size}`, peakMb] as const,
      ];
    }),
  );
}

/** The peak of fewer ballots is what the collector of garbage has not needed to collect. */
const LARGE = 10_000;

/** What does not stay flat between the last two elections, if both are large. */
function growthOf(rows: readonly Row[]): readonly string[] {
  const [first, last] = rows.slice(-2);
  if (first === undefined || last === undefined || first.ballots < LARGE) return [];
  const sizes = `${nameOfCount(last.ballots)} over ${nameOfCount(first.ballots)}`;
  return (['verify', 'audit'] as const).map((of) => {
    const peak = last[of].peakMb / first[of].peakMb;
    const cpu = cpuMsOf(last, of) / cpuMsOf(first, of);
    const more = (last[of].peakMb - first[of].peakMb) * 1_048_576;
    const slope = rounded(more / (last.ballots - first.ballots));
    const grows = `peak x ${rounded(peak)} (${slope} bytes a ballot)`;
    return `${PROGRAMS[of]}, ${sizes}: ${grows}, CPU of a ballot x ${rounded(cpu)}.`;
  });
}

const folder = values.in ?? mkdtempSync(path.join(tmpdir(), 'madang-ballot-audit-'));
const rows: Row[] = [];
try {
  for (const ballots of SIZES) rows.push(await measure(ballots, folder));
} finally {
  if (values.in === undefined) rmSync(folder, { recursive: true });
}
printFigures('ballot-audit', figuresOf(rows), values.json);
if (!values.json) {
  const goals =
    'Goals for 10,000: madang verify 20 s, madang-audit 180 s; cost of one ballot flat.';
  process.stdout.write(['', tableOf(rows), '', ...growthOf(rows), goals, ''].join('\n'));
}
