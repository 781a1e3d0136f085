import { sameBytes, sha256, toHex } from './bytes.mjs';
import { isNotarised, openAgainst, readNotarised } from './document.mjs';
import { InputError, openFile } from './files.mjs';
import { checkReceipt, MAX_RECEIPT_BYTES } from './receipt.mjs';
import { read } from './records.mjs';
import { anyMap, bytes, hash, list, record, smallUint, text } from './shape.mjs';
import { CannotCheck, Mismatch, Sheet } from './verdict.mjs';

/** ASCII at the start of every dossier (docs/spec/dossier.md). */
export const DOSSIER_MAGIC = Buffer.from('madang-dossier/1\n', 'latin1');

const MAX_DOSSIER_BYTES = 2 ** 30;
const MAX_PART_BYTES = 16 * 2 ** 20;
const MAX_HEADER_BYTES = 4096;
const MATTER = 'document.batch';

const headerShape = record({
  chain: hash,
  title: text(1, 200),
  matter: text(1, 64),
  parts: smallUint(0, 1_000_000),
});
const partShape = record({ name: text(1, 64), type: text(1, 64), bytes: bytes() });
const openingsShape = list(record({ name: text(), opening: anyMap }), 0, 50_000);

/**
 * @typedef {import('./policy.mjs').Policy} Policy
 * @typedef {{ path: string, policy: Policy, documents: { path: string, digest: Uint8Array }[],
 *   standing?: Uint8Array, onProgress?: (done: number, size: number) => void }} DossierCase
 */

/**
 * Checks a dossier, one part in memory at a time.
 * @param {DossierCase} given
 */
export async function checkDossier(given) {
  const reader = await DossierReader.open(given.path);
  try {
    return await new DossierCheck(given, reader).run();
  } finally {
    await reader.close();
  }
}

/** Reads the frame of a dossier from a file. */
class DossierReader {
  /**
   * @param {import('node:fs/promises').FileHandle} handle
   * @param {number} size
   */
  constructor(handle, size) {
    this.handle = handle;
    this.size = size;
    this.at = 0;
  }

  /** @param {string} path */
  static async open(path) {
    const handle = await openFile(path);
    if (handle === undefined) throw new InputError('NO_SUCH_FILE', { path });
    return new DossierReader(handle, (await handle.stat()).size);
  }

  async close() {
    await this.handle.close();
  }

  /** @param {number} length */
  async take(length) {
    if (this.at + length > this.size) throw new Mismatch('DOSSIER_CUT_SHORT');
    const buffer = Buffer.alloc(length);
    for (let filled = 0; filled < length; ) {
      const { bytesRead } = await this.handle.read(
        buffer,
        filled,
        length - filled,
        this.at + filled,
      );
      if (bytesRead === 0) throw new Mismatch('DOSSIER_CUT_SHORT');
      filled += bytesRead;
    }
    this.at += length;
    return buffer;
  }

  async header() {
    if (this.size > MAX_DOSSIER_BYTES)
      throw new Mismatch('TOO_LARGE', { maxBytes: MAX_DOSSIER_BYTES });
    const magic = await this.take(DOSSIER_MAGIC.length);
    if (!sameBytes(magic, DOSSIER_MAGIC)) throw new Mismatch('NOT_A_DOSSIER');
    return read(headerShape, await this.block(MAX_HEADER_BYTES), 'header');
  }

  /** @param {string} where */
  async part(where) {
    const encoded = await this.block(MAX_PART_BYTES);
    return read(partShape, encoded, where, MAX_PART_BYTES);
  }

  /** @param {number} maxBytes */
  async block(maxBytes) {
    const length = (await this.take(4)).readUInt32BE();
    if (length > maxBytes) throw new Mismatch('TOO_LARGE', { maxBytes });
    return this.take(length);
  }
}

/** One run over a dossier of the matter `document.batch`. */
class DossierCheck {
  /**
   * @param {DossierCase} given
   * @param {DossierReader} reader
   */
  constructor(given, reader) {
    this.given = given;
    this.reader = reader;
    /** @type {Mismatch | CannotCheck | undefined} */
    this.frameProblem = undefined;
    /** @type {Mismatch | CannotCheck | undefined} */
    this.contentProblem = undefined;
    /** @type {ReturnType<typeof checkReceipt> | undefined} */
    this.report = undefined;
    /** @type {import('./document.mjs').Notarised | undefined} */
    this.notarised = undefined;
    this.policyInside = /** @type {string | undefined} */ (undefined);
    this.opened = 0;
    /** One for each leaf that an opening has led to. */
    this.leaves = new Uint8Array(0);
    this.title = '';
    /** @type {Map<string, string[]>} names by the digest of a file that was given */
    this.wanted = new Map(given.documents.map(({ digest }) => [toHex(digest), []]));
  }

  async run() {
    try {
      await this.readFrame();
    } catch (error) {
      if (!(error instanceof Mismatch || error instanceof CannotCheck)) throw error;
      this.frameProblem = error;
    }
    return this.conclude();
  }

  async readFrame() {
    const { reader, given } = this;
    const header = await reader.header();
    this.title = header.title;
    if (!sameBytes(header.chain, given.policy.chain)) throw new Mismatch('CHAIN_OF_DOSSIER');
    if (header.matter !== MATTER)
      throw new CannotCheck('MATTER_UNKNOWN', { matter: header.matter });
    for (let number = 0; number < header.parts; number += 1) {
      this.readPart(number, await reader.part(`part ${number + 1}`));
      given.onProgress?.(reader.at, reader.size);
    }
    if (header.parts < 3) throw new Mismatch('DOSSIER_PARTS');
    if (reader.at !== reader.size) throw new Mismatch('DOSSIER_FURTHER_BYTES');
  }

  /**
   * @param {number} number from 0
   * @param {ReturnType<typeof partShape>} part
   */
  readPart(number, part) {
    const expected = ['receipt', 'policy'][number] ?? 'openings';
    if (part.name !== expected || part.type !== `madang/${expected}`) {
      throw new Mismatch('DOSSIER_PARTS', { number: number + 1, name: part.name });
    }
    if (expected === 'receipt') this.readReceipt(part.bytes);
    else if (expected === 'policy') this.policyInside = toHex(sha256(part.bytes));
    else this.readOpenings(part.bytes, `part ${number + 1}`);
  }

  /** @param {Uint8Array} encoded */
  readReceipt(encoded) {
    if (encoded.length > MAX_RECEIPT_BYTES) {
      throw new Mismatch('TOO_LARGE', { maxBytes: MAX_RECEIPT_BYTES });
    }
    const { policy, standing } = this.given;
    this.report = checkReceipt({ bytes: encoded, policy, ...(standing && { standing }) });
    const { receipt } = this.report;
    if (receipt === undefined) return;
    if (receipt.record.opening !== undefined) throw new Mismatch('DOSSIER_RECEIPT_OPENED');
    this.try(() => {
      if (!isNotarised(receipt.body)) throw new Mismatch('OPENING_OF_NOTHING');
      this.notarised = readNotarised(receipt.body);
      this.leaves = new Uint8Array(this.notarised.count);
    });
  }

  /**
   * @param {Uint8Array} encoded
   * @param {string} where
   */
  readOpenings(encoded, where) {
    const { notarised } = this;
    const openings = read(openingsShape, encoded, where, MAX_PART_BYTES);
    if (notarised === undefined) return;
    openings.forEach(({ name, opening }, at) => {
      this.try(() => {
        const { leaf, digest } = openAgainst(notarised, opening, `${where}[${at}] ${name}`);
        this.opened += 1;
        this.leaves[leaf] = 1;
        this.wanted.get(toHex(digest))?.push(name);
      });
    });
  }

  /** @param {() => void} check */
  try(check) {
    try {
      check();
    } catch (error) {
      if (!(error instanceof Mismatch || error instanceof CannotCheck)) throw error;
      this.contentProblem ??= error;
    }
  }

  conclude() {
    const { report, given } = this;
    const notChecked = (report?.notChecked ?? ['POLICY_CHOICE']).filter(
      (code) => code !== 'CONTENT_NOT_OPENED',
    );
    if (given.documents.length === 0) notChecked.push('FILE_NOT_GIVEN');
    const sheet = new Sheet();
    if (this.frameProblem) sheet.putError('frame', this.frameProblem);
    else sheet.put('frame', 'passed', 'PASSED_FRAME');
    sheet.parts.push(...(report?.sheet.parts ?? []));
    sheet.run(
      'content',
      ['frame', 'format', 'signature'],
      () => this.requireContent(),
      () => ({
        code: given.documents.length > 0 ? 'PASSED_OPENINGS_FILES' : 'PASSED_OPENINGS',
        details: { opened: this.opened, count: this.notarised?.count ?? 0 },
      }),
    );
    return { sheet, facts: this.facts(), notChecked };
  }

  requireContent() {
    if (this.contentProblem) throw this.contentProblem;
    const lost = this.given.documents.find(({ digest }) => this.namesOf(digest).length === 0);
    if (lost) throw new Mismatch('FILE_NOT_IN_DOSSIER', { path: lost.path });
  }

  /** @param {Uint8Array} digest */
  namesOf(digest) {
    return this.wanted.get(toHex(digest)) ?? [];
  }

  facts() {
    const { policyInside, given } = this;
    const files = given.documents.map(({ path, digest }) => ({
      path,
      digest,
      names: this.namesOf(digest),
    }));
    return {
      ...(this.title !== '' && { title: this.title }),
      ...this.report?.facts,
      openings: this.opened,
      leavesOpened: this.leaves.reduce((sum, seen) => sum + seen, 0),
      ...(this.notarised && { leaves: this.notarised.count }),
      ...(files.length > 0 && { files }),
      ...(policyInside !== undefined && {
        policyInside: policyInside === given.policy.fingerprint ? 'same' : policyInside,
      }),
    };
  }
}
