import { checkAuthorisation, receiptNumber } from './authorisation.mjs';
import { sameBytes, toHex } from './bytes.mjs';
import { decodeValue } from './cbor.mjs';
import { countGroup, readSigners, requireGroup } from './cosigners.mjs';
import { checkOpening, isNotarised } from './document.mjs';
import { requireOwnProof } from './election-receipt.mjs';
import { parseCheckpoint } from './note.mjs';
import { makeEntry, readEnvelope, receiptShape } from './records.mjs';
import { checkStanding, openStanding, recordsOfProof } from './standing.mjs';
import { includes, leafHash } from './tree.mjs';
import { CannotCheck, Mismatch, Sheet } from './verdict.mjs';
import { isOfVote, requireTextOf } from './vote-receipt.mjs';

/** Bytes of a receipt (docs/spec/receipt.md). */
export const MAX_RECEIPT_BYTES = 65_536;

/**
 * @typedef {import('./policy.mjs').Policy} Policy
 * @typedef {import('./cosigners.mjs').Signers} Signers
 * @typedef {{ record: ReturnType<typeof receiptShape>,
 *   entry: import('./records.mjs').TransactionEntry, encodedEntry: Uint8Array,
 *   envelope: import('./records.mjs').Envelope, body: import('./records.mjs').Body,
 *   checkpoint: import('./note.mjs').Checkpoint,
 *   standing?: import('./standing.mjs').Standing }} Receipt
 * @typedef {{ bytes: Uint8Array, policy: Policy, standing?: Uint8Array,
 *   document?: { digest: Uint8Array } }} ReceiptCase
 * @typedef {{ sheet: Sheet, facts: Record<string, unknown>, notChecked: string[],
 *   receipt?: Receipt }} ReceiptReport
 */

/**
 * Runs the parts of docs/spec/receipt.md in order.
 * @param {ReceiptCase} given
 * @returns {ReceiptReport}
 */
export function checkReceipt({ bytes, policy, standing, document }) {
  const sheet = new Sheet();
  const receipt = sheet.run('format', [], () => decodeReceipt(bytes));
  // Parts that rest on `format` are not run without a receipt, so the casts below never meet none.
  const at = /** @type {Receipt} */ (receipt);
  sheet.run('chain', ['format'], () => checkChain(at, policy));
  const accounts = sheet.run(
    'signature',
    ['format'],
    () => authorise(at, standing),
    (signedBy) => ({ code: signedBy ? 'PASSED_SIGNATURE' : 'PASSED_PROOF' }),
  );
  sheet.run('place', ['format'], () => checkPlace(at));
  const signers = receipt && readSigners(receipt.checkpoint, policy);
  sheet.run('institutions', ['format', 'chain'], () =>
    requireGroup(/** @type {Signers} */ (signers), policy.quorum, policy),
  );
  const stands = sheet.run(
    'standing',
    ['format', 'chain', 'signature', 'place', 'institutions'],
    () => checkStanding(at, policy, standing),
    (result) => praiseStanding(result),
  );
  checkContent(sheet, receipt, document);
  return {
    sheet,
    facts: receipt && signers ? gatherFacts({ receipt, signers, policy, accounts, stands }) : {},
    notChecked: listNotChecked({ sheet, receipt, document, stands }),
    ...(receipt && { receipt }),
  };
}

/**
 * The accounts that signed; undefined where a proof stands in the place of signatures.
 * @param {Receipt} receipt
 * @param {Uint8Array | undefined} standing
 */
function authorise(receipt, standing) {
  if (receipt.envelope.auth.kind === 'account') return checkAuthorisation(receipt);
  requireOwnProof(receipt, () => recordsOfProof(receipt, standing));
  return undefined;
}

/**
 * Decodes a receipt and everything inside it except the opening. Throws a Mismatch, or a
 * CannotCheck for a version that this program does not know.
 * @param {Uint8Array} bytes
 * @returns {Receipt}
 */
export function decodeReceipt(bytes) {
  const record = receiptShape(decodeFrame(bytes, 'madang/receipt', MAX_RECEIPT_BYTES), 'receipt');
  const { envelope, body } = readEnvelope(record.envelope);
  const { entry, encoded } = makeEntry(record.envelope, { envelope, body }, record.outcome);
  const checkpoint = parseCheckpoint(record.checkpoint);
  const standing = record.standing && openStanding(record.standing);
  const read = { record, entry, encodedEntry: encoded, envelope, body, checkpoint };
  return { ...read, ...(standing && { standing }) };
}

/**
 * Decodes the value of a file that names its kind and version.
 * @param {Uint8Array} bytes
 * @param {string} kind
 * @param {number} maxBytes
 */
export function decodeFrame(bytes, kind, maxBytes) {
  if (bytes.length > maxBytes) throw new Mismatch('TOO_LARGE', { maxBytes });
  let value;
  try {
    value = decodeValue(bytes, maxBytes);
  } catch (error) {
    if (error instanceof Mismatch) throw new Mismatch('NOT_DECODED', { kind, cause: error.code });
    throw error;
  }
  if (!(value instanceof Map) || value.get('kind') !== kind) {
    throw new Mismatch('OTHER_KIND', { kind });
  }
  const version = value.get('version');
  if (typeof version === 'number' && version > 1)
    throw new CannotCheck('UNKNOWN_VERSION', { version });
  return value;
}

/**
 * @param {Receipt} receipt
 * @param {Policy} policy
 */
function checkChain({ body, checkpoint }, policy) {
  if (!sameBytes(body.chain, policy.chain)) throw new Mismatch('CHAIN_OF_BODY');
  if (checkpoint.origin !== policy.origin) throw new Mismatch('ORIGIN_OF_CHECKPOINT');
}

/** @param {Receipt} receipt */
function checkPlace({ record, encodedEntry, checkpoint }) {
  const { size, root } = checkpoint;
  if (record.index >= size) throw new Mismatch('INDEX_OUTSIDE', { index: record.index, size });
  const claim = { index: record.index, size, leaf: leafHash(encodedEntry), root };
  if (!includes(claim, record.inclusion)) throw new Mismatch('LEADS_ELSEWHERE');
}

/**
 * The part is left out when there is neither an opening nor a file.
 * @param {Sheet} sheet
 * @param {Receipt | undefined} receipt
 * @param {{ digest: Uint8Array } | undefined} document
 */
function checkContent(sheet, receipt, document) {
  const given = receipt?.record.opening;
  if (given === undefined && document === undefined) return;
  sheet.run(
    'content',
    ['format', 'signature'],
    () => {
      if (receipt && document && given === undefined && isOfVote(receipt.body)) {
        requireTextOf(receipt.body, document.digest);
        return;
      }
      if (receipt === undefined || given === undefined) throw new CannotCheck('OPENING_MISSING');
      const opening = checkOpening(receipt.body, given);
      if (document && !sameBytes(document.digest, opening.digest)) {
        throw new Mismatch('FILE_DIFFERS');
      }
    },
    () => ({ code: praiseContent(given, document) }),
  );
}

/**
 * @param {unknown} opening
 * @param {unknown} document
 */
function praiseContent(opening, document) {
  if (opening === undefined) return 'PASSED_CONTENT_TEXT';
  return document ? 'PASSED_CONTENT_FILE' : 'PASSED_CONTENT';
}

/** @param {import('./standing.mjs').StandingFacts | undefined} stands */
function praiseStanding(stands) {
  if (stands === undefined) return { code: 'PASSED_STANDING_NOTHING' };
  return { code: 'PASSED_STANDING', details: { seconds: stands.seconds, fresher: stands.fresher } };
}

/**
 * @param {{ receipt: Receipt, signers: Signers, policy: Policy, accounts: string[] | undefined,
 *   stands: import('./standing.mjs').StandingFacts | undefined }} found
 */
function gatherFacts({ receipt, signers, policy, accounts, stands }) {
  const { entry, record, checkpoint, body } = receipt;
  const { outcome } = entry;
  return {
    act: entry.act,
    record: record.index,
    receiptNumber: receiptNumber(entry.body),
    body: entry.body,
    chain: body.chain,
    ledger: policy.ledger,
    height: outcome.height,
    blockTime: outcome.time,
    outcome: outcome.code === 0n ? 'done' : 'refused',
    outcomeCode: outcome.code,
    events: outcome.events.map(({ name }) => name),
    ...(accounts && { signedBy: accounts }),
    logSize: checkpoint.size,
    ...describeCosigners(signers, policy),
    ...(stands && { standsAsOf: stands.seconds, standsAtHeight: stands.block }),
    ...(isNotarised(body) && { document: toHex(entry.body) }),
  };
}

/**
 * Who cosigned a checkpoint and when, who of the policy did not, and how many were needed.
 * @param {Signers} signers
 * @param {Policy} policy
 */
export function describeCosigners(signers, policy) {
  const members = [...policy.witnesses].map(([short, key]) => ({
    short: Buffer.from(short, 'latin1').toString('utf8'),
    name: key.name,
    seconds: signers.times.get(short),
  }));
  return {
    cosigners: members.filter(({ seconds }) => seconds !== undefined),
    missing: members
      .filter(({ seconds }) => seconds === undefined)
      .map(({ short, name }) => ({ short, name })),
    quorum: countGroup(policy.quorum, signers.times, policy),
    executors: countGroup('executors', signers.times, policy),
  };
}

/**
 * What these checks do not say, as codes of the word tables.
 * @param {{ sheet: Sheet, receipt: Receipt | undefined, document: unknown,
 *   stands: import('./standing.mjs').StandingFacts | undefined }} found
 */
function listNotChecked({ sheet, receipt, document, stands }) {
  const codes = ['POLICY_CHOICE'];
  if (receipt === undefined) return codes;
  if (receipt.record.opening !== undefined && document === undefined) codes.push('FILE_NOT_GIVEN');
  if (receipt.record.opening === undefined) codes.push('CONTENT_NOT_OPENED');
  if (sheet.verdictOf('standing') === 'passed')
    codes.push(stands ? 'LATER_EVENTS' : 'EFFECT_TODAY');
  codes.push('SIGNERS_RIGHTS', 'SIGNERS_PERSON', 'TRUTH');
  return codes;
}
