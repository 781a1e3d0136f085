import { existsSync, readFileSync } from 'node:fs';
import {
  choice,
  fail,
  list,
  ok,
  optional,
  parseJson,
  type Result,
  record,
  type TypeOf,
  text,
  uint,
} from '@madang/base';
import { damaged, parseText } from '../data/city.ts';
import type { Layout } from '../data/layout.ts';
import { type CommandError, commandError } from '../terminal.ts';

/** Version of the file that this build reads and writes. */
export const NETWORK_FORMAT = 1;

/** A name or an address of a machine. */
export const host = text({ min: 1, max: 253, pattern: '[0-9A-Za-z.:_-]+' });

/** Where the API of a node answers, such as `https://ledger.example.org`. */
export const apiAddress = text({ min: 8, max: 300, pattern: 'https?://[!-.0-~]+' });

/** A node of the network as the others find it. */
export const networkNode = record({
  /** The institution that runs it. */
  institution: text({ min: 1, max: 64 }),
  /** What CometBFT calls it: `cometNodeId` of its key. */
  id: text({ min: 40, max: 40, pattern: '[0-9a-f]{40}' }),
  host,
  port: uint({ max: 65_535 }),
  api: apiAddress,
});

const rpcServer = text({ min: 8, max: 300, pattern: '(https?|tcp|unix)://[^",]+' });
const stateSync = record({
  rpcServers: list(rpcServer, { min: 2, max: 8 }),
  trustHeight: uint({ min: 1 }),
  trustHash: text({ min: 64, max: 64, pattern: '[0-9A-Fa-f]+' }),
});
export type StateSync = TypeOf<typeof stateSync>;

const settingsFile = record({
  format: uint(),
  /** Whose node this is. */
  institution: text({ min: 1, max: 64 }),
  /** The address on which this node waits for the others. */
  listen: host,
  pace: choice(['local', 'wide']),
  /** All nodes of the network, this one included. */
  nodes: list(networkNode, { min: 1, max: 64 }),
  /** Begins from a snapshot of the others where there is no block yet (docs/operate/joining.md). */
  stateSync: optional(stateSync),
});

/** With whom a node runs the ledger. */
export type NetworkSettings = TypeOf<typeof settingsFile>;
export type NetworkNode = TypeOf<typeof networkNode>;

/** The settings of a node's folder; nothing where it runs its ledger alone. */
export function readNetworkSettings(
  layout: Layout,
): Result<NetworkSettings | undefined, CommandError> {
  if (!existsSync(layout.network)) return ok(undefined);
  const parsed = parseJson(settingsFile, parseText(readFileSync(layout.network, 'utf8')));
  const isWhole = parsed.ok && ownNode(parsed.value) !== undefined;
  return isWhole ? parsed : fail(damaged(layout.network));
}

/** The settings of a node that runs its ledger with others. Fails with `NO_NETWORK`. */
export function mustRunInNetwork(layout: Layout): Result<NetworkSettings, CommandError> {
  const settings = readNetworkSettings(layout);
  if (!settings.ok) return settings;
  return settings.value === undefined ? fail(noNetwork(layout.folder)) : ok(settings.value);
}

function noNetwork(folder: string): CommandError {
  return commandError(
    'NO_NETWORK',
    `The node in ${folder} runs its ledger alone: there is no network.json.`,
    `${folder} 의 노드는 원장을 혼자 운영합니다(network.json 없음).`,
  );
}

/** Whether a text is a name or an address of a machine. */
export function isHost(given: string): boolean {
  return parseJson(host, given).ok;
}

/** From where a new node begins, if what was given can be that. */
export function stateSyncOf(given: unknown): StateSync | undefined {
  const parsed = parseJson(stateSync, given);
  return parsed.ok ? parsed.value : undefined;
}

/** The entry of this node among all. */
export function ownNode({ institution, nodes }: NetworkSettings): NetworkNode | undefined {
  return nodes.find((node) => node.institution === institution);
}
