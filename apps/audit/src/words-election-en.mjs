/** @typedef {Record<string, any>} D details of a finding, already made printable */

const measures = { heads: 'heads', households: 'households', area: 'area', shares: 'shares' };

/** @param {string} name */
const measure = (name) => measures[/** @type {'heads'} */ (name)] ?? name;

/** Answers are told from 1, in the order of the announcement. */
const numbers = (/** @type {string[]} */ answers) =>
  answers.map((answer) => String(Number(answer) + 1)).join(', ');

/** @param {D} d */
function outcome(d) {
  if (d.kind === 'informed') return 'nothing to decide';
  if (d.kind === 'approved') return d.isApproved ? 'APPROVED' : 'NOT APPROVED';
  const elected = d.answers.length > 0 ? `ELECTED: answer ${numbers(d.answers)}` : 'NOBODY ELECTED';
  return d.tied.length > 0 ? `${elected}; tied: answer ${numbers(d.tied)}` : elected;
}

const figures = (/** @type {D} */ d) =>
  `${measure(d.measure)}: ${d.cast} cast, ${d.blank} blank, for answers 1 to ` +
  `${d.answers.length}: ${d.answers.join(', ')}`;

/** @param {D} d */
function question(d) {
  const groups = d.groups.length > d.measures.length ? d.groups : [];
  return [
    `question ${d.question}: ${outcome(d.outcome)}`,
    ...d.measures.map((/** @type {D} */ one) => `  ${figures(one)}`),
    ...groups.map((/** @type {D} */ one) => `  ${one.buildings.join(', ')}: ${figures(one)}`),
  ];
}

/** @param {D} d */
function turnout(d) {
  const asked = d.asked
    ? `${d.asked.compare === 'at-least' ? 'at least' : 'more than'} ${d.asked.num}/${d.asked.den}`
    : 'none asked for';
  const met = { true: 'MET', false: 'NOT MET: the outcomes decide nothing' }[String(d.isMet)];
  return [
    `${d.ballots} of ${d.voters} voters; ${asked}${met && d.asked ? `: ${met}` : ''}`,
    ...d.measures.map(
      (/** @type {string} */ name, /** @type {number} */ at) =>
        `  ${measure(name)}: ${d.cast[at]} of ${d.weights[at]}`,
    ),
  ];
}

/** @type {Record<string, string>} */
const causes = {
  missing: 'part not done by trustee',
  restarted: 'begun again by the office, nobody to blame',
  'share-wrong': 'wrong share dealt by trustee',
  'share-right': 'false complaint by trustee',
  identity: 'no usable key, nobody to blame',
};

const blamed = (/** @type {D[]} */ list) =>
  list.length === 0
    ? 'nobody'
    : list.map((d) =>
        d.kind === 'round'
          ? `ceremony ${Number(d.round) + 1}: ${causes[d.cause]} ${d.blamed.join(', ')}`
          : `trustee ${d.trustee}: wrong part of the decryption of sum ${d.sum}`,
      );

/** @param {D} d */
function paper(d) {
  const open = `${d.openPapers} papers in ${d.openBatches} batches were not confirmed, and count nothing`;
  return [
    `${d.papers} papers in ${d.batches} batches, each confirmed by two; ` +
      `${d.persons} persons were marked as voting on paper`,
    ...(d.surrendered > 0 ? [`${d.surrendered} mixed keys were given up for papers`] : []),
    ...(d.openBatches > 0 ? [open] : []),
  ];
}

/** @type {Record<string, (d: D) => string>} */
const refusals = {
  AUTHORISATION_OTHER: () => 'an act that proves itself with signatures, or another with a proof',
  OTHER_ELECTION: () => 'it is of another election',
  TRUSTEE_UNKNOWN: () => 'there is no trustee of this number',
  TRUSTEE_OTHER: () => 'it is not signed by the trustee of this number',
  MEASURE_TWICE: () => 'it would weigh votes by one measure twice',
  QUESTION_WRONG: () => 'a question cannot be asked in this way',
  TRUSTEES_WRONG: () => 'a trustee stands twice, or fewer stand there than are needed',
  ELECTION_TOO_LARGE: () => 'there are too many selections to be added up, or none',
  ELECTION_NOT_DRAFT: () => 'the election was no draft any more',
  ELECTION_NOT_OPEN: () => 'the election was not open',
  WEIGHTS_WRONG: () => 'a weight is not one that can be counted',
  ROUND_OTHER: () => 'it is of another round of the ceremony',
  STAGE_OTHER: () => 'the ceremony was at another stage',
  PART_DONE: () => 'the trustee had done this part',
  PART_WRONG: () => 'the part of the decryption is wrong',
  OPENING_WRONG: () => 'the opening is not valid, or not what the trustee had committed to',
  SHARES_NUMBER: () => 'there is not one share for each trustee',
  COMPLAINT_NOT_PROVEN: () => 'the complaint is not proven',
  NOT_REHEARSED: () => 'not all trustees had rehearsed',
  POSSESSION_WRONG: () => 'the voter does not prove to have the key',
  VOTER_KEY_USED: () => 'somebody has this key already',
  VOTER_KEY_CAST: () => 'a ballot was cast with the key that it would replace',
  VOTER_KEY_UNKNOWN: () => 'the key is not registered, or not in the list that is named',
  VOTER_KEY_GIVEN_UP: () => 'the key was given up for a paper',
  BALLOT_STANDS: () => 'a ballot was cast with the key that is not replaced',
  KEYS_LEFT_FEW: () => 'too few keys of the list would be left',
  BALLOT_NOT_NEXT: () => 'it does not follow the newest ballot of its key',
  BALLOTS_TOO_MANY: () => 'no further ballot of this key is taken',
  PAPER_NONE: () => 'the election takes no paper',
  PAPER_TAKEN: () => 'a person votes on paper already, or has a ballot that is not replaced',
  VOTES_ON_PAPER: () => 'the person votes on paper',
  BATCH_UNKNOWN: () => 'there is no such batch of papers',
  BATCH_OTHER: () => 'somebody is of another building or weight than the batch',
  BATCH_KNOWN: () => 'there was this batch of papers already',
  BATCH_BEGUN: () => 'papers of the batch had been entered',
  BATCH_FULL: () => 'the batch would have too many places',
  BATCH_CONFIRMED: () => 'the batch had been confirmed',
  PAPERS_DIFFER: () => 'another number of papers of the batch was entered',
  NOT_PAUSED: () => 'the election was not paused',
  REASON_MISSING: () => 'it gives no reason',
  NOT_CLOSED: () => 'there was nothing to decrypt',
  SUM_UNKNOWN: () => 'there is no such sum',
  COUNTS_DONE: () => 'the counts of this sum were announced',
  PARTS_FEW: () => 'too few trustees had decrypted the sum rightly',
  COUNTS_WRONG: () => 'the counts are not what the sum decrypts to',
  MIXING_WRONG: () => 'keys cannot be mixed as the draft says',
  MIXING_NONE: () => 'keys are not mixed in this election',
  REGISTERING_NOT: () => 'keys were not being registered',
  MIXING_NOT: () => 'keys were not being mixed',
  KEYS_DIFFER: () => 'another number of keys was registered',
  KEYS_FEW: () => 'too few keys were registered in a building',
  TURN_HAD: () => 'the trustee had mixed already',
  TURN_OTHER: () => 'another trustee was mixing',
  LIST_NOT_NEXT: () => 'this list was not the next',
  MIX_WRONG: () => 'the mix is not proven to keep the keys of the voters',
  MIXED_FEW: () => 'too few trustees had mixed the keys',
};

/** What is said in English of the dossier of an election. */
export const electionEnglish = {
  parts: { opening: 'opening', ballots: 'ballots' },
  facts: {
    election: 'election',
    turnout: 'turnout',
    questions: 'outcome',
    trustees: 'trustees',
    threshold: 'needed to decrypt',
    blamed: 'blamed',
    mixedBy: 'keys mixed by',
    sums: 'sums',
    announced: 'sums announced',
    paper: 'on paper',
    ballotCount: 'ballots verified',
    pauseCount: 'pauses',
    extensionCount: 'extensions',
    messagesSent: 'messages noted',
    boundTo: 'ballots bound to',
    jointKey: 'key of the votes',
  },
  values: {
    turnout,
    questions: (/** @type {D[]} */ list) =>
      list.length === 0 ? 'not decided' : list.flatMap(question),
    trustees: (/** @type {D[]} */ list) =>
      list.map((d) => `${d.trustee}. ${d.seat.en}: decrypted ${d.decrypted} sums`),
    mixedBy: (/** @type {D[]} */ list) =>
      list.length === 0 ? 'nobody yet' : list.map((d) => `${d.trustee}. ${d.seat.en}`),
    blamed,
    paper,
    messagesSent: (/** @type {D} */ d) =>
      `${d.sendings} ×: ${d.voters} voters in all, ${d.undelivered} not reached`,
  },
  notChecked: {
    ANNOUNCEMENT_NOT_INSIDE: 'What questions and answers say: the announcement is not inside.',
    BALLOTS_SENT:
      'Whether every ballot that was sent came on the ledger: voters have receipts for that.',
    PAPERS: 'Whether papers were entered as they are written: they are kept, with a record.',
    DEVICES: 'Whether the devices of voters encrypted what they chose.',
    COERCION: 'Whether somebody was coerced.',
    TRUSTEES_TOGETHER: 'Whether trustees, as many as are needed, decrypted single ballots.',
  },
  reasons: {
    PASSED_ACTS_SIGNED: (/** @type {D} */ d) =>
      `all ${d.count} acts of the election are there, and those with signatures are signed`,
    PASSED_OPENING: () => 'roll, ceremony and key give what ballots are proven to be bound to',
    PASSED_OPENING_NONE: () => 'all acts so far were done under the rules; it has not opened',
    PASSED_BALLOTS: (/** @type {D} */ d) => `all ${d.count} ballots are signed and proven right`,
    PASSED_BALLOTS_NONE: () => 'there are no ballots',
    BALLOT_WRONG: (/** @type {D} */ d) =>
      `act ${d.entry}: signature or proofs of this ballot, or of this key that is given up, do not hold`,
    BOUND_DIFFERS: (/** @type {D} */ d) =>
      `the acts lead to another "${d.key}" for ballots than the executors vouch for`,
    RESULT_DIFFERS: (/** @type {D} */ d) =>
      `counting anew gives another result ("${d.key}") than the executors vouch for`,
    FILE_NOT_OF_ELECTION: (/** @type {D} */ d) => `${d.path}: not the announcement of the election`,
    ...refusals,
  },
};
