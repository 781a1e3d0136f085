import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { expect } from 'vitest';
import { runAudit } from '../../../test/support/verifiers.ts';
import { type Change, check, dossierOf } from './dossier-of.ts';
import { policyOf } from './signed-state.ts';
import type { World } from './world.ts';

/** What `madang-audit --json` says of the dossier of an election, as far as tests look at it. */
interface Report {
  readonly verdict: string;
  readonly parts: readonly {
    readonly part: string;
    readonly verdict: string;
    readonly code: string;
    readonly details: { readonly cause?: string };
  }[];
  readonly facts: Readonly<Record<string, unknown>>;
}

/** Has the independent verifier check a dossier. */
export async function auditElection(
  folder: string,
  world: World,
  dossier: Uint8Array,
  ...more: readonly string[]
) {
  const [file, policy] = [path.join(folder, 'a.dossier'), path.join(folder, 'policy')];
  writeFileSync(file, dossier);
  writeFileSync(policy, policyOf(world));
  const { status, out } = await runAudit([file, '--policy', policy, ...more]);
  const report = JSON.parse(out) as Report;
  const not = report.parts
    .filter(({ verdict, code }) => verdict !== 'passed' && code !== 'RESTS_ON')
    .map(({ part, code, details: { cause } }) => [part, code, ...(cause ? [cause] : [])].join(' '));
  return { status, report, not };
}

/** What the independent verifier says against a changed dossier, which both have to judge alike. */
export async function refusalsByBoth(
  { folder, world }: { readonly folder: string; readonly world: World },
  change: Change,
): Promise<readonly string[]> {
  const dossier = await dossierOf(world, change);
  const { status, not } = await auditElection(folder, world, dossier);
  const { verdict } = await check(world, dossier);
  expect(verdict).toBe(status === 0 ? 'checked' : 'mismatch');
  return not;
}

interface Figures {
  readonly cast: number;
  readonly blank: number;
  readonly answers: readonly number[];
}

/** What both verifiers say of an election, in the same words. */
interface Said {
  readonly status: unknown;
  readonly closesAt: unknown;
  readonly openedAt: unknown;
  readonly closedAt: unknown;
  readonly isTurnoutMet: unknown;
  readonly voters: number;
  readonly ballots: number;
  readonly cast: readonly number[];
  readonly questions: readonly {
    readonly outcome: unknown;
    readonly measures: readonly Figures[];
    readonly groups: readonly (readonly [readonly string[], Figures])[];
  }[];
  readonly decrypted: readonly number[];
  readonly blamed: readonly unknown[];
  readonly sums: unknown;
  readonly announced: unknown;
  readonly ballotCount: unknown;
  readonly pauseCount: unknown;
  readonly messages: unknown;
  readonly extensionCount: unknown;
}

const figuresOf = ({ cast, blank, answers }: Figures): Figures => ({ cast, blank, answers });

interface AuditFacts {
  readonly turnout: {
    readonly voters: number;
    readonly ballots: number;
    readonly cast: readonly number[];
    readonly measures: readonly string[];
    readonly isMet?: boolean;
  };
  readonly questions: readonly {
    readonly outcome: unknown;
    readonly measures: readonly Figures[];
    readonly groups: readonly (Figures & { measure: string; buildings: readonly string[] })[];
  }[];
  readonly trustees: readonly { readonly decrypted: number }[];
  readonly blamed: readonly (
    | { readonly kind: 'round'; round: number; cause: string; blamed: readonly number[] }
    | { readonly kind: 'part'; trustee: number; sum: number }
  )[];
}

function saidByAudit(facts: Readonly<Record<string, unknown>>): Said {
  const { turnout, questions, trustees, blamed } = facts as unknown as AuditFacts;
  return {
    ...common(facts),
    isTurnoutMet: turnout.isMet,
    voters: turnout.voters,
    ballots: turnout.ballots,
    cast: turnout.cast,
    questions: questions.map(({ outcome, measures, groups }) => ({
      outcome,
      measures: measures.map(figuresOf),
      // The other one tells groups in the first measure alone.
      groups: groups
        .filter(({ measure }) => measure === turnout.measures[0])
        .map((group) => [group.buildings, figuresOf(group)]),
    })),
    decrypted: trustees.map(({ decrypted }) => decrypted),
    blamed: blamed.map((one) =>
      one.kind === 'part'
        ? { kind: 'wrong-part', trustee: one.trustee, sum: one.sum }
        : { kind: 'voided', round: one.round, why: one.cause, blamed: one.blamed },
    ),
  };
}

function common(facts: Readonly<Record<string, unknown>>) {
  return {
    status: facts['status'],
    closesAt: facts['closesAt'],
    openedAt: facts['openedAt'],
    closedAt: facts['closedAt'],
    sums: facts['sums'],
    announced: facts['announced'],
    ballotCount: facts['ballotCount'],
    pauseCount: facts['pauseCount'],
    // The independent one says so of decisions with the other name.
    messages: facts['messagesSent'] ?? facts['messages'],
    extensionCount: facts['extensionCount'],
  };
}

/** Checks the present dossier of a world with both verifiers: what each of them says. */
export async function saidByBoth(folder: string, world: World) {
  const dossier = await dossierOf(world);
  const { verdict, facts } = await check(world, dossier);
  const { status, not, report } = await auditElection(folder, world, dossier);
  if (verdict !== 'checked' || facts === undefined || status !== 0) {
    throw new Error(`${verdict}; ${not.join()}`);
  }
  const buildings = (numbers: readonly number[]) =>
    numbers.map((number) => facts.draft.buildings[number] ?? '');
  const one: Said = {
    ...common({ ...facts }),
    isTurnoutMet: facts.isTurnoutMet,
    voters: facts.turnout.voters,
    ballots: facts.turnout.ballots,
    cast: facts.turnout.cast,
    questions: facts.questions.map(({ outcome, measures, groups }) => ({
      outcome,
      measures: measures.map(figuresOf),
      groups: groups.map((group) => [buildings(group.buildings), figuresOf(group)]),
    })),
    decrypted: facts.trustees.map(({ decrypted }) => decrypted),
    blamed: facts.blamed,
  };
  return { one, other: saidByAudit(report.facts), report };
}
