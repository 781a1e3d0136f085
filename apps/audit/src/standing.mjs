import { sameBytes, toHex } from './bytes.mjs';
import { readSigners, requireGroup, satisfiedSince } from './cosigners.mjs';
import { describeEnding, keysOfStanding } from './document.mjs';
import { claimsOfElection, describeNewest, isOfElection } from './election-receipt.mjs';
import { parseCheckpoint } from './note.mjs';
import { read, readEntry, standingShape } from './records.mjs';
import { extendsHead, includes, leafHash } from './tree.mjs';
import { isProven } from './trie.mjs';
import { CannotCheck, Mismatch } from './verdict.mjs';
import { claimsOfVote, describeSpoken, isOfVote } from './vote-receipt.mjs';

/**
 * @typedef {import('./policy.mjs').Policy} Policy
 * @typedef {import('./note.mjs').Checkpoint} Checkpoint
 * @typedef {ReturnType<typeof standingShape>} StandingRecord
 * @typedef {{ record: StandingRecord, checkpoint?: Checkpoint,
 *   block: import('./records.mjs').BlockEntry }} Standing
 * @typedef {{ block: bigint, time: number, seconds: bigint, fresher: boolean }} StandingFacts
 * @typedef {{ key: Uint8Array, value?: Uint8Array, isRecord?: boolean,
 *   describe: (value: Uint8Array | undefined) => object }} Wanted
 *   a record has to be there, whatever it is; else without a value the key has to be absent;
 *   `describe` tells of what was found instead
 */

/**
 * Gives a decoded standing its parts. Throws a Mismatch.
 * @param {StandingRecord} record
 * @returns {Standing}
 */
export function openStanding(record) {
  if ((record.checkpoint === undefined) !== (record.consistency === undefined)) {
    throw new Mismatch('STANDING_HALF', { where: 'standing' });
  }
  const block = readEntry(record.block, 'standing.block');
  if (block.type !== 'block') throw new Mismatch('NOT_A_BLOCK', { where: 'standing.block' });
  if (record.checkpoint === undefined) return { record, block };
  return { record, block, checkpoint: parseCheckpoint(record.checkpoint) };
}

/**
 * Decodes a standing that was given as a file. Throws a CannotCheck if it is none.
 * @param {Uint8Array} bytes
 * @returns {Standing}
 */
export function readStandingFile(bytes) {
  try {
    return openStanding(read(standingShape, bytes, 'standing', 65_536));
  } catch (error) {
    if (error instanceof Mismatch) {
      throw new CannotCheck('STANDING_UNREADABLE', { cause: error.code, ...error.details });
    }
    throw error;
  }
}

/**
 * The state that the record of an act needs in order to stand, in the order of its claims.
 * @param {import('./receipt.mjs').Receipt} receipt
 * @returns {Wanted[]}
 */
function wantedOf({ entry, body, record }) {
  if (isOfVote(body)) {
    return claimsOfVote(entry, body).map((claim) => ({ ...claim, describe: describeSpoken }));
  }
  if (isOfElection(body)) {
    return claimsOfElection(entry, body).map((claim) => ({ ...claim, describe: describeNewest }));
  }
  return keysOfStanding(body, entry.body, record.opening).map((key) => ({
    key,
    describe: (value) => (value === undefined ? {} : describeEnding(value)),
  }));
}

/**
 * The records that the proof of an act is about, as the first standing has them. As they never
 * change any standing serves; whether they are proven is for the part `standing`. Throws a
 * CannotCheck where they are not there.
 * @param {import('./receipt.mjs').Receipt} receipt
 * @param {Uint8Array | undefined} standingFile
 * @returns {Uint8Array[]}
 */
export function recordsOfProof(receipt, standingFile) {
  const wanted = wantedOf(receipt);
  const standing = receipt.standing ?? (standingFile && readStandingFile(standingFile));
  const claims = standing?.record.claims ?? [];
  if (claims.length !== wanted.length) throw new CannotCheck('PROOF_RECORDS_MISSING');
  return claims.flatMap(({ value }, at) => {
    if (!wanted[at].isRecord) return [];
    if (value === undefined) throw new CannotCheck('PROOF_RECORDS_MISSING');
    return [value];
  });
}

/**
 * The part `standing` (docs/spec/receipt.md). Every standing given must hold; the newest one says
 * for which moment.
 * @param {import('./receipt.mjs').Receipt} receipt
 * @param {Policy} policy
 * @param {Uint8Array | undefined} standingFile
 * @returns {StandingFacts | undefined} undefined where the act claims nothing of the state
 */
export function checkStanding(receipt, policy, standingFile) {
  if (receipt.entry.outcome.code !== 0n) {
    throw new Mismatch('NOT_DONE', { refusal: receipt.entry.outcome.code });
  }
  const wanted = wantedOf(receipt);
  const given = [receipt.standing, standingFile && readStandingFile(standingFile)];
  const standings = given.filter((standing) => standing !== undefined);
  if (wanted.length === 0) {
    if (standings.length > 0) throw new Mismatch('CLAIMS_DIFFER');
    return undefined;
  }
  if (standings.length === 0) throw new CannotCheck('STANDING_MISSING');
  const facts = standings.map((standing) => holdsStanding(standing, wanted, receipt, policy));
  return facts.reduce((best, next) => (next.seconds >= best.seconds ? next : best));
}

/**
 * @param {Standing} standing
 * @param {Wanted[]} wanted
 * @param {import('./receipt.mjs').Receipt} receipt
 * @param {Policy} policy
 * @returns {StandingFacts}
 */
function holdsStanding({ record, block, checkpoint }, wanted, receipt, policy) {
  const head = checkpoint ?? receipt.checkpoint;
  if (head.origin !== policy.origin) throw new Mismatch('STANDING_OTHER_LEDGER');
  const signers = readSigners(head, policy);
  requireGroup(signers, 'executors', policy);
  if (checkpoint && !extendsHead(receipt.checkpoint, checkpoint, record.consistency ?? NOTHING)) {
    throw new Mismatch('STANDING_NOT_CONSISTENT');
  }
  const claim = {
    index: head.size - 1n,
    size: head.size,
    leaf: leafHash(record.block),
    root: head.root,
  };
  if (head.size === 0n || !includes(claim, record.inclusion)) {
    throw new Mismatch('BLOCK_NOT_LAST');
  }
  requireClaims(record.claims, wanted, block.stateRoot);
  const seconds = satisfiedSince('executors', signers.times, policy) ?? 0n;
  const fresher = head.size > receipt.checkpoint.size;
  return { block: block.height, time: block.time, seconds, fresher };
}

const NOTHING = new Uint8Array(0);

/**
 * @param {StandingRecord['claims']} claims
 * @param {Wanted[]} wanted
 * @param {Uint8Array} stateRoot
 */
function requireClaims(claims, wanted, stateRoot) {
  if (claims.length !== wanted.length) throw new Mismatch('CLAIMS_DIFFER');
  const keyed = claims.map((claim, at) => ({ ...claim, key: wanted[at].key }));
  keyed.forEach((claim, at) => {
    if (!isProven(claim, stateRoot)) throw new Mismatch('CLAIM_UNPROVEN', { number: at + 1 });
  });
  keyed.forEach(({ key, value }, at) => {
    if (wanted[at].isRecord ? value !== undefined : isSame(value, wanted[at].value)) return;
    throw new Mismatch('ENDED', { key: toHex(key), ...wanted[at].describe(value) });
  });
}

/**
 * @param {Uint8Array | undefined} one
 * @param {Uint8Array | undefined} other
 */
function isSame(one, other) {
  return one === undefined || other === undefined ? one === other : sameBytes(one, other);
}
