import { type Json, ok, type Result } from '@madang/base';
import type { Params } from '@madang/protocol';
import { checkAct, checkPlace, type SignedTransaction } from './admit.ts';
import { type BeginResult, beginLedger } from './begin.ts';
import { deterministically } from './deterministically.ts';
import { type BlockInput, type BlockResult, executeBlock, orderTransactions } from './execute.ts';
import { readContext } from './execution-context.ts';
import { kernelErrors } from './kernel-errors.ts';
import { type Records, recordsOf } from './records.ts';
import { type AnyError, type Refusal, refuse } from './refusal.ts';
import { readChain } from './roles.ts';
import { allErrors, compileRules } from './rules.ts';
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

/** The deterministic machine of a build: pure functions of what they are given. */
export interface Machine {
  readonly services: readonly AnyService[];
  /** Every error of the build, ascending by number. */
  readonly errors: readonly AnyError[];
  /** The first state, from the genesis bytes. */
  genesis(bytes: Uint8Array): Result<BeginResult, Refusal>;
  /** Takes an envelope apart and refuses whatever needs no state to refuse; signatures aside. */
  screen(bytes: Uint8Array, chain: Uint8Array, params: Params): Result<Screened, Refusal>;
  /** Whether a transaction would be done if a block at this place held it alone. */
  admit(transaction: SignedTransaction, at: AdmitAt): Result<void, Refusal>;
  /** Withdrawals before everything else, otherwise as given. */
  order<T extends { readonly body: { readonly act: string } }>(
    transactions: readonly T[],
  ): readonly T[];
  /** Executes a block on a state, in memory only. */
  execute(input: BlockInput): BlockResult;
  /** Answers a query, such as `document.endingsOf`; parameters and result are JSON. */
  read(query: string, params: unknown, at: ReadAt): Result<Json, Refusal>;
}

/** Options of tests. */
export interface MachineOptions {
  /** Check every invariant after every block; a broken one is a bug. */
  readonly withInvariants?: boolean;
}

/** Joins services to a machine. */
export function createMachine(
  services: readonly AnyService[],
  { withInvariants = false }: MachineOptions = {},
): Machine {
  const rules = compileRules(services);
  const admitting = recordsByState();
  return {
    services,
    errors: allErrors(services),
    genesis: (bytes) => deterministically(() => beginLedger(rules, bytes)),
    screen: (bytes, chain, params) =>
      deterministically(() => screenBytes({ rules, chain, params }, bytes)),
    admit: (transaction, at) =>
      deterministically(() => {
        const { chain, height, timeMs, state } = at;
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
    order: (transactions) => orderTransactions(rules, transactions),
    execute: (input) => deterministically(() => executeBlock(rules, input, withInvariants)),
    read: (name, params, { height, timeMs, state }) =>
      deterministically(() => {
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
      }),
  };
}

/** Many transactions are admitted on one state: they share what each of them reads. */
function recordsByState(): (state: StateReader) => Records {
  const known = new WeakMap<StateReader, Records>();
  return (state) => {
    const found = known.get(state) ?? recordsOf(state);
    known.set(state, found);
    return found;
  };
}

/** Whether a text could name a query, so that a refusal may repeat it. */
function isQueryName(text: string): boolean {
  return /^[A-Za-z0-9.-]{1,128}$/.test(text);
}
