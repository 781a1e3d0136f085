import {
  assert,
  compareBytes,
  encodeKnown,
  expectPresent,
  fail,
  ok,
  type Result,
  toHex,
} from '@madang/base';
import { sha256 } from '@madang/crypto';
import {
  encodeLogEntry,
  MAX_ENTRY_SIZE_BYTES,
  type Outcome,
  type Params,
  params as paramsCodec,
  type RawEvent,
} from '@madang/protocol';
import { checkAct, checkPlace, type SignedTransaction } from './admit.ts';
import {
  applyContext,
  readContext,
  type Surroundings,
  upgradeContext,
} from './execution-context.ts';
import { overlay } from './overlay.ts';
import { type DueUpgrade, dueUpgrade, versionInForce } from './protocol-version.ts';
import { type WritableRecords, writableRecords } from './records.ts';
import type { Refusal } from './refusal.ts';
import { readChain, readParams } from './roles.ts';
import type { RuleBook } from './rule-book.ts';
import type { Rules } from './rules.ts';
import { checkSize, screenDecoded, type WellFormed } from './screen.ts';
import type { ReplayReader, StateChange, StateReader } from './state.ts';
import type { Retention } from './transaction.ts';
import { type ValidatorUpdate, validatorUpdates } from './validators.ts';

/** A block before execution. `timeMs` is the block's time; `state` the state before it. */
export interface BlockInput {
  readonly height: number;
  readonly timeMs: number;
  readonly transactions: readonly SignedTransaction[];
  readonly state: StateReader;
  readonly replay: ReplayReader;
}

/** One transaction of an executed block. */
export interface ExecutedTransaction {
  readonly act: string;
  readonly bodyHash: Uint8Array;
  readonly envelopeHash: Uint8Array;
  readonly expiresAt: number;
  readonly retention: Retention;
  readonly outcome: Outcome;
  /** The encoded log entry. */
  readonly entry: Uint8Array;
}

/** What a block does: changes of the state, ascending by key, and an entry for each transaction. */
export interface BlockResult {
  readonly changes: readonly StateChange[];
  readonly transactions: readonly ExecutedTransaction[];
  /** What the block itself did before its transactions. */
  readonly events: readonly RawEvent[];
  /** What it changes of who makes blocks. */
  readonly validators: readonly ValidatorUpdate[];
  /** The limits in force after the block. */
  readonly params: Params;
  readonly paramsHash: Uint8Array;
}

/** Withdrawals before everything else, otherwise in the given order. */
export function orderTransactions<T extends { readonly body: { readonly act: string } }>(
  rules: Rules,
  transactions: readonly T[],
): readonly T[] {
  const isWithdrawal = ({ body }: T): boolean =>
    rules.transactionByAct.get(body.act)?.order === 'withdrawal';
  return [
    ...transactions.filter(isWithdrawal),
    ...transactions.filter((transaction) => !isWithdrawal(transaction)),
  ];
}

/** Executes a block. What a correct proposer cannot put into a block is a bug. */
export function executeBlock(
  book: RuleBook,
  input: BlockInput,
  withInvariants: boolean,
): BlockResult {
  const { height, timeMs, state, transactions } = input;
  const due = dueUpgrade(state, height);
  const version = due?.activates === true ? due.plan.version : versionInForce(state);
  const rules = expectPresent(book.at(version), 'block: no rules of its version');
  const paramsBefore = readParams(state);
  const proposal = checkProposal(rules, input, paramsBefore);
  assert(proposal.ok, `block: ${proposal.ok ? '' : proposal.error}`);
  const changes = overlay(state);
  const records = writableRecords(changes);
  const around: Surroundings = {
    rules,
    records,
    block: { height, timeMs },
    chain: readChain(state),
  };
  const events = due === undefined ? [] : upgrade(around, records, due);
  const executed = proposal.value.map((one, index) => {
    const transaction = transactions[index];
    assert(transaction !== undefined, 'block: a transaction is missing');
    return executeOne({ around, records, index }, transaction, one);
  });
  if (withInvariants) assertInvariants(around);
  const params = readParams(changes);
  const changed = changes.changes();
  return {
    changes: changed,
    transactions: executed,
    events,
    validators: validatorUpdates(state, changed),
    params,
    paramsHash: hashOfParams(params),
  };
}

/** Lets every service do its part of an upgrade, or of its lapse; gives what was told. */
function upgrade(
  around: Surroundings,
  records: WritableRecords,
  due: DueUpgrade,
): readonly RawEvent[] {
  const events: RawEvent[] = [];
  for (const service of around.rules.services) {
    service.atUpgrade?.(upgradeContext(service.name, around, { records, events }), due);
  }
  return events;
}

/** H(encoding of the parameters), as block entries have it. */
export function hashOfParams(params: Params): Uint8Array {
  return sha256(encodeKnown(paramsCodec, params));
}

/** Why a block is none that a correct proposer makes. */
export type ProposalFault = 'NOT_IN_ORDER' | 'NO_PLACE' | 'TWICE' | 'TOO_COSTLY';

/** A block before it is executed: every transaction must have its place in it. */
export function checkProposal(
  rules: Rules,
  input: BlockInput,
  params: Params,
): Result<readonly WellFormed[], ProposalFault> {
  const { transactions } = input;
  const chain = readChain(input.state);
  const ordered = orderTransactions(rules, transactions);
  if (!ordered.every((transaction, index) => transaction === transactions[index])) {
    return fail('NOT_IN_ORDER');
  }
  const seen = new Set<string>();
  const formed: WellFormed[] = [];
  let costUs = 0;
  for (const transaction of transactions) {
    const one = screenDecoded(rules, chain, transaction);
    if (!one.ok || !hasPlace(transaction, input, params)) return fail('NO_PLACE');
    const id = toHex(transaction.bodyHash);
    if (seen.has(id)) return fail('TWICE');
    seen.add(id);
    costUs += one.value.costUs;
    if (costUs > params.maxBlockCostUs) return fail('TOO_COSTLY');
    formed.push(one.value);
  }
  return ok(formed);
}

function hasPlace(
  transaction: SignedTransaction,
  { timeMs, replay }: BlockInput,
  params: Params,
): boolean {
  return (
    checkSize(transaction.bytes.length, params).ok &&
    checkPlace(transaction, timeMs, replay, params).ok
  );
}

interface Place {
  readonly around: Surroundings;
  readonly records: WritableRecords;
  readonly index: number;
}

function executeOne(
  { around, records, index }: Place,
  transaction: SignedTransaction,
  formed: WellFormed,
): ExecutedTransaction {
  const { height, timeMs: time } = around.block;
  const checked = checkAct(formed, transaction, around);
  const events: RawEvent[] = [];
  if (checked.ok) {
    const effects = { index, records, events };
    const { context, apply } = checked.value;
    apply(applyContext(context, formed.def.service, effects));
  }
  const outcome: Outcome = checked.ok
    ? { code: 0, events, height, index, time }
    : { ...refusedWith(checked.error), events, height, index, time };
  const { bodyHash, envelopeHash, body } = transaction;
  const entry = encodeLogEntry({
    type: 'transaction',
    act: body.act,
    body: bodyHash,
    envelope: envelopeHash,
    outcome,
  });
  assert(entry.length <= MAX_ENTRY_SIZE_BYTES, 'apply: the entry is too long');
  const { act, retention } = formed.def;
  return { act, bodyHash, envelopeHash, expiresAt: body.expiresAt, retention, outcome, entry };
}

const EMPTY_MAP = Uint8Array.of(0xa0);

/** A refusal within an outcome; details that are empty are left out. */
function refusedWith({ code, context }: Refusal): Pick<Outcome, 'code' | 'context'> {
  return compareBytes(context, EMPTY_MAP) === 0 ? { code } : { code, context };
}

function assertInvariants(around: Surroundings): void {
  for (const service of around.rules.services) {
    const context = readContext(service.name, around);
    for (const invariant of service.invariants) {
      const verdict = invariant.check(context);
      assert(verdict.ok, `invariant ${service.name}.${invariant.name} does not hold`);
    }
  }
}
