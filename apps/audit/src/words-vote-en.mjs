/** @typedef {Record<string, any>} D details of a finding, already made printable */

/**
 * An amount that was told in the unit of a base: area in thousandths of a square metre.
 * @param {string} base
 * @param {string} amount
 */
export function amountOf(base, amount) {
  if (base !== 'area') return amount;
  const digits = amount.padStart(4, '0');
  return `${digits.slice(0, -3)}.${digits.slice(-3)}`;
}

const bases = { heads: 'heads', homes: 'homes', area: 'm²' };
const counted = { agree: 'in favour', participants: 'taking part' };
const of = {
  eligible: 'of all',
  participants: 'of those taking part',
  valid: 'of those for and against',
};
const kinds = {
  link: 'links',
  reminder: 'reminders',
  notice: 'notices of acts and keys (as last noted)',
};

/** @type {Record<string, string>} */
const statuses = {
  'called-off': 'called off',
  registering: 'keys are registered',
  mixing: 'keys are mixed',
  undisclosed: 'undisclosed: fewer than ten voted',
};

const figures = (/** @type {D[]} */ list) =>
  list.map((d) => {
    const base = /** @type {'heads'} */ (d.base);
    const unit = bases[base];
    const fraction = `${amountOf(base, d.numerator)} / ${amountOf(base, d.denominator)} ${unit}`;
    const percent = d.percent === '' ? 'nobody to count' : `= ${d.percent} %`;
    const share = `${d.compare === 'at-least' ? 'at least' : 'more than'} ${d.num}/${d.den}`;
    const told = `${counted[/** @type {'agree'} */ (d.counted)]}, ${of[/** @type {'valid'} */ (d.of)]}`;
    const short = d.percent === '' ? 'not met' : `${amountOf(base, d.missing)} ${unit} missing`;
    const end = d.isMet ? 'met' : short;
    return `${d.condition}. ${d.building ?? 'complex'}: ${told} ${fraction} ${percent}, ${share}: ${end}`;
  });

const refusals = {
  ACT_STRANGE: () => 'such an act does not belong there',
  SIGNERS_NUMBER: () => 'it is signed by more or fewer than it asks for',
  REGISTER_NOT_FIRST: () => 'the register was not open yet',
  OTHER_REGISTER: () => 'it is of another register',
  OTHER_DECISION: () => 'it is of another decision',
  PERSON_OUTSIDE: () => 'the person is not one of the register',
  LEVEL_LOW: () => 'the level of identification is too low',
  KEY_USED: () => 'the key is or was one of this register',
  KEY_FIRST_ALREADY: () => 'the person had a key already',
  KEY_NONE: () => 'the person had no key',
  OTHER_INSTITUTION: () => 'the register is of another institution',
  NOT_LARGER: () => 'the register had as many persons already',
  KEY_NOT_LIVE: () => 'the signing key is of nobody in the register',
  KEYS_TOO_MANY: () => 'the person has eight keys',
  KEY_NOT_OF_PERSON: () => 'the key is not of the signing person',
  KEY_LAST: () => 'it is the only key of the person',
  ROLL_ORDER: () => 'its lines do not ascend',
  ROLL_KNOWN: () => 'a line is on the roll already',
  ROLL_UNKNOWN: () => 'a line names what is not on the roll',
  SHARES_SUM: () => 'the shares do not add up to the whole',
  REPRESENTATIVE_STRANGER: () => 'the representative is not one of the owners',
  HOLDERS_TOO_MANY: () => 'a person would be a member of more than 32 holders',
  HOLDER_BUILDINGS: () => 'a holder would have homes in more than 64 buildings',
  NOTHING_CHANGES: () => 'it changes nothing',
  NOT_ON_ROLL: () => 'the person is not on the roll',
  PROXY_SELF: () => 'nobody is their own proxy',
  PROXIES_NONE: () => 'the decision takes no proxies',
  NOT_PROXY: () => 'the signer is not the proxy of that person',
  NO_VOICE: () => 'the person speaks for nobody',
  OWNER_SPOKE: () => 'the person has spoken in person, which a proxy cannot change',
  SPOKE_ALREADY: () => 'what was said before stands',
  LATCHED: () => 'it would take back a consent after the decision was established',
  WITHDRAWAL_NEVER: () => 'the decision takes no withdrawals',
  NOTHING_TO_WITHDRAW: () => 'there was nothing to withdraw',
  CLOSE_TIME: () => 'the close is not a whole second to come',
  RULE_WRONG: () => 'the rule asks for more than all, or names a building that there is not',
  NOT_DRAFT: () => 'the decision was no draft any more',
  TOTALS_DIFFER: () => 'its totals are not those of the roll',
  BUILDING_EMPTY: () => 'a building has no home',
  NOT_OPEN: () => 'the decision was not open',
  OVER: () => 'the time was over',
  NOT_OVER: () => 'the time was not over yet',
  TEXT_OTHER: () => 'the text that was signed is another one',
  ARRIVAL_WRONG: () => 'the paper arrived before the opening or after its entry',
  FROZEN: () => 'the roll is frozen',
};

/** What is said in English of the dossier of a decision. */
export const voteEnglish = {
  parts: { state: 'state', people: 'people', acts: 'acts', rules: 'rules', texts: 'texts' },
  facts: {
    decision: 'decision',
    status: 'status',
    openedAt: 'opened',
    closesAt: 'time until',
    closedAt: 'closed',
    hold: 'rule',
    established: 'established',
    figuresEstablished: 'figures then',
    figures: 'figures at the end',
    arrival: 'papers by arrival',
    acts: 'acts',
    papers: 'papers',
    corrections: 'roll corrected',
    messages: 'messages noted',
    register: 'register',
  },
  values: {
    status: (/** @type {string} */ d) => statuses[d] ?? d,
    hold: (/** @type {string} */ d) =>
      d === 'all' ? 'all conditions have to hold' : 'one of the conditions has to hold',
    established: (/** @type {D | string} */ d) =>
      typeof d === 'string'
        ? 'NO: the rule did not hold after any act'
        : [
            `YES, by act ${d.entry} of the decision, receipt number ${d.receiptNumber}`,
            `at ${d.momentAt}, block height ${d.height}, index ${d.index}`,
            `body hash ${d.by}`,
          ],
    figuresEstablished: figures,
    figures,
    arrival: (/** @type {D | string} */ d) => {
      if (d === 'same') return 'would have made no difference';
      if (d === 'never') return 'WOULD HAVE MADE A DIFFERENCE: not established at all';
      const { paper, entry, receiptNumber, momentAt } = /** @type {D} */ (d);
      const what = paper === undefined ? `act ${entry}` : `paper ${paper} of act ${entry}`;
      return `WOULD HAVE MADE A DIFFERENCE: established by ${what} (${receiptNumber}) at ${momentAt}`;
    },
    papers: (/** @type {D} */ d) => `${d.taken} counted, ${d.passedOver} passed over`,
    messages: (/** @type {D[]} */ list) =>
      list.length === 0
        ? 'none'
        : list.map((d) => {
            const kind = kinds[/** @type {'link'} */ (d.kind)];
            return `${kind}, ${d.times} ×: ${d.homes} homes in all, ${d.undelivered} undelivered`;
          }),
  },
  notChecked: {
    TEXTS_NOT_INSIDE:
      'What the decision says: the dossier does not hold both its text and its summary.',
    ACTS_REFUSED: 'Acts that the ledger refused or never received: they leave no trace here.',
    OFFICERS_ROLES: 'Whether the officers held their roles: the executors vouch for that.',
    PERSONS_ATTESTED: 'Whether persons are who the attesting institution says they are.',
    NAMES: 'Which names and homes the numbers of the roll stand for: it holds commitments alone.',
    PAPERS_AND_EVIDENCE: 'Whether papers and evidence say what was entered from them.',
  },
  reasons: {
    PASSED_STATE: (/** @type {D} */ d) =>
      `the executors vouch for the counts and journals as of ${d.seconds}`,
    PASSED_PEOPLE: (/** @type {D} */ d) =>
      `all ${d.count} acts of the register are there, signed, and done under its rules`,
    PASSED_ACTS: (/** @type {D} */ d) =>
      `all ${d.count} acts of the decision are there, signed, and done under its rules`,
    PASSED_RULES: () => 'counting them anew gives what the executors vouch for',
    PASSED_TEXTS: () => 'title and files are those of the draft',
    PASSED_TEXTS_NONE: () => 'the title is that of the draft; there are no files inside',
    PASSED_CONTENT_TEXT: () => 'your file is the text that the act names',
    EVENT_MISSING: (/** @type {D} */ d) => `the outcome tells no "${d.name}"`,
    EVENT_DIFFERS: (/** @type {D} */ d) => `the outcome tells a "${d.name}" of another act`,
    TEXT_NOT_NAMED: () => 'the act names no text with which the file could be compared',
    ACTS_NUMBER: (/** @type {D} */ d) => `${d.listed} acts are listed, ${d.proven} are proven`,
    JOURNAL_DIFFERS: () => 'the acts that are listed are not those of the proven journal',
    PLACES_ORDER: (/** @type {D} */ d) => `act ${d.entry} stands before the one that precedes it`,
    ACT_WRONG: (/** @type {D} */ d) => `act ${d.entry} (${d.act}): ${d.cause}`,
    ACT_NOT_UNDERSTOOD: (/** @type {D} */ d) => `act ${d.entry} (${d.act}): ${d.cause}`,
    ACT_NOT_DONE: (/** @type {D} */ d) =>
      `act ${d.entry} (${d.act}) could not have been done: ${d.cause}`,
    DRAFT_NOT_FIRST: (/** @type {D} */ d) =>
      `the first act is ${d.act}, which drafts nothing of this kind`,
    PROGRESS_DIFFERS: (/** @type {D} */ d) =>
      `counting anew gives another "${d.key}" than the executors vouch for`,
    ESTABLISHED_UNPROVEN: (/** @type {D} */ d) =>
      `by act ${d.entry} the rule held, but the executors vouch that it never did`,
    ESTABLISHED_NEVER: () => 'the executors vouch for an establishment that no act brought about',
    ESTABLISHED_DIFFERS: (/** @type {D} */ d) =>
      `counting anew gives another "${d.key}" of the establishment than the executors vouch for`,
    TEXT_FILE_DIFFERS: (/** @type {D} */ d) => `the part "${d.name}" is not the file of the draft`,
    TITLE_DIFFERS: () => 'the title of the dossier is not that of the decision',
    FILE_NOT_OF_DECISION: (/** @type {D} */ d) =>
      `${d.path}: neither the text nor the summary of the decision`,
    ...refusals,
  },
};
