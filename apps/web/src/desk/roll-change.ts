import { concat, toHex } from '@madang/base';
import { randomBytes, sha256 } from '@madang/crypto';
import { refusedBy } from '../decision/city-client.ts';
import { type DecisionFacts, idBytes } from '../decision/decision-facts.ts';
import type { Answer } from '../ledger.ts';
import type { FilePrint } from './chosen-file.tsx';
import type { NamedHome } from './homes.ts';
import { changePlace, type KeptChange } from './kept-change.ts';
import { addPerson, type NewPerson } from './new-person.ts';
import { type ChangeReason, changesOf, type RollWish } from './roll-plan.ts';
import type { AtDesk } from './session.ts';
import { signing, signKept } from './sign-kept.ts';

/** A correction that an officer has looked at. */
export type Correction = {
  home: NamedHome;
  wish: RollWish;
  newcomers: readonly NewPerson[];
  reason: ChangeReason;
  evidence: FilePrint;
};

const noSalt = { ok: false, problem: { code: 'HOMES_UNKNOWN', offline: false } } as const;

/** Puts newcomers into the vault and makes what is to be put on record. */
export async function beginChange(
  at: AtDesk,
  facts: DecisionFacts,
  { home, wish, newcomers, reason, evidence }: Correction,
): Promise<Answer<KeptChange>> {
  const added = [];
  for (const newcomer of newcomers) {
    const person = await addPerson(at, facts.now.register, newcomer);
    if (!person.ok) return person;
    added.push(person.value);
  }
  const changes = changesOf(home, wish, added);
  if (changes === undefined) return noSalt;
  const salt = randomBytes(32);
  const reached = added.filter((_, index) => newcomers[index]?.phone !== undefined);
  const kept: KeptChange = {
    decision: facts.id,
    home: home.label,
    reason,
    evidence: sha256(concat(salt, evidence.digest)),
    slip: { file: evidence.name, salt },
    changes,
    newcomers: reached.map(({ person }) => person),
    done: [],
    told: [],
  };
  await changePlace(facts.id).keep(kept);
  return { ok: true, value: kept };
}

/** Whether everything of a correction is on record and told. */
export function isChanged({ changes, done, newcomers, told }: KeptChange): boolean {
  return done.length === changes.length && told.length === newcomers.length;
}

/** Does the next act of a correction, or sends the next link; what is done is kept. */
export async function nextChange(
  at: AtDesk,
  facts: DecisionFacts,
  work: KeptChange,
): Promise<Answer<KeptChange>> {
  const change = work.changes[work.done.length];
  const next = change === undefined ? await tell(at, facts, work) : await record(at, work, change);
  if (!next.ok) return next;
  const place = changePlace(work.decision);
  await (isChanged(next.value) ? place.forget() : place.keep(next.value));
  return next;
}

async function record(
  at: AtDesk,
  work: KeptChange,
  change: KeptChange['changes'][number],
): Promise<Answer<KeptChange>> {
  const { decision, reason, evidence } = work;
  const payload = { decision: idBytes(decision), reason, evidence, change };
  const { keep } = changePlace(decision);
  const sent = await signKept({ work, keep, sign: signing(at, 'vote.changeRoll', payload) });
  if (!sent.ok) return sent;
  const { prepared: _prepared, ...rest } = work;
  return { ok: true, value: { ...rest, done: [...work.done, sent.value.record] } };
}

async function tell(
  { desk }: AtDesk,
  facts: DecisionFacts,
  work: KeptChange,
): Promise<Answer<KeptChange>> {
  const person = work.newcomers[work.told.length];
  if (person === undefined) return { ok: true, value: work };
  const sent = await desk.freshLink(toHex(facts.now.register), person);
  if (!sent.ok) return refusedBy(sent.error);
  return { ok: true, value: { ...work, told: [...work.told, sent.value.contactMasked] } };
}
