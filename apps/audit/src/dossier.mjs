import { sameBytes, sha256, toHex } from './bytes.mjs';
import { isNotarised, openAgainst, readNotarised } from './document.mjs';
import { checkElectionDossier, ELECTION_MATTER } from './election-dossier.mjs';
import { InputError } from './files.mjs';
import { DossierReader, MAX_PART_BYTES } from './frame.mjs';
import { checkReceipt, MAX_RECEIPT_BYTES } from './receipt.mjs';
import { read } from './records.mjs';
import { anyMap, list, record, text } from './shape.mjs';
import { CannotCheck, Mismatch, Sheet } from './verdict.mjs';
import { checkVoteDossier, VOTE_MATTER } from './vote-dossier.mjs';

const MATTER = 'document.batch';

const openingsShape = list(record({ name: text(), opening: anyMap }), 0, 50_000);

/**
 * @typedef {import('./policy.mjs').Policy} Policy
 * @typedef {{ path: string, policy: Policy, documents: { path: string, digest: Uint8Array }[],
 *   standing?: Uint8Array, onProgress?: (done: number, size: number) => void }} DossierCase
 */

/**
 * The checks of matters that are recomputed from their acts.
 * @type {Record<string, typeof checkVoteDossier | typeof checkElectionDossier>}
 */
const recomputed = {
  [VOTE_MATTER]: checkVoteDossier,
  [ELECTION_MATTER]: checkElectionDossier,
};

/**
 * Checks a dossier; one of documents with one part in memory at a time.
 * @param {DossierCase} given
 * @returns {Promise<{ sheet: Sheet, facts: Record<string, any>, notChecked: string[] }>}
 */
export async function checkDossier(given) {
  const reader = await DossierReader.open(given.path);
  try {
    const batch = new DossierCheck(given, reader);
    const header = await batch.readHeader();
    const check = header && Object.hasOwn(recomputed, header.matter) && recomputed[header.matter];
    if (!header || !check) return await batch.run();
    if (given.standing !== undefined) {
      throw new InputError('USAGE', { why: 'A dossier of acts takes no --standing.' });
    }
    return await check(given, reader, header);
  } finally {
    await reader.close();
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
    /** @type {import('./frame.mjs').Header | undefined} */
    this.header = undefined;
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

  async readHeader() {
    await this.tryFrame(async () => {
      this.header = await this.reader.header();
    });
    return this.header;
  }

  async run() {
    const { header } = this;
    if (header !== undefined) await this.tryFrame(() => this.readFrame(header));
    return this.conclude();
  }

  /** @param {() => Promise<void>} reading */
  async tryFrame(reading) {
    try {
      await reading();
    } catch (error) {
      if (!(error instanceof Mismatch || error instanceof CannotCheck)) throw error;
      this.frameProblem = error;
    }
  }

  /** @param {import('./frame.mjs').Header} header */
  async readFrame(header) {
    const { reader, given } = this;
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
   * @param {import('./frame.mjs').Part} part
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
