import {
  type Codec,
  choice,
  decode,
  expectOk,
  fixedBytes,
  type Json,
  list,
  ok,
  optional,
  parseJson,
  type Result,
  record,
  type TypeOf,
  toHex,
  uint,
} from '@madang/base';
import type { AskedMatter } from '@madang/client';
import type { Refusal } from '@madang/kernel';
import type { Ledger } from '@madang/node';
import { institutionId } from '@madang/protocol';
import {
  decisionsAnswer,
  electionAnswer,
  electionsAnswer,
  persons,
} from '@madang/services/asked.ts';
import type { PersonPlace } from '@madang/vault';

const level = choice(['link', 'second-factor', 'desk']);
export type Level = TypeOf<typeof level>;

const register = record({ institution: institutionId, persons: uint(), level, openedAt: uint() });
const person = record({
  keys: list(
    record({
      account: fixedBytes(32),
      person: uint(),
      level,
      attestedBy: institutionId,
      since: uint(),
      ended: optional(uint()),
    }),
    { max: 64 },
  ),
  revoked: uint(),
});

/** A register as the ledger has it now. */
export type LedgerRegister = TypeOf<typeof register>;

/** The keys that speak for a person now. */
export type LedgerPerson = TypeOf<typeof person>;

/** Reads a register from the ledger. */
export function readRegister(ledger: Ledger, id: Uint8Array): Result<LedgerRegister, Refusal> {
  return read(ledger, 'people.register', { id: toHex(id) }, register);
}

/** Reads which keys speak for a person. */
export function readPerson(ledger: Ledger, at: PersonPlace): Result<LedgerPerson, Refusal> {
  const params = { register: toHex(at.register), person: at.person };
  return read(ledger, 'people.person', params, person);
}

/** Whether a key speaks for a person; read past the query, because everybody who comes asks. */
export function hasKey(ledger: Ledger, { register, person }: PersonPlace): boolean {
  const bytes = ledger.stateReader().get(persons.stateKey([register, person]));
  if (bytes === undefined) return false;
  return expectOk(decode(persons.value, bytes), 'people: its record').accounts.length > 0;
}

function read<T>(
  ledger: Ledger,
  query: string,
  params: unknown,
  codec: Codec<T>,
): Result<T, Refusal> {
  const answer = readLedger(ledger, query, params);
  return answer.ok ? ok(expectOk(parseJson(codec, answer.value), `${query}: its answer`)) : answer;
}

/** What a register is asked: decisions, then elections. */
export function readMatters(
  ledger: Ledger,
  registerId: Uint8Array,
): Result<readonly AskedMatter[], Refusal> {
  const params = { register: toHex(registerId) };
  const decisions = read(ledger, 'vote.listDecisions', params, decisionsAnswer);
  if (!decisions.ok) return decisions;
  const elections = read(ledger, 'election.listElections', params, electionsAnswer);
  if (!elections.ok) return elections;
  return ok([
    ...decisions.value.map((one) => matterOf('decision', one)),
    ...elections.value.map((one) => ({ ...matterOf('election', one), ...tookOf(ledger, one) })),
  ]);
}

type Listed = Pick<AskedMatter, 'title' | 'status' | 'closesAt'> & { readonly id: Uint8Array };

function matterOf(kind: AskedMatter['kind'], { id, title, status, closesAt }: Listed): AskedMatter {
  return { kind, id: toHex(id), title, status, closesAt };
}

const UNDER_WAY: ReadonlySet<string> = new Set(['registering', 'mixing', 'open', 'paused']);

/** How many have voted in an election that is under way; of others nobody asks again and again. */
function tookOf(ledger: Ledger, { id, status }: Listed): Pick<AskedMatter, 'took'> {
  if (!UNDER_WAY.has(status)) return {};
  const election = read(ledger, 'election.election', { id: toHex(id) }, electionAnswer);
  if (!election.ok) return {};
  const { voters, ballots } = election.value.took;
  return { took: { voters, ballots } };
}

/** Asks a query of the newest state. */
export function readLedger(ledger: Ledger, query: string, params: unknown): Result<Json, Refusal> {
  const { height, timeMs } = ledger.head();
  return ledger.machine.read(query, params, { height, timeMs, state: ledger.stateReader() });
}
