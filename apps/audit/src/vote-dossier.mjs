import { openActs, readActs, requireJournal } from './act-list.mjs';
import { sameBytes, sha256 } from './bytes.mjs';
import { readSigners, requireGroup, satisfiedSince } from './cosigners.mjs';
import { MAX_PART_BYTES } from './frame.mjs';
import { parseCheckpoint } from './note.mjs';
import { read, readEntry } from './records.mjs';
import { recount, replayRegister, requireSame } from './recount.mjs';
import { includes, leafHash } from './tree.mjs';
import { isProven } from './trie.mjs';
import { CannotCheck, Mismatch, Sheet } from './verdict.mjs';
import {
  journalShape,
  peopleActs,
  progressShape,
  readPayload,
  stateShape,
  voteActs,
} from './vote-acts.mjs';
import { factsOfVote } from './vote-facts.mjs';

/** What dossiers of decisions are called in their header (docs/spec/vote.md, Dossier). */
export const VOTE_MATTER = 'vote.decision';

/** Names of the parts in their order, with their types. */
const PARTS = /** @type {const} */ ([
  ['state', 'madang/standing'],
  ['people', 'madang/acts'],
  ['acts', 'madang/acts'],
  ['text', 'madang/file'],
  ['summary', 'madang/file'],
]);
const DRAFT = 'vote.draftDecision';

/**
 * @typedef {import('./dossier.mjs').DossierCase} DossierCase
 * @typedef {import('./act-list.mjs').Listed} Listed
 * @typedef {import('./register.mjs').Act} Act
 * @typedef {import('./vote-acts.mjs').Draft} Draft
 * @typedef {{ record: ReturnType<typeof stateShape>, block: import('./records.mjs').BlockEntry,
 *   checkpoint: import('./note.mjs').Checkpoint }} State
 * @typedef {{ state: State, people: Listed[], acts: Listed[],
 *   files: Map<'text' | 'summary', Uint8Array> }} Content
 * @typedef {{ draft: Draft, progress: Uint8Array, established: Uint8Array | undefined,
 *   acts: { acts: number, journal: Uint8Array }, people: { acts: number, journal: Uint8Array },
 *   seconds: bigint }} Proven
 */

/**
 * Checks the dossier of a decision. All of it is in memory at once.
 * @param {DossierCase} given
 * @param {import('./frame.mjs').DossierReader} reader behind the header
 * @param {import('./frame.mjs').Header} header
 */
export async function checkVoteDossier(given, reader, header) {
  const sheet = new Sheet();
  /** @type {Content | undefined} */
  let content;
  try {
    content = await readContent(given, reader, header);
    sheet.put('format', 'passed', 'PASSED_FORMAT');
  } catch (error) {
    sheet.putError('format', error);
  }
  return new VoteCheck(given, header, sheet, content).run();
}

/**
 * @param {DossierCase} given
 * @param {import('./frame.mjs').DossierReader} reader
 * @param {import('./frame.mjs').Header} header
 * @returns {Promise<Content>}
 */
async function readContent(given, reader, header) {
  /** @type {Omit<Content, 'state'> & { state?: State }} */
  const content = { people: [], acts: [], files: new Map() };
  let reached = 0;
  for (let number = 1; number <= header.parts; number += 1) {
    const part = await reader.part(`part ${number}`);
    const at = PARTS.findIndex(([name, type]) => name === part.name && type === part.type);
    const mayRepeat = PARTS[at]?.[1] === 'madang/acts';
    // A part comes after those before it in the list; each list of acts has at least one.
    const isNext =
      at === reached || (at === reached - 1 && mayRepeat) || (at === 4 && reached === 3);
    if (!isNext) throw new Mismatch('DOSSIER_PARTS', { number, name: part.name });
    reached = at + 1;
    readPart(content, part, `part ${number}`);
    given.onProgress?.(reader.at, reader.size);
  }
  if (reached < 3 || content.state === undefined) throw new Mismatch('DOSSIER_PARTS');
  if (reader.at !== reader.size) throw new Mismatch('DOSSIER_FURTHER_BYTES');
  return { ...content, state: content.state };
}

/**
 * @param {Omit<Content, 'state'> & { state?: State }} content
 * @param {import('./frame.mjs').Part} part
 * @param {string} where
 */
function readPart(content, { name, bytes }, where) {
  if (name === 'state') content.state = readState(bytes, where);
  else if (name === 'people' || name === 'acts') {
    for (const act of readActs(bytes, where, MAX_PART_BYTES)) content[name].push(act);
  } else content.files.set(/** @type {'text' | 'summary'} */ (name), sha256(bytes));
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

/** The checks of docs/spec/vote.md in order. */
class VoteCheck {
  /**
   * @param {DossierCase} given
   * @param {import('./frame.mjs').Header} header
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
    /** @type {import('./recount.mjs').Recount | undefined} */
    this.recount = undefined;
  }

  run() {
    const { sheet, given } = this;
    sheet.run('chain', ['format'], () => this.requireChain());
    sheet.run('institutions', ['format', 'chain'], () =>
      requireGroup(this.needSigners(), given.policy.quorum, given.policy),
    );
    const proven = sheet.run(
      'state',
      ['format', 'chain', 'institutions'],
      () => this.prove(),
      ({ seconds }) => ({ code: 'PASSED_STATE', details: { seconds } }),
    );
    const at = /** @type {Proven} */ (proven);
    const people = sheet.run(
      'people',
      ['state'],
      () => this.openPeople(at),
      (acts) => ({ code: 'PASSED_PEOPLE', details: { count: acts.length } }),
    );
    sheet.run(
      'acts',
      ['state'],
      () => this.openActs(at, people),
      ({ done }) => ({ code: 'PASSED_ACTS', details: { count: done.length } }),
    );
    const needs = ['format', 'chain', 'institutions', 'state', 'people', 'acts'];
    sheet.run('rules', needs, () => this.requireRules(at));
    sheet.run(
      'texts',
      ['acts'],
      () => this.requireTexts(at.draft),
      () => ({ code: this.content.files.size > 0 ? 'PASSED_TEXTS' : 'PASSED_TEXTS_NONE' }),
    );
    return { sheet, facts: this.facts(proven), notChecked: this.notChecked() };
  }

  requireChain() {
    const { policy } = this.given;
    const { state, people, acts } = this.content;
    if (!sameBytes(this.header.chain, policy.chain)) throw new Mismatch('CHAIN_OF_DOSSIER');
    if (state.checkpoint.origin !== policy.origin) throw new Mismatch('ORIGIN_OF_CHECKPOINT');
    if (![...people, ...acts].every(({ body }) => sameBytes(body.chain, policy.chain))) {
      throw new Mismatch('CHAIN_OF_BODY');
    }
  }

  needSigners() {
    return /** @type {import('./cosigners.mjs').Signers} */ (this.signers);
  }

  /** @returns {Proven} */
  prove() {
    const { policy } = this.given;
    const { record, block, checkpoint } = this.content.state;
    const { size, root } = checkpoint;
    const last = { index: size - 1n, size, leaf: leafHash(record.block), root };
    if (size === 0n || !includes(last, record.inclusion)) throw new Mismatch('BLOCK_NOT_LAST');
    requireGroup(this.needSigners(), 'executors', policy);
    const { id, draft } = this.readDraft();
    const keys = [
      Buffer.concat([Buffer.from('vote/progress/'), id]),
      Buffer.concat([Buffer.from('vote/established/'), id]),
      Buffer.concat([Buffer.from('people/journals/'), draft.register]),
    ];
    if (record.claims.length !== keys.length) throw new Mismatch('CLAIMS_DIFFER');
    record.claims.forEach((claim, at) => {
      const isWanted = at === 1 || claim.value !== undefined;
      if (!isWanted || !isProven({ ...claim, key: keys[at] }, block.stateRoot)) {
        throw new Mismatch('CLAIM_UNPROVEN', { number: at + 1 });
      }
    });
    const [progress, established, journal] = record.claims.map(({ value }) => value);
    return {
      draft,
      progress: progress ?? NOTHING,
      established,
      acts: read(progressShape, progress ?? NOTHING, 'progress'),
      people: read(journalShape, journal ?? NOTHING, 'journal'),
      seconds: satisfiedSince('executors', this.needSigners().times, policy) ?? 0n,
    };
  }

  /** The draft names the register, and its body hash is the decision. */
  readDraft() {
    const { id, body } = this.content.acts[0];
    if (body.act !== DRAFT) throw new Mismatch('DRAFT_NOT_FIRST', { act: body.act });
    return { id, draft: /** @type {Draft} */ (readPayload(voteActs, body)) };
  }

  /** @param {Proven} proven */
  openPeople({ people, draft }) {
    const list = this.content.people;
    requireJournal(list, people);
    const acts = openActs(list, peopleActs, this.given.onProgress);
    replayRegister(acts, draft.register);
    return acts;
  }

  /**
   * @param {Proven} proven
   * @param {Act[] | undefined} people undefined if that part did not pass
   */
  openActs({ acts }, people) {
    const list = this.content.acts;
    requireJournal(list, acts);
    const opened = openActs(list, voteActs, this.given.onProgress);
    // Whether the acts of persons are done depends on whose keys they were.
    if (people === undefined) throw new CannotCheck('RESTS_ON', { part: 'people' });
    this.recount = recount(people, opened);
    return this.recount;
  }

  /** @param {Proven} proven */
  requireRules({ progress, established, acts }) {
    const { decision } = /** @type {import('./recount.mjs').Recount} */ (this.recount);
    requireSame(decision, { progress, established, journal: acts.journal });
  }

  /** @param {Draft} draft */
  requireTexts(draft) {
    for (const [name, digest] of this.content.files) {
      if (!sameBytes(digest, draft[name])) throw new Mismatch('TEXT_FILE_DIFFERS', { name });
    }
    if (this.header.title !== draft.title.ko) throw new Mismatch('TITLE_DIFFERS');
    const stray = this.given.documents.find(
      ({ digest }) => !sameBytes(digest, draft.text) && !sameBytes(digest, draft.summary),
    );
    if (stray) throw new Mismatch('FILE_NOT_OF_DECISION', { path: stray.path });
  }

  /** @param {Proven | undefined} proven */
  facts(proven) {
    if (!this.hasContent) return { title: this.header.title };
    const { header, given, recount: counted } = this;
    const { state, acts } = this.content;
    return factsOfVote({
      title: header.title,
      policy: given.policy,
      signers: this.needSigners(),
      checkpoint: state.checkpoint,
      id: acts[0].id,
      ...(proven && { stands: { seconds: proven.seconds, height: state.block.height } }),
      ...(counted && { counted }),
    });
  }

  notChecked() {
    const codes = ['POLICY_CHOICE'];
    if (!this.hasContent) return codes;
    const { files } = this.content;
    if (!files.has('text') || !files.has('summary')) codes.push('TEXTS_NOT_INSIDE');
    codes.push('LATER_EVENTS', 'ACTS_REFUSED', 'OFFICERS_ROLES', 'PERSONS_ATTESTED', 'NAMES');
    return [...codes, 'PAPERS_AND_EVIDENCE', 'TRUTH'];
  }
}

const NOTHING = new Uint8Array(0);
