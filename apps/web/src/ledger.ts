import type { WallName, WallState } from '@madang/ui';
import type { Governed, KeyUse } from './governed.ts';
import type { Words } from './words.ts';

export type { Words } from './words.ts';

/**
 * Why an answer did not come: a stable code, and whether the ledger could not be reached at all. A
 * ledger that cannot be reached has said nothing, so nothing is called wrong because of it.
 */
export type Problem = { code: string; offline: boolean; detail?: string };

/** An answer of the ledger, or why there is none. Pages never see an exception. */
export type Answer<T> = { ok: true; value: T } | { ok: false; problem: Problem };

/** One line of the record, as lists show it. */
export type RecordRow = {
  index: number;
  /** The body hash in hexadecimal: the transaction's id. */
  id: string;
  /** The receipt number without spaces. */
  number: string;
  /** Service and transaction: `document.notarise`. */
  act: string;
  timeMs: number;
  /** The number of the refusal, or 0 when it was done. */
  code: number;
  /** What the act says about itself and is public anyway: how many files, for which institution. */
  subject: { count?: number; kind?: 'file' | 'statement'; as?: string };
};

/** A signature as the record's page lists it. */
export type RecordSignature = { suite: string; key: string; account: string };

/** One record with everything that is public about it. */
export type RecordDetail = RecordRow & {
  height: number;
  signatures: readonly RecordSignature[];
  /** The envelope's bytes, exactly as they were signed and sent. */
  envelope: Uint8Array;
  /** The body in a readable form, two spaces deep. */
  bodyText: string;
  /** What it changed: the event, what its service says of it, and its values as they are. */
  events: readonly { name: string; says?: Words; text: string }[];
  /** Records that changed what this one left, newest first. */
  later: readonly RecordRow[];
};

/** A page of the record, newest first. */
export type RecordPage = { rows: readonly RecordRow[]; total: number; before?: number };

/** How the node of an institution is, as the node that was asked found it. */
export type NodeFound = {
  state: 'keeps-up' | 'behind' | 'silent';
  height?: number;
  size?: number;
};

/** Minutes with blocks in which an institution had a say, and those in which it signed one. */
export type Attended = { minutes: number; attended: number };

/**
 * In how many minutes an institution signed over weeks, as the node that was asked counted them.
 */
export type Attendance = {
  /** The time of the oldest block that is counted. */
  sinceMs: number;
  /** The longest first: whole spans, before them all that is counted where that is less. */
  spans: readonly (Attended & { span: 'since' | 'month' | 'week' | 'day' })[];
  /** When the first of `days` began; the last is today. */
  firstDayMs: number;
  days: readonly Attended[];
};

/** One of the bodies that keep the ledger. */
export type Institution = {
  id: string;
  names: Words;
  /** Who runs its keys and machines, in its own words. */
  operator: Words;
  /** `unlisted`: a member whose key the policy of this device does not have. */
  role: 'executor' | 'witness' | 'unlisted';
  /** Its public keys in hexadecimal. */
  keys?: Readonly<Record<KeyUse, string>>;
  /** Its votes when blocks are decided; absent where one computer makes them. */
  power?: number;
  /** Absent where it runs no node. */
  node?: NodeFound;
  /** Absent where none of its votes were counted. */
  attendance?: Attendance;
  /** The time in its newest cosignature that this device checked. */
  signedAtMs?: number;
};

/** A checkpoint and who signed it. */
export type CheckpointRow = {
  size: number;
  timeMs: number;
  /** Entries added since the checkpoint before it, where that one is known. */
  added?: number;
  signers: readonly string[];
};

/** Which ledger this is, and what its server has. */
export type About = {
  place: Words;
  /** A practice city, where nothing is real. */
  demo: boolean;
  /** The server keeps a vault for copies. */
  vault: boolean;
  /** One computer holds the keys of all institutions. */
  oneComputer: boolean;
};

/** What stands on the first page. */
export type Overview = {
  totalRecords: number;
  /** Records of today in each hour, 24 of them; none while the server lacks older records. */
  todayByHour: readonly number[];
  institutions: readonly Institution[];
  /** How many institutions make a quorum. */
  needed: number;
  /** Whether this device found the quorum's signatures under the newest checkpoint. */
  checkpoint: { size: number; timeMs: number; state: WallState };
};

/** Who signed two logs that cannot both be true, and the file that proves it to anybody. */
export type Contradiction = {
  /** Names of institutions, or as the policy calls them; of the ledger itself, nothing. */
  names: readonly (Words | undefined)[];
  sizes: readonly [number, number];
  file: Uint8Array;
};

/** How the trust policy in use compares with the one that this device saw first. */
export type PolicyPin = 'first' | 'same' | 'chained' | 'changed';

/** What a network bears, in votes. */
export type Votes = { total: number; running: number; needed: number; bears: number };

/** What of the older records the server that was asked still fetches from the others. */
export type HistoryComing = {
  percent: number;
  /** The institutions that have them. */
  from: readonly string[];
  /** Nobody who could be asked had what comes next. */
  waits: boolean;
};

/** Who keeps the ledger, and what this device believes them by. */
export type Network = {
  engine: string;
  /** Whether new records are being made: `late` where enough nodes run and no block comes. */
  records: 'made' | 'late' | 'stopped';
  /** So long at least no block has come, ms. */
  stillMs: number;
  /** Absent where one computer makes the blocks. */
  votes?: Votes;
  /** Absent where it has all of them. */
  history?: HistoryComing;
  /** Absent where it could not be asked. */
  governed?: Governed;
  height: number;
  totalRecords: number;
  needed: number;
  institutions: readonly Institution[];
  checkpoints: readonly CheckpointRow[];
  policyText: string;
  /** The fingerprint of the policy in hexadecimal. */
  fingerprint: string;
  pin: PolicyPin;
  /** Proofs, checked on this device, that somebody signed two logs that cannot both be true. */
  contradictions: readonly Contradiction[];
  /** The fingerprint of the policy that the server offers instead, where it differs. */
  offeredFingerprint?: string;
};

/** One part of the service and whether it does its work. */
export type StatusPart = {
  key: 'answer' | 'blocks' | 'checkpoints' | 'lists' | 'vault';
  state: 'ok' | 'late' | 'down' | 'unknown';
  sinceMs?: number;
};

/** The parts of a check, in the order in which a verifier runs them. */
export const checkParts = [
  'format',
  'chain',
  'signature',
  'place',
  'institutions',
  'standing',
  'content',
] as const;

/** One part of a check. */
export type CheckPart = (typeof checkParts)[number];

/** What one part came to. */
export type PartVerdict = {
  part: CheckPart;
  state: Exclude<WallState, 'waiting'>;
  /** The verifier's stable code where the part did not pass. */
  code?: string;
  tookMs: number;
};

/** Who signed the checkpoint of a receipt, as far as this device could check. */
export type Cosigner = { name: Words; signedAtMs?: number };

/** What a verifier found, and what it knows of the receipt from the receipt itself. */
export type Verdict = {
  parts: readonly PartVerdict[];
  facts?: {
    id: string;
    number: string;
    index: number;
    act: string;
    timeMs: number;
    suites: readonly string[];
    checkpointSize: number;
    cosigners: readonly Cosigner[];
    needed: number;
    /** The moment for which the statement about today holds. */
    standingAtMs?: number;
    /** The words of a notarised statement, from the receipt's opening. */
    statement?: string;
    hasOpening: boolean;
    /** A document was given to compare. */
    hasFile: boolean;
  };
  /** Where the record was ended: revoked, or replaced by another. */
  ended?: { kind: 'revoked' | 'superseded'; atMs: number };
  tookMs: number;
};

/**
 * On what the trust rests: the first record, whose hash this device keeps, or, where that is too
 * long ago, those of its policy who signed the institutions of the state.
 */
export type DecidedGround =
  | { kind: 'genesis' }
  | {
      kind: 'policy';
      /** How many signed, of how many in the policy, for which moment (ms). */
      signed: number;
      members: number;
      asOfMs: number;
      /** SHA-256 of the policy, hexadecimal. */
      fingerprint: string;
    };

/**
 * Whether the validators decided the log of a checkpoint, as the light client on this device found.
 */
export type Decided =
  | {
      state: 'passed';
      /** Entries of the log that was decided. */
      size: number;
      /** The height and time of the block whose header names that log. */
      height: number;
      timeMs: number;
      /** Votes for it, of all. */
      signed: number;
      total: number;
      ground: DecidedGround;
      /** A name that the state does not prove is none. `key`: the first digits of the key. */
      validators: readonly { name?: Words; key: string; voted: boolean }[];
    }
  /** `failed`: the light client refuses what it was given. `unchecked`: it was given nothing. */
  | { state: 'failed' | 'unchecked'; code: string };

/** What a check may use besides the receipt. */
export type CheckOptions = {
  file?: Blob;
  /** Asks the ledger whether the record still stands now. */
  fresh: boolean;
  /** Called as each part returns. */
  onPart?: (verdict: PartVerdict) => void;
};

/** What a person puts on record in one act. */
export type NotariseRequest =
  | { kind: 'file'; files: readonly { name: string; digest: Uint8Array }[] }
  | { kind: 'statement'; statement: string };

/**
 * A signed act that is kept on the device until its receipt is there. It can be stored as it is.
 */
export type Prepared = {
  /** The body hash in hexadecimal. Sending twice counts once. */
  id: string;
  number: string;
  kind: 'file' | 'statement';
  act: string;
  /** The genesis hash of the ledger that it is for, in hexadecimal. */
  chain: string;
  envelope: Uint8Array;
  /** One opening for each file: what leads from the file to the record. Never sent. */
  openings: readonly { name: string; opening: Uint8Array }[];
  expiresAtMs: number;
};

/** The receipts of a prepared act: one for each file. */
export type Receipts = readonly { name: string; bytes: Uint8Array }[];

/** A copy that lies encrypted in the vault; the token is the only way to erase it from here. */
export type VaultCopy = { copy: string; token: string };

/** Everything that pages ask of the ledger. Checks run on this device; files never leave it. */
export type Ledger = {
  about: () => Promise<Answer<About>>;
  overview: () => Promise<Answer<Overview>>;
  records: (query: {
    before?: number;
    limit: number;
    service?: string;
  }) => Promise<Answer<RecordPage>>;
  record: (index: number) => Promise<Answer<RecordDetail>>;
  /** Finds a record by its number, its receipt number or its id; undefined when there is none. */
  find: (text: string) => Promise<Answer<{ index: number } | undefined>>;
  /** The receipt of a record, without an opening. */
  receipt: (index: number) => Promise<Answer<Uint8Array>>;
  network: () => Promise<Answer<Network>>;
  status: () => Promise<readonly StatusPart[]>;
  check: (receipt: Uint8Array, options: CheckOptions) => Promise<Verdict>;
  /**
   * Who decided the log under the checkpoint of a receipt or dossier; nothing where one computer
   * makes the blocks.
   */
  decided: (file: Uint8Array) => Promise<Decided | undefined>;
  /** SHA-256 of a file, read piece by piece. */
  digest: (file: Blob, onProgress: (doneBytes: number) => void) => Promise<Uint8Array>;
  prepare: (request: NotariseRequest) => Promise<Answer<Prepared>>;
  /**
   * Sends a prepared act until the ledger has answered; the same bytes each time, so that it counts
   * once. Code `CLIENT_EXPIRED` says that it can no longer be executed, `CLIENT_CANCELLED` that the
   * signal ended it.
   */
  send: (
    prepared: Prepared,
    options: { signal: AbortSignal; onTry: (tries: number) => void },
  ) => Promise<Answer<Receipts>>;
  /** Ends a record that this device's key put there. */
  revoke: (id: string) => Promise<Answer<undefined>>;
  keepCopy: (file: Blob, id: string) => Promise<Answer<VaultCopy>>;
  eraseCopy: (copy: VaultCopy) => Promise<Answer<undefined>>;
};

/** The four walls of the mark from the parts that have returned so far. */
export function wallsOf(
  parts: readonly PartVerdict[],
  rest: WallState,
): Readonly<Record<WallName, WallState>> {
  const stateOf = (part: CheckPart) => parts.find((each) => each.part === part)?.state ?? rest;
  return {
    signature: stateOf('signature'),
    place: stateOf('place'),
    institutions: stateOf('institutions'),
    standing: stateOf('standing'),
  };
}

/**
 * The verdict on the whole: failed when a part failed, checked when all passed. The part `content`
 * is
 * not among them when there was neither an opening nor a document.
 */
export function verdictOf(verdict: Verdict): 'checked' | 'failed' | 'unchecked' {
  if (verdict.parts.some(({ state }) => state === 'failed')) return 'failed';
  const whole = verdict.parts.length > 0 && verdict.parts.every(({ state }) => state === 'passed');
  return whole ? 'checked' : 'unchecked';
}
