import { fromHex, toHex } from '@madang/base';
import type { LinkAnswer } from '@madang/client';
import { sha256 } from '@madang/crypto';
import {
  findPerson,
  findPersonByLink,
  forgetPerson,
  type KeptPerson,
  type PersonFacts,
  putPerson,
} from '../device/person-store.ts';
import type { Problem } from '../ledger.ts';
import { takeEarly, tokenOf } from '../real/early-link.ts';
import { problemOf } from '../real/problem.ts';
import { type Matter, mattersOf } from './matters.ts';
import type { ResidentRoom } from './room.ts';

/**
 * A person for whom a key on this device speaks: its own, or one who appointed that one. Then `by`
 * is the number of the person whose key it is.
 */
export type Mine = KeptPerson & { person: number; by?: number };

/** Whose link it is and how far they have come with it. */
export type OpenedLink = PersonFacts & {
  token: string;
  /** The person, where this device speaks for them. */
  mine?: Mine;
  /** Another device speaks for this person. */
  usedElsewhere: boolean;
};

/** What their register is asked, or why it is not known. */
export type Asked =
  | { state: 'answered'; matters: readonly Matter[] }
  | { state: 'unanswered'; problem: Problem };

/** What opening a link came to. */
export type Opening =
  | { state: 'opened'; link: OpenedLink; asked: Asked }
  | { state: 'not-a-link' }
  | { state: 'unknown' }
  | { state: 'unanswered'; problem: Problem };

/** What is kept of a token: enough to know it again. */
export function linkDigest(token: string): string {
  const bytes = fromHex(token);
  return bytes.ok ? toHex(sha256(bytes.value)) : '';
}

/**
 * For whom a key that is kept here speaks now, as the ledger says: an answer to it may have been
 * lost, and another device or the desk may have ended it. Without an answer it is what it was.
 */
export async function personOfKey(
  { client }: ResidentRoom,
  kept: KeptPerson,
): Promise<Mine | undefined> {
  const register = fromHex(kept.register);
  const account = fromHex(kept.account);
  if (!register.ok || !account.ok) return undefined;
  const params = { register: register.value, account: account.value };
  const found = await client.query('people.keyOf', params);
  const { person } = kept;
  if (!found.ok) {
    const isUnknown = found.error.code === 'people.NOT_OF_REGISTER';
    return person === undefined || isUnknown ? undefined : { ...kept, person };
  }
  if (found.value.ended !== undefined) {
    await forgetPerson(kept);
    return undefined;
  }
  const known = { ...kept, person: found.value.person };
  if (person === undefined) await putPerson(known);
  return known;
}

/** Who this device speaks for, of those whom a link may be for. */
export async function personHere(
  room: ResidentRoom,
  facts: PersonFacts,
  token: string,
): Promise<Mine | undefined> {
  const kept = await findPerson(facts, linkDigest(token)).catch(() => undefined);
  return kept === undefined ? undefined : personOfKey(room, kept);
}

function factsOf({ register, nameMasked, homes, contactMasked }: LinkAnswer): PersonFacts {
  const facts = { register, nameMasked, homes };
  return contactMasked === undefined ? facts : { ...facts, contactMasked };
}

/** Opens a link: asks whose it is, and without a connection knows it from what is kept here. */
export async function openResidentLink(room: ResidentRoom, hash: string): Promise<Opening> {
  const token = tokenOf(hash);
  if (token === undefined) return { state: 'not-a-link' };
  const answer = await (takeEarly(token) ?? room.client.openLink(token));
  if (answer.ok) {
    const facts = factsOf(answer.value);
    const mine = await personHere(room, facts, token);
    const usedElsewhere = answer.value.identified && mine === undefined;
    const link = { ...facts, token, usedElsewhere };
    const asked = { state: 'answered', matters: mattersOf(answer.value.matters) } as const;
    return { state: 'opened', link: mine === undefined ? link : { ...link, mine }, asked };
  }
  if (answer.error.code === 'api.LINK_UNKNOWN') return { state: 'unknown' };
  const kept = await findPersonByLink(linkDigest(token)).catch(() => undefined);
  const unanswered = { state: 'unanswered', problem: problemOf(answer.error) } as const;
  if (kept?.person === undefined) return unanswered;
  const { register, nameMasked, homes, person } = kept;
  const mine = { ...kept, person };
  const facts = { register, nameMasked, homes };
  const link = { ...facts, token, mine, usedElsewhere: false };
  return { state: 'opened', link, asked: unanswered };
}
