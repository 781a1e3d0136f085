import { type Json, ok, type Result } from '@madang/base';
import type { DecodedTransaction, Params } from '@madang/protocol';
import {
  checkAct,
  checkPlace,
  type ProofToVerify,
  type SignedTransaction,
  statementOf,
} from './admit.ts';
import { type BeginResult, beginLedger } from './begin.ts';
import { deterministically } from './deterministically.ts';
import {
  type BlockInput,
  type BlockResult,
  checkProposal,
  executeBlock,
  orderTransactions,
} from './execute.ts';
import { readContext } from './execution-context.ts';
import { kernelErrors } from './kernel-errors.ts';
import { versionAt as computeVersion, dueUpgrade, versionInForce } from './protocol-version.ts';
import { type Records, recordsOf } from './records.ts';
import { type AnyError, type Refusal, refuse } from './refusal.ts';
import { readChain, readParams } from './roles.ts';
import { openRuleBook, type RuleSet } from './rule-book.ts';
import type { Rules } from './rules.ts';
import { checkSize, reasonOf, type Screened, screenBytes, screenDecoded } from './screen.ts';
import type { AnyService } from './service.ts';
import type { ReplayReader, StateReader } from './state.ts';

/** Where a transaction is admitted: on top of the newest block, with the limits in force. */
export interface AdmitAt {
  /** The genesis hash of the ledger. */
  readonly chain: Uint8Array;
  readonly timeMs: number;
  readonly height: number;
  readonly state: StateReader;
  readonly replay: ReplayReader;
  readonly params: Params;
}

/** The state that a query reads. */
export interface ReadAt {
  readonly timeMs: number;
  readonly height: number;
  readonly state: StateReader;
}

/** What decides about a version: the state before a block, and the height of the block. */
export type VersionAt = Pick<ReadAt, 'height' | 'state'>;

/** The deterministic machine of a build: pure functions of what they are given. */
export interface Machine {
  /** The protocol versions whose rules this build has, ascending. */
  readonly versions: readonly number[];
  /** The version whose rules execute a block; this build may lack them. */
  versionAt(at: VersionAt): number;
  /** The version that begins with this very height, if one does. */
  versionBeginningAt(at: VersionAt): number | undefined;
  /** The services of the newest of these versions. */
  readonly services: readonly AnyService[];
  /** Every error of the build, ascending by number. */
  readonly errors: readonly AnyError[];
  /** The first state, from the genesis bytes. */
  genesis(bytes: Uint8Array): Result<BeginResult, Refusal>;
  /**
   * Takes an envelope apart and refuses whatever needs no state to refuse; signatures aside. Goes
   * by the rules of `version`, or of the newest of this build.
   */
  screen(
    bytes: Uint8Array,
    chain: Uint8Array,
    params: Params,
    version?: number,
  ): Result<Screened, Refusal>;
  /**
   * What the proof of a transaction has to prove, which is the same for as long as there is such a
   * statement; a refusal where there is none. Of a transaction with signatures it must not be
   * asked.
   */
  statement(transaction: DecodedTransaction, at: ReadAt): Result<ProofToVerify, Refusal>;
  /** Whether a transaction would be done if a block at this place held it alone. */
  admit(transaction: SignedTransaction, at: AdmitAt): Result<void, Refusal>;
  /** Withdrawals before everything else, otherwise as given; by the rules of `version`. */
  order<T extends { readonly body: { readonly act: string } }>(
    transactions: readonly T[],
    version?: number,
  ): readonly T[];
  /** Whether a block is one that a correct proposer makes; what is none is a bug to execute. */
  isProposal(input: BlockInput): boolean;
  /** Executes a block on a state, in memory only. */
  execute(input: BlockInput): BlockResult;
  /** Answers a query, such as `document.endingsOf`; parameters and result are JSON. */
  read(query: string, params: unknown, at: ReadAt): Result<Json, Refusal>;
}

/** What a machine has besides its first rules. */
export interface MachineOptions {
  /** The services of protocol version 2, of version 3, and so on. */
  readonly later?: readonly (readonly AnyService[])[];
  /** Check every invariant after every block; a broken one is a bug. */
  readonly withInvariants?: boolean;
}

/** Joins the services of protocol version 1, and of later ones, to a machine. */
export function createMachine(
  services: readonly AnyService[],
  { withInvariants = false, later = [] }: MachineOptions = {},
): Machine {
  const sets = later.map((of, index): RuleSet => ({ version: index + 2, services: of }));
  const book = openRuleBook([{ version: FIRST_VERSION, services }, ...sets]);
  const { newest } = book;
  const rulesOf = (version: number | undefined): Rules =>
    (version === undefined ? undefined : book.at(version)) ?? newest;
  const admitting = recordsByState();
  const versionAt = versionByState();
  return {
    versions: book.versions,
    versionAt: ({ state, height }) => versionAt(state, height),
    versionBeginningAt: ({ state, height }) => {
      const due = dueUpgrade(state, height);
      return due?.activates === true && due.plan.height === height ? due.plan.version : undefined;
    },
    services: newest.services,
    errors: book.errors,
    genesis: (bytes) => deterministically(() => beginLedger(rulesOf(FIRST_VERSION), bytes)),
    screen: (bytes, chain, params, version) =>
      deterministically(() => screenBytes({ rules: rulesOf(version), chain, params }, bytes)),
    statement: (transaction, { height, timeMs, state }) =>
      deterministically(() => {
        const chain = readChain(state);
        const rules = rulesOf(versionAt(state, height));
        const formed = screenDecoded(rules, chain, transaction);
        if (!formed.ok) return formed;
        const records = admitting(state);
        return statementOf(formed.value, { rules, records, block: { height, timeMs }, chain });
      }),
    admit: (transaction, at) =>
      deterministically(() => {
        const { chain, height, timeMs, state } = at;
        const rules = rulesOf(versionAt(state, height));
        const size = checkSize(transaction.bytes.length, at.params);
        if (!size.ok) return size;
        const formed = screenDecoded(rules, chain, transaction);
        if (!formed.ok) return formed;
        const placed = checkPlace(transaction, timeMs, at.replay, at.params);
        if (!placed.ok) return placed;
        const around = { rules, records: admitting(state), block: { height, timeMs }, chain };
        const checked = checkAct(formed.value, transaction, around);
        return checked.ok ? ok(undefined) : checked;
      }),
    order: (transactions, version) => orderTransactions(rulesOf(version), transactions),
    isProposal: (input) =>
      deterministically(() => {
        const rules = book.at(versionAt(input.state, input.height));
        return rules !== undefined && checkProposal(rules, input, readParams(input.state)).ok;
      }),
    execute: (input) => deterministically(() => executeBlock(book, input, withInvariants)),
    read: (name, params, at) =>
      deterministically(() => read(rulesOf(versionInForce(at.state)), name, params, at)),
  };
}

function read(
  rules: Rules,
  name: string,
  params: unknown,
  { height, timeMs, state }: ReadAt,
): Result<Json, Refusal> {
  const query = rules.queryByName.get(name);
  if (query === undefined) {
    return refuse(kernelErrors.UNKNOWN_QUERY, { query: isQueryName(name) ? name : '' });
  }
  const prepared = query.prepare(params);
  if (!prepared.ok) return refuse(kernelErrors.QUERY_NOT_VALID, reasonOf(prepared.error));
  const around = {
    rules,
    records: recordsOf(state),
    block: { height, timeMs },
    chain: readChain(state),
  };
  return prepared.value(readContext(query.service, around));
}

/** The version with which a ledger begins (`version` of its genesis). */
const FIRST_VERSION = 1;

/** Many transactions are admitted on one state: they share what each of them reads. */
function recordsByState(): (state: StateReader) => Records {
  const known = new WeakMap<StateReader, Records>();
  return (state) => {
    const found = known.get(state) ?? recordsOf(state);
    known.set(state, found);
    return found;
  };
}

/** Every submission asks twice for the version of the next block, and a state serves many. */
function versionByState(): typeof computeVersion {
  const known = new WeakMap<StateReader, { readonly height: number; readonly version: number }>();
  return (state, height) => {
    const last = known.get(state);
    if (last?.height === height) return last.version;
    const version = computeVersion(state, height);
    known.set(state, { height, version });
    return version;
  };
}

/** Whether a text could name a query, so that a refusal may repeat it. */
function isQueryName(text: string): boolean {
  return /^[A-Za-z0-9.-]{1,128}$/.test(text);
}
