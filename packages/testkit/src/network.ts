import { execFile } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { findCometBft } from '@madang/node';
import { freeRange } from './ports.ts';

const run = promisify(execFile);
const MAIN = path.join(import.meta.dirname, '../../../apps/madang/src/main.ts');
const COMMAND_MS = 240_000;

/**
 * Real nodes of several institutions on this machine, under CometBFT, as `madang network` runs
 * them.
 */
export interface TestNetwork {
  readonly folder: string;
  /** The addresses of the nodes, in the order in which `madang network status` lists them. */
  readonly urls: readonly string[];
  /** The node of the demo's city hall, which keeps the vault and sends the links. */
  readonly url: string;
  /** Runs `madang network` with these words, and gives what it says. */
  readonly say: (...words: readonly string[]) => Promise<string>;
  readonly stop: () => Promise<void>;
}

/** What {@link startNetwork} is given. */
export interface NetworkOptions {
  readonly withDemo?: boolean;
  readonly validators?: number;
}

/** Whether there is a CometBFT here; where there is none, one line says why. */
export async function hasCometBft(): Promise<boolean> {
  const note = (line: string) => process.stderr.write(`${line}\n`);
  const program = await findCometBft(note);
  if (!program.ok) note(`The network is not tested: ${program.error}`);
  return program.ok;
}

/** Founds a network on free ports and waits until it makes blocks. */
export async function startNetwork(options: NetworkOptions = {}): Promise<TestNetwork> {
  const folder = await mkdtemp(path.join(tmpdir(), 'madang-network-'));
  const { validators = 4, withDemo = false } = options;
  const first = await freeRange(validators);
  const data = ['--data', path.join(folder, 'data')];
  const say = async (...words: readonly string[]): Promise<string> => {
    const args = [MAIN, 'network', ...words, ...data];
    const { stdout } = await run(process.execPath, args, { timeout: COMMAND_MS });
    return stdout;
  };
  const wish = ['--validators', String(validators), '--port', String(first)];
  await say('up', ...wish, ...(withDemo ? [] : ['--empty']));
  const urls = Array.from(
    { length: validators },
    (_, n) => `http://localhost:${String(first + n)}`,
  );
  return {
    folder,
    urls,
    url: urls[CITY] ?? '',
    say,
    stop: async () => {
      await say('down');
      await rm(folder, { recursive: true, force: true });
    },
  };
}

/** The institutions are listed by their ids: audit, city, district, university. */
const CITY = 1;
