import { electionEnglish } from './words-election-en.mjs';
import { voteEnglish } from './words-vote-en.mjs';

/** @typedef {Record<string, any>} D details of a finding, already made printable */
/** @typedef {(details: D) => string} Sentence */

const names = (/** @type {string[]} */ list) => list.join(', ');

/** Everything that is said in English. The keys are the stable codes. */
export const english = {
  language: 'en',
  title: 'madang-audit',
  verdicts: { passed: 'passed', failed: 'DOES NOT MATCH', unchecked: 'could not check' },
  wholes: { passed: 'CHECKED', failed: 'DOES NOT MATCH', unchecked: 'NOT CHECKED' },
  wholeNotes: {
    passed: 'every part above passed',
    failed: 'do not rely on this',
    unchecked: 'nothing contradicts it, but not every part could be checked',
  },
  headings: {
    file: 'file',
    policy: 'policy',
    facts: 'What it says',
    unproven: 'What it says (not all of it is proven: see the parts above)',
    notChecked: 'What was not checked',
    verdict: 'Verdict',
  },
  policyFound: 'found beside the file; whoever gave you the file may have given you this too',
  fingerprintHint: 'compare it with the one on your letter or on an institution’s own page',
  progress: (/** @type {D} */ d) => `${d.done} of ${d.size}`,
  parts: {
    frame: 'frame',
    format: 'format',
    chain: 'chain',
    signature: 'signature',
    place: 'place',
    institutions: 'institutions',
    standing: 'standing',
    content: 'content',
    log: 'log',
    word: 'promise',
    contradiction: 'contradiction',
    culprits: 'signed both',
    checkpoint: 'checkpoint',
    consistency: 'consistency',
    entries: 'entries',
    tiles: 'tiles',
    root: 'root',
    blocks: 'blocks',
    envelopes: 'envelopes',
    replay: 'replay',
    ...voteEnglish.parts,
    ...electionEnglish.parts,
  },
  vote: { ...voteEnglish.values, ...electionEnglish.values },
  facts: {
    title: 'title',
    act: 'act',
    record: 'record number',
    receiptNumber: 'receipt number',
    body: 'body hash',
    chain: 'genesis hash',
    ledger: 'ledger',
    height: 'block height',
    blockTime: 'block time',
    outcome: 'outcome',
    outcomeCode: 'outcome code',
    events: 'events',
    signedBy: 'signed by',
    fromSize: 'from log size',
    logSize: 'log size',
    root: 'log root',
    appHash: 'app hash',
    entriesRead: 'entries read',
    blocks: 'blocks',
    transactions: 'transactions',
    refused: 'of those refused',
    stateRoot: 'state root',
    cosigners: 'cosigned by',
    missing: 'missing',
    quorum: 'for a place',
    executors: 'for a state',
    standsAsOf: 'stands as of',
    standsAtHeight: 'at block height',
    document: 'document',
    openings: 'openings',
    leavesOpened: 'leaves opened',
    leaves: 'leaves in all',
    files: 'files',
    policyInside: 'policy inside',
    receivedAt: 'received at',
    logBy: 'promised by',
    lastBlockTime: 'last block time',
    signedBoth: 'signed both',
    changes: 'changes',
    believe: 'believe now',
    ...voteEnglish.facts,
    ...electionEnglish.facts,
  },
  values: {
    done: 'done',
    refused: 'refused',
    nobody: 'nobody',
    none: 'none',
    same: 'the same as yours',
    other: (/** @type {D} */ d) => `another one (${d.fingerprint})`,
    count: (/** @type {D} */ d) =>
      `${d.signed} of ${d.members} cosigned, ${d.needed} needed (${d.group})`,
    cosigner: (/** @type {D} */ d) => `${d.short}  ${d.seconds}  ${d.name}`,
    file: (/** @type {D} */ d) => `${d.path}: ${d.names.length > 0 ? names(d.names) : 'not found'}`,
  },
  notChecked: {
    POLICY_CHOICE: 'Whether this policy is the one to believe: compare its fingerprint.',
    FILE_NOT_GIVEN: 'Whether a file of yours is the one on record: none was given (--file).',
    CONTENT_NOT_OPENED: 'What stands behind the record: the receipt has no opening.',
    LATER_EVENTS: 'Anything that happened after the moment for which the record stands.',
    EFFECT_TODAY: 'Whether later acts have undone this one: such acts claim nothing of the state.',
    SIGNERS_RIGHTS: 'Whether the signers were allowed to: the executors vouch for that.',
    SIGNERS_PERSON: 'Which person or office holds the signing keys.',
    TRUTH: 'Whether what was put on record is true.',
    STATE_ROOTS: 'Whether the state roots and outcomes are right: that takes executing the rules.',
    BEFORE_START: 'The entries before the older checkpoint.',
    ENVELOPES_NOT_GIVEN: 'The signatures behind the records and replays: give --envelopes.',
    ...voteEnglish.notChecked,
    ...electionEnglish.notChecked,
  },
  /** @type {Record<string, Sentence>} */
  reasons: {
    RESTS_ON: (d) => `it rests on the part "${d.part}", which did not pass`,
    PASSED_FRAME: () => 'the dossier is whole and its parts stand in order',
    PASSED_FORMAT: () => 'the file decodes in the one permitted encoding',
    PASSED_CHAIN: () => 'it belongs to the ledger of your policy',
    PASSED_SIGNATURE: () => 'every signature is valid and covers exactly this act',
    PASSED_PROOF: () =>
      'the ballot is signed by its key, and each of its votes is one that the election allows',
    PASSED_PLACE: () => 'act and outcome stand in the log at the number of the record',
    PASSED_INSTITUTIONS: () => 'as many institutions have cosigned as your policy asks for',
    PASSED_STANDING: (d) =>
      `the record stood as it was left at ${d.seconds}` +
      (d.fresher ? '' : ' (the moment of the receipt itself)'),
    PASSED_STANDING_NOTHING: () => 'the act was done; it claims nothing of the state',
    PASSED_CONTENT: () => 'the opening leads to what was recorded',
    PASSED_CONTENT_FILE: () => 'the opening leads to what was recorded, and your file is that file',
    PASSED_OPENINGS: (d) => `${d.opened} openings, each leads to what was recorded`,
    PASSED_OPENINGS_FILES: (d) =>
      `${d.opened} openings, each leads to what was recorded, and your files are among them`,
    PASSED_LOG: (d) => `all ${d.size} entries lead to the checkpoint`,
    PASSED_LOG_CHECKPOINT: () => 'signed by the log and cosigned as your policy asks',
    PASSED_LOG_CONSISTENCY: () => 'the newer log begins with the older one',
    PASSED_LOG_ENTRIES: () => 'every entry decodes in the one permitted encoding',
    PASSED_LOG_TILES: () => 'every published hash is the one computed from the entries',
    PASSED_LOG_ROOT: () => 'the entries lead to the root of the checkpoint',
    PASSED_LOG_BLOCKS: () => 'counts, heights and times of the blocks agree',
    PASSED_LOG_ENVELOPES: (d) => `${d.checked} envelopes, each with valid signatures`,
    PASSED_LOG_REPLAY: (d) => `${d.recomputed} replay roots recomputed, no act executed twice`,
    PASSED_CONTRADICTION: () => 'the two checkpoints cannot both be true',
    SIGNED_BOTH: (d) =>
      `${names(d.names)} signed two histories of one log that cannot both be true`,
    EQUIVOCATION_FORM: () => 'the file is not two checkpoints with a proof between them',
    CHAIN_OF_EQUIVOCATION: () => 'a checkpoint is of another log than that of your policy',
    NO_CONTRADICTION: () => 'the two checkpoints can both be true, as far as the file shows',
    NOBODY_SIGNED_BOTH: () => 'nobody whom your policy names signed both',
    POLICY_CHANGE_FORM: () => 'the file is not steps of signed changes, each after the one before',
    POLICY_CHANGE_ELSEWHERE: () =>
      'no change in the file begins at your policy and stays with its log',
    KEPT: (d) => `kept: record ${d.index}, block time ${d.time}`,
    KEPT_LATE: (d) => `on the log, but late: record ${d.index}, block time ${d.time}`,
    BROKEN: (d) => `BROKEN: promised by ${d.logBy}; the log up to ${d.time} does not hold it`,
    NOT_DUE: (d) => `not due yet: promised by ${d.logBy}, the log reaches ${d.time}`,

    TOO_LARGE: (d) => `longer than the ${d.maxBytes} bytes allowed`,
    NOT_DECODED: (d) => `not a ${d.kind} file: ${d.cause}`,
    OTHER_KIND: (d) => `not a ${d.kind} file`,
    UNKNOWN_VERSION: (d) => `version ${d.version} is newer than this program, which knows 1`,
    OUTCOME_INCONSISTENT: (d) =>
      `${d.where}: a done act with a refusal, or a refused act with events`,
    STANDING_HALF: () => 'the standing has a checkpoint without a consistency proof or the reverse',
    NOT_A_BLOCK: (d) => `${d.where} is not a block entry`,

    CBOR_TOO_LONG: (d) => `${d.where}: longer than ${d.maxBytes} bytes`,
    CBOR_NOT_CANONICAL: (d) => `${d.where}: not the one permitted encoding of its value`,
    CBOR_KEY_TWICE: (d) => `${d.where}: a key stands twice in a map`,
    CBOR_CUT_SHORT: (d) => `${d.where}: ends in the middle of a value`,
    CBOR_FURTHER_BYTES: (d) => `${d.where}: further bytes after the value`,
    CBOR_FORBIDDEN: (d) => `${d.where}: a kind of value that the profile does not allow`,
    CBOR_KEY_NOT_TEXT: (d) => `${d.where}: a map key that is not text`,
    CBOR_INTEGER_RANGE: (d) => `${d.where}: an integer out of range`,
    CBOR_TOO_DEEP: (d) => `${d.where}: nested deeper than 16`,
    CBOR_NOT_UTF8: (d) => `${d.where}: text that is not UTF-8`,
    SHAPE_NOT_UINT: (d) => `${d.where}: not an unsigned integer`,
    SHAPE_RANGE: (d) => `${d.where}: outside ${d.min} to ${d.max}`,
    SHAPE_NOT_BYTES: (d) => `${d.where}: not bytes`,
    SHAPE_NOT_TEXT: (d) => `${d.where}: not text`,
    SHAPE_UNKNOWN_VALUE: (d) => `${d.where}: not one of the values allowed`,
    SHAPE_NOT_ARRAY: (d) => `${d.where}: not an array`,
    SHAPE_NOT_MAP: (d) => `${d.where}: not a map`,
    SHAPE_KEY_UNKNOWN: (d) => `${d.where}: the key "${d.key}" does not belong there`,
    SHAPE_KEY_MISSING: (d) => `${d.where}: the key "${d.key}" is missing`,

    NOTE_TOO_LONG: () => 'the checkpoint is longer than 16,384 bytes',
    NOTE_CONTROL_CHARACTER: () => 'the checkpoint has a control character',
    NOTE_MALFORMED: () => 'the checkpoint is not a signed note of three lines',
    NOTE_SIGNATURE_LINE: () => 'a signature line of the checkpoint is malformed',
    NOTE_SIZE: () => 'the size in the checkpoint is not a plain decimal number',
    NOTE_ROOT: () => 'the root in the checkpoint is not 32 bytes in base64',

    CHAIN_OF_BODY: () => 'the act was signed for another ledger than that of your policy',
    CHAIN_OF_PROMISE: () => 'the promise was made on another ledger than that of your policy',
    CHAIN_OF_DOSSIER: () => 'the dossier names another ledger than your policy',
    ORIGIN_OF_CHECKPOINT: () => 'the checkpoint is of another log than that of your policy',
    ENVELOPE_DIFFERS: () => 'the record is of another envelope',
    BODY_DIFFERS: () => 'the record is of another body',
    ACT_DIFFERS: () => 'the record names another act than the one that was signed',
    PROOF_INVALID: () =>
      'the proof of the ballot, or of the key that is given up, does not hold for the election as the receipt has it',
    PROOF_RECORDS_MISSING: () => 'what the proof has to prove is not in the receipt',
    PROOF_NOT_UNDERSTOOD: () => 'authorised by a proof of a kind that this program does not know',
    SIGNATURES_ORDER: () => 'the signatures are not in ascending order, or one key signed twice',
    SUITE_UNKNOWN: (d) => `signature suite "${d.suite}" is not known to this program`,
    SIGNATURE_INVALID: (d) => `signature ${d.number} is not valid`,
    INDEX_OUTSIDE: (d) => `record ${d.index} is beyond the log of ${d.size} entries`,
    LEADS_ELSEWHERE: () => 'the proof does not lead from act and outcome to the checkpoint’s root',

    SIGNATURE_FALSE: (d) => `false signature under the name of ${names(d.names)}`,
    SIGNED_TWICE: (d) => `two signature lines of one key: ${names(d.names)}`,
    KEY_UNKNOWN: (d) => `signed with a key that your policy does not list: ${names(d.names)}`,
    LOG_SIGNATURE_MISSING: () => 'the log’s own signature is missing',
    TOO_FEW_COSIGNERS: (d) =>
      `${d.signed} of ${d.members} have cosigned and ${d.needed} are needed (${d.group}); ` +
      `missing: ${names(d.missing)}`,

    NOT_DONE: (d) => `the act was refused with code ${d.refusal}; nothing stands`,
    ACT_UNKNOWN: (d) => `this program does not know what a record of "${d.act}" claims`,
    STANDING_MISSING: () => 'the receipt does not carry the state; ask for a standing (--standing)',
    STANDING_UNREADABLE: (d) => `the standing that was given cannot be read: ${d.cause}`,
    STANDING_OTHER_LEDGER: () => 'the standing is of another log',
    STANDING_NOT_CONSISTENT: () => 'the standing’s log does not begin with the receipt’s log',
    BLOCK_NOT_LAST: () => 'the block entry is not the last one under the standing’s checkpoint',
    CLAIMS_DIFFER: () => 'there are more or fewer claims than a record of this act needs',
    CLAIM_UNPROVEN: (d) => `claim ${d.number} does not follow from the state root for this record`,
    ENDED: (d) =>
      [
        `ENDED: ${d.kind}`,
        ...(d.reason ? [`reason "${d.reason}"`] : []),
        ...(d.at ? [`at ${d.at}`] : []),
        ...(d.successor ? [`replaced by ${d.successor}`] : []),
        ...(d.ballots ? [`${d.ballots} ballots of this key stand on the ledger`] : []),
      ].join(', '),

    OPENING_MISSING: () => 'the receipt has no opening, so a file cannot be compared with it',
    OPENING_OF_NOTHING: () => 'the act put no document on record, so there is nothing to open',
    OPENING_LEADS_ELSEWHERE: (d) => `${d.where}: does not lead to what was recorded`,
    STATEMENT_DIFFERS: (d) => `${d.where}: the statement is not the one on record`,
    FILE_DIFFERS: () => 'your file is not the file on record',
    FILE_NOT_IN_DOSSIER: (d) => `${d.path} is not among the files on record`,

    PROMISE_FALSE: () => 'the signature of the promise is not valid',
    NODE_KEY_UNKNOWN: () => 'the promise is signed with a key that your policy does not list',

    NOT_A_DOSSIER: () => 'not a dossier',
    DOSSIER_CUT_SHORT: () => 'the dossier ends in the middle of a part',
    DOSSIER_FURTHER_BYTES: () => 'further bytes after the last part',
    DOSSIER_PARTS: (d) =>
      d.number ? `part ${d.number} ("${d.name}") does not belong there` : 'parts are missing',
    DOSSIER_RECEIPT_OPENED: () => 'the receipt in the dossier carries an opening of its own',
    MATTER_UNKNOWN: (d) => `dossiers of "${d.matter}" are not known to this program`,

    LOG_TOO_LARGE: () => 'the log is larger than this program can count',
    LOG_NOT_READ: () => 'the log could not be read to its end',
    TILE_MISSING: (d) => `${d.name} is not published`,
    TILE_MALFORMED: (d) => `${d.name} is not of the length that it should be`,
    BUNDLE_MALFORMED: (d) => `${d.name} does not hold the entries that it should`,
    TILE_DIFFERS: (d) =>
      `tile ${d.level}/${d.index} differs from the entries' hashes, first at record ${d.entry}`,
    EDGE_DIFFERS: (d) => `the tiles below the older checkpoint disagree at level ${d.level}`,
    ENTRY_UNREADABLE: (d) => `record ${d.index} is not a log entry: ${d.cause}`,
    ROOT_DIFFERS: (d) => `the entries lead to ${d.computed}, not to the checkpoint’s root`,
    START_DIFFERS: () => 'the published hashes do not lead to the older checkpoint',
    FORKED: (d) =>
      `PROOF OF EQUIVOCATION: the newer log does not begin with the older one; ` +
      `signed both: ${names(d.names)}`,
    EQUIVOCATION: (d) =>
      `PROOF OF EQUIVOCATION: two roots for size ${d.size}: ${names(d.roots)}; ` +
      `signed both: ${names(d.names)}`,
    GENESIS_PLACE: (d) => `record ${d.index}: only record 0, and always, is the genesis entry`,
    GENESIS_OTHER: () => 'record 0 names another genesis',
    FIRST_BLOCK: (d) => `record ${d.index}: record 1 must be the block entry of height 0`,
    POSITION: (d) => `record ${d.index}: its position in the block is not the next one`,
    COUNT: (d) => `record ${d.index}: the block counts other transactions than stand before it`,
    BLOCK_EMPTY: (d) => `record ${d.index}: a block entry without transactions`,
    OUTCOME_HEIGHT: (d) => `record ${d.index}: a transaction of this block has another height`,
    OUTCOME_TIME: (d) => `record ${d.index}: a transaction of this block has another time`,
    HEIGHT: (d) => `record ${d.index}: the height does not ascend`,
    TIME: (d) => `record ${d.index}: the time goes back`,
    LAST_NOT_BLOCK: () => 'the last entry under the checkpoint is not a block entry',
    ENVELOPE_OF_RECORD: (d) => `record ${d.index}: ${d.cause}`,
    EXPIRED_BUT_DONE: () => 'the act had expired and was done all the same',
    ENVELOPES_MISSING: (d) =>
      `${d.checked} checked, ${d.missing} not to be had (their retention may have ended), ` +
      `${d.notUnderstood} of a kind not known to this program`,
    EXECUTED_TWICE: (d) => `record ${d.index}: this body has been executed before`,
    REPLAY_ROOT: (d) => `record ${d.index}: the replay root is not that of the acts executed`,
    REPLAY_INCOMPLETE: (d) =>
      `${d.recomputed} recomputed; ${d.notRecomputed} could not be, for want of envelopes`,
    ...voteEnglish.reasons,
    ...electionEnglish.reasons,
  },
  /** @type {Record<string, Sentence>} */
  errors: {
    USAGE: (d) => `${d.why} Try madang-audit --help.`,
    NO_SUCH_FILE: (d) => `There is no file ${d.path}.`,
    NOT_A_FILE: (d) => `${d.path} is not a file.`,
    FILE_CHANGED: (d) => `${d.path} was changed while it was checked: check it again.`,
    SCRATCH_UNUSABLE: (d) =>
      `What the check has to remember cannot be kept in ${d.folder} (${d.why}).`,
    FILE_UNREADABLE: (d) => `${d.path} cannot be read (${d.why}).`,
    POLICY_MISSING: () =>
      'Say which keys you believe: give --policy FILE, or put policy.txt beside the file.',
    POLICY_REFUSED: (d) => `The policy ${d.path} cannot be used: ${d.cause}.`,
    NO_CHECKPOINT: (d) => `${d.place} holds no checkpoint.`,
    FROM_AFTER_TO: () => 'The checkpoint of --from is newer than that of --to.',
    SERVER_REFUSES: (d) => `${d.address} answered with status ${d.status}.`,
    SERVER_SILENT: (d) => `${d.address} cannot be reached (${d.why}).`,
  },
  /** Reasons for refusing a policy. */
  /** @type {Record<string, Sentence>} */
  policy: {
    POLICY_TOO_LONG: () => 'it is too long',
    POLICY_NOT_UTF8: () => 'it is no text in UTF-8',
    POLICY_CONTROL_CHARACTER: () => 'it has a control character',
    POLICY_KEYWORD: (d) => `line ${d.line}: "${d.keyword}" is not a keyword`,
    POLICY_LINE: (d) => `line ${d.line}: too many words`,
    POLICY_TWO_LOGS: (d) => `line ${d.line}: it names two logs`,
    POLICY_KEY_TWICE: (d) => `line ${d.line}: the key of ${d.name} stands twice`,
    POLICY_NAME: (d) => `line ${d.line}: the name "${d.name}" is missing, reserved or taken`,
    POLICY_NAME_UNKNOWN: (d) => `line ${d.line}: "${d.name}" is not defined above`,
    POLICY_MEMBER_TWICE: (d) => `line ${d.line}: "${d.member}" is a member of two groups`,
    POLICY_THRESHOLD: (d) => `line ${d.line}: the threshold is not any, all or 1 to the members`,
    POLICY_QUORUM: () => 'it must have exactly one quorum line with one name',
    POLICY_NO_LOG: () => 'it names no log',
    POLICY_NO_EXECUTORS: () => 'it has no group "executors"',
    POLICY_ORIGIN: (d) => `the log "${d.name}" is not named madang/<name>/<genesis hash>`,
    VKEY_MALFORMED: (d) => `line ${d.line}: not a verifier key`,
    VKEY_TYPE: (d) => `line ${d.line}: signature type ${d.type} does not belong there`,
    VKEY_ID: (d) => `line ${d.line}: the key id of ${d.name} does not belong to its key`,
    VKEY_WEAK: (d) => `line ${d.line}: the key of ${d.name} is not an acceptable ed25519 key`,
  },
  help: `madang-audit: checks what a Madang ledger says, trusting only the keys of your policy.

  madang-audit FILE.receipt --policy POLICY [--file DOCUMENT] [--standing FILE]
  madang-audit FILE.dossier --policy POLICY [--file DOCUMENT ...] [--standing FILE]
  madang-audit FILE.promise --policy POLICY --log FOLDER|URL [--to CHECKPOINT]
  madang-audit EQUIVOCATION | POLICY-CHANGE --policy POLICY
  madang-audit log FOLDER|URL --policy POLICY [--from CHECKPOINT] [--to CHECKPOINT]
                              [--envelopes FOLDER|URL]

  --policy FILE       the keys that you believe; otherwise policy.txt beside the file
  --file DOCUMENT     your document, to be compared with the record
  --standing FILE     a fresher proof that the record still stands
  --log PLACE         a mirror of /log: a folder, or an address such as https://host/log
  --from, --to FILE   checkpoints; --to is otherwise the one published with the log
  --envelopes PLACE   a mirror of /api/transactions: signatures and replays are checked too
  --json              one JSON object instead of text
  --ko                in Korean
  --help, --version

Exit status: 0 every part passed, 1 something does not match, 2 something could not be checked.
`,
};
