import path from 'node:path';
import { type ApiConsensus, type ApiNodes, apiConsensusOf } from '@madang/api';
import { expectOk, expectPresent, fail, fromUtf8, ok, type Result } from '@madang/base';
import type { DoubleSigner } from '@madang/client';
import {
  type Colleague,
  type CometProcess,
  decidesAfter,
  findCometBft,
  fullDisk,
  type Ledger,
  LOCAL_PACE,
  openCometRpc,
  redialWhenStill,
  runCometBft,
  type SnapshotNews,
  type StartEngine,
  startComet,
  WIDE_PACE,
  watchHistory,
  writeCometHome,
} from '@madang/node';
import { damaged, readLedgerFile } from '../data/city.ts';
import { readKeyFile } from '../data/key-file.ts';
import { type Layout, secretFile } from '../data/layout.ts';
import { type CommandError, commandError } from '../terminal.ts';
import { noteDoubleSigners } from './double-signers.ts';
import { followSettings } from './followed-settings.ts';
import { type NetworkSettings, ownNode, readNetworkSettings } from './settings.ts';
import { socketFolder } from './socket-folder.ts';
import { followValidatorKey, readValidatorKeys } from './validator-key.ts';

/** The CometBFT of a node, ready to be started beside its ledger. */
export interface CometNode {
  readonly engine: StartEngine;
  /** Who signed twice, as far as blocks since the start of this process prove it. */
  readonly doubleSigners: () => readonly DoubleSigner[];
  /** The nodes of the other institutions, as the settings name them now. */
  readonly colleagues: () => readonly Colleague[];
  /** All nodes, as everybody asks them. */
  readonly nodes: ApiNodes;
  /** The votes by which its blocks were decided. */
  readonly consensus: ApiConsensus;
  /** Starts CometBFT, and watches that this ledger is the one of the others. */
  readonly start: (ledger: Ledger) => void;
  /** Ends CometBFT: the ledger must still be open. */
  readonly stop: () => Promise<void>;
}

/** What {@link cometNode} is given. */
export interface CometNodeParts {
  readonly layout: Layout;
  /** Told what went wrong beside anybody's call. */
  readonly noteFailure: (failure: unknown) => void;
}

/**
 * What a data folder needs to run its ledger with others: nothing where it has no
 * `network.json`. Its keys and settings are written into CometBFT's folder at each start of it.
 */
export async function cometNode(
  parts: CometNodeParts,
): Promise<Result<CometNode | undefined, CommandError>> {
  const { layout, noteFailure } = parts;
  const settings = readNetworkSettings(layout);
  if (!settings.ok) return settings;
  if (settings.value === undefined) return ok(undefined);
  const program = await findCometBft(noteFailure);
  if (!program.ok) return fail(cometMissing(program.error));
  const folder = socketFolder(layout.folder);
  if (!folder.ok) return folder;
  const sockets = {
    applicationSocket: path.join(folder.value, 'application.sock'),
    rpcSocket: path.join(folder.value, 'rpc.sock'),
  };
  const genesis = readNetworkGenesis(layout);
  if (!genesis.ok) return genesis;
  const room = { ...parts, settings: settings.value, sockets, ...genesis.value };
  const keys = readOwnKeys(room);
  return keys.ok ? ok(nodeOf(room, program.value)) : keys;
}

/** There is no CometBFT, for the reason that `findCometBft` gave. */
export function cometMissing(reason: string): CommandError {
  return commandError(
    'COMETBFT_MISSING',
    reason,
    'CometBFT 0.38을 찾지 못했고 만들 수도 없습니다. Go를 설치하거나 MADANG_COMETBFT에 경로를 지정하십시오.',
  );
}

/** Everything about the network that a node's folder says. */
interface NetworkRoom extends CometNodeParts {
  readonly settings: NetworkSettings;
  readonly sockets: { readonly applicationSocket: string; readonly rpcSocket: string };
  /** CometBFT's genesis. */
  readonly text: string;
  readonly afterHeight: number;
}

function readNetworkGenesis(
  layout: Layout,
): Result<Pick<NetworkRoom, 'text' | 'afterHeight'>, CommandError> {
  const bytes = readLedgerFile(layout.networkGenesis);
  if (!bytes.ok) return bytes;
  const text = fromUtf8(bytes.value);
  const afterHeight = text.ok ? decidesAfter(text.value) : undefined;
  if (!text.ok || afterHeight === undefined) return fail(damaged(layout.networkGenesis));
  return ok({ text: text.value, afterHeight });
}

/** What a start of CometBFT needs is there, and is unlocked at once. */
function readOwnKeys({ layout, settings }: NetworkRoom): Result<void, CommandError> {
  const nodeSeed = readKeyFile(secretFile(layout, 'p2p'), 'ed25519');
  if (!nodeSeed.ok) return nodeSeed;
  const keys = readValidatorKeys({ layout, institution: settings.institution });
  return keys.ok ? ok(undefined) : keys;
}

/** Writes what CometBFT starts with. */
function writeHome(
  { layout, sockets, text }: NetworkRoom,
  settings: NetworkSettings,
  validatorSeed: Uint8Array,
): void {
  const nodeSeed = readKeyFile(secretFile(layout, 'p2p'), 'ed25519');
  const own = expectPresent(ownNode(settings), 'settings name their own node');
  writeCometHome({
    folder: layout.comet,
    genesis: text,
    nodeSeed: expectOk(nodeSeed, 'the key was read before'),
    validatorSeed,
    peers: settings.nodes.filter((node) => node !== own),
    p2p: { host: settings.listen, port: own.port },
    ...sockets,
    pace: settings.pace === 'local' ? LOCAL_PACE : WIDE_PACE,
    ...(settings.stateSync === undefined
      ? {}
      : { stateSync: { ...settings.stateSync, trustPeriodMs: TRUST_PERIOD_MS } }),
  });
}

/** Below the 48 hours for which CometBFT keeps evidence. */
const TRUST_PERIOD_MS = 40 * 3_600_000;

/** What an operator reads of snapshots; nothing where all is well. */
function snapshotSentence(news: SnapshotNews): string | undefined {
  const height = String(news.height);
  switch (news.kind) {
    case 'made':
      return undefined;
    case 'not-made':
      return `The snapshot of height ${height} was not made: ${news.reason}`;
    case 'refused':
      return `A snapshot of height ${height} was refused: ${news.reason}`;
    case 'restored':
      return `The state of height ${height} was restored from a snapshot; older records are fetched from the others.`;
  }
}

/** Runs the CometBFT of a node as long as this process does. */
function runBeside(
  ledger: Ledger,
  { layout, sockets, program, noteFailure }: NetworkRoom & { readonly program: string },
  prepare: () => void,
): CometProcess {
  return runCometBft({
    ...{ program, home: layout.comet, rpcSocket: sockets.rpcSocket, prepare },
    logFile: path.join(layout.comet, 'log'),
    onEnd: (code) => {
      noteFailure(`CometBFT ended (${String(code ?? 'by a signal')}).`);
      // It says so in its own log alone, and would be started again for ever.
      const full = fullDisk(layout.comet);
      if (full !== undefined) ledger.halt(full);
    },
  });
}

/** What an operator reads where no block comes. */
function stillSentence(minutes: number): string {
  return `No block came for ${String(minutes)} minutes: CometBFT is started again, so that it dials the others anew; and so on until one comes.`;
}

function nodeOf(room: NetworkRoom, program: string): CometNode {
  const { layout, noteFailure, sockets, afterHeight } = room;
  const { institution } = room.settings;
  // A connection of its own: whoever reads votes does not hold up what is handed on.
  const rpc = openCometRpc(sockets.rpcSocket);
  let opened: Ledger | undefined;
  const signers = noteDoubleSigners(() => opened?.institutionKeys() ?? [], noteFailure);
  let running: CometProcess | undefined;
  let endWatch: (() => void) | undefined;
  const key = followValidatorKey({ layout, institution, afterHeight, noteFailure });
  const onChange = () => running?.restart();
  const redialling = redialWhenStill({
    redial: () => running?.restart(),
    onStill: (minutes) => {
      noteFailure(stillSentence(minutes));
    },
  });
  const settings = followSettings({ layout, first: room.settings, onChange, noteFailure });
  const all = () =>
    settings.now().nodes.map((node) => ({ institution: node.institution, url: node.api }));
  const colleagues = () => all().filter((node) => node.institution !== institution);
  return {
    engine: startComet({
      ...{ ...sockets, afterHeight, onFailure: noteFailure },
      onLost: () => running?.lost(),
      onCommitted: () => {
        redialling.cameBlock();
        if (opened !== undefined && key.isOther(opened)) setImmediate(() => running?.restart());
      },
      onSnapshot: (news) => {
        const sentence = snapshotSentence(news);
        if (sentence !== undefined) noteFailure(sentence);
      },
      onMisbehaviour: signers.note,
    }),
    doubleSigners: signers.all,
    colleagues,
    nodes: {
      own: institution,
      get all() {
        return all();
      },
    },
    consensus: apiConsensusOf(rpc),
    start: (ledger) => {
      opened = ledger;
      if (ledger.head().height > 0) redialling.cameBlock();
      endWatch = watchHistory(ledger, colleagues);
      running = runBeside(ledger, { ...room, program }, () => {
        writeHome(room, settings.now(), key.begin(ledger).seed);
      });
    },
    stop: async () => {
      settings.stop();
      redialling.stop();
      endWatch?.();
      rpc.close();
      await running?.stop();
    },
  };
}
