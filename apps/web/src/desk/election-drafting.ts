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
import { placedVoters } from './register-roll.ts';
import type { AtDesk } from './session.ts';
import { signKept } from './sign-kept.ts';

const notWhole = { ok: false, problem: { code: 'PLAN_NOT_WHOLE', offline: false } } as const;

/** Makes what is to be put on record; voters of a list go into the vault first. */
export async function beginDrafting(at: AtDesk, plan: ElectionPlan): Promise<Answer<Drafting>> {
  const draft = draftOf(plan, at.session.institution);
  if (draft === undefined) return notWhole;
  const roll = plan.from === 'list' ? await foundRoll(at, plan, draft.level) : takenLines(plan);
  if (!roll.ok) return roll;
  const { register, voters } = roll.value;
  const parts = Math.ceil(voters.length / MAX_LINES);
  const drafting: Drafting = {
    draft: { ...draft, register: electionBytes(register) },
    lines: Array.from({ length: parts }, (_, part) =>
      voters.slice(part * MAX_LINES, (part + 1) * MAX_LINES),
    ),
    files: [announcementFile(plan), ...picturesOf(plan).map(({ bytes }) => bytes)],
    done: 0,
  };
  await draftingPlace.keep(drafting);
  return { ok: true, value: drafting };
}

/** A roll, and the register that it is of. */
type RollLines = { register: string; voters: Drafting['lines'][number] };

/** The roll of a register that is there already: each vote counts as one. */
function takenLines({ taken }: ElectionPlan): Answer<RollLines> {
  if (taken === undefined) return notWhole;
  const voters = placedVoters(taken).voters.map(({ person, building, commitment }) => ({
    person,
    building,
    weights: [1],
    commitment: electionBytes(commitment),
  }));
  return { ok: true, value: { register: taken.register, voters } };
}

/** Opens a register of the voters of a list. */
async function foundRoll(
  at: AtDesk,
  plan: ElectionPlan,
  level: ElectionPlan['level'],
): Promise<Answer<RollLines>> {
  const list = plan.list?.made;
  if (list === undefined) return notWhole;
  const founded = await at.desk.foundRegister({
    level,
    persons: list.voters.map(({ number, name, phone, label }) => ({
      name,
      homes: [label],
      salt: toHex(sha256(plan.seed, u32be(number))),
      ...(phone === undefined ? {} : { contact: { kind: 'phone' as const, number: phone } }),
    })),
  });
  if (!founded.ok) return { ok: false, problem: problemOf(founded.error) };
  const { register, commitments } = founded.value;
  return { ok: true, value: { register, voters: linesOf(list, plan.measure, commitments) } };
}

function linesOf(
  { voters }: VoterList,
  measure: ElectionPlan['measure'],
  commitments: readonly string[],
): RollLines['voters'] {
  return voters.map(({ number, building, areaMilliM2 = 0 }) => ({
    person: number,
    building,
    weights: [measure === 'heads' ? 1 : areaMilliM2],
    commitment: electionBytes(commitments[number] ?? ''),
  }));
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
