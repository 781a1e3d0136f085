import { apiErrors, type Officer } from '@madang/api';
import { ok, type Result } from '@madang/base';
import type { DeskSentAnswer, DeskVoter } from '@madang/client';
import { type Refusal, refuse } from '@madang/kernel';
import type { ElectionRecord } from '@madang/services/election/proof/index.ts';
import type { DeskParts } from './desk-parts.ts';
import { electionOf, type RollVoter, rollOf, statusOf } from './ledger-desk.ts';
import { reachedOf } from './messages.ts';

type Told<T> = Promise<Result<T, Refusal>>;
type Parts = Pick<DeskParts, 'ledger' | 'people'>;

/**
 * The roll of an election: which homes they are, who has voted as far as anybody knows it, who has
 * registered, and whom a message reaches.
 */
export async function votersOf(
  parts: Parts,
  officer: Officer,
  id: Uint8Array,
): Told<readonly DeskVoter[]> {
  const election = electionOf(parts.ledger, officer, id);
  if (!election.ok) return election;
  const { register } = election.value;
  const reached = await reachedOf(parts, register);
  const voters: DeskVoter[] = [];
  for (const { person, isOnPaper: _, ...stands } of rollOf(parts.ledger, id)) {
    const record = await parts.people.vault.contacts.read({ register, person });
    const homes = record.ok ? record.value.homes : [];
    voters.push({ person, homes, ...stands, isReached: reached.has(person) });
  }
  return ok(voters);
}

/** Links for everybody on the roll. */
export async function sendVoterLinks(
  parts: Parts,
  officer: Officer,
  id: Uint8Array,
): Told<DeskSentAnswer> {
  return sent(parts, officer, { id, isAddressed: () => true, send: parts.people.sendLinksTo });
}

/**
 * Reminders for those who have not voted, nor vote on paper: both can be seen by everybody. Where
 * keys are mixed, for those who have not registered, while that can be done; afterwards nobody
 * knows
 * who has something to do, and nobody is reminded.
 */
export async function remindVoters(
  parts: Parts,
  officer: Officer,
  id: Uint8Array,
): Told<DeskSentAnswer> {
  const election = electionOf(parts.ledger, officer, id);
  if (!election.ok) return election;
  const isAddressed = isOwing(election.value, statusOf(parts.ledger, id));
  if (isAddressed === undefined) return refuse(apiErrors.NOBODY_TO_REMIND, {});
  return sent(parts, officer, { id, isAddressed, send: parts.people.remind });
}

/** Who has something to do, as everybody can see; nothing where nobody can. */
function isOwing(
  { mixing }: ElectionRecord,
  status: string | undefined,
): Sending['isAddressed'] | undefined {
  if (mixing === undefined) return ({ hasVoted, isOnPaper }) => hasVoted === false && !isOnPaper;
  return status === 'registering' ? ({ isRegistered }) => !isRegistered : undefined;
}

interface Sending {
  readonly id: Uint8Array;
  readonly isAddressed: (voter: RollVoter) => boolean;
  readonly send: Parts['people']['remind'];
}

async function sent(
  parts: Parts,
  officer: Officer,
  { id, isAddressed, send }: Sending,
): Told<DeskSentAnswer> {
  const election = electionOf(parts.ledger, officer, id);
  if (!election.ok) return election;
  const { register } = election.value;
  const reached = await reachedOf(parts, register);
  const addressed = rollOf(parts.ledger, id).filter(isAddressed);
  const told = addressed.filter(({ person }) => reached.has(person));
  const messages = await send(told.map(({ person }) => ({ register, person })));
  return ok({ messages, homes: told.length, undelivered: addressed.length - told.length });
}
