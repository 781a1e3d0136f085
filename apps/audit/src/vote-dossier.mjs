import { requireJournal, SignedActs } from './act-list.mjs';
import { MatterCheck, readMatter } from './matter.mjs';
import { read } from './records.mjs';
import { recount, requireSame } from './recount.mjs';
import { CannotCheck, Sheet } from './verdict.mjs';
import { journalShape, progressShape, voteActs } from './vote-acts.mjs';
import { factsOfVote } from './vote-facts.mjs';

/** What dossiers of decisions are called in their header (docs/spec/vote.md, Dossier). */
export const VOTE_MATTER = 'vote.decision';

const FILES = ['text', 'summary'];
const DRAFT = 'vote.draftDecision';
const NOTHING = new Uint8Array(0);

/**
 * @typedef {import('./dossier.mjs').DossierCase} DossierCase
 * @typedef {import('./register.mjs').Act} Act
 * @typedef {import('./vote-acts.mjs').Draft} Draft
 * @typedef {{ draft: Draft, progress: Uint8Array, established: Uint8Array | undefined,
 *   acts: import('./matter.mjs').Journal, people: import('./matter.mjs').Journal,
 *   seconds: bigint }} Proven
 */

/**
 * Checks the dossier of a decision. All acts are in memory at once while they are counted.
 * @param {DossierCase} given
 * @param {import('./frame.mjs').DossierReader} reader behind the header
 * @param {import('./frame.mjs').Header} header
 */
export async function checkVoteDossier(given, reader, header) {
  const sheet = new Sheet();
  const content = await readMatter(given, reader, header, { sheet, files: FILES });
  return new VoteCheck(given, header, sheet, content).run();
}

/** The checks of docs/spec/vote.md in order. */
class VoteCheck extends MatterCheck {
  /** @type {import('./recount.mjs').Recount | undefined} */
  recount = undefined;

  run() {
    const { sheet } = this;
    this.runFrame();
    const proven = this.runState(() => this.prove());
    const at = /** @type {Proven} */ (proven);
    const people = this.runPeople(proven);
    sheet.run(
      'acts',
      ['state'],
      () => this.openActs(at, people),
      ({ done }) => ({ code: 'PASSED_ACTS', details: { count: done.length } }),
    );
    const needs = ['format', 'chain', 'institutions', 'state', 'people', 'acts'];
    sheet.run('rules', needs, () => this.requireRules(at));
    this.runTexts(() => at.draft, FILES, 'FILE_NOT_OF_DECISION');
    return { sheet, facts: this.facts(proven), notChecked: this.notChecked() };
  }

  /** @returns {Proven} */
  prove() {
    this.requireBlock();
    const { id, draft } = this.readFirst(voteActs, DRAFT);
    const [progress = NOTHING, established, journal = NOTHING] = this.requireClaims([
      { key: Buffer.concat([Buffer.from('vote/progress/'), id]) },
      { key: Buffer.concat([Buffer.from('vote/established/'), id]), mayBeAbsent: true },
      { key: Buffer.concat([Buffer.from('people/journals/'), draft.register]) },
    ]);
    return {
      draft,
      progress,
      established,
      acts: read(progressShape, progress, 'progress'),
      people: read(journalShape, journal, 'journal'),
      seconds: this.seconds(),
    };
  }

  /**
   * @param {Proven} proven
   * @param {SignedActs | undefined} people undefined if that part did not pass
   */
  openActs({ acts }, people) {
    const list = this.content.acts;
    requireJournal(list, acts);
    const { onProgress } = this.given;
    const opened = new SignedActs(list, voteActs, onProgress && { onProgress });
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

  /** @param {Proven | undefined} proven */
  facts(proven) {
    if (!this.hasContent) return { title: this.header.title };
    const { header, given, recount: counted } = this;
    const { state } = this.content;
    return factsOfVote({
      title: header.title,
      policy: given.policy,
      signers: this.needSigners(),
      checkpoint: state.checkpoint,
      id: this.firstAct().id,
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
