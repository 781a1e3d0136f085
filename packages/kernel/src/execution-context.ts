import {
  assert,
  concat,
  decode,
  encodeKnown,
  expectOk,
  expectPresent,
  ok,
  oneCharacterEach,
} from '@madang/base';
import type { Principal, RawEvent } from '@madang/protocol';
import type { ApplyContext, CheckContext, ReadContext } from './context.ts';
import type { Overlay } from './overlay.ts';
import type { AnyPort } from './port.ts';
import type { Rules } from './rules.ts';
import type { ScanOptions, StateReader } from './state.ts';
import { type AnyTable, decodeRecord, encodeRecord, type Table } from './table.ts';

/** Most events of one transaction (docs/spec/transaction.md, "Outcome"). */
export const MAX_EVENTS = 64;

/** Where a check, an apply or a query runs. */
export interface Surroundings {
  readonly rules: Rules;
  readonly state: StateReader;
  readonly block: { readonly height: number; readonly timeMs: number };
  readonly chain: Uint8Array;
}

/** The transaction that a check runs for. */
export interface Acting {
  readonly principal: Principal;
  readonly signers: readonly Uint8Array[];
  readonly transaction: { readonly id: Uint8Array; readonly expiresAt: number };
}

/** Records that a context has decoded or written, by state key; what is absent is `undefined`. */
type Known = Map<string, unknown>;

/**
 * A context in which a service can read. Touching a table of another service is a bug. A record is
 * decoded once; what is written through {@link applyContext} is known from then on.
 */
export function readContext(
  service: string,
  around: Surroundings,
  known: Known = new Map(),
): ReadContext<string> {
  const { rules, state, block, chain } = around;
  const assertOwnTable = (table: AnyTable): void => {
    assert(table.service === service, `${service} touched the table ${table.name} of another`);
  };
  return {
    block,
    chain,
    get: (table, key) => {
      assertOwnTable(table);
      return knownRecord(known, state, table, key);
    },
    has: (table, key) => {
      assertOwnTable(table);
      const stateKey = table.stateKey(key);
      const name = oneCharacterEach(stateKey);
      return known.has(name) ? known.get(name) !== undefined : state.get(stateKey) !== undefined;
    },
    scan: (table, { under, after, limit }) => {
      assertOwnTable(table);
      const prefix = joinPrefix(table, under);
      const options: ScanOptions =
        after === undefined ? { limit } : { after: table.stateKey(after), limit };
      return state.scan(prefix, options).map((entry) => ({
        key: table.key.decode(entry.key.slice(table.prefix.length)),
        value: decodeRecord(table, entry.value),
      }));
    },
    ask: (port, input) => {
      assert(
        isDeclared(rules, service, port),
        `${service} does not declare that it uses ${port.name}`,
      );
      const exposed = expectPresent(rules.exposedByName.get(port.name), 'ask: nobody answers');
      const context = readContext(exposed.service, around);
      const answer = exposed.answer(context, encodeKnown(port.input, input));
      if (!answer.ok) return answer;
      return ok(expectOk(decode(port.output, answer.value), 'ask: the answer does not fit'));
    },
    isRole: (name) => rules.roleNames.has(name),
  };
}

/** The record under a key, from what is known or from the state. */
function knownRecord<K, V>(
  known: Known,
  state: StateReader,
  table: Table<string, K, V>,
  key: K,
): V | undefined {
  const stateKey = table.stateKey(key);
  const name = oneCharacterEach(stateKey);
  // eslint-disable-next-line @typescript-eslint/consistent-type-assertions -- a state key names its table, so what is known under it is of the table's type
  if (known.has(name)) return known.get(name) as V | undefined;
  const bytes = state.get(stateKey);
  const value = bytes === undefined ? undefined : decodeRecord(table, bytes);
  known.set(name, value);
  return value;
}

function joinPrefix(table: AnyTable, under: Uint8Array | undefined): Uint8Array {
  return under === undefined ? table.prefix : concat(table.prefix, under);
}

function isDeclared(rules: Rules, service: string, port: AnyPort): boolean {
  return (rules.portsByService.get(service) ?? []).includes(port);
}

/** A context for a check. */
export function checkContext(
  service: string,
  around: Surroundings,
  acting: Acting,
): CheckedContext {
  const known: Known = new Map();
  return { context: { ...readContext(service, around, known), ...acting }, known };
}

/** A context in which a check ran, with what it has read, for the apply after it. */
export interface CheckedContext {
  readonly context: CheckContext<string>;
  readonly known: Known;
}

/** Where what a transaction does goes: writes to `changes`, events to the list. */
export interface Effects {
  readonly index: number;
  readonly changes: Overlay;
  readonly events: RawEvent[];
}

/** A context for an apply. */
export function applyContext(
  { context, known }: CheckedContext,
  service: string,
  { index, changes, events }: Effects,
): ApplyContext<string> {
  const assertOwn = (part: { readonly service: string; readonly name: string }): void => {
    assert(part.service === service, `${service} wrote ${part.name} of another service`);
  };
  return {
    ...context,
    index,
    put: (table, key, value) => {
      assertOwn(table);
      const stateKey = table.stateKey(key);
      changes.put(stateKey, encodeRecord(table, value));
      known.set(oneCharacterEach(stateKey), value);
    },
    remove: (table, key) => {
      assertOwn(table);
      const stateKey = table.stateKey(key);
      changes.remove(stateKey);
      known.set(oneCharacterEach(stateKey), undefined);
    },
    emit: (event, fields) => {
      assertOwn(event);
      assert(events.length < MAX_EVENTS, 'apply: too many events');
      events.push({ name: event.fullName, fields: encodeKnown(event.fields, fields) });
    },
  };
}
