import path from 'node:path';
import { parseArgs } from 'node:util';
import { decodeValue } from './cbor.mjs';
import { checkDossier } from './dossier.mjs';
import { checkEquivocation, EQUIVOCATION_MAGIC, MAX_EQUIVOCATION_BYTES } from './equivocation.mjs';
import { digestFile, InputError, readLimited } from './files.mjs';
import { DOSSIER_MAGIC } from './frame.mjs';
import { auditLog } from './log-audit.mjs';
import { MAX_NOTE_BYTES } from './note.mjs';
import { MAX_POLICY_BYTES, parsePolicy } from './policy.mjs';
import {
  checkPolicyChange,
  MAX_POLICY_CHANGE_BYTES,
  POLICY_CHANGE_MAGIC,
} from './policy-change.mjs';
import { checkPromise } from './promise.mjs';
import { checkReceipt, MAX_RECEIPT_BYTES } from './receipt.mjs';
import { renderJson, renderText, sentence, toJson } from './report.mjs';
import { openSource } from './source.mjs';
import { exitStatus, Mismatch } from './verdict.mjs';
import { english } from './words-en.mjs';
import { korean } from './words-ko.mjs';

export const VERSION = '0.1.0';
const PROGRESS_EVERY_MS = 2000;

const options = /** @type {const} */ ({
  policy: { type: 'string' },
  file: { type: 'string', multiple: true },
  standing: { type: 'string' },
  log: { type: 'string' },
  from: { type: 'string' },
  to: { type: 'string' },
  envelopes: { type: 'string' },
  json: { type: 'boolean' },
  ko: { type: 'boolean' },
  help: { type: 'boolean', short: 'h' },
  version: { type: 'boolean' },
});

/** Options that a command understands besides --policy, --json and --ko. */
const understood = {
  receipt: ['file', 'standing'],
  dossier: ['file', 'standing'],
  promise: ['log', 'to'],
  log: ['from', 'to', 'envelopes'],
  equivocation: [],
  'policy change': [],
};

/**
 * @typedef {{ policy?: string, file?: string[], standing?: string, log?: string, from?: string,
 *   to?: string, envelopes?: string, json?: boolean, ko?: boolean, help?: boolean,
 *   version?: boolean }} Given
 * @typedef {keyof typeof understood} Command
 * @typedef {{ out: (text: string) => void, err: (text: string) => void, terminal: boolean }} Screen
 */

/**
 * Runs the program.
 * @param {string[]} args without the program's name
 * @param {Screen} screen
 * @returns {Promise<number>} the exit status
 */
export async function main(args, screen) {
  const words = args.includes('--ko') ? korean : english;
  try {
    const { values, positionals } = parse(args);
    if (values.help) screen.out(words.help);
    else if (values.version) screen.out(`madang-audit ${VERSION}\n`);
    else return await run(values, positionals, words, screen);
    return 0;
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    const reason = sentence({ ...words.policy, ...words.errors }, error.code, error.details);
    if (args.includes('--json')) screen.out(`${toJson({ error: { code: error.code, reason } })}\n`);
    else screen.err(`${error.code}: ${reason}\n`);
    return exitStatus.unchecked;
  }
}

/** @param {string[]} args */
function parse(args) {
  try {
    return parseArgs({ args, options, allowPositionals: true, strict: true });
  } catch (error) {
    const why = error instanceof Error ? error.message.split('. ')[0].replace(/\.$/, '') : '';
    throw new InputError('USAGE', { why: `${why}.` });
  }
}

/**
 * @param {Given} values
 * @param {string[]} positionals
 * @param {typeof english} words
 * @param {Screen} screen
 */
async function run(values, positionals, words, screen) {
  const [first, place] = positionals;
  const isLog = first === 'log';
  const file = isLog ? place : first;
  if (file === undefined || positionals.length > (isLog ? 2 : 1)) {
    throw new InputError('USAGE', { why: 'Name one file, or "log" and one place.' });
  }
  const command = isLog ? 'log' : await commandFor(file);
  requireUnderstood(command, values);
  const policy = await findPolicy(values.policy, isLog ? undefined : file);
  const onProgress = progressTo(screen, words, values.json === true);
  const found = await commands[command]({ file, values, policy: policy.policy, onProgress });
  const { path: policyPath, beside } = policy;
  const report = {
    command,
    file,
    ...found,
    policy: { path: policyPath, fingerprint: policy.policy.fingerprint, beside },
  };
  screen.out(values.json ? renderJson(report, words) : renderText(report, words));
  return exitStatus[found.sheet.whole()];
}

/**
 * @typedef {{ file: string, values: Given, policy: import('./policy.mjs').Policy,
 *   onProgress: (done: number, size: number) => void }} Job
 */
const commands = {
  /** @param {Job} job */
  async receipt({ file, values, policy }) {
    const [document, ...others] = await digestAll(values.file);
    if (others.length > 0) throw new InputError('USAGE', { why: 'A receipt takes one --file.' });
    const standing = await readOptional(values.standing, MAX_RECEIPT_BYTES);
    const bytes = await readNeeded(file, MAX_RECEIPT_BYTES);
    return checkReceipt({
      bytes,
      policy,
      ...(standing && { standing }),
      ...(document && { document }),
    });
  },
  /** @param {Job} job */
  async dossier({ file, values, policy, onProgress }) {
    const standing = await readOptional(values.standing, MAX_RECEIPT_BYTES);
    const documents = await digestAll(values.file);
    return checkDossier({
      path: file,
      policy,
      documents,
      onProgress,
      ...(standing && { standing }),
    });
  },
  /** @param {Job} job */
  async promise({ file, values, policy, onProgress }) {
    if (values.log === undefined) {
      throw new InputError('USAGE', { why: 'A promise is checked against a log: give --log.' });
    }
    const source = openSource(values.log);
    const bytes = await readNeeded(file, MAX_RECEIPT_BYTES);
    return checkPromise({ bytes, policy, source, to: await newest(source, values.to), onProgress });
  },
  /** @param {Job} job */
  async equivocation({ file, policy }) {
    return checkEquivocation(await readNeeded(file, MAX_EQUIVOCATION_BYTES), policy);
  },
  /** @param {Job} job */
  async 'policy change'({ file, policy }) {
    return checkPolicyChange(await readNeeded(file, MAX_POLICY_CHANGE_BYTES), policy);
  },
  /** @param {Job} job */
  async log({ file, values, policy, onProgress }) {
    const source = openSource(file);
    const from = await readOptional(values.from, MAX_NOTE_BYTES);
    const envelopes = values.envelopes === undefined ? undefined : openSource(values.envelopes);
    const to = await newest(source, values.to);
    return auditLog({
      source,
      policy,
      to,
      onProgress,
      ...(from && { from }),
      ...(envelopes && { envelopes }),
    });
  },
};

/**
 * What a file is, by how it begins. Anything else is checked as a receipt, which says what is
 * missing.
 * @param {string} file
 * @returns {Promise<Exclude<Command, 'log'>>}
 */
async function commandFor(file) {
  const start = await readNeeded(file, MAX_RECEIPT_BYTES);
  if (beginsWith(start, DOSSIER_MAGIC)) return 'dossier';
  if (beginsWith(start, EQUIVOCATION_MAGIC)) return 'equivocation';
  if (beginsWith(start, POLICY_CHANGE_MAGIC)) return 'policy change';
  try {
    const value = decodeValue(start, MAX_RECEIPT_BYTES);
    if (value instanceof Map && value.get('kind') === 'madang/promise') return 'promise';
  } catch (error) {
    if (!(error instanceof Mismatch)) throw error;
  }
  if (file.endsWith('.dossier')) return 'dossier';
  return file.endsWith('.promise') ? 'promise' : 'receipt';
}

/**
 * @param {Uint8Array} bytes
 * @param {Buffer} magic
 */
function beginsWith(bytes, magic) {
  return Buffer.from(bytes.subarray(0, magic.length)).equals(magic);
}

/**
 * @param {Command} command
 * @param {Given} values
 */
function requireUnderstood(command, values) {
  const general = ['policy', 'json', 'ko'];
  const stray = Object.keys(values).find(
    (name) => !general.includes(name) && !understood[command].includes(name),
  );
  if (stray) throw new InputError('USAGE', { why: `--${stray} does not go with a ${command}.` });
}

/**
 * @param {string | undefined} named
 * @param {string | undefined} file beside which a policy.txt may stand
 */
async function findPolicy(named, file) {
  const beside = named === undefined;
  const policyPath = named ?? path.join(path.dirname(file ?? '.'), 'policy.txt');
  const bytes = await readLimited(policyPath, MAX_POLICY_BYTES);
  if (bytes === undefined && beside) throw new InputError('POLICY_MISSING');
  if (bytes === undefined) throw new InputError('NO_SUCH_FILE', { path: policyPath });
  try {
    return { policy: parsePolicy(bytes), path: policyPath, beside };
  } catch (error) {
    if (!(error instanceof Mismatch)) throw error;
    const details = { ...error.details, cause: error.code, path: policyPath };
    throw new InputError('POLICY_REFUSED', details);
  }
}

/**
 * @param {import('./source.mjs').Source} source
 * @param {string | undefined} to
 */
async function newest(source, to) {
  if (to !== undefined) return readNeeded(to, MAX_NOTE_BYTES);
  const checkpoint = await source.read('checkpoint', MAX_NOTE_BYTES);
  if (checkpoint === undefined) throw new InputError('NO_CHECKPOINT', { place: source.place });
  return checkpoint;
}

/**
 * @param {string} file
 * @param {number} maxBytes
 */
async function readNeeded(file, maxBytes) {
  const bytes = await readLimited(file, maxBytes);
  if (bytes === undefined) throw new InputError('NO_SUCH_FILE', { path: file });
  return bytes;
}

/**
 * @param {string | undefined} file
 * @param {number} maxBytes
 */
async function readOptional(file, maxBytes) {
  return file === undefined ? undefined : readNeeded(file, maxBytes);
}

/** @param {string[] | undefined} files */
async function digestAll(files = []) {
  const documents = [];
  for (const file of files) documents.push({ path: file, digest: await digestFile(file) });
  return documents;
}

/**
 * Tells how far it is, on a terminal, every other second.
 * @param {Screen} screen
 * @param {typeof english} words
 * @param {boolean} quiet
 */
function progressTo(screen, words, quiet) {
  let next = Date.now() + PROGRESS_EVERY_MS;
  return (/** @type {number} */ done, /** @type {number} */ size) => {
    if (quiet || !screen.terminal || Date.now() < next) return;
    next = Date.now() + PROGRESS_EVERY_MS;
    screen.err(`${words.progress({ done, size })}\n`);
  };
}
