import { apiErrors, type Officer } from '@madang/api';
import { bool, expectOk, ok, parseJson, type Result, record, text, toHex } from '@madang/base';
import type { DeskRole } from '@madang/client';
import { type Refusal, refuse } from '@madang/kernel';
import type { Ledger } from '@madang/node';
import { institutionId } from '@madang/protocol';
import { type ElectionRecord, readElection } from '@madang/services/election/proof/index.ts';
import {
  type DecisionRecord,
  type HolderRecord,
  holderOfHome,
  readDecision,
} from '@madang/services/vote/proof/index.ts';
import { readLedger } from '../people/ledger-people.ts';

/** The roles that let somebody come to the desk. */
const ROLES: readonly DeskRole[] = ['vote.officer', 'election.officer'];

/** Whoever may come to the desk; of several institutions, for the first. */
export function officerBy(ledger: Ledger, account: Uint8Array): Officer | undefined {
  const grants = readLedger(ledger, 'governance.grantsOf', { account: toHex(account) });
  if (!grants.ok || !Array.isArray(grants.value)) return undefined;
  const held = grants.value.flatMap((one: unknown) => {
    const parsed = parseJson(grantHeld, pick(one));
    const role = ROLES.find((each) => parsed.ok && each === parsed.value.role);
    if (!parsed.ok || !parsed.value.holds || role === undefined) return [];
    return [{ institution: parsed.value.institution, role }];
  });
  const institution = held[0]?.institution;
  if (institution === undefined) return undefined;
  const own = new Set(held.flatMap((one) => (one.institution === institution ? [one.role] : [])));
  return { account, institution, roles: ROLES.filter((role) => own.has(role)) };
}

/** Refuses whoever does not hold a role. */
function withRole({ roles }: Officer, role: DeskRole): Result<void, Refusal> {
  return roles.includes(role) ? ok(undefined) : refuse(apiErrors.ROLE_NEEDED, { role });
}

const grantHeld = record({ institution: institutionId, role: text({ max: 100 }), holds: bool() });

/** Of a grant, what the desk asks. */
function pick(grant: unknown): unknown {
  if (typeof grant !== 'object' || grant === null) return undefined;
  const { institution, role, holds } = grant as Readonly<Record<string, unknown>>;
  return { institution, role, holds };
}

/** A decision of the officer's institution. */
export function decisionOf(
  ledger: Ledger,
  officer: Officer,
  id: Uint8Array,
): Result<DecisionRecord, Refusal> {
  const may = withRole(officer, 'vote.officer');
  if (!may.ok) return may;
  const state = ledger.stateReader();
  return ownedBy(
    officer,
    readDecision((key) => state.get(key), id),
  );
}

/** An election of the officer's institution. */
export function electionOf(
  ledger: Ledger,
  officer: Officer,
  id: Uint8Array,
): Result<ElectionRecord, Refusal> {
  const may = withRole(officer, 'election.officer');
  if (!may.ok) return may;
  const state = ledger.stateReader();
  return ownedBy(
    officer,
    readElection((key) => state.get(key), id),
  );
}

function ownedBy<M extends Pick<DecisionRecord, 'owner'>>(
  { institution }: Officer,
  matter: M | undefined,
): Result<M, Refusal> {
  if (matter === undefined) return refuse(apiErrors.MATTER_UNKNOWN, {});
  const { owner } = matter;
  return owner.kind === 'institution' && owner.institution === institution
    ? ok(matter)
    : refuse(apiErrors.OTHER_INSTITUTION, {});
}

/** Who holds a home of a decision. */
export function holderOf(ledger: Ledger, id: Uint8Array, unit: number): HolderRecord | undefined {
  const state = ledger.stateReader();
  return holderOfHome((key) => state.get(key), id, unit);
}

/** The numbers of those who own a home. */
export function ownersOf(
  ledger: Ledger,
  id: Uint8Array,
  unit: number,
): readonly number[] | undefined {
  return holderOf(ledger, id, unit)?.members.map(({ person }) => person);
}

const PAGE = 500;

/** The numbers of all homes of a decision. */
export function unitsOf(ledger: Ledger, id: Uint8Array): readonly number[] {
  return pagesOf(ledger, {
    query: 'vote.homes',
    params: { decision: toHex(id) },
    read: (line) => (typeof line['unit'] === 'number' ? [line['unit']] : []),
    placeOf: (unit) => unit,
  });
}

/** A voter of an election, as the ledger has them. */
export interface RollVoter {
  readonly person: number;
  /** Absent where keys are mixed: then nobody can know. */
  readonly hasVoted?: boolean;
  /** Whether a key of theirs is registered, which everybody can see. */
  readonly isRegistered: boolean;
  /** Whether they vote on paper; whether they did nobody can say. */
  readonly isOnPaper: boolean;
}

/** How far an election is; nothing where there is none. */
export function statusOf(ledger: Ledger, id: Uint8Array): string | undefined {
  const told = readLedger(ledger, 'election.election', { id: toHex(id) });
  const status = told.ok ? fieldsOf(told.value)['status'] : undefined;
  return typeof status === 'string' ? status : undefined;
}

/** The roll of an election, ascending by number. */
export function rollOf(ledger: Ledger, id: Uint8Array): readonly RollVoter[] {
  return pagesOf(ledger, {
    query: 'election.voters',
    params: { election: toHex(id) },
    read: ({ person, hasVoted, key, batch }) =>
      typeof person === 'number'
        ? [
            {
              person,
              ...(typeof hasVoted === 'boolean' ? { hasVoted } : {}),
              isRegistered: key !== undefined,
              isOnPaper: batch !== undefined,
            },
          ]
        : [],
    placeOf: ({ person }) => person,
  });
}

interface Paging<T> {
  readonly query: string;
  readonly params: Readonly<Record<string, string>>;
  readonly read: (line: Readonly<Record<string, unknown>>) => readonly T[];
  /** By what the next page is asked for. */
  readonly placeOf: (line: T) => number;
}

/** All lines of a list that is asked for page by page. */
function pagesOf<T>(ledger: Ledger, { query, params, read, placeOf }: Paging<T>): readonly T[] {
  const lines: T[] = [];
  for (;;) {
    const last = lines.at(-1);
    const after = last === undefined ? {} : { after: placeOf(last) };
    const page = expectOk(readLedger(ledger, query, { ...params, ...after }), query);
    const found = Array.isArray(page) ? page.flatMap((line) => read(fieldsOf(line))) : [];
    lines.push(...found);
    if (found.length < PAGE) return lines;
  }
}

function fieldsOf(line: unknown): Readonly<Record<string, unknown>> {
  return typeof line === 'object' && line !== null ? { ...line } : {};
}
