import { requireJournal, SignedActs } from './act-list.mjs';
import { electionActs, PROVEN } from './election-acts.mjs';
import { factsOfElection } from './election-facts.mjs';
import { ElectionReplay, requireBound, requireResult } from './election-replay.mjs';
import { findWrong } from './find-wrong.mjs';
import { MatterCheck, readMatter } from './matter.mjs';
import { read } from './records.mjs';
import { Mismatch, Sheet } from './verdict.mjs';
import { journalShape, progressShape } from './vote-acts.mjs';

/** What dossiers of elections are called in their header (docs/spec/election.md, Dossier). */
export const ELECTION_MATTER = 'election.election';

const FILES = ['text'];
const DRAFT = 'election.draftElection';
const CAST = 'election.castBallot';
const NOTHING = new Uint8Array(0);

/**
 * @typedef {import('./dossier.mjs').DossierCase} DossierCase
 * @typedef {import('./election-acts.mjs').Draft} Draft
 * @typedef {import('./election.mjs').Election} Election
 * @typedef {import('./election-replay.mjs').Proven & { draft: Draft,
 *   acts: import('./matter.mjs').Journal, people: import('./matter.mjs').Journal,
 *   seconds: bigint }} Proven
 */

/**
 * Checks the dossier of an election. Its acts stay in the file, and are read from there each time
 * that they are walked; what is held is the election as they have made it.
 * @param {DossierCase} given
 * @param {import('./frame.mjs').DossierReader} reader behind the header
 * @param {import('./frame.mjs').Header} header
 */
export async function checkElectionDossier(given, reader, header) {
  const sheet = new Sheet();
  const content = await readMatter(given, reader, header, { sheet, files: FILES });
  return new ElectionCheck(given, header, sheet, content).run();
}

/** The checks of docs/spec/election.md in order. */
class ElectionCheck extends MatterCheck {
  /** @type {Election | undefined} */
  election = undefined;

  async run() {
    const { sheet } = this;
    this.runFrame();
    const proven = this.runState(() => this.prove());
    const at = /** @type {Proven} */ (proven);
    const people = this.runPeople(proven);
    const acts = sheet.run(
      'acts',
      ['state'],
      () => this.openActs(at),
      (list) => ({ code: 'PASSED_ACTS_SIGNED', details: { count: list.length } }),
    );
    const { chain } = this.header;
    const replay = people && acts && new ElectionReplay(people, acts, chain);
    await this.runElection(at, /** @type {ElectionReplay} */ (replay));
    this.runTexts(() => at.draft, FILES, 'FILE_NOT_OF_ELECTION');
    return { sheet, facts: this.facts(proven), notChecked: this.notChecked() };
  }

  /** @returns {Proven} */
  prove() {
    this.requireBlock();
    const { id, draft } = this.readFirst(electionActs, DRAFT);
    const key = (/** @type {string} */ table) =>
      Buffer.concat([Buffer.from(`election/${table}/`), id]);
    const [progress = NOTHING, bound, results, journal = NOTHING] = this.requireClaims([
      { key: key('progress') },
      { key: key('bound'), mayBeAbsent: true },
      { key: key('results'), mayBeAbsent: true },
      { key: Buffer.concat([Buffer.from('people/journals/'), draft.register]) },
    ]);
    return {
      draft,
      progress,
      ...(bound && { bound }),
      ...(results && { results }),
      acts: read(progressShape, progress, 'progress'),
      people: read(journalShape, journal, 'journal'),
      seconds: this.seconds(),
    };
  }

  /** @param {Proven} proven */
  openActs({ acts }) {
    requireJournal(this.content.acts, acts);
    const { onProgress } = this.given;
    return new SignedActs(this.content.acts, electionActs, {
      proven: PROVEN,
      ...(onProgress && { onProgress }),
    });
  }

  /**
   * The parts `opening`, `ballots` and `rules`.
   * @param {Proven} proven
   * @param {ElectionReplay} replay which there is if `people` and `acts` passed
   */
  async runElection(proven, replay) {
    const { sheet } = this;
    const opened = sheet.run(
      'opening',
      ['people', 'acts'],
      () => {
        const election = replay.open();
        requireBound(election, proven);
        return election;
      },
      ({ bound }) => ({ code: bound ? 'PASSED_OPENING' : 'PASSED_OPENING_NONE' }),
    );
    // Ballots by themselves: of claims that are verified together only the first wrong one is told.
    const wrong = await this.findWrong(opened, replay);
    const election = /** @type {Election} */ (opened);
    sheet.run(
      'ballots',
      ['opening'],
      () => {
        const first = Math.min(...wrong.ballots);
        if (wrong.ballots.size > 0) throw new Mismatch('BALLOT_WRONG', { entry: first });
        return this.content.acts.countOf(CAST);
      },
      (count) => ({ code: `PASSED_BALLOTS${count > 0 ? '' : '_NONE'}`, details: { count } }),
    );
    sheet.run('rules', ['ballots'], () => {
      replay.finish(election, wrong.keys);
      requireBound(election, proven);
      requireResult(election, proven);
      this.election = election;
    });
  }

  /**
   * The numbers of acts after the opening whose proofs do not hold: ballots with surrenders, and
   * those that name a key which they do not prove to have. Unless a ballot is wrong, which decides,
   * the first of the latter is among them.
   * @param {Election | undefined} opened
   * @param {ElectionReplay} replay
   */
  async findWrong(opened, replay) {
    const wrong = { ballots: new Set(), keys: new Set() };
    if (opened?.bound === undefined) return wrong;
    const bound = { ...opened.bound, chain: this.header.chain };
    const { onProgress } = this.given;
    const found = await findWrong(bound, replay.claims(opened), {
      size: replay.claimCount(this.content.acts),
      ...(onProgress && { onProgress }),
    });
    if (found.size === 0) return wrong;
    for (const [at, { kind, number }] of [...replay.claims(opened)].entries()) {
      if (found.has(at)) wrong[kind === 'possession' ? 'keys' : 'ballots'].add(number);
    }
    return wrong;
  }

  /** @param {Proven | undefined} proven */
  facts(proven) {
    if (!this.hasContent) return { title: this.header.title };
    const { header, given, election } = this;
    const { state } = this.content;
    return factsOfElection({
      title: header.title,
      policy: given.policy,
      signers: this.needSigners(),
      checkpoint: state.checkpoint,
      id: this.firstAct().id,
      ...(proven && { stands: { seconds: proven.seconds, height: state.block.height } }),
      ...(election && { election }),
    });
  }

  notChecked() {
    const codes = ['POLICY_CHOICE'];
    if (!this.hasContent) return codes;
    if (!this.content.files.has('text')) codes.push('ANNOUNCEMENT_NOT_INSIDE');
    codes.push('LATER_EVENTS', 'BALLOTS_SENT', 'OFFICERS_ROLES', 'PERSONS_ATTESTED', 'NAMES');
    if (this.election?.draft.paper === 'batches') codes.push('PAPERS');
    return [...codes, 'DEVICES', 'COERCION', 'TRUSTEES_TOGETHER'];
  }
}
