import { equalBytes, expectPresent, fail, ok, type Result } from '@madang/base';
import {
  type Checkpoint,
  decodeGenesis,
  genesisHash,
  type Institution,
  type Policy,
  parseCheckpoint,
  parsePolicy,
} from '@madang/protocol';
import {
  type ConsensusFacts,
  checkConsensus,
  checkRoot,
  continues,
  decodeLightBlock,
  encodeConsensusProof,
  type FetchLightBlock,
  factsOf,
  findPath,
  isExpired,
  LEDGER_TERMS,
  type LightCode,
  type LightError,
  lightRefusal,
  MAX_LIGHT_BLOCK_SIZE_BYTES,
  type NamedKey,
  namedKeys,
  type ProvenInstitutions,
  type Trusted,
  type TrustTerms,
  trustBlock,
  trustGenesis,
} from '@madang/protocol/comet';
import { recordAnswer } from './answers.ts';
import { askInstitutions } from './ask-institutions.ts';
import { type ClientError, clientError } from './error.ts';
import { createHttp, type Fetch, type Http } from './http.ts';
import { fingerprintOf } from './pinning.ts';

/** From whom, and what is believed before anything is asked. */
export interface ConsensusRoom {
  /** Origin of the server, `''` for the page's own. */
  readonly baseUrl: string;
  /** The policy that this device keeps: it names the genesis and who must have signed. */
  readonly policyText: string;
  /** What this device has proven before, to begin from in place of the genesis. */
  readonly trusted?: Trusted;
  /** How far trust reaches: {@link LEDGER_TERMS} unless given. */
  readonly terms?: TrustTerms;
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

/**
 * On what the trust in a proof rests: the genesis of the policy, what this device proved before,
 * or, where the genesis is too long ago, as many of the policy's institutions as it takes.
 */
export type TrustGround =
  | { readonly kind: 'genesis' | 'before' }
  | {
      readonly kind: 'policy';
      /** SHA-256 of the policy, lower-case hexadecimal: to be compared with a published one. */
      readonly fingerprint: string;
      /** Executors of the policy that signed the institutions of the state, of how many. */
      readonly signers: readonly string[];
      readonly threshold: number;
      readonly members: number;
      /** The moment for which they signed, ms. */
      readonly asOfMs: number;
    };

/** A consensus proof that was checked on this device, and what it says. */
export interface ProvenCheckpoint {
  /** The file: checks again without this server, from the same ground. */
  readonly proof: Uint8Array;
  readonly facts: ConsensusFacts;
  /**
   * Entries of the log that was decided: of the checkpoint, or of a later one that continues it.
   */
  readonly size: number;
  readonly ground: TrustGround;
  /**
   * The institutions that the state has now, proven: what validators are called is from here, never
   * from the genesis. None where they are not proven; then `namesCode` says why not.
   */
  readonly institutions: readonly Institution[];
  readonly namesCode?: string;
  /** What the next proof can begin from; a year after its time it no longer can. */
  readonly trusted: Trusted;
}

type Failure = ClientError | LightError;

/** Whether a code of the light client says that something is missing, and contradicts nothing. */
export function isUnproven(code: string): boolean {
  return UNPROVEN.has(code);
}

const UNPROVEN: ReadonlySet<string> = new Set<LightCode>([
  'CONSENSUS_INSTITUTIONS_NOT_SIGNED',
  'CONSENSUS_INSTITUTIONS_STALE',
  'CONSENSUS_ROOT_TOO_FEW',
  'CONSENSUS_TRUST_EXPIRED',
]);

/** Whom to ask, and what is believed. */
interface Believing {
  readonly http: Http;
  readonly policy: Policy;
  readonly policyText: string;
  readonly terms: TrustTerms;
  readonly nowMs: number;
}

interface Proving extends Believing {
  readonly checkpoint: DecidedCheckpoint;
}

/**
 * Fetches the votes under a checkpoint and checks, on this device, that more than two thirds of the
 * validators decided it. Trust begins at the genesis whose hash the policy names, or at what was
 * proven before if that is older than the checkpoint; where both are too long ago, at the
 * institutions in the state that enough of the policy have signed. Then what is decided is the
 * newest log, which is proven to begin with the checkpoint's. Fails with a code of the server, such
 * as `api.NO_CONSENSUS` where one operator makes the blocks, of this client, or of the light client
 * (docs/spec/consensus.md).
 */
export async function proveCheckpoint(
  room: ConsensusRoom,
  checkpoint: DecidedCheckpoint,
): Promise<Result<ProvenCheckpoint, Failure>> {
  const believing = believingOf(room);
  if (!believing.ok) return believing;
  const proving = { ...believing.value, checkpoint };
  const { http, policy, terms, nowMs } = proving;
  const genesis = await fetchGenesis(http, policy.chain);
  if (!genesis.ok) return genesis;
  const grounds = [
    { kind: 'before' as const, trusted: room.trusted },
    { kind: 'genesis' as const, trusted: trustGenesis(policy.chain, genesis.value) },
  ];
  for (const { kind, trusted } of grounds) {
    if (trusted === undefined || trusted.height > checkpoint.height) continue;
    if (!isExpired(trusted, terms, nowMs)) return proveFrom(proving, trusted, kind);
  }
  return proveFromPolicy(proving);
}

/**
 * The newest block that the policy's institutions vouch for, with what was decided in it: a root
 * for whoever believes the policy and has no other, such as a node that joins (docs/spec/
 * consensus.md, "A root that is not the genesis"). Fails as {@link proveCheckpoint} does.
 */
export async function proveRoot(room: ConsensusRoom): Promise<Result<ProvenCheckpoint, Failure>> {
  const believing = believingOf(room);
  if (!believing.ok) return believing;
  return whenVoted(async () => {
    const { http, policy } = believing.value;
    const answer = await askInstitutions(http, policy, {});
    return answer.ok ? rootAfter(believing.value, answer.value) : answer;
  });
}

function believingOf(room: ConsensusRoom): Result<Believing, ClientError> {
  const { policyText, terms = LEDGER_TERMS } = room;
  const policy = parsePolicy(policyText);
  if (!policy.ok) return fail(clientError('CLIENT_POLICY_NOT_VALID', policy.error.message));
  const nowMs = (room.now ?? Date.now)();
  return ok({ http: httpOf(room), policy: policy.value, policyText, terms, nowMs });
}

/** How often, and how long apart, the votes are asked for a block that is being decided now, ms. */
const TRIES = 4;
const BETWEEN_MS = 1_500;

/**
 * As {@link proveCheckpoint}, of the checkpoint in a signed note. The server names the height of
 * its block; a wrong one proves nothing. Votes that are still coming in are waited for.
 */
export async function proveNote(
  room: ConsensusRoom,
  note: string,
): Promise<Result<ProvenCheckpoint, Failure>> {
  const parsed = parseCheckpoint(note);
  if (!parsed.ok) return fail(clientError('CLIENT_ANSWER_NOT_VALID', parsed.error.message));
  const { size, root } = parsed.value.checkpoint;
  const path = `/api/records/${String(size - 1)}`;
  const last = await httpOf(room).json(recordAnswer, { path });
  if (!last.ok) return last;
  if (last.value.type !== 'block') {
    const message = 'The checkpoint does not end with a block.';
    return lightRefusal('CONSENSUS_OTHER_CHECKPOINT', message, 'size');
  }
  const { height } = last.value;
  return whenVoted(() => proveCheckpoint(room, { size, root, height }));
}

/** The block that carries the hash of a block comes seconds after it. */
async function whenVoted(
  prove: () => Promise<Result<ProvenCheckpoint, Failure>>,
): Promise<Result<ProvenCheckpoint, Failure>> {
  for (let turn = 1; ; turn += 1) {
    const proven = await prove();
    const isYoung = !proven.ok && proven.error.code === 'api.LIGHT_BLOCK_UNKNOWN';
    if (!isYoung || turn === TRIES) return proven;
    await new Promise((resolve) => setTimeout(resolve, BETWEEN_MS));
  }
}

async function proveFrom(
  proving: Proving,
  trusted: Trusted,
  kind: 'genesis' | 'before',
): Promise<Result<ProvenCheckpoint, Failure>> {
  const { http, checkpoint, terms, nowMs } = proving;
  const ground = { trusted, terms, nowMs };
  const source = lightBlocksOf(http);
  const { fetchLightBlock } = source;
  const path = await findPath({ ...ground, height: checkpoint.height + 1, fetchLightBlock });
  if (!path.ok) return fail(source.failure() ?? path.error);
  const last = expectPresent(path.value.at(-1), 'a path has a block');
  const proof = encodeConsensusProof(path.value);
  const names = await provenNames(
    proving,
    last.validators.map(({ key }) => key),
  );
  const facts = await checkConsensus({ ...ground, proof, checkpoint, institutions: names.keys });
  if (!facts.ok) return facts;
  return ok({
    proof,
    facts: facts.value,
    size: checkpoint.size,
    ground: { kind },
    institutions: names.institutions,
    ...(names.code === undefined ? {} : { namesCode: names.code }),
    trusted: trustBlock(last),
  });
}

async function proveFromPolicy(proving: Proving): Promise<Result<ProvenCheckpoint, Failure>> {
  const { http, checkpoint, policy } = proving;
  const answer = await askInstitutions(http, policy, { sinceSize: checkpoint.size });
  if (!answer.ok) return answer;
  const proven = answer.value;
  if (!continues(proven, checkpoint)) {
    const message = 'The newest log is not proven to begin with that of the checkpoint.';
    return lightRefusal('CONSENSUS_OTHER_CHECKPOINT', message, 'consistency');
  }
  return rootAfter(proving, proven);
}

async function rootAfter(
  { http, policy, policyText, terms, nowMs }: Believing,
  proven: ProvenInstitutions,
): Promise<Result<ProvenCheckpoint, Failure>> {
  const source = lightBlocksOf(http);
  const block = await source.fetchLightBlock(proven.height + 1);
  if (!block.ok) return fail(source.failure() ?? clientError('CLIENT_ANSWER_NOT_VALID'));
  const tally = await checkRoot({ policy, proven, block: block.value, terms, nowMs });
  if (!tally.ok) return tally;
  const { signers, threshold, members, asOfMs, institutions } = proven;
  const fingerprint = fingerprintOf(policyText);
  return ok({
    proof: encodeConsensusProof([block.value]),
    facts: factsOf(namedKeys(proven), [block.value], tally.value),
    size: proven.checkpoint.size,
    ground: { kind: 'policy', fingerprint, signers, threshold, members, asOfMs },
    institutions,
    trusted: trustBlock(block.value),
  });
}

/** Most keys that a server is asked about at once. */
const MAX_KEYS = 64;

interface Names {
  readonly keys: readonly NamedKey[];
  readonly institutions: readonly Institution[];
  readonly code?: string;
}

/**
 * Whose these keys are, as the state has it; one that was exchanged since is asked for by itself.
 */
async function provenNames({ http, policy }: Proving, keys: readonly Uint8Array[]): Promise<Names> {
  const answer = await askInstitutions(http, policy, {});
  if (!answer.ok) return { keys: [], institutions: [], code: answer.error.code };
  const unnamed = unnamedOf(answer.value, keys);
  if (unnamed.length === 0) return namesFrom(answer.value);
  const again = await askInstitutions(http, policy, { keys: unnamed.slice(0, MAX_KEYS) });
  return namesFrom((again.ok ? again : answer).value);
}

function namesFrom(proven: ProvenInstitutions): Names {
  return { keys: namedKeys(proven), institutions: proven.institutions };
}

function unnamedOf(proven: ProvenInstitutions, keys: readonly Uint8Array[]) {
  const named = namedKeys(proven);
  return keys.filter((key) => !named.some(({ consensus }) => equalBytes(consensus, key)));
}

function httpOf({ baseUrl, fetch, language }: ConsensusRoom): Http {
  return createHttp({
    baseUrl,
    fetch: fetch ?? ((input, init) => globalThis.fetch(input, init)),
    language: language ?? (() => 'ko'),
  });
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
