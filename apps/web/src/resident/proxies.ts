import type { PersonAtHome } from '@madang/client';
import type { Answer } from '../ledger.ts';
import { refusedBy } from '../real/problem.ts';
import { type Counted, loadPerson } from './decision.ts';
import { peopleDoor } from './people-door.ts';
import type { ResidentRoom } from './room.ts';

/** Who may act for somebody: an owner of the decision, or somebody else of its register. */
export type Proxy = PersonAtHome & { isOwner: boolean };
/** For whom one may act, and what stands for them. */
export type Principal = PersonAtHome & { said?: NonNullable<Counted['said']> };
/** Who may act for whom, as far as it concerns one person. */
export type Proxies = { proxy?: Proxy; principals: readonly Principal[] };

/** Whether somebody owns a home that the decision is about. */
async function withRights(room: ResidentRoom, id: string, at: PersonAtHome): Promise<Proxy> {
  const person = await loadPerson(room, id, at.person);
  const isOwner = person.ok && person.value.holders.some(({ homes }) => homes > 0);
  return { ...at, isOwner };
}

async function withSaid(room: ResidentRoom, id: string, at: PersonAtHome): Promise<Principal> {
  const person = await loadPerson(room, id, at.person);
  const said = person.ok ? person.value.said : undefined;
  return said === undefined ? at : { ...at, said };
}

/** Who may act for the person of a link in a decision, and for whom they may. */
export async function loadProxies(
  room: ResidentRoom,
  token: string,
  id: string,
): Promise<Answer<Proxies>> {
  const answer = await peopleDoor.proxiesOf(token, id);
  if (!answer.ok) return refusedBy(answer.error);
  const { proxy, principals } = answer.value;
  const known = proxy === undefined ? undefined : await withRights(room, id, proxy);
  const all = await Promise.all(principals.map((one) => withSaid(room, id, one)));
  return { ok: true, value: { principals: all, ...(known === undefined ? {} : { proxy: known }) } };
}

/** Who it is whose home and number somebody was told. */
export async function findProxy(
  room: ResidentRoom,
  id: string,
  told: { token: string; home: string; code: string },
): Promise<Answer<Proxy>> {
  const answer = await peopleDoor.findAppointee(told);
  if (!answer.ok) return refusedBy(answer.error);
  return { ok: true, value: await withRights(room, id, answer.value) };
}
