import { execFile } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, renameSync } from 'node:fs';
import path from 'node:path';
import { promisify } from 'node:util';
import { concat, fail, ok, type Result, toHex } from '@madang/base';
import { sha256 } from '@madang/crypto';

const run = promisify(execFile);

const SOURCE = path.join(import.meta.dirname, '../../../../engines/cometbft');
const BUILT = path.join(import.meta.dirname, '../../../../node_modules/.madang');

/** The line of CometBFT that is spoken to: ABCI 2.0. */
const LINE = /^0\.38\.\d+/;

/** Longest time for a version to be told, and for a build with everything to download; ms. */
const ANSWER_MS = 10_000;
const BUILD_MS = 15 * 60_000;

/**
 * The CometBFT of this machine: the one in `MADANG_COMETBFT` or in `PATH` if it is of the right
 * line, else the one that was built of `engines/cometbft`, which is built now if Go is here. Fails
 * with one sentence that says what to do.
 */
export async function findCometBft(note: (line: string) => void): Promise<Result<string, string>> {
  const { MADANG_COMETBFT: named } = process.env;
  if (named !== undefined) {
    return (await isOfLine(named))
      ? ok(named)
      : fail(`MADANG_COMETBFT is ${named}, which is no CometBFT 0.38.`);
  }
  if (await isOfLine('cometbft')) return ok('cometbft');
  const built = path.join(BUILT, `cometbft-${sourceHash().slice(0, 16)}`);
  if (existsSync(built)) return ok(built);
  return build(built, note);
}

async function isOfLine(program: string): Promise<boolean> {
  try {
    const { stdout } = await run(program, ['version'], { timeout: ANSWER_MS });
    return LINE.test(stdout.trim());
  } catch {
    return false;
  }
}

/** What the program is made of. */
function sourceHash(): string {
  const names = ['go.mod', 'go.sum', 'main.go'];
  return toHex(sha256(concat(...names.map((name) => readFileSync(path.join(SOURCE, name))))));
}

async function build(file: string, note: (line: string) => void): Promise<Result<string, string>> {
  try {
    await run('go', ['version'], { timeout: ANSWER_MS });
  } catch {
    return fail(
      'CometBFT is not here: install Go 1.22 or newer, put a CometBFT 0.38 into PATH, or name it in MADANG_COMETBFT.',
    );
  }
  note('Building CometBFT …');
  const fresh = `${file}.${String(process.pid)}`;
  mkdirSync(BUILT, { recursive: true });
  try {
    const words = ['build', '-trimpath', '-o', fresh, '.'];
    const env = { ...process.env, CGO_ENABLED: '0' };
    await run('go', words, { cwd: SOURCE, timeout: BUILD_MS, env });
    renameSync(fresh, file);
    return ok(file);
  } catch (thrown) {
    const said = thrown instanceof Error ? thrown.message : String(thrown);
    return fail(`CometBFT could not be built: ${said.split('\n').slice(0, 3).join(' ')}`);
  }
}
