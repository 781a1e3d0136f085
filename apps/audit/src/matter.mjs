import { ActList, requireJournal, SignedActs } from './act-list.mjs';
import { sameBytes, sha256 } from './bytes.mjs';
import { readSigners, requireGroup, satisfiedSince } from './cosigners.mjs';
import { MAX_PART_BYTES } from './frame.mjs';
import { parseCheckpoint } from './note.mjs';
import { read, readEntry } from './records.mjs';
import { replayRegister } from './recount.mjs';
import { includes, leafHash } from './tree.mjs';
import { isProven } from './trie.mjs';
import { Mismatch, Sheet } from './verdict.mjs';
import { peopleActs, readPayload, stateShape } from './vote-acts.mjs';

/*
 * What the dossiers of all matters that are recomputed from their acts have in common
 * (docs/spec/dossier.md, Acts).
 */

/** Parts that every such dossier has, in their order; files follow. */
const PARTS = /** @type {const} */ ([
  ['state', 'madang/standing'],
  ['people', 'madang/acts'],
  ['acts', 'madang/acts'],
]);

/**
 * @typedef {import('./dossier.mjs').DossierCase} DossierCase
 * @typedef {import('./frame.mjs').DossierReader} DossierReader
 * @typedef {import('./frame.mjs').Header} Header
 * @typedef {import('./register.mjs').Act} Act
 * @typedef {{ acts: number, journal: Uint8Array }} Journal
 * @typedef {{ record: ReturnType<typeof stateShape>, block: import('./records.mjs').BlockEntry,
 *   checkpoint: import('./note.mjs').Checkpoint }} State
 * @typedef {{ state: State, people: ActList, acts: ActList,
 *   files: Map<string, Uint8Array> }} Content
 * @typedef {{ key: Uint8Array, mayBeAbsent?: boolean }} Wanted
 */

/**
 * Reads the parts of a dossier; problems of its form are put on the sheet.
 * @param {DossierCase} given
 * @param {DossierReader} reader behind the header
 * @param {Header} header
 * @param {{ sheet: Sheet, files: readonly string[] }} more `files`: names of those of the matter
 * @returns {Promise<Content | undefined>}
 */
export async function readMatter(given, reader, header, { sheet, files }) {
  try {
    const content = await readContent(given, reader, header, files);
    sheet.put('format', 'passed', 'PASSED_FORMAT');
    return content;
  } catch (error) {
    sheet.putError('format', error);
    return undefined;
  }
}

/**
 * @param {DossierCase} given
 * @param {DossierReader} reader
 * @param {Header} header
 * @param {readonly string[]} files
 * @returns {Promise<Content>}
 */
async function readContent(given, reader, header, files) {
  const wanted = [...PARTS, ...files.map((name) => [name, 'madang/file'])];
  /** @type {Omit<Content, 'state'> & { state?: State }} */
  const content = {
    people: new ActList(reader, given.policy.chain),
    acts: new ActList(reader, given.policy.chain),
    files: new Map(),
  };
  let reached = 0;
  for (let number = 1; number <= header.parts; number += 1) {
    const part = await reader.part(`part ${number}`);
    const at = wanted.findIndex(([name, type]) => name === part.name && type === part.type);
    const mayRepeat = wanted[at]?.[1] === 'madang/acts';
    // A part comes after those before it in the list; each list of acts has at least one, and any
    // file may be left out.
    const isNext =
      at === reached ||
      (at === reached - 1 && mayRepeat) ||
      (at > reached && reached >= PARTS.length);
    if (!isNext) throw new Mismatch('DOSSIER_PARTS', { number, name: part.name });
    reached = at + 1;
    readPart(content, part, `part ${number}`);
    given.onProgress?.(reader.at, reader.size);
  }
  if (reached < PARTS.length || content.state === undefined) throw new Mismatch('DOSSIER_PARTS');
  if (reader.at !== reader.size) throw new Mismatch('DOSSIER_FURTHER_BYTES');
  return { ...content, state: content.state };
}

/**
 * @param {Omit<Content, 'state'> & { state?: State }} content
 * @param {import('./frame.mjs').Part} part
 * @param {string} where
 */
function readPart(content, part, where) {
  const { name, bytes } = part;
  if (name === 'state') content.state = readState(bytes, where);
  else if (name === 'people' || name === 'acts') content[name].take(part, where);
  else content.files.set(name, sha256(bytes));
}

/**
 * @param {Uint8Array} encoded
 * @param {string} where
 * @returns {State}
 */
function readState(encoded, where) {
  const record = read(stateShape, encoded, where, MAX_PART_BYTES);
  const block = readEntry(record.block, `${where}.block`);
  if (block.type !== 'block') throw new Mismatch('NOT_A_BLOCK', { where: `${where}.block` });
  return { record, block, checkpoint: parseCheckpoint(record.checkpoint) };
}

/** Checks that are the same for all matters. */
export class MatterCheck {
  /**
   * @param {DossierCase} given
   * @param {Header} header
   * @param {Sheet} sheet
   * @param {Content | undefined} content without which nothing but `format` is judged
   */
  constructor(given, header, sheet, content) {
    this.given = given;
    this.header = header;
    this.sheet = sheet;
    this.hasContent = content !== undefined;
    // Parts that rest on `format` are not run without content, so the cast never meets none.
    this.content = /** @type {Content} */ (content);
    this.signers = content && readSigners(content.state.checkpoint, given.policy);
  }

  /** The parts `chain` and `institutions`. */
  runFrame() {
    const { sheet, given } = this;
    sheet.run('chain', ['format'], () => this.requireChain());
    sheet.run('institutions', ['format', 'chain'], () =>
      requireGroup(this.needSigners(), given.policy.quorum, given.policy),
    );
  }

  /**
   * The part `state`.
   * @template {{ seconds: bigint }} P
   * @param {() => P} prove
   */
  runState(prove) {
    return this.sheet.run('state', ['format', 'chain', 'institutions'], prove, ({ seconds }) => ({
      code: 'PASSED_STATE',
      details: { seconds },
    }));
  }

  /**
   * The part `texts`.
   * @param {() => Parameters<MatterCheck['requireTexts']>[0]} draft only asked for once there is
   * one
   * @param {readonly string[]} names of the files
   * @param {string} stranger the code for a file that was given and is none of these
   */
  runTexts(draft, names, stranger) {
    this.sheet.run(
      'texts',
      ['acts'],
      () => this.requireTexts(draft(), names, stranger),
      () => ({ code: this.content.files.size > 0 ? 'PASSED_TEXTS' : 'PASSED_TEXTS_NONE' }),
    );
  }

  requireChain() {
    const { policy } = this.given;
    const { state, people, acts } = this.content;
    if (!sameBytes(this.header.chain, policy.chain)) throw new Mismatch('CHAIN_OF_DOSSIER');
    if (state.checkpoint.origin !== policy.origin) throw new Mismatch('ORIGIN_OF_CHECKPOINT');
    if (!people.isOfChain || !acts.isOfChain) throw new Mismatch('CHAIN_OF_BODY');
  }

  needSigners() {
    return /** @type {import('./cosigners.mjs').Signers} */ (this.signers);
  }

  /** That the block is the last one, and the executors vouch for its state. */
  requireBlock() {
    const { record, checkpoint } = this.content.state;
    const { size, root } = checkpoint;
    const last = { index: size - 1n, size, leaf: leafHash(record.block), root };
    if (size === 0n || !includes(last, record.inclusion)) throw new Mismatch('BLOCK_NOT_LAST');
    requireGroup(this.needSigners(), 'executors', this.given.policy);
  }

  /**
   * The values of the claims, each proven for its key.
   * @param {Wanted[]} wanted
   */
  requireClaims(wanted) {
    const { record, block } = this.content.state;
    if (record.claims.length !== wanted.length) throw new Mismatch('CLAIMS_DIFFER');
    record.claims.forEach((claim, at) => {
      const { key, mayBeAbsent } = wanted[at];
      const isWanted = mayBeAbsent === true || claim.value !== undefined;
      if (!isWanted || !isProven({ ...claim, key }, block.stateRoot)) {
        throw new Mismatch('CLAIM_UNPROVEN', { number: at + 1 });
      }
    });
    return record.claims.map(({ value }) => value);
  }

  /** Since when the executors vouch for the state. */
  seconds() {
    return satisfiedSince('executors', this.needSigners().times, this.given.policy) ?? 0n;
  }

  /** The first act of the matter: a list of acts that could be read has one. */
  firstAct() {
    return /** @type {import('./act-list.mjs').Listed} */ (this.content.acts.first);
  }

  /**
   * The first act, which drafts the matter; its body hash is the matter's name.
   * @param {Record<string, import('./shape.mjs').Shape<any>>} shapes
   * @param {string} draft
   */
  readFirst(shapes, draft) {
    const { id, body } = this.firstAct();
    if (body.act !== draft) throw new Mismatch('DRAFT_NOT_FIRST', { act: body.act });
    return { id, draft: readPayload(shapes, body) };
  }

  /**
   * The part `people`.
   * @param {{ people: Journal, draft: { register: Uint8Array } } | undefined} proven
   */
  runPeople(proven) {
    return this.sheet.run(
      'people',
      ['state'],
      () => {
        const { people, draft } = /** @type {NonNullable<typeof proven>} */ (proven);
        requireJournal(this.content.people, people);
        const { onProgress } = this.given;
        const acts = new SignedActs(this.content.people, peopleActs, onProgress && { onProgress });
        replayRegister(acts, draft.register);
        return acts;
      },
      (acts) => ({ code: 'PASSED_PEOPLE', details: { count: acts.length } }),
    );
  }

  /**
   * That title and files are those of the draft.
   * @param {Record<string, any> & { title: { ko: string } }} draft
   * @param {readonly string[]} names of the files
   * @param {string} stranger the code for a file that was given and is none of these
   */
  requireTexts(draft, names, stranger) {
    for (const [name, digest] of this.content.files) {
      if (!sameBytes(digest, draft[name])) throw new Mismatch('TEXT_FILE_DIFFERS', { name });
    }
    if (this.header.title !== draft.title.ko) throw new Mismatch('TITLE_DIFFERS');
    const stray = this.given.documents.find(
      ({ digest }) => !names.some((name) => sameBytes(digest, draft[name])),
    );
    if (stray) throw new Mismatch(stranger, { path: stray.path });
  }
}
