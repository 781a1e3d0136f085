import { equalBytes, fail, fromHex, ok, toHex } from '@madang/base';
import {
  type Announcement,
  type OpenElection,
  type ProvenElection,
  provenBound,
  provenElection,
  readAnnouncement,
  type ToldElection,
} from '@madang/services/ballot.ts';
import type { Answer, Words } from '../ledger.ts';
import { refusedBy } from '../real/problem.ts';
import type { BallotRoom } from './room.ts';

/** Whether an election is what the institutions have on record, as this device found it. */
export type ElectionProof =
  | { state: 'proven'; institutions: number }
  | { state: 'unchecked'; code: string }
  | { state: 'failed'; code: string };

/** What never changes of an election. */
export type Fixed = Pick<
  ToldElection,
  | 'title'
  | 'questions'
  | 'text'
  | 'revote'
  | 'level'
  | 'paper'
  | 'threshold'
  | 'trustees'
  | 'turnout'
  | 'mixing'
>;

/** An election in which ballots are sealed, and whether by keys that were mixed. */
export type Opened = OpenElection & { isMixed: boolean };

/** The words of an election: they are here only if they are, to the letter, what is on record. */
export type Announced =
  | { state: 'here'; words: Announcement }
  | { state: 'missing' }
  | { state: 'differs' };

/** How far an election is, and how many have voted, as the server tells it. */
export type Now = Pick<ToldElection, 'status' | 'closesAt'> & {
  took: { voters: number; ballots: number };
};

/** An election as a voter sees it. */
export type Election = {
  id: string;
  /** The same, as bytes. */
  bytes: Uint8Array;
  fixed: Fixed;
  now: Now;
  announced: Announced;
  /** Who asks, by name. */
  asks: Words;
  proof: ElectionProof;
  /** For what ballots are sealed: only what is proven, for whoever has that key can read them. */
  open?: Opened;
};

type Proven = { proof: ElectionProof; election?: ProvenElection };

/** Reads an election from what the institutions have signed. */
export async function proveElection(
  elections: Pick<BallotRoom['elections'], 'checkAbsence'>,
  id: Uint8Array,
): Promise<Proven> {
  const seen = { institutions: 0, states: new Set<string>() };
  const read = async (stateKey: Uint8Array) => {
    const verdict = await elections.checkAbsence(stateKey);
    seen.states.add(verdict.kind);
    if (verdict.kind === 'unchecked' || verdict.kind === 'failed') return fail(verdict.code);
    seen.institutions = verdict.institutions.length;
    return ok(verdict.kind === 'present' ? verdict.value : undefined);
  };
  const election = await provenElection(read, id);
  if (!election.ok) {
    const state = seen.states.has('failed') ? 'failed' : 'unchecked';
    return { proof: { state, code: election.error } };
  }
  const { institutions } = seen;
  return { proof: { state: 'proven', institutions }, election: election.value };
}

async function announcedOf(
  { elections }: BallotRoom,
  { text, questions }: Fixed,
): Promise<Announced> {
  const file = await elections.publicFile(toHex(text));
  if (!file.ok) {
    return { state: file.error.code === 'CLIENT_ANSWER_NOT_VALID' ? 'differs' : 'missing' };
  }
  const words = readAnnouncement(file.value, text);
  if (!words.ok) return { state: 'differs' };
  const asked = words.value.questions;
  const fits =
    asked.length === questions.length &&
    asked.every(({ answers }, at) => answers.length === questions[at]?.answers);
  return fits ? { state: 'here', words: words.value } : { state: 'differs' };
}

/** A proof that speaks of another register than the link is for is none. */
function ofRegister({ proof, election }: Proven, register: string | undefined): Proven {
  if (election === undefined) return { proof };
  if (register === undefined || toHex(election.election.register) === register) {
    return { proof, election };
  }
  return { proof: { state: 'failed', code: 'ELECTION_OF_ANOTHER_REGISTER' } };
}

/** What is known of an election beforehand: the register that a link is for, and how far it is. */
export type Known = { register?: string; now?: Now };

/** An election with what is proven of it, or with what was told where nothing is. */
type Found = Proven & { fixed: Fixed; now: Now; institution: string };

/** Proves an election; what is neither proven nor known the server is asked. */
async function findElection(
  { elections }: BallotRoom,
  id: Uint8Array,
  { register, now }: Known,
): Promise<Answer<Found>> {
  const ask = () => elections.query('election.election', { id });
  const [asked, found] = await Promise.all([
    now === undefined ? ask() : undefined,
    proveElection(elections, id),
  ]);
  const proven = ofRegister(found, register);
  const { election } = proven;
  if (election !== undefined && now !== undefined) {
    const { election: fixed } = election;
    const institution = fixed.owner.kind === 'institution' ? fixed.owner.institution : '';
    return { ok: true, value: { ...proven, fixed, now, institution } };
  }
  const told = asked ?? (await ask());
  if (!told.ok) return refusedBy(told.error);
  const { status, closesAt, took, institution } = told.value;
  const fixed = election?.election ?? told.value;
  return { ok: true, value: { ...proven, fixed, now: { status, closesAt, took }, institution } };
}

/** Asks for an election by its id. */
export async function loadElection(
  room: BallotRoom,
  id: string,
  known: Known = {},
): Promise<Answer<Election>> {
  const given = fromHex(id);
  const bytes = given.ok ? given.value : new Uint8Array();
  const [found, ledger, names] = await Promise.all([
    findElection(room, bytes, known),
    room.elections.clock.recent(),
    room.names(),
  ]);
  if (!found.ok) return found;
  if (!ledger.ok) return refusedBy(ledger.error);
  const { proof, election, fixed, now, institution } = found.value;
  const chain = fromHex(ledger.value.chain);
  const bound =
    election === undefined || !chain.ok ? undefined : provenBound(chain.value, election);
  return {
    ok: true,
    value: {
      ...{ id, bytes, fixed, now, proof },
      announced: await announcedOf(room, fixed),
      asks: names.get(institution) ?? { ko: institution, en: institution },
      ...(bound === undefined
        ? {}
        : { open: { id: bytes, bound, isMixed: fixed.mixing !== undefined } }),
    },
  };
}

/** How far an election is now, and how many have voted; what was known where nobody answers. */
export async function loadNow(room: BallotRoom, { id, now }: Election): Promise<Election['now']> {
  const bytes = fromHex(id);
  if (!bytes.ok) return now;
  const told = await room.elections.query('election.election', { id: bytes.value });
  if (!told.ok) return now;
  const { status, closesAt, took } = told.value;
  return { status, closesAt, took };
}

/** Whether two hashes are the same. */
export function isSame(one: Uint8Array | undefined, other: Uint8Array | undefined): boolean {
  return one !== undefined && other !== undefined && equalBytes(one, other);
}
