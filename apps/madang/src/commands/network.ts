import { readFileSync } from 'node:fs';
import path from 'node:path';
import { tryToListen } from '@madang/api';
import { expectPresent, fail, ok, type Result } from '@madang/base';
import { askNetwork } from '@madang/client/network';
import { findCometBft, overTwoThirds } from '@madang/node';
import type { Arguments, Command } from '../command.ts';
import { mustBeFounded } from '../data/city.ts';
import { layoutOf } from '../data/layout.ts';
import { attendanceWords } from '../network/attendance-words.ts';
import { cometMissing } from '../network/comet-node.ts';
import { foundNetwork } from '../network/found-network.ts';
import { historyWords } from '../network/history-words.ts';
import {
  type NodeState,
  readLocalNetwork,
  statesOf,
  untilReady,
  urlOf,
  writeLocalNetwork,
} from '../network/local-network.ts';
import type { LocalNode } from '../network/local-node.ts';
import { moveToNetwork } from '../network/move.ts';
import { networkPlan, VALIDATORS } from '../network/plan.ts';
import { endNode, logFileOf, pidOf, startNode } from '../network/processes.ts';
import { resync } from '../network/resync.ts';
import type { LocalPorts } from '../network/split.ts';
import { listenFailure } from '../server/listening.ts';
import { type CommandError, commandError, type Terminal } from '../terminal.ts';
import { portOf } from './port.ts';

/** The port of the first node; the others follow. */
const FIRST_PORT = 7300;

/** `madang network`: a ledger of several institutions, each with its node, on this machine. */
export const network: Command = {
  name: 'network',
  operands: 'up | move FOLDER | status | kill NODE | heal | resync NODE | down',
  summary: {
    en: 'Runs the nodes of several institutions on this machine, under CometBFT.',
    ko: '이 컴퓨터에서 여러 기관의 노드를 CometBFT로 함께 실행합니다.',
  },
  options: [
    {
      name: 'data',
      value: 'DIR',
      help: { en: 'folder of the network (.madang-network)', ko: '폴더 (.madang-network)' },
    },
    {
      name: 'validators',
      value: 'N',
      help: {
        en: 'institutions of a new network, 4 to 7 (4)',
        ko: '새 네트워크의 기관 수, 4~7 (4)',
      },
    },
    {
      name: 'port',
      value: 'PORT',
      help: {
        en: 'first port of a new network’s pages (7300)',
        ko: '새 네트워크 화면의 첫 포트 (7300)',
      },
    },
    {
      name: 'from',
      value: 'NODE',
      help: {
        en: 'node whose ledger resync copies; it is stopped for that moment',
        ko: 'resync가 원장을 복사할 노드 (복사하는 동안 잠시 멈춤)',
      },
    },
    {
      name: 'empty',
      help: { en: 'a new network begins without the demo', ko: '체험 기록 없이 새로 시작합니다' },
    },
  ],
  count: { min: 1, max: 2 },
  run: runNetwork,
};

async function runNetwork(
  given: Arguments,
  terminal: Terminal,
): Promise<Result<number, CommandError>> {
  const folder = path.resolve(given.value('data') ?? '.madang-network');
  const [act = '', named] = given.positionals;
  const begun = begin({ folder, given, terminal }, act, named);
  if (begun !== undefined) return begun;
  const nodes = readLocalNetwork(folder);
  if (!nodes.ok) return nodes;
  if (nodes.value === undefined) return noNetwork(folder);
  if (named !== undefined) {
    return actOnOne(act, { nodes: nodes.value, named, from: given.value('from'), terminal });
  }
  const what = acts.get(act);
  return what === undefined ? wrongAct() : what(nodes.value, terminal);
}

type Act = (
  nodes: readonly LocalNode[],
  terminal: Terminal,
) => Promise<Result<number, CommandError>>;

/** What needs nothing but a network. */
const acts: ReadonlyMap<string, Act> = new Map<string, Act>([
  ['status', status],
  ['heal', startAll],
  ['down', down],
]);

interface UpWish {
  readonly folder: string;
  readonly given: Arguments;
  readonly terminal: Terminal;
}

/** Where there is no network yet; nothing for words that mean something else. */
function begin(
  wish: UpWish,
  act: string,
  named: string | undefined,
): Promise<Result<number, CommandError>> | undefined {
  if (act === 'up' && named === undefined) return up(wish);
  return act === 'move' && named !== undefined ? move(wish, named) : undefined;
}

async function up({ folder, given, terminal }: UpWish): Promise<Result<number, CommandError>> {
  const known = readLocalNetwork(folder);
  if (!known.ok) return known;
  if (known.value !== undefined) return startAll(known.value, terminal);
  const validators = Number(given.value('validators') ?? VALIDATORS.min);
  const isCount = Number.isSafeInteger(validators);
  if (!isCount || validators < VALIDATORS.min || validators > VALIDATORS.max) return wrongCount();
  const free = await freePorts({ folder, given, terminal }, validators);
  if (!free.ok) return free;
  const ports = free.value;
  const isDemo = !given.has('empty');
  const plan = networkPlan(validators, isDemo);
  const founded = await foundNetwork({ folder, plan, isDemo, ports, terminal });
  if (!founded.ok) return founded;
  writeLocalNetwork(folder, founded.value);
  return startAll(founded.value, terminal);
}

/** Goes on with the ledger of a stopped server as a network. */
async function move(wish: UpWish, from: string): Promise<Result<number, CommandError>> {
  const { folder, terminal } = wish;
  const known = readLocalNetwork(folder);
  if (!known.ok) return known;
  if (known.value !== undefined) return hasNetwork(folder);
  const layout = layoutOf(path.resolve(from));
  const founded = mustBeFounded(layout);
  if (!founded.ok) return founded;
  const ports = await freePorts(wish, VALIDATORS.max);
  if (!ports.ok) return ports;
  const moved = await moveToNetwork({ from: layout, folder, ports: ports.value });
  if (!moved.ok) return moved;
  writeLocalNetwork(folder, moved.value);
  return startAll(moved.value, terminal);
}

/** The ports of so many nodes, all of them free, and a CometBFT that can use them. */
async function freePorts(
  { given, terminal }: UpWish,
  count: number,
): Promise<Result<readonly LocalPorts[], CommandError>> {
  const first = portOf(given.value('port'), FIRST_PORT);
  if (!first.ok) return first;
  const program = await findCometBft(terminal.note);
  if (!program.ok) return fail(cometMissing(program.error));
  const ports = Array.from({ length: count }, (_, n) => ({
    api: first.value + n,
    p2p: first.value + P2P_AFTER + n,
  }));
  for (const port of ports.flatMap(({ api, p2p }) => [api, p2p])) {
    const free = await tryToListen({ hosts: ['127.0.0.1'], port });
    if (!free.ok) return fail(listenFailure(free.error));
  }
  return ok(ports);
}

/** The ports on which nodes find each other come after those of their pages. */
const P2P_AFTER = 100;

/** Starts every node that does not run, and waits until all of them sign. */
async function startAll(
  nodes: readonly LocalNode[],
  terminal: Terminal,
): Promise<Result<number, CommandError>> {
  for (const node of nodes) {
    if (pidOf(node) === undefined) startNode(node);
  }
  terminal.note(WAITING[terminal.language]);
  const late = await untilReady(nodes);
  if (late !== undefined) return notReady(late);
  return ok(say(await statesOf(nodes), terminal));
}

const WAITING = {
  en: 'Waiting until the nodes make blocks together …',
  ko: '노드들이 함께 블록을 만들 때까지 기다립니다 …',
} as const;

/** What is asked of one node. */
interface AskedOfOne {
  readonly nodes: readonly LocalNode[];
  readonly named: string;
  readonly from: string | undefined;
  readonly terminal: Terminal;
}

function actOnOne(act: string, asked: AskedOfOne): Promise<Result<number, CommandError>> {
  if (act === 'kill') return kill(asked);
  if (act === 'resync') return takeAnew(asked);
  return Promise.resolve(wrongAct());
}

async function kill({ nodes, named, terminal }: AskedOfOne): Promise<Result<number, CommandError>> {
  const node = nodeNamed(nodes, named);
  if (!node.ok) return node;
  await endNode(node.value, 'SIGKILL');
  return ok(say(await statesOf(nodes), terminal));
}

function nodeNamed(nodes: readonly LocalNode[], named: string): Result<LocalNode, CommandError> {
  const node = nodes[Number(named) - 1] ?? nodes.find(({ institution }) => institution === named);
  return node === undefined ? unknownNode(named, nodes) : ok(node);
}

/** Takes the ledger of a stopped node away, so that it comes to that of the others again. */
async function takeAnew(asked: AskedOfOne): Promise<Result<number, CommandError>> {
  const { nodes, named, terminal } = asked;
  const node = nodeNamed(nodes, named);
  if (!node.ok) return node;
  const from = asked.from === undefined ? ok(undefined) : nodeNamed(nodes, asked.from);
  if (!from.ok) return from;
  if (from.value === node.value) return wrongAct();
  const done = await resync({
    node: node.value,
    ...(from.value === undefined ? {} : { from: from.value }),
  });
  if (!done.ok) return done;
  terminal.say(TAKEN_AWAY[terminal.language](node.value.institution));
  return ok(0);
}

const TAKEN_AWAY = {
  en: (institution: string) =>
    `The node of ${institution} takes its ledger from the others when it is started: madang network heal`,
  ko: (institution: string) =>
    `${institution} 노드는 시작하면 다른 노드에서 원장을 다시 받습니다: madang network heal`,
} as const;

async function down(
  nodes: readonly LocalNode[],
  terminal: Terminal,
): Promise<Result<number, CommandError>> {
  await Promise.all(nodes.map((node) => endNode(node, 'SIGTERM')));
  return ok(say(await statesOf(nodes), terminal));
}

/** How the nodes are, and how they were over weeks, as the first that answers counted it. */
async function status(
  nodes: readonly LocalNode[],
  terminal: Terminal,
): Promise<Result<number, CommandError>> {
  const { language } = terminal;
  const states = await statesOf(nodes);
  const first = states.find(({ height }) => height !== undefined)?.node;
  if (first === undefined) return ok(say(states, terminal));
  const answer = await askNetwork({ baseUrl: urlOf(first), language: () => language });
  const counted = answer.ok ? attendanceWords(answer.value, first.institution, language) : [];
  return ok(say(states, terminal, counted));
}

/** One line for each node, what else is told of them, and what may still fail. */
function say(
  states: readonly NodeState[],
  { say: print, language }: Terminal,
  also: readonly string[] = [],
): number {
  for (const [n, { node, isRunning, height, size, history }] of states.entries()) {
    const heard = height === undefined ? '' : STANDS[language](height, size ?? 0);
    const state = isRunning ? WORDS[language].runs : WORDS[language].still;
    const place = `${String(n + 1)}  ${node.institution.padEnd(12)} ${urlOf(node)}`;
    const coming = history === undefined ? '' : `; ${historyWords(history)[language]}`;
    print(`${place}  ${state}${heard}${coming}`);
  }
  for (const line of also) print(line);
  const running = states.filter(({ isRunning }) => isRunning).length;
  const needed = overTwoThirds(states.length);
  print(VERDICT[language](running - needed));
  return 0;
}

const WORDS = {
  en: { runs: 'runs', still: 'does not run' },
  ko: { runs: '실행 중', still: '멈춤' },
} as const;

const STANDS = {
  en: (height: number, size: number) => `, block ${String(height)}, ${String(size)} entries`,
  ko: (height: number, size: number) => `, 블록 ${String(height)}, 기록 ${String(size)}개`,
} as const;

const VERDICT = {
  en: (spare: number): string => {
    if (spare < 0) return 'Too few nodes run: nothing new is recorded until some are healed.';
    if (spare === 0) return 'The network goes on. One more failure would stop new records.';
    return `The network goes on. It can bear ${String(spare)} more ${spare === 1 ? 'failure' : 'failures'}.`;
  },
  ko: (spare: number): string => {
    if (spare < 0) return '실행 중인 노드가 모자라 되살릴 때까지 새 기록이 멈춥니다.';
    if (spare === 0) return '네트워크가 이어집니다. 하나만 더 멈추면 새 기록이 멈춥니다.';
    return `네트워크가 이어집니다. ${String(spare)}개가 더 멈춰도 괜찮습니다.`;
  },
} as const;

function noNetwork(folder: string): Result<never, CommandError> {
  return fail(
    commandError(
      'NO_NETWORK',
      `There is no network in ${folder}; make one with: madang network up`,
      `${folder} 에는 네트워크가 없습니다. 만들려면: madang network up`,
    ),
  );
}

function hasNetwork(folder: string): Result<never, CommandError> {
  return fail(
    commandError(
      'NETWORK_EXISTS',
      `There is a network in ${folder} already; choose another folder with --data.`,
      `${folder} 에 이미 네트워크가 있습니다. --data 로 다른 폴더를 고르십시오.`,
    ),
  );
}

function wrongAct(): Result<never, CommandError> {
  const { operands } = network;
  return fail(
    commandError('USAGE', `Say one of: ${operands}.`, `다음 중 하나를 쓰십시오: ${operands}.`),
  );
}

function wrongCount(): Result<never, CommandError> {
  const { min, max } = VALIDATORS;
  const range = `${String(min)} to ${String(max)}`;
  return fail(
    commandError(
      'VALIDATORS_NOT_VALID',
      `A network on one machine has ${range} validators.`,
      `한 컴퓨터의 네트워크에는 검증 노드가 ${String(min)}개에서 ${String(max)}개까지 있습니다.`,
    ),
  );
}

function unknownNode(named: string, nodes: readonly LocalNode[]): Result<never, CommandError> {
  const known = nodes.map(({ institution }) => institution).join(', ');
  return fail(
    commandError(
      'NODE_UNKNOWN',
      `There is no node ${named}; there are 1 to ${String(nodes.length)}: ${known}.`,
      `${named} 노드가 없습니다. 1부터 ${String(nodes.length)}까지 있습니다: ${known}.`,
    ),
  );
}

/** The last thing a node said is why it does not run. */
function notReady(node: LocalNode): Result<never, CommandError> {
  const lines = readFileSync(logFileOf(node), 'utf8').trimEnd().split('\n');
  const last = expectPresent(lines.at(-1), 'a text has lines').slice(0, 500);
  return fail(
    commandError(
      'NODE_NOT_READY',
      `The node of ${node.institution} does not sign with the others. It said last: ${last}`,
      `${node.institution} 노드가 다른 노드와 함께 서명하지 못하고 있습니다. 마지막 말: ${last}`,
    ),
  );
}
