import { type Json, toHex } from '@madang/base';
import type { Genesis } from '@madang/protocol';
import {
  clerk,
  deputy,
  device,
  draftOf,
  officer,
  type Plan,
  personsOf,
  rollOf,
} from './decision-plan.ts';
import type { Actor, Wish } from './memory-ledger.ts';
import type { TestLedger } from './test-ledger.ts';

const grant = ({ account }: Actor, institution: string, role: string) => ({
  account,
  delegable: false,
  institution,
  role,
});

/** Who may do what in decisions of tests: officers of the city, attested by the university. */
export const decisionGrants: Genesis['grants'] = [
  grant(officer, 'city', 'people.registrar'),
  grant(officer, 'city', 'vote.officer'),
  grant(deputy, 'city', 'vote.officer'),
  grant(clerk, 'university', 'people.attester'),
];

/** An open decision on a ledger of tests, and ways to act in it. */
export interface DecisionRun {
  readonly register: string;
  readonly decision: string;
  readonly closesAt: number;
  /** The totals of its roll. */
  readonly totals: { readonly heads: number; readonly homes: number; readonly areaMilliM2: number };
  /** An act of the decision; the code of its outcome. */
  readonly act: (name: string, payload: Json, by: Wish['by']) => Promise<number>;
}

/** Opens a register and a decision with its roll on a ledger, with a device for every person. */
export async function playDecision(
  test: TestLedger,
  plan: Plan,
  text: Partial<ReturnType<typeof draftOf>> = {},
): Promise<DecisionRun> {
  const one = async (act: string, payload: Json, by: Wish['by'] = officer): Promise<string> => {
    const [done] = await test.send({ act, payload, by });
    if (done?.outcome.code !== 0) throw new Error(`${act}: ${String(done?.outcome.code)}`);
    return toHex(done.bodyHash);
  };
  const everyone = new Set([...personsOf(plan), ...Array(plan.persons ?? 0).keys()]);
  const persons = 1 + Math.max(...everyone);
  const register = await one('people.openRegister', {
    institution: 'city',
    persons,
    level: 'link',
  });
  const soonMs = test.nowMs() - (test.nowMs() % 1_000);
  const closesAt = soonMs + (plan.closesInS ?? 100_000) * 1_000;
  const draft = { ...draftOf(plan, register, closesAt), ...text };
  const decision = await one('vote.draftDecision', draft);
  for (const payload of rollOf(plan, decision)) await one('vote.enterRoll', payload);
  const attested = [...everyone].map((person) => ({
    act: 'people.attestKey',
    payload: {
      register,
      person,
      account: toHex(device(person).account),
      level: 'second-factor',
      as: 'university',
    },
    by: clerk,
  }));
  for (let from = 0; from < attested.length; from += 500) {
    await test.send(...attested.slice(from, from + 500));
  }
  const totals = totalsOf(plan);
  await one('vote.openDecision', { decision, ...totals });
  return {
    register,
    decision,
    closesAt,
    totals,
    act: async (name, payload, by) => {
      const wish = { act: `vote.${name}`, payload: { decision, ...(payload as object) }, by };
      const answer = await test.submit(test.sign(wish).envelope);
      if (answer.ok) return answer.value.outcome.code;
      return answer.error.kind === 'refused' ? answer.error.refusal.code : -1;
    },
  };
}

function totalsOf({ homes }: Plan): DecisionRun['totals'] {
  const counted = homes.filter(({ excluded }) => excluded === undefined);
  return {
    heads: new Set(counted.map(({ holder }) => holder)).size,
    homes: counted.length,
    areaMilliM2: counted.reduce((sum, { area = 100 }) => sum + area * 1_000, 0),
  };
}
