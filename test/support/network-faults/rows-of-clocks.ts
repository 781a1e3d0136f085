import { execFileSync } from 'node:child_process';
import {
  appendFileSync,
  cpSync,
  existsSync,
  mkdirSync,
  readFileSync,
  writeFileSync,
} from 'node:fs';
import path from 'node:path';
import { toHex } from '@madang/base';
import { actor, actSigner, notariseFiles, sealFiles } from '@madang/testkit';
import { type FaultNetwork, type FaultNode, statusOf } from './fault-network.ts';
import { type Load, post } from './load.ts';
import { type Fault, NotHere } from './row.ts';

const OFF_MS = 120_000;
const VARIABLE = 'MADANG_TEST_CLOCK_MS';
const SOURCE = path.join(import.meta.dirname, '../../../engines/cometbft');

/** A node whose clock is wrong, and the CometBFT beside it by the same clock. */
export const clocks: readonly Fault[] = ([1, -1] as const).map((sign): Fault => {
  const offMs = sign * OFF_MS;
  const way = sign > 0 ? 'ahead' : 'behind';
  return {
    name: `a clock two minutes ${way}`,
    what: `one node and its CometBFT two minutes ${way}; set right`,
    play: async ({ network, load, random, institutions }) => {
      const node = network.node(random.below(4));
      const wrong = wrongClock(network.folder, offMs);
      await network.stop(node);
      network.start(node, { env: { ...process.env, ...wrong } });
      await load.more(3, institutions);
      const seen = await blockTimes(network);
      const short = await sendShort(load, network.chain, node);
      await network.stop(node);
      network.start(node);
      await load.more(1, institutions);
      return `${seen}; of an act that ends in 90 s the node said ${short}`;
    },
  };
});

/** The median of the validators is right while no more than a third of them are wrong. */
async function blockTimes({ nodes }: FaultNetwork): Promise<string> {
  const times: number[] = [];
  for (const node of nodes) {
    const status = await statusOf(node);
    if (status !== undefined) times.push(status.lastBlockTime - Date.now());
  }
  const worst = Math.max(...times.map(Math.abs));
  if (worst > 60_000) throw new Error(`Blocks are ${String(worst / 1_000)} s off.`);
  return `blocks at all nodes within ${(worst / 1_000).toFixed(0)} s of the true time`;
}

/** Sends an act of somebody with a right clock, which expires before the other clock's time. */
async function sendShort(load: Load, chain: Uint8Array, node: FaultNode): Promise<string> {
  const by = actor('somebody with a right clock');
  const sealed = await sealFiles([Buffer.from('of a short life')]);
  const wish = { ...notariseFiles(by, sealed), expiresInMs: 90_000 };
  const { envelope, bodyHash } = actSigner(chain, Date.now)(wish);
  load.sent.add(toHex(bodyHash));
  const answer = await post(node.url, envelope);
  return typeof answer === 'number' ? 'yes' : String(answer);
}

/** What a process needs for another clock: a preload for Node, a build of CometBFT of its own. */
function wrongClock(folder: string, offMs: number): Readonly<Record<string, string>> {
  const place = path.join(folder, '..', 'clock');
  mkdirSync(place, { recursive: true });
  const preload = path.join(place, 'clock.mjs');
  writeFileSync(preload, PRELOAD);
  return {
    [VARIABLE]: String(offMs),
    NODE_OPTIONS: `--import ${preload}`,
    MADANG_COMETBFT: cometWithOffset(place),
  };
}

const PRELOAD = `const offMs = Number(process.env.${VARIABLE});
const RightDate = Date;
globalThis.Date = class extends RightDate {
  constructor(...args) {
    if (args.length === 0) super(RightDate.now() + offMs);
    else super(...args);
  }
  static now() {
    return RightDate.now() + offMs;
  }
};
`;

/**
 * CometBFT whose only sense of time, `types/time`, is moved: built of a copy of its source in a
 * folder of the test. (A static program takes no preload, and Go's `-overlay` refuses to replace a
 * file of its module cache.)
 */
function cometWithOffset(place: string): string {
  const program = path.join(place, 'cometbft');
  if (existsSync(program)) return program;
  try {
    const go = (...words: string[]): string =>
      execFileSync('go', words, {
        ...{ cwd: SOURCE, env: { ...process.env, CGO_ENABLED: '0' }, encoding: 'utf8' },
        stdio: ['ignore', 'pipe', 'pipe'],
      });
    const original = go('list', '-m', '-f', '{{.Dir}}', COMETBFT).trim();
    const copy = path.join(place, 'source');
    cpSync(original, copy, { recursive: true });
    execFileSync('chmod', ['-R', 'u+w', copy]);
    const time = path.join(copy, 'types/time/time.go');
    const moved = readFileSync(time, 'utf8')
      .replace('Canonical(time.Now())', 'Canonical(time.Now().Add(offset()))')
      .replace('import (', 'import (\n\t"os"\n\t"strconv"');
    writeFileSync(time, moved + OFFSET);
    for (const name of ['go.mod', 'go.sum']) {
      cpSync(path.join(SOURCE, name), path.join(place, name));
    }
    const modules = path.join(place, 'go.mod');
    appendFileSync(modules, `\nreplace ${COMETBFT} => ${copy}\n`);
    go('build', '-trimpath', `-modfile=${modules}`, '-o', program, '.');
    return program;
  } catch (thrown) {
    const why = thrown instanceof Error ? thrown.message.split('\n').slice(0, 3).join(' ') : '';
    throw new NotHere(`It needs Go, which builds a CometBFT with another clock. ${why}`);
  }
}

const COMETBFT = 'github.com/cometbft/cometbft';

const OFFSET = `
func offset() time.Duration {
	ms, err := strconv.Atoi(os.Getenv("${VARIABLE}"))
	if err != nil {
		panic(err)
	}
	return time.Duration(ms) * time.Millisecond
}
`;
