import { spawn, spawnSync } from 'node:child_process';
import {
  appendFileSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** What the peer's own tool came to. */
export interface BeleniosFigures {
  /** CPU time of verifying a ballot, that of an election without ballots taken off. */
  readonly verifyCpuMs: number;
  /** CPU time of making one, its start and its own check included. */
  readonly encryptCpuMs: number;
  readonly ballotBytes: number;
  readonly version: string;
}

/** The group in which Debian's release works. */
const GROUP = 'BELENIOS-2048';
const TOOL = 'belenios-tool';

/**
 * Verifies ballots on one of several answers with `belenios-tool`, as Debian packages it
 * (https://www.belenios.org). Nothing where it is not installed. The cost of a ballot does not
 * depend on how many there are, nor on the trustees: one is enough here.
 */
export async function measureBelenios(
  ballots: number,
  answers: number,
): Promise<BeleniosFigures | undefined> {
  const version = spawnSync(TOOL, ['--version'], { encoding: 'utf8' });
  if (version.status !== 0) return undefined;
  const folder = mkdtempSync(join(tmpdir(), 'madang-bench-belenios-'));
  try {
    const found = await runElection({ folder, ballots, answers });
    return { ...found, version: version.stdout.trim() };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

interface Election {
  readonly folder: string;
  readonly ballots: number;
  readonly answers: number;
}

async function runElection(election: Election): Promise<Omit<BeleniosFigures, 'version'>> {
  const { folder, ballots, answers } = election;
  const secrets = setUp(election);
  const empty = cpuMsOf(folder, ['election', 'verify']);
  let encryptCpuMs = 0;
  let sizeBytes = 0;
  const made: string[] = [];
  for (const [voter, secret] of secrets.entries()) {
    const choice = Array.from({ length: answers }, (_, at) => (voter % answers === at ? 1 : 0));
    writeFileSync(join(folder, 'choice'), JSON.stringify([choice]));
    writeFileSync(join(folder, 'secret'), secret);
    const words = ['election', 'generate-ballot', '--privcred', 'secret', '--ballot', 'choice'];
    const { cpuMs, out } = timed(folder, words);
    encryptCpuMs += cpuMs;
    sizeBytes += out.trim().length;
    made.push(out);
  }
  for (const ballot of made) await feed(folder, ['archive', 'add-event', '--type=Ballot'], ballot);
  const verifyCpuMs = (cpuMsOf(folder, ['election', 'verify']) - empty) / ballots;
  return { verifyCpuMs, encryptCpuMs: encryptCpuMs / ballots, ballotBytes: sizeBytes / ballots };
}

/** An election without ballots; gives the voters' secrets. */
function setUp({ folder, ballots, answers }: Election): readonly string[] {
  const uuid = run(folder, ['setup', 'generate-token']).trim();
  const where = ['--uuid', uuid, '--group', GROUP];
  run(folder, ['setup', 'generate-trustee-key', '--group', GROUP]);
  const key = readFileSync(join(folder, fileIn(folder, '.pubkey')), 'utf8');
  appendFileSync(join(folder, 'public_keys.jsons'), `${key.trim()}\n`);
  run(folder, ['setup', 'make-trustees']);
  run(folder, ['setup', 'generate-credentials', ...where, '--count', String(ballots)]);
  const secrets = readFileSync(join(folder, fileIn(folder, '.privcreds')), 'utf8');
  const known = readFileSync(join(folder, fileIn(folder, '.pubcreds')), 'utf8');
  writeFileSync(join(folder, 'public_creds.json'), known);
  const names = Array.from({ length: answers }, (_, at) => `Answer ${String(at + 1)}`);
  const questions = [{ answers: names, min: 1, max: 1, question: 'Which?' }];
  const template = { description: 'A benchmark', name: 'Benchmark', questions };
  writeFileSync(join(folder, 'template.json'), JSON.stringify(template));
  run(folder, ['setup', 'make-election', ...where, '--template', 'template.json']);
  run(folder, ['archive', 'init']);
  return secrets
    .trim()
    .split('\n')
    .map((line) => line.split(' ').at(-1) ?? '');
}

function fileIn(folder: string, ending: string): string {
  const found = readdirSync(folder).find((name) => name.endsWith(ending));
  if (found === undefined) throw new Error(`${TOOL} has left no ${ending} file.`);
  return found;
}

/** Its source of chance otherwise waits for the machine. */
const environment = { ...process.env, BELENIOS_USE_URANDOM: '1', LC_ALL: 'C' };

function run(folder: string, words: readonly string[]): string {
  const { status, stdout, stderr } = spawnSync(TOOL, words, {
    cwd: folder,
    env: environment,
    encoding: 'utf8',
  });
  if (status !== 0) throw new Error(`${TOOL} ${words.join(' ')}: ${stderr}`);
  return stdout;
}

/** Runs it under the shell's own clock of processor time. */
function timed(folder: string, words: readonly string[]): { cpuMs: number; out: string } {
  const line = `TIMEFORMAT='%U %S'; time ${TOOL} ${words.join(' ')} 2>noise`;
  const { status, stdout, stderr } = spawnSync('bash', ['-c', line], {
    cwd: folder,
    env: environment,
    encoding: 'utf8',
    maxBuffer: 1 << 26,
  });
  if (status !== 0) throw new Error(`${TOOL} ${words.join(' ')}: ${stderr}`);
  const [user = 0, system = 0] = stderr.trim().split(' ').map(Number);
  return { cpuMs: (user + system) * 1_000, out: stdout };
}

function cpuMsOf(folder: string, words: readonly string[]): number {
  return timed(folder, words).cpuMs;
}

function feed(folder: string, words: readonly string[], input: string): Promise<void> {
  return new Promise((resolve, reject) => {
    const stdio = ['pipe', 'ignore', 'ignore'] as const;
    const child = spawn(TOOL, words, { cwd: folder, env: environment, stdio: [...stdio] });
    child.on('error', reject);
    child.on('close', (code) => {
      if (code === 0) resolve();
      else reject(new Error(`${TOOL} ${words.join(' ')} ended with ${String(code)}.`));
    });
    child.stdin.end(input);
  });
}
