import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, openSync, rmSync } from 'node:fs';
import { connect, createServer, type Server, type Socket } from 'node:net';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { utf8 } from '@madang/base';
import { keyPairFromSeed, sha256 } from '@madang/crypto';
import { createMachine } from '@madang/kernel';
import {
  cometGenesis,
  FrameReader,
  frame,
  LOCAL_PACE,
  openStore,
  verifyStore,
  writeCometHome,
} from '@madang/node';
import { encodeGenesis, genesisHash } from '@madang/protocol';
import { abciKindOf, freePort, START_MS, services, testGenesis } from '@madang/testkit';

/** The seed of a key of the only institution of the crash matrix. */
function aloneSeed(what: string): Uint8Array {
  return sha256(utf8(`alone ${what}`));
}

/** A key of the only institution of the crash matrix. */
export function aloneKey(what: string) {
  return keyPairFromSeed(aloneSeed(what));
}

/** A ledger of one institution: whatever dies, all of it is dead. */
const genesis = testGenesis({
  nodeKeys: [aloneKey('log').publicKey],
  institutions: [
    {
      id: 'office',
      names: { en: 'Office', ko: '기관' },
      operator: { en: 'a test', ko: '시험' },
      governance: aloneKey('governance').publicKey,
      consensus: aloneKey('consensus').publicKey,
      cosigner: aloneKey('cosigner').publicKey,
    },
  ],
});
export const aloneGenesis = encodeGenesis(genesis);
export const aloneChain = genesisHash(aloneGenesis);

/** The requests of CometBFT at which a node can die. One that decides alone asks for no others. */
export const ABCI_CALLS = [
  'info',
  'initChain',
  'checkTx',
  'prepareProposal',
  'processProposal',
  'finalizeBlock',
  'commit',
] as const;

/** Before the node has the request, while it works on it, when its answer is ready but not sent. */
export const MOMENTS = ['before', 'during', 'after'] as const;

/** Where the node dies. */
export interface NodeDeath {
  readonly call: (typeof ABCI_CALLS)[number];
  readonly moment: (typeof MOMENTS)[number];
}

/** How many fail points a block of CometBFT passes (`libs/fail`: six and four). */
export const FAIL_POINTS = 10;

/** One way to die: CometBFT at a fail point, then the node at a call; either may be left out. */
export interface Deaths {
  readonly failPoint?: number;
  readonly node?: NodeDeath;
}

/** What came of it. */
export interface CrashOutcome {
  readonly cometDied: boolean;
  readonly nodeDied: boolean;
  readonly acknowledged: number;
  /** A sentence for each thing that was not as it must be. */
  readonly problems: readonly string[];
}

const HEAL_MS = 60_000;
const DIE_MS = 6_000;
const LOST_MS = 3_000;
/** After both have died the network must acknowledge so many more. */
const MORE = 6;

/**
 * Lets one node and its CometBFT die as told, starts both again, and looks: all that was
 * acknowledged is there, and executing the log again comes to the same state.
 */
export async function dieAndHeal(
  program: string,
  folder: string,
  deaths: Deaths,
): Promise<CrashOutcome> {
  const place = await prepare(folder);
  const run = new CrashRun(program, place);
  try {
    const cometDied = deaths.failPoint !== undefined && (await run.cometDies(deaths.failPoint));
    const nodeDied = deaths.node !== undefined && (await run.nodeDies(deaths.node));
    const healed = await run.heal();
    await run.end();
    const problems = [...(healed ? [] : ['It did not heal.']), ...(await run.lost())];
    return { cometDied, nodeDied, acknowledged: run.acknowledged.size, problems };
  } finally {
    await run.end();
  }
}

interface Place {
  readonly folder: string;
  readonly home: string;
  /** The node's own socket, and the one in front of it that CometBFT is told. */
  readonly applicationSocket: string;
  readonly doorSocket: string;
  readonly rpcSocket: string;
}

async function prepare(folder: string): Promise<Place> {
  const at = (name: string) => path.join(folder, name);
  const place = {
    folder,
    home: at('comet'),
    applicationSocket: at('app.sock'),
    doorSocket: at('door.sock'),
    rpcSocket: at('rpc.sock'),
  };
  const { home, doorSocket, rpcSocket } = place;
  await writeAloneHome(home, { applicationSocket: doorSocket, rpcSocket });
  return place;
}

/** Writes the folder of the only CometBFT of this ledger. */
export async function writeAloneHome(
  folder: string,
  sockets: { readonly applicationSocket: string; readonly rpcSocket: string },
): Promise<void> {
  writeCometHome({
    ...{ folder, ...sockets, peers: [], pace: LOCAL_PACE },
    genesis: cometGenesis({ chain: aloneChain, timeMs: START_MS, afterHeight: 0 }),
    nodeSeed: aloneSeed('node'),
    validatorSeed: aloneSeed('consensus'),
    p2p: { host: '127.0.0.1', port: await freePort() },
  });
}

/** The two processes, the door between them, and what the node acknowledged. */
class CrashRun {
  readonly acknowledged = new Map<string, number>();
  readonly #program: string;
  readonly #place: Place;
  #node: ChildProcess | undefined;
  #comet: ChildProcess | undefined;
  #door: Door | undefined;

  constructor(program: string, place: Place) {
    this.#program = program;
    this.#place = place;
  }

  /** CometBFT runs into a fail point; whether it did. */
  async cometDies(failPoint: number): Promise<boolean> {
    await this.#openDoor(undefined);
    await this.#startNode();
    const comet = this.#startComet({ FAIL_TEST_INDEX: String(failPoint) });
    const died = await Promise.race([once(comet, 'exit'), setTimeout(DIE_MS, undefined)]);
    return died !== undefined;
  }

  /** The node dies at a call; whether it did. What is left of CometBFT is started anew. */
  async nodeDies(death: NodeDeath): Promise<boolean> {
    await this.#stopComet();
    await this.#openDoor(death);
    if (this.#node === undefined || this.#node.exitCode !== null) await this.#startNode();
    const node = this.#node;
    this.#startComet({});
    const dead = node === undefined ? undefined : once(node, 'exit');
    const died = await Promise.race([dead, setTimeout(DIE_MS, undefined)]);
    return died !== undefined;
  }

  /** Both run, undisturbed; whether they acknowledge more. */
  async heal(): Promise<boolean> {
    await this.#openDoor(undefined);
    const isNodeGone = this.#node === undefined || hasEnded(this.#node);
    if (isNodeGone) await this.#startNode();
    const before = this.acknowledged.size;
    const until = performance.now() + HEAL_MS;
    // As the supervisor does: one that lost its application and waits for it is made to end.
    const lost = this.#comet;
    const end = globalThis.setTimeout(() => lost?.kill('SIGKILL'), LOST_MS);
    while (this.acknowledged.size < before + MORE) {
      if (performance.now() > until) return false;
      if (this.#comet === undefined || hasEnded(this.#comet)) this.#startComet({});
      await setTimeout(50);
    }
    clearTimeout(end);
    return true;
  }

  async end(): Promise<void> {
    await this.#stopComet();
    if (this.#node !== undefined && !hasEnded(this.#node)) {
      const ended = once(this.#node, 'exit');
      this.#node.kill('SIGTERM');
      await ended;
    }
    await this.#door?.close();
    this.#door = undefined;
  }

  /** What was acknowledged and is not where it was said, or does not come to the same again. */
  async lost(): Promise<readonly string[]> {
    const store = await openStore({ folder: path.join(this.#place.folder, 'ledger') }, undefined);
    if (!store.ok) return [store.error.message];
    const problems: string[] = [];
    for (const [body, index] of this.acknowledged) {
      const found = store.value.place(new Uint8Array(Buffer.from(body, 'hex')))?.index;
      if (found !== index) problems.push(`${body.slice(0, 8)} is not at ${String(index)}.`);
    }
    const again = path.join(this.#place.folder, 'again');
    const verified = await verifyStore(store.value, createMachine(services), again);
    if (!verified.ok) problems.push(verified.error.message);
    await store.value.close();
    return problems;
  }

  async #openDoor(death: NodeDeath | undefined): Promise<void> {
    await this.#door?.close();
    const kill = () => this.#node?.kill('SIGKILL');
    this.#door = await openDoor(this.#place, death, kill);
  }

  async #startNode(): Promise<void> {
    const script = fileURLToPath(new URL('./comet-child.ts', import.meta.url));
    const args = [script, this.#place.folder];
    const node = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] });
    this.#node = node;
    const reader = createInterface({ input: node.stdout });
    const ready = new Promise<void>((resolve) => {
      reader.on('line', (line) => {
        if (line === 'ready') resolve();
        const [, body, index] = /^ack ([0-9a-f]{64}) (\d+)$/.exec(line) ?? [];
        if (body !== undefined) this.acknowledged.set(body, Number(index));
      });
    });
    await Promise.race([ready, once(node, 'exit')]);
  }

  #startComet(env: Readonly<Record<string, string>>): ChildProcess {
    rmSync(this.#place.rpcSocket, { force: true });
    const log = openSync(path.join(this.#place.home, 'log'), 'a');
    const comet = spawn(this.#program, ['start', '--home', this.#place.home], {
      env: { ...process.env, ...env },
      stdio: ['ignore', log, log],
    });
    closeSync(log);
    this.#comet = comet;
    return comet;
  }

  async #stopComet(): Promise<void> {
    const comet = this.#comet;
    if (comet === undefined || hasEnded(comet)) return;
    const ended = once(comet, 'exit');
    comet.kill('SIGKILL');
    await ended;
  }
}

function hasEnded({ exitCode, signalCode }: ChildProcess): boolean {
  return exitCode !== null || signalCode !== null;
}

interface Door {
  readonly close: () => Promise<void>;
}

/**
 * Stands between CometBFT and the node on their socket, passes everything on, and kills the node
 * when the call comes at which it is to die.
 */
async function openDoor(
  place: Place,
  death: NodeDeath | undefined,
  kill: () => void,
): Promise<Door> {
  rmSync(place.doorSocket, { force: true });
  const sockets = new Set<Socket>();
  const server = createServer((outer) => {
    const inner = connect(place.applicationSocket);
    for (const socket of [outer, inner]) {
      sockets.add(socket);
      socket.on('error', () => undefined);
      socket.on('close', () => {
        sockets.delete(socket);
        outer.destroy();
        inner.destroy();
      });
    }
    passOn(outer, inner, death, kill);
  });
  await listenAt(server, place.doorSocket);
  return {
    close: async () => {
      for (const socket of sockets) socket.destroy();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

async function listenAt(server: Server, socketPath: string): Promise<void> {
  server.listen(socketPath);
  await once(server, 'listening');
}

function passOn(
  outer: Socket,
  inner: Socket,
  death: NodeDeath | undefined,
  kill: () => void,
): void {
  const requests = new FrameReader();
  const responses = new FrameReader();
  /** What the node was asked on this connection and has not answered, in order. */
  const asked: string[] = [];
  outer.on('data', (chunk: Uint8Array) => {
    for (const message of requests.push(chunk)) {
      const kind = abciKindOf(message);
      const isIt = death !== undefined && kind === death.call;
      if (isIt && death.moment === 'before') {
        kill();
        return;
      }
      asked.push(kind);
      inner.write(frame(message));
      if (isIt && death.moment === 'during') kill();
    }
  });
  inner.on('data', (chunk: Uint8Array) => {
    for (const message of responses.push(chunk)) {
      const isIt = asked.shift() === death?.call;
      if (isIt && death?.moment === 'after') {
        kill();
        return;
      }
      outer.write(frame(message));
    }
  });
}
