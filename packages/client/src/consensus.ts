import { equalBytes, expectPresent, fail, ok, type Result } from '@madang/base';
import { type Checkpoint, decodeGenesis, genesisHash } from '@madang/protocol';
import {
  type ConsensusFacts,
  checkConsensus,
  decodeLightBlock,
  encodeConsensusProof,
  type FetchLightBlock,
  findPath,
  LEDGER_TERMS,
  type LightError,
  MAX_LIGHT_BLOCK_SIZE_BYTES,
  type Trusted,
  trustBlock,
  trustGenesis,
} from '@madang/protocol/comet';
import { type ClientError, clientError } from './error.ts';
import { createHttp, type Fetch, type Http } from './http.ts';

/** From whom, and what is believed before anything is asked. */
export interface ConsensusRoom {
  /** Origin of the server, `''` for the page's own. */
  readonly baseUrl: string;
  /** The genesis hash that this device believes: the `chain` of the kept policy. */
  readonly chain: Uint8Array;
  /** What this device has proven before, to begin from in place of the genesis. */
  readonly trusted?: Trusted;
  /** Language of refusals: `ko` unless given. */
  readonly language?: () => 'ko' | 'en';
  readonly fetch?: Fetch;
  /** This device's clock, ms. */
  readonly now?: () => number;
}

/** A checkpoint and the height of the block entry that it ends with. */
export interface DecidedCheckpoint extends Pick<Checkpoint, 'size' | 'root'> {
  readonly height: number;
}

/** A consensus proof that was checked on this device, and what it says. */
export interface ProvenCheckpoint {
  /** The file: checks again without this server. */
  readonly proof: Uint8Array;
  readonly facts: ConsensusFacts;
  /** What the next proof can begin from; a year after its time it no longer can. */
  readonly trusted: Trusted;
}

/**
 * Fetches the votes under a checkpoint and checks, on this device, that more than two thirds of the
 * validators decided it. Trust begins at the genesis whose hash is believed, or at what was proven
 * before if that is older than the checkpoint. Fails with a code of the server, such as
 * `api.NO_CONSENSUS` where one operator makes the blocks, of this client, or of the light client
 * (docs/spec/consensus.md).
 */
export async function proveCheckpoint(
  room: ConsensusRoom,
  checkpoint: DecidedCheckpoint,
): Promise<Result<ProvenCheckpoint, ClientError | LightError>> {
  const http = createHttp({
    baseUrl: room.baseUrl,
    fetch: room.fetch ?? ((input, init) => globalThis.fetch(input, init)),
    language: room.language ?? (() => 'ko'),
  });
  const genesis = await fetchGenesis(http, room.chain);
  if (!genesis.ok) return genesis;
  const { institutions } = genesis.value;
  const nowMs = (room.now ?? Date.now)();
  const isOlder = room.trusted !== undefined && room.trusted.height <= checkpoint.height;
  const trusted = isOlder ? room.trusted : trustGenesis(room.chain, genesis.value);
  const ground = { trusted, terms: LEDGER_TERMS, nowMs };
  const source = lightBlocksOf(http);
  const { fetchLightBlock } = source;
  const path = await findPath({ ...ground, height: checkpoint.height + 1, fetchLightBlock });
  if (!path.ok) return fail(source.failure() ?? path.error);
  const proof = encodeConsensusProof(path.value);
  const facts = await checkConsensus({ ...ground, proof, checkpoint, institutions });
  if (!facts.ok) return facts;
  const last = expectPresent(path.value.at(-1), 'a path has a block');
  return ok({ proof, facts: facts.value, trusted: trustBlock(last) });
}

const MAX_GENESIS_SIZE_BYTES = 1_048_576;

async function fetchGenesis(http: Http, chain: Uint8Array) {
  const bytes = await http.bytes({
    path: '/api/genesis',
    maxSizeBytes: MAX_GENESIS_SIZE_BYTES,
  });
  if (!bytes.ok) return bytes;
  if (!equalBytes(genesisHash(bytes.value), chain)) return fail(clientError('CLIENT_OTHER_LEDGER'));
  const genesis = decodeGenesis(bytes.value);
  if (genesis.ok) return genesis;
  return fail(clientError('CLIENT_ANSWER_NOT_VALID', genesis.error.message));
}

/** Asks the server for light blocks, and remembers why it gave one no longer. */
function lightBlocksOf(http: Http) {
  let failed: ClientError | undefined;
  const fetchLightBlock: FetchLightBlock = async (height) => {
    const file = await http.bytes({
      path: `/api/consensus/light-blocks/${String(height)}`,
      maxSizeBytes: MAX_LIGHT_BLOCK_SIZE_BYTES,
    });
    const block = file.ok ? decodeLightBlock(file.value) : file;
    if (block.ok) return block;
    failed = file.ok ? clientError('CLIENT_ANSWER_NOT_VALID', block.error.message) : file.error;
    return fail(block.error.message);
  };
  return { fetchLightBlock, failure: () => failed };
}
