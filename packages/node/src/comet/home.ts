import { mkdirSync, renameSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { toHex } from '@madang/base';
import { keyPairFromSeed, sha256 } from '@madang/crypto';
import { cometChainId } from '@madang/protocol/comet';
import { appState } from './application.ts';

/** A node that CometBFT connects to. */
export interface CometPeer {
  /** {@link cometNodeId} of its node key. */
  readonly id: string;
  readonly host: string;
  readonly port: number;
}

/** How blocks follow each other. Times in ms. */
export interface CometPace {
  /** How long a proposer is waited for. */
  readonly proposeMs: number;
  /** How long a node waits for late votes after a block. */
  readonly commitMs: number;
  /** A block comes after so long even if nothing happens: block time is what deadlines go by. */
  readonly emptyBlocksMs: number;
  /** How long gossip sleeps between looks. */
  readonly gossipMs: number;
}

/** On one machine, or on one local network. */
export const LOCAL_PACE: CometPace = {
  proposeMs: 1_000,
  commitMs: 0,
  emptyBlocksMs: 2_000,
  gossipMs: 5,
};

/** Between institutions. */
export const WIDE_PACE: CometPace = {
  proposeMs: 1_500,
  commitMs: 300,
  emptyBlocksMs: 2_000,
  gossipMs: 20,
};

/** What {@link writeCometHome} is given. */
export interface CometHome {
  readonly folder: string;
  /** The text of its genesis, as {@link cometGenesis} writes it: the same at every node. */
  readonly genesis: string;
  /** Seed of the key by which nodes know each other, 32 bytes. */
  readonly nodeSeed: Uint8Array;
  /** Seed of the institution's consensus key, 32 bytes. */
  readonly validatorSeed: Uint8Array;
  readonly peers: readonly CometPeer[];
  readonly p2p: { readonly host: string; readonly port: number };
  readonly applicationSocket: string;
  readonly rpcSocket: string;
  readonly pace: CometPace;
  /** Begins from a snapshot of the others, where its CometBFT has no blocks yet. */
  readonly stateSync?: CometStateSync;
}

/** What CometBFT's light client goes by before it takes a snapshot (`[statesync]`). */
export interface CometStateSync {
  /** RPC of at least two nodes, as URLs: `http://…`, `tcp://…` or `unix:///…`. */
  readonly rpcServers: readonly string[];
  /** A block that the operator believes, and the hash of its header in hexadecimal. */
  readonly trustHeight: number;
  readonly trustHash: string;
  /** For how long such a belief holds, ms: below the age up to which evidence counts. */
  readonly trustPeriodMs: number;
}

/** How CometBFT names a node: the first 20 bytes of the hash of its key. */
export function cometNodeId(nodeSeed: Uint8Array): string {
  return cometAddress(keyPairFromSeed(nodeSeed).publicKey);
}

/**
 * Writes the folder of a CometBFT: settings, genesis and keys. An existing record of what was
 * signed
 * here, with whatever key, is left alone, so that nothing is ever signed twice (ADR 25). The
 * validator's key takes the place of another one whole or not at all.
 */
export function writeCometHome(home: CometHome): void {
  const config = path.join(home.folder, 'config');
  const data = path.join(home.folder, 'data');
  mkdirSync(config, { recursive: true });
  mkdirSync(data, { recursive: true });
  const secret = { mode: 0o600 };
  writeFileSync(path.join(config, 'config.toml'), settings(home));
  writeFileSync(path.join(config, 'genesis.json'), home.genesis);
  writeFileSync(path.join(config, 'node_key.json'), json(nodeKey(home.nodeSeed)), secret);
  const key = json(validatorKey(home.validatorSeed));
  const keyFile = path.join(config, 'priv_validator_key.json');
  writeFileSync(`${keyFile}.unfinished`, key, { ...secret, flush: true });
  renameSync(`${keyFile}.unfinished`, keyFile);
  writeOnce(path.join(data, 'priv_validator_state.json'), json(NOTHING_SIGNED));
}

const NOTHING_SIGNED = { height: '0', round: 0, step: 0 };

function writeOnce(file: string, content: string): void {
  try {
    writeFileSync(file, content, { flag: 'wx', mode: 0o600 });
  } catch (thrown) {
    const isThere = thrown instanceof Error && 'code' in thrown && thrown.code === 'EEXIST';
    if (!isThere) throw thrown;
  }
}

function json(value: unknown): string {
  return `${JSON.stringify(value, undefined, 2)}\n`;
}

/** Most bytes of a block: a block of the dearest transactions stays below. */
const MAX_BLOCK_BYTES = 4 * 1024 * 1024;

/** From where CometBFT decides about a ledger. */
export interface CometBeginning {
  /** The genesis hash of the ledger. */
  readonly chain: Uint8Array;
  /** The time of CometBFT's first block, ms: not before the ledger's newest one. */
  readonly timeMs: number;
  /** The height that the ledger has come to without CometBFT, 0 for a new one. */
  readonly afterHeight: number;
}

/**
 * The genesis of CometBFT, the same at every node: it decides from the height on that comes next.
 * Validators and application hash are those that the application answers to `InitChain`.
 */
export function cometGenesis({ chain, timeMs, afterHeight }: CometBeginning): string {
  return json({
    genesis_time: new Date(timeMs).toISOString(),
    chain_id: cometChainId(chain),
    initial_height: String(afterHeight + 1),
    consensus_params: {
      block: { max_bytes: String(MAX_BLOCK_BYTES), max_gas: '-1' },
      evidence: {
        max_age_num_blocks: '100000',
        max_age_duration: '172800000000000',
        max_bytes: '1048576',
      },
      validator: { pub_key_types: ['ed25519'] },
      version: { app: '1' },
      abci: { vote_extensions_enable_height: '0' },
    },
    app_hash: '',
    app_state: JSON.parse(appState(chain)) as unknown,
  });
}

/**
 * The height after which CometBFT decides, of a text of {@link cometGenesis}; nothing if it is
 * none.
 */
export function decidesAfter(genesis: string): number | undefined {
  const [, digits] = /"initial_height": "([1-9][0-9]{0,15})"/.exec(genesis) ?? [];
  return digits === undefined ? undefined : Number(digits) - 1;
}

function nodeKey(seed: Uint8Array): unknown {
  return { priv_key: privateKey(seed) };
}

function validatorKey(seed: Uint8Array): unknown {
  const pair = keyPairFromSeed(seed);
  return {
    address: cometAddress(pair.publicKey).toUpperCase(),
    pub_key: { type: 'tendermint/PubKeyEd25519', value: base64(pair.publicKey) },
    priv_key: privateKey(seed),
  };
}

function privateKey(seed: Uint8Array): unknown {
  const { publicKey } = keyPairFromSeed(seed);
  const value = Buffer.concat([seed, publicKey]).toString('base64');
  return { type: 'tendermint/PrivKeyEd25519', value };
}

/** How CometBFT names whoever has an ed25519 key: a node, or a validator. Hex. */
export function cometAddress(publicKey: Uint8Array): string {
  return toHex(sha256(publicKey).slice(0, 20));
}

function base64(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('base64');
}

/**
 * What differs from CometBFT's defaults (its `docs/core/configuration.md`). Its RPC is for this
 * machine alone, its index of transactions is ours to keep.
 */
function settings(home: CometHome): string {
  const { p2p, pace, peers, applicationSocket, rpcSocket } = home;
  const ms = (value: number): string => `"${String(value)}ms"`;
  const peerList = peers.map(({ id, host, port }) => `${id}@${host}:${String(port)}`).join(',');
  return `proxy_app = "unix://${applicationSocket}"
abci = "socket"
filter_peers = true
log_level = "error"

[rpc]
laddr = "unix://${rpcSocket}"
max_request_batch_size = 0
max_body_bytes = 16000000

[p2p]
laddr = "tcp://${p2p.host}:${String(p2p.port)}"
persistent_peers = "${peerList}"
addr_book_strict = false
allow_duplicate_ip = true
pex = false
flush_throttle_timeout = ${ms(pace.gossipMs)}

[mempool]
size = 20000
cache_size = 100000
max_tx_bytes = 1048576

[consensus]
timeout_propose = ${ms(pace.proposeMs)}
timeout_commit = ${ms(pace.commitMs)}
skip_timeout_commit = ${String(pace.commitMs === 0)}
create_empty_blocks = false
create_empty_blocks_interval = ${ms(pace.emptyBlocksMs)}
peer_gossip_sleep_duration = ${ms(pace.gossipMs)}

${stateSyncSettings(home.stateSync)}[storage]
discard_abci_responses = true

[tx_index]
indexer = "null"
`;
}

/** The shortest that CometBFT takes. */
const DISCOVERY = '5s';

function stateSyncSettings(sync: CometStateSync | undefined): string {
  if (sync === undefined) return '';
  return `[statesync]
enable = true
rpc_servers = "${sync.rpcServers.join(',')}"
trust_height = ${String(sync.trustHeight)}
trust_hash = "${sync.trustHash}"
trust_period = "${String(sync.trustPeriodMs)}ms"
discovery_time = "${DISCOVERY}"

`;
}
