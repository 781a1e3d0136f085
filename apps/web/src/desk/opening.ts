import { toHex, u32be } from '@madang/base';
import { homeCommitment } from '@madang/client';
import { randomBytes, sha256 } from '@madang/crypto';
import { type Roll, rollActs } from '@madang/services/vote/intake/index.ts';
import { cityClient, problemOf, refusedBy } from '../decision/city-client.ts';
import { type DraftPayload, idBytes } from '../decision/decision-facts.ts';
import type { Answer } from '../ledger.ts';
import { type Opening, openingPlace } from './kept-opening.ts';
import { noteMessages } from './note-messages.ts';
import type { Act } from './send-act.ts';
import type { AtDesk } from './session.ts';
import { signing, signKept } from './sign-kept.ts';

/** What an officer decides before a decision is opened; the register is not there yet. */
export type OpeningPlan = {
  draft: Omit<DraftPayload, 'register'>;
  roll: Roll;
  /** 32 random bytes, from which every person has a salt: a second try says the same. */
  seed: Uint8Array;
  text: Uint8Array;
  summary: Uint8Array;
};

/** Puts the persons into the vault and makes what is to be put on record. */
export async function beginOpening(at: AtDesk, plan: OpeningPlan): Promise<Answer<Opening>> {
  const { roll, draft, seed } = plan;
  const labels = new Map(roll.units.map(({ number, label }) => [number, label]));
  const founded = await at.desk.foundRegister({
    level: draft.level,
    persons: roll.persons.map(({ number, name, phone, homes }) => ({
      name,
      homes: homes.slice(0, 64).map((home) => labels.get(home) ?? ''),
      salt: toHex(sha256(seed, u32be(number))),
      ...(phone === undefined ? {} : { contact: { kind: 'phone' as const, number: phone } }),
    })),
  });
  if (!founded.ok) return { ok: false, problem: problemOf(founded.error) };
  const { register, commitments } = founded.value;
  const salts = new Map(roll.units.map(({ number }) => [number, randomBytes(32)]));
  const saltOf = (unit: number) => salts.get(unit) ?? new Uint8Array(32);
  const acts = await rollActs(roll, {
    person: ({ number }) => idBytes(commitments[number] ?? ''),
    unit: ({ number, label }) => homeCommitment(saltOf(number), label),
  });
  const homes = roll.units.map(({ number, label }) => ({
    unit: number,
    label,
    salt: toHex(saltOf(number)),
  }));
  const { text, summary } = plan;
  const whole = { ...draft, register: idBytes(register) };
  const opening = { draft: whole, acts, homes, text, summary, done: 0 };
  await openingPlace.keep(opening);
  return { ok: true, value: opening };
}

/**
 * Does one step: the draft, the names of homes, the files, each part of the roll, the opening, the
 * links, their note. What a step has done is kept before the next one begins.
 */
export async function nextStep(at: AtDesk, opening: Opening): Promise<Answer<Opening>> {
  const done = await step(at, opening);
  if (!done.ok) return done;
  const { prepared: _prepared, ...rest } = done.value;
  const kept = { ...rest, done: opening.done + 1 };
  await openingPlace.keep(kept);
  return { ok: true, value: kept };
}

function step(at: AtDesk, opening: Opening): Promise<Answer<Opening>> {
  const { done, acts, draft, decision = '' } = opening;
  const id = idBytes(decision);
  const enter = done - 3;
  const lines = acts.enter[enter];
  if (done === 0) return signed(at, opening, 'vote.draftDecision', draft);
  if (done === 1) return keepHomes(at, opening, decision);
  if (done === 2) return keepFiles(opening, decision);
  if (lines !== undefined) return signed(at, opening, 'vote.enterRoll', { decision: id, ...lines });
  switch (enter - acts.enter.length) {
    case 0:
      return signed(at, opening, 'vote.openDecision', { decision: id, ...acts.open });
    case 1:
      return sendLinks(at, opening, decision);
    default:
      return noteLinks(at, opening, decision);
  }
}

/** Puts the act of a step on record; the first one is the decision. */
async function signed(
  at: AtDesk,
  opening: Opening,
  act: Act,
  payload: unknown,
): Promise<Answer<Opening>> {
  const sent = await signKept({
    work: opening,
    keep: openingPlace.keep,
    sign: signing(at, act, payload),
  });
  if (!sent.ok) return sent;
  return {
    ok: true,
    value: opening.done === 0 ? { ...opening, decision: sent.value.id } : opening,
  };
}

async function keepHomes(
  { desk }: AtDesk,
  opening: Opening,
  decision: string,
): Promise<Answer<Opening>> {
  const kept = await desk.keepHomes(decision, opening.homes);
  return kept.ok ? { ok: true, value: opening } : refusedBy(kept.error);
}

async function keepFiles(opening: Opening, decision: string): Promise<Answer<Opening>> {
  for (const file of [opening.text, opening.summary]) {
    const kept = await cityClient().keepFile(decision, file);
    if (!kept.ok) return refusedBy(kept.error);
  }
  return { ok: true, value: opening };
}

async function sendLinks(
  { desk }: AtDesk,
  opening: Opening,
  decision: string,
): Promise<Answer<Opening>> {
  const sent = await desk.sendLinks(decision);
  if (!sent.ok) return refusedBy(sent.error);
  return { ok: true, value: { ...opening, links: sent.value } };
}

async function noteLinks(at: AtDesk, opening: Opening, decision: string): Promise<Answer<Opening>> {
  const sent = opening.links ?? { messages: 0, homes: 0, undelivered: 0 };
  const noted = await noteMessages(at, decision, { kind: 'link', sent });
  return noted.ok ? { ok: true, value: opening } : noted;
}
