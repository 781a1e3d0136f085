import { toHex, u32be } from '@madang/base';
import type { ActOf, PayloadOf } from '@madang/client';
import { sha256 } from '@madang/crypto';
import { type electionServices, MAX_LINES } from '@madang/services/elections.ts';
import type { VoterList } from '@madang/services/vote/intake/index.ts';
import { problemOf, refusedBy } from '../decision/city-client.ts';
import { electionClient } from '../election/election-client.ts';
import { electionBytes } from '../election/election-facts.ts';
import type { Answer } from '../ledger.ts';
import { announcementFile, draftOf, type ElectionPlan, picturesOf } from './election-plan.ts';
import { type Drafting, draftingPlace } from './kept-drafting.ts';
import type { AtDesk } from './session.ts';
import { signKept } from './sign-kept.ts';

const notWhole = { ok: false, problem: { code: 'PLAN_NOT_WHOLE', offline: false } } as const;

/** Puts the voters into the vault and makes what is to be put on record. */
export async function beginDrafting(at: AtDesk, plan: ElectionPlan): Promise<Answer<Drafting>> {
  const draft = draftOf(plan, at.session.institution);
  const list = plan.list?.made;
  if (draft === undefined || list === undefined) return notWhole;
  const founded = await at.desk.foundRegister({
    level: draft.level,
    persons: list.voters.map(({ number, name, phone, label }) => ({
      name,
      homes: [label],
      salt: toHex(sha256(plan.seed, u32be(number))),
      ...(phone === undefined ? {} : { contact: { kind: 'phone' as const, number: phone } }),
    })),
  });
  if (!founded.ok) return { ok: false, problem: problemOf(founded.error) };
  const { register, commitments } = founded.value;
  const drafting: Drafting = {
    draft: { ...draft, register: electionBytes(register) },
    lines: linesOf(list, plan.measure, commitments),
    files: [announcementFile(plan), ...picturesOf(plan).map(({ bytes }) => bytes)],
    done: 0,
  };
  await draftingPlace.keep(drafting);
  return { ok: true, value: drafting };
}

function linesOf(
  { voters }: VoterList,
  measure: ElectionPlan['measure'],
  commitments: readonly string[],
): Drafting['lines'] {
  const all = voters.map(({ number, building, areaMilliM2 = 0 }) => ({
    person: number,
    building,
    weights: [measure === 'heads' ? 1 : areaMilliM2],
    commitment: electionBytes(commitments[number] ?? ''),
  }));
  const parts = Math.ceil(all.length / MAX_LINES);
  return Array.from({ length: parts }, (_, at) => all.slice(at * MAX_LINES, (at + 1) * MAX_LINES));
}

/** Does one step. What it has done is kept before the next one begins. */
export async function nextDrafting(at: AtDesk, drafting: Drafting): Promise<Answer<Drafting>> {
  const done = await step(at, drafting);
  if (!done.ok) return done;
  const { prepared: _prepared, ...rest } = done.value;
  const kept = { ...rest, done: drafting.done + 1 };
  await draftingPlace.keep(kept);
  return { ok: true, value: kept };
}

async function step(at: AtDesk, drafting: Drafting): Promise<Answer<Drafting>> {
  const { done, draft, files, lines, election = '' } = drafting;
  if (done === 0) {
    const sent = await signed(at, drafting, 'election.draftElection', draft);
    return sent.ok ? { ok: true, value: { ...drafting, election: sent.value.id } } : sent;
  }
  const file = files[done - 1];
  if (file !== undefined) {
    const kept = await electionClient().keepFile(election, file);
    return kept.ok ? { ok: true, value: drafting } : refusedBy(kept.error);
  }
  const voters = lines[done - 1 - files.length] ?? [];
  const payload = { election: electionBytes(election), voters };
  const sent = await signed(at, drafting, 'election.enterVoters', payload);
  return sent.ok ? { ok: true, value: drafting } : sent;
}

function signed<A extends ActOf<typeof electionServices>>(
  { signer }: AtDesk,
  work: Drafting,
  act: A,
  payload: PayloadOf<typeof electionServices, A>,
) {
  const sign = () => electionClient().act(act, payload, [signer]);
  return signKept({ work, keep: draftingPlace.keep, sign });
}
