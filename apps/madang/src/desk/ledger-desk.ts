import { apiErrors, type Officer } from '@madang/api';
import { bool, expectOk, ok, parseJson, type Result, record, text, toHex } from '@madang/base';
import { type Refusal, refuse } from '@madang/kernel';
import type { Ledger } from '@madang/node';
import { institutionId } from '@madang/protocol';
import {
  type DecisionRecord,
  type HolderRecord,
  holderOfHome,
  readDecision,
} from '@madang/services/vote/proof/index.ts';
import { readLedger } from '../people/ledger-people.ts';

/** The role of those who run decisions. */
const OFFICER = 'vote.officer';

/** The institution for which an account may run decisions; the first, if there are several. */
export function institutionOfOfficer(ledger: Ledger, account: Uint8Array): string | undefined {
  const grants = readLedger(ledger, 'governance.grantsOf', { account: toHex(account) });
  if (!grants.ok || !Array.isArray(grants.value)) return undefined;
  const held = grants.value.flatMap((one: unknown) => {
    const parsed = parseJson(grantHeld, pick(one));
    return parsed.ok && parsed.value.holds && parsed.value.role === OFFICER ? [parsed.value] : [];
  });
  return held[0]?.institution;
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
  { institution }: Officer,
  id: Uint8Array,
): Result<DecisionRecord, Refusal> {
  const state = ledger.stateReader();
  const decision = readDecision((key) => state.get(key), id);
  if (decision === undefined) return refuse(apiErrors.MATTER_UNKNOWN, {});
  const { owner } = decision;
  return owner.kind === 'institution' && owner.institution === institution
    ? ok(decision)
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
  const units: number[] = [];
  for (;;) {
    const after = units.at(-1);
    const params = { decision: toHex(id), ...(after === undefined ? {} : { after }) };
    const page = expectOk(readLedger(ledger, 'vote.homes', params), 'homes of a decision');
    const numbers = Array.isArray(page) ? page.flatMap(numberOf) : [];
    units.push(...numbers);
    if (numbers.length < PAGE) return units;
  }
}

function numberOf(line: unknown): readonly number[] {
  if (typeof line !== 'object' || line === null || !('unit' in line)) return [];
  return typeof line.unit === 'number' ? [line.unit] : [];
}
