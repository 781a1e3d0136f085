import { equalBytes, fromBase64, fromHex, ok, type Result, sortedKeys } from '@madang/base';
import {
  ADDRESS_BYTES,
  BLOCK_PROTOCOL,
  type BlockId,
  type Commit,
  HASH_BYTES,
  type Header,
  type LightBlock,
  MAX_APP_HASH_BYTES,
  MAX_ROUND,
  MAX_TOTAL_POWER,
  MAX_VALIDATORS,
  SIGNATURE_BYTES,
  type Validator,
  type Vote,
  validatorAddress,
} from './light-block.ts';
import { type LightError, lightRefusal } from './light-error.ts';
import { parseRpcTime } from './rpc-time.ts';

/** A header and the votes for it: the `result` of `/commit`. */
export type SignedHeader = Pick<LightBlock, 'header' | 'commit'>;

/** One page of a validator set: the `result` of `/validators`. */
export interface ValidatorPage {
  readonly height: number;
  readonly total: number;
  readonly validators: readonly Validator[];
}

/** Fails with `CONSENSUS_JSON_NOT_VALID`. Nothing of what it says is checked. */
export function parseRpcCommit(result: unknown): Result<SignedHeader, LightError> {
  const signed = at(result, 'signed_header');
  const header = headerOf(at(signed, 'header'));
  const commit = commitOf(at(signed, 'commit'));
  if (header === undefined) return notValid('signed_header.header');
  return commit === undefined ? notValid('signed_header.commit') : ok({ header, commit });
}

/** Fails with `CONSENSUS_JSON_NOT_VALID`, also where an address is not that of its key. */
export function parseRpcValidators(result: unknown): Result<ValidatorPage, LightError> {
  const height = decimal(at(result, 'block_height'), MAX_HEIGHT);
  const total = decimal(at(result, 'total'), BigInt(MAX_VALIDATORS));
  const validators = allOf(at(result, 'validators'), validatorOf);
  if (height === undefined || total === undefined || validators === undefined) {
    return notValid('validators');
  }
  return ok({ height: Number(height), total: Number(total), validators });
}

function notValid(where: string): Result<never, LightError> {
  const message = 'The answer is not as CometBFT 0.38 gives it.';
  return lightRefusal('CONSENSUS_JSON_NOT_VALID', message, where);
}

const MAX_HEIGHT = BigInt(Number.MAX_SAFE_INTEGER);

function headerOf(json: unknown): Header | undefined {
  const version = at(json, 'version');
  const chainId = at(json, 'chain_id');
  const block = decimal(at(version, 'block'), BLOCK_PROTOCOL);
  const header = {
    appVersion: number(decimal(at(version, 'app') ?? '0', MAX_HEIGHT)),
    chainId: typeof chainId === 'string' ? chainId : undefined,
    height: number(decimal(at(json, 'height'), MAX_HEIGHT)),
    timeNs: timeOf(at(json, 'time')),
    lastBlockId: blockIdOf(at(json, 'last_block_id')),
    lastCommitHash: hashOf(at(json, 'last_commit_hash')),
    dataHash: hashOf(at(json, 'data_hash')),
    validatorsHash: hashOf(at(json, 'validators_hash')),
    nextValidatorsHash: hashOf(at(json, 'next_validators_hash')),
    consensusHash: hashOf(at(json, 'consensus_hash')),
    appHash: hexOf(at(json, 'app_hash'), MAX_APP_HASH_BYTES),
    lastResultsHash: hashOf(at(json, 'last_results_hash')),
    evidenceHash: hashOf(at(json, 'evidence_hash')),
    proposer: hexOf(at(json, 'proposer_address'), ADDRESS_BYTES),
  };
  return block === BLOCK_PROTOCOL && isComplete(header) ? header : undefined;
}

function commitOf(json: unknown): Commit | undefined {
  const commit = {
    height: number(decimal(at(json, 'height'), MAX_HEIGHT)),
    round: whole(at(json, 'round'), MAX_ROUND),
    blockId: blockIdOf(at(json, 'block_id')),
    votes: allOf(at(json, 'signatures'), voteOf),
  };
  return isComplete(commit) ? commit : undefined;
}

function blockIdOf(json: unknown): BlockId | undefined {
  const parts = at(json, 'parts');
  const id = {
    hash: hashOf(at(json, 'hash')),
    partCount: whole(at(parts, 'total'), 0xffffffff),
    partsHash: hashOf(at(parts, 'hash')),
  };
  return isComplete(id) ? id : undefined;
}

/** `BlockIDFlag`: who was absent has nothing else, and everybody else has everything. */
function voteOf(json: unknown): Vote | undefined {
  const flag = at(json, 'block_id_flag');
  const address = hexOf(at(json, 'validator_address'), ADDRESS_BYTES);
  const time = at(json, 'timestamp');
  const signature = at(json, 'signature') ?? '';
  if (flag === 1) {
    const isEmpty = address?.length === 0 && signature === '' && time === ZERO_TIME;
    return isEmpty ? { kind: 'absent' } : undefined;
  }
  const vote = { address, timeNs: timeOf(time), signature: base64Of(signature, SIGNATURE_BYTES) };
  if (!isComplete(vote) || vote.address.length !== ADDRESS_BYTES) return undefined;
  if (flag === 2) return { kind: 'commit', ...vote };
  return flag === 3 ? { kind: 'nil', ...vote } : undefined;
}

/** How Go writes a time that was never set. */
const ZERO_TIME = '0001-01-01T00:00:00Z';

function validatorOf(json: unknown): Validator | undefined {
  const key = at(json, 'pub_key');
  if (at(key, 'type') !== 'tendermint/PubKeyEd25519') return undefined;
  const address = hexOf(at(json, 'address'), ADDRESS_BYTES);
  const validator = {
    key: base64Of(at(key, 'value'), HASH_BYTES),
    power: decimal(at(json, 'voting_power'), MAX_TOTAL_POWER),
  };
  if (!isComplete(validator) || address === undefined) return undefined;
  return equalBytes(address, validatorAddress(validator.key)) ? validator : undefined;
}

type Complete<T> = { readonly [K in keyof T]: Exclude<T[K], undefined> };

function isComplete<T extends object>(value: T): value is T & Complete<T> {
  return sortedKeys(value).every((name) => at(value, name) !== undefined);
}

function at(json: unknown, name: string): unknown {
  return isBag(json) && Object.hasOwn(json, name) ? json[name] : undefined;
}

function isBag(json: unknown): json is Readonly<Record<string, unknown>> {
  return typeof json === 'object' && json !== null;
}

/** The parts of a list; nothing if one of them is not valid or there are too many. */
function allOf<T>(json: unknown, read: (one: unknown) => T | undefined): readonly T[] | undefined {
  if (!Array.isArray(json) || json.length > MAX_VALIDATORS) return undefined;
  const values: T[] = [];
  for (const one of json) {
    const value = read(one);
    if (value === undefined) return undefined;
    values.push(value);
  }
  return values;
}

function decimal(json: unknown, max: bigint): bigint | undefined {
  if (typeof json !== 'string' || !/^(0|[1-9][0-9]{0,18})$/.test(json)) return undefined;
  const value = BigInt(json);
  return value <= max ? value : undefined;
}

function number(value: bigint | undefined): number | undefined {
  return value === undefined ? undefined : Number(value);
}

function whole(json: unknown, max: number): number | undefined {
  const isWhole = typeof json === 'number' && Number.isInteger(json) && json >= 0 && json <= max;
  return isWhole ? json : undefined;
}

function timeOf(json: unknown): bigint | undefined {
  const timeNs = typeof json === 'string' ? parseRpcTime(json) : undefined;
  return timeNs !== undefined && timeNs >= 0n ? timeNs : undefined;
}

/** 32 bytes or none. */
function hashOf(json: unknown): Uint8Array | undefined {
  const bytes = hexOf(json, HASH_BYTES);
  return bytes?.length === 0 || bytes?.length === HASH_BYTES ? bytes : undefined;
}

function hexOf(json: unknown, maxBytes: number): Uint8Array | undefined {
  if (typeof json !== 'string' || json.length > 2 * maxBytes || !/^[0-9A-F]*$/.test(json)) {
    return undefined;
  }
  const bytes = fromHex(json.replace(/[A-F]/g, (digit) => LOWER.charAt(UPPER.indexOf(digit))));
  return bytes.ok ? bytes.value : undefined;
}

const UPPER = 'ABCDEF';
const LOWER = 'abcdef';

function base64Of(json: unknown, sizeBytes: number): Uint8Array | undefined {
  const bytes = typeof json === 'string' && json.length <= 128 ? fromBase64(json) : undefined;
  return bytes?.ok === true && bytes.value.length === sizeBytes ? bytes.value : undefined;
}
