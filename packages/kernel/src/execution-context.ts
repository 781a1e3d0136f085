import { assert, concat, decode, encodeKnown, expectOk, expectPresent, ok } from '@madang/base';
import { MAX_EVENTS, type Principal, type RawEvent } from '@madang/protocol';
import type { ApplyContext, CheckContext, ReadContext, UpgradeContext } from './context.ts';
import type { AnyPort } from './port.ts';
import type { Records, WritableRecords } from './records.ts';
import type { Rules } from './rules.ts';
import type { ScanOptions } from './state.ts';
import { type AnyTable, decodeRecord } from './table.ts';

/** Where a check, an apply or a query runs. */
export interface Surroundings {
  readonly rules: Rules;
  readonly records: Records;
  readonly block: { readonly height: number; readonly timeMs: number };
  readonly chain: Uint8Array;
}

/** The transaction that a check runs for. */
export interface Acting {
  readonly principal: Principal;
  readonly signers: readonly Uint8Array[];
  readonly transaction: { readonly id: Uint8Array; readonly expiresAt: number };
}

/** A context in which a service can read. Touching a table of another service is a bug. */
export function readContext(service: string, around: Surroundings): ReadContext<string> {
  const { rules, records, block, chain } = around;
  const assertOwnTable = (table: AnyTable): void => {
    assert(table.service === service, `${service} touched the table ${table.name} of another`);
  };
  return {
    block,
    chain,
    get: (table, key) => {
      assertOwnTable(table);
      return records.get(table, key);
    },
    has: (table, key) => {
      assertOwnTable(table);
      return records.has(table, key);
    },
    scan: (table, { under, after, limit }) => {
      assertOwnTable(table);
      const prefix = joinPrefix(table, under);
      const options: ScanOptions =
        after === undefined ? { limit } : { after: table.stateKey(after), limit };
      return records.state.scan(prefix, options).map((entry) => ({
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
): CheckContext<string> {
  return { ...readContext(service, around), ...acting };
}

/** Where what a transaction does goes: writes to `records`, events to the list. */
export interface Effects {
  readonly index: number;
  readonly records: WritableRecords;
  readonly events: RawEvent[];
}

/** A context for an apply, from the context of the check before it. */
export function applyContext(
  context: CheckContext<string>,
  service: string,
  { index, records, events }: Effects,
): ApplyContext<string> {
  return { ...context, index, ...writing(service, records, events) };
}

/** A context for what a service does in the block of an upgrade. */
export function upgradeContext(
  service: string,
  around: Surroundings,
  { records, events }: Omit<Effects, 'index'>,
): UpgradeContext<string> {
  return { ...readContext(service, around), ...writing(service, records, events) };
}

type Writing = Pick<ApplyContext<string>, 'put' | 'remove' | 'emit'>;

function writing(service: string, records: WritableRecords, events: RawEvent[]): Writing {
  const assertOwn = (part: { readonly service: string; readonly name: string }): void => {
    assert(part.service === service, `${service} wrote ${part.name} of another service`);
  };
  return {
    put: (table, key, value) => {
      assertOwn(table);
      records.put(table, key, value);
    },
    remove: (table, key) => {
      assertOwn(table);
      records.remove(table, key);
    },
    emit: (event, fields) => {
      assertOwn(event);
      assert(events.length < MAX_EVENTS, 'apply: too many events');
      events.push({ name: event.fullName, fields: encodeKnown(event.fields, fields) });
    },
  };
}
