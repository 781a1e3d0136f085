import { execFile, execFileSync } from 'node:child_process';
import { appendFileSync, mkdirSync, renameSync, rmSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { endsWith, type FaultNode, statusOf, until } from './fault-network.ts';
import { type Fault, type FaultRoom, NotHere } from './row.ts';

const run = promisify(execFile);
const MAIN = path.join(import.meta.dirname, '../../../apps/madang/src/main.ts');
const CORRUPT = fileURLToPath(
  new URL('../../../packages/node/test/children/corrupt-state.ts', import.meta.url),
);

/** Runs `madang` on a folder; gives what it says. */
async function madang(data: string, ...words: readonly string[]): Promise<string> {
  return (await run(process.execPath, [MAIN, ...words, '--data', data])).stdout;
}

/**
 * Asks `madang divergence` about a stopped node; throws unless it names the key that was changed.
 */
async function expectNamed(node: FaultNode, others: readonly FaultNode[], stateKey: string) {
  const urls = others.map(({ url }) => url);
  const args = [MAIN, 'divergence', ...urls, '--data', node.folder];
  const said = await run(process.execPath, args).then(
    () => 'The states are one.',
    (thrown: unknown) =>
      thrown instanceof Error && 'stdout' in thrown ? String(thrown.stdout) : '',
  );
  const [, service = '', table = ''] =
    /^([a-z-]+)\/([a-z-]+)\//.exec(Buffer.from(stateKey, 'hex').toString('latin1')) ?? [];
  const key = stateKey.slice(2 * (service.length + table.length + 2));
  const name = `record ${service}/${table}, key ${key === '' ? 'none' : key}`;
  const isRight = said.includes(name) && said.includes(`${node.folder} is not what the rules`);
  if (!isRight) throw new Error(`Not named was ${name}: ${said}`);
}

/** Nodes whose store is not what it should be, and a disk without room. */
export const damage: readonly Fault[] = [
  ...(['from the first block', 'copied from another'] as const).map(
    (how): Fault => ({
      name: `state corrupted, ledger ${how}`,
      what: 'one value changed in the store of a stopped node; started; looked at with madang divergence; taken anew; started',
      play: async ({ network, load, random }) => {
        const n = random.below(4);
        const [node, donor] = [network.node(n), network.node(n + 1)];
        const running = network.nodes.filter((one) => one !== node);
        const others = running.map((one) => one.institution);
        await network.stop(node);
        const ledger = path.join(node.folder, 'ledger');
        const choice = String(random.below(1_000_000));
        const [changed = ''] = (
          await run(process.execPath, [CORRUPT, ledger, choice])
        ).stdout.split(' ');
        network.start(node);
        const sentence = await endsWith(node, /\(NODE_(HISTORY_DIFFERS|STORE_DAMAGED|STOPPED)\)$/);
        await load.more(2, others);
        await expectNamed(node, running, changed);
        const from = how === 'copied from another' ? ['--from', donor.institution] : [];
        await madang(network.folder, 'network', 'resync', node.institution, ...from);
        network.start(node);
        await load.more(1, [node.institution]);
        return `the node said: ${sentence} madang divergence named the key that was changed`;
      },
    }),
  ),
  {
    name: 'a validator restored from an old backup',
    what: 'one node copied with madang backup; votes on; killed with -9, its folder removed; made anew with madang restore; started',
    play: async ({ network, load, random }) => {
      const n = random.below(4);
      const node = network.node(n);
      const others = network.nodes.filter((one) => one !== node);
      const copy = path.join(network.folder, 'backup');
      await network.stop(node);
      await madang(node.folder, 'backup', copy);
      network.start(node);
      await load.more(2, [node.institution]);
      await network.kill(node);
      rmSync(node.folder, { recursive: true });
      const said = await madang(node.folder, 'restore', copy);
      rmSync(copy, { recursive: true });
      const [sentence, first] = /This validator votes from block (\d+) on.*/.exec(said) ?? [];
      if (sentence === undefined) throw new Error(said);
      network.start(node);
      await load.more(
        2,
        others.map(({ institution }) => institution),
      );
      await load.more(1, [node.institution]);
      await until('it votes again', async () => {
        const status = await statusOf(node);
        return status !== undefined && status.height > Number(first) + 2;
      });
      for (const one of network.nodes) {
        const { doubleSigners = [] } = (await statusOf(one)) ?? {};
        const isAccused = doubleSigners.some((signer) => signer.institution === node.institution);
        if (isAccused) throw new Error(`${one.institution} has a proof that it signed twice.`);
      }
      return `madang restore said: ${sentence}`;
    },
  },
  {
    name: 'a disk that fills',
    what: 'the folder of one node on a small file system; filled; room made; started again',
    play: async (room) => {
      const { network, random } = room;
      const node = network.node(random.below(4));
      await network.stop(node);
      const small = mountUnder(node.folder);
      try {
        return await playFullDisk(room, node, small);
      } finally {
        // What is there goes back to where it was, so that the network can be used further.
        await network.stop(node);
        small.unmount();
        network.start(node);
      }
    },
  },
];

async function playFullDisk(
  { network, load }: FaultRoom,
  node: FaultNode,
  { ballast }: SmallDisk,
): Promise<string> {
  const others = network.nodes.filter((one) => one !== node).map((one) => one.institution);
  network.start(node);
  await load.more(1, [node.institution]);
  // A file that nobody needs takes nearly all there is; the load takes the rest.
  for (let bytes = CHUNK_BYTES; bytes >= 4_096; ) {
    try {
      appendFileSync(ballast, Buffer.alloc(bytes));
    } catch {
      bytes /= 2;
    }
  }
  const sentence = await endsWith(node, /\(NODE_DISK_FULL\)$/);
  await load.more(2, others);
  rmSync(ballast);
  network.start(node);
  await load.more(1, [node.institution]);
  return `the node said: ${sentence.replace(node.folder, 'DATA')}`;
}

interface SmallDisk {
  /** A file on it that takes room. */
  readonly ballast: string;
  readonly unmount: () => void;
}

const CHUNK_BYTES = 1_048_576;
/** Room beside what the node has already. */
const SPARE_KB = 96 * 1_024;

/** Puts a small file system of its own under a folder, with what is in it. */
function mountUnder(folder: string): SmallDisk {
  const aside = `${folder}.aside`;
  renameSync(folder, aside);
  mkdirSync(folder);
  const kilobytes = Number(execFileSync('du', ['-sk', aside]).toString().split('\t')[0]);
  try {
    const size = `size=${String(kilobytes + SPARE_KB)}k`;
    execFileSync('mount', ['-t', 'tmpfs', '-o', size, 'tmpfs', folder], { stdio: 'ignore' });
  } catch {
    rmSync(folder, { recursive: true });
    renameSync(aside, folder);
    throw new NotHere('It needs the right to mount a small file system.');
  }
  execFileSync('cp', ['-a', `${aside}/.`, folder]);
  return {
    ballast: path.join(folder, 'ballast'),
    unmount: () => {
      rmSync(path.join(folder, 'ballast'), { force: true });
      rmSync(aside, { recursive: true });
      execFileSync('cp', ['-a', folder, aside]);
      execFileSync('umount', [folder]);
      rmSync(folder, { recursive: true });
      renameSync(aside, folder);
    },
  };
}
