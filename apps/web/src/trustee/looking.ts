import { fail, fromHex, ok, parseJson, type Result, toHex } from '@madang/base';
import { type Client, createClient } from '@madang/client';
import { keyPairFromSeed, randomBytes, type Signer, signerFrom } from '@madang/crypto';
import { accountOf } from '@madang/protocol';
import {
  type AnnounceAct,
  decryptDue,
  doDue,
  draftPayload,
  isTurnOf,
  mixNext,
  nextList,
  nextStage,
  provenMix,
  type SeenElection,
  seeElection,
  seeSums,
  type TrusteeAct,
  type TrusteeRoom,
  trusteeSeed,
  trusteeServices,
  type WorkProblem,
} from '@madang/services/trustee.ts';
import type { Language } from '@madang/ui';
import { createPolicyStore } from '../device/policy-store.ts';
import { findTrustee } from '../device/trustee-store.ts';
import type { Words } from '../ledger.ts';
import { isSilent, problemOf } from '../real/problem.ts';
import { trouble } from './key-keeping.ts';
import { voidedRounds } from './voided.ts';
import type { Did, OwnElection, Seen, SeenMix, Trouble, VoidedRound } from './working.ts';

// The work of a trustee inside the thread that has the key: it looks at what is proven, and does
// what is due.

type TrusteeClient = Client<typeof trusteeServices>;

let language: Language = 'ko';
let made: TrusteeClient | undefined;

/** In which language the ledger says why it refuses something. */
export function speak(to: Language): void {
  language = to;
}

function client(): TrusteeClient {
  made ??= createClient({
    baseUrl: '',
    services: trusteeServices,
    policy: createPolicyStore(),
    language: () => language,
  });
  return made;
}

type Room = TrusteeRoom<Trouble> & { provenAt: () => Seen['provenAt'] };

/** What the trustee of this device works with, in one election. */
async function roomOf(election: string): Promise<Did<Room>> {
  const id = fromHex(election);
  if (!id.ok || id.value.length !== 32) return trouble('UNKNOWN_ELECTION');
  const kept = await findTrustee().catch(() => undefined);
  if (kept === undefined) return trouble('KEY_NOT_HERE');
  const signer = signerFrom(keyPairFromSeed(kept.secret));
  const account = accountOf(signer.suite, signer.publicKey);
  const proof = provenBy(client());
  const value = {
    election: id.value,
    key: { account, seed: trusteeSeed(kept.secret) },
    ...proof,
    told: async (sum: number) => {
      const told = await client().query('election.sumOf', { election: id.value, sum });
      return told.ok ? told : fail(problemOf(told.error));
    },
    send: (act: TrusteeAct | AnnounceAct) => send(signer, act),
    chance: () => randomBytes(64),
  };
  return { ok: true, value };
}

/** Reads what stands by the signatures of enough institutions, checked here; since when it does. */
function provenBy(ledger: TrusteeClient) {
  let oldest: Seen['provenAt'] | undefined;
  return {
    read: async (stateKey: Uint8Array): Promise<Result<Uint8Array | undefined, string>> => {
      const verdict = await ledger.checkAbsence(stateKey);
      if (verdict.kind === 'unchecked' || verdict.kind === 'failed') return fail(verdict.code);
      const { asOfMs, institutions } = verdict;
      if (oldest === undefined || asOfMs < oldest.asOfMs) {
        oldest = { asOfMs, institutions: institutions.length };
      }
      return ok(verdict.kind === 'present' ? verdict.value : undefined);
    },
    provenAt: () => oldest ?? { asOfMs: 0, institutions: 0 },
  };
}

async function send(
  signer: Signer,
  { act, payload }: TrusteeAct | AnnounceAct,
): Promise<Result<void, Trouble>> {
  const prepared = await client().act(act, payload, [signer]);
  if (!prepared.ok) return fail(problemOf(prepared.error));
  const sent = await client().send(prepared.value);
  if (!sent.ok) return fail(problemOf(sent.error));
  const { code, name, message } = sent.value.outcome;
  if (code === 0) return ok(undefined);
  const refused = { code: name ?? String(code), offline: false };
  return fail(message === undefined ? refused : { ...refused, detail: message });
}

const codes = {
  'no-trustee': 'NOT_A_TRUSTEE',
  'not-closed': 'NOT_DECRYPTING',
  'not-mixing': 'NOT_MIXING',
  'another-seed': 'ANOTHER_KEY',
  'another-ceremony': 'ANOTHER_CEREMONY',
  'opening-wrong': 'OPENING_WRONG',
  'share-differs': 'SHARE_DIFFERS',
  'key-differs': 'KEY_DIFFERS',
} as const;

function troubleOf(problem: WorkProblem<Trouble>): Trouble {
  if (problem.kind === 'not-taken') return problem.error;
  if (problem.kind === 'not-proven') {
    const { code } = problem;
    if (code === 'UNKNOWN_ELECTION' || isSilent(code)) return { code, offline: isSilent(code) };
    return { code: 'NOT_PROVEN', offline: false, detail: code };
  }
  const found = { code: codes[problem.kind], offline: false };
  return 'trustee' in problem ? { ...found, trustee: problem.trustee } : found;
}

function did<T>(result: Result<T, WorkProblem<Trouble>>): Did<T> {
  return result.ok ? result : { ok: false, trouble: troubleOf(result.error) };
}

/** So long what has been proven is shown without being proven again while nothing changes, ms. */
const STAYS_PROVEN_MS = 20_000;

type Last = { seen: Seen; acts: number; atMs: number };
const last = new Map<string, Last>();

/** What is proven of an election; asked again only when its number of acts has changed. */
export async function look(election: string): Promise<Did<Seen>> {
  const room = await roomOf(election);
  if (!room.ok) return room;
  const id = room.value.election;
  const hint = await client().query('election.election', { id });
  const known = last.get(election);
  const isFresh = known !== undefined && Date.now() - known.atMs < STAYS_PROVEN_MS;
  if (isFresh && hint.ok && hint.value.acts === known.acts) return { ok: true, value: known.seen };
  const found = await seeElection(room.value);
  if (!found.ok) return did(found);
  const seen = await seenOf(room.value, election, found.value);
  if (seen.ok)
    last.set(election, { seen: seen.value, acts: actsIn(found.value), atMs: Date.now() });
  return seen;
}

function actsIn({ proven }: SeenElection): number {
  return proven.progress.acts;
}

async function seenOf(room: Room, election: string, found: SeenElection): Promise<Did<Seen>> {
  const { proven, ceremony, trustee } = found;
  const { status, closesAt, round } = proven.progress;
  const sums = status === 'closed' || status === 'decided' ? await seeSums(room, found) : ok([]);
  if (!sums.ok) return did(sums);
  const mix = status === 'mixing' ? await mixOf(room, trustee.number) : ok(undefined);
  if (!mix.ok) return did(mix);
  const policy = await client().policy();
  const value = {
    number: trustee.number,
    threshold: ceremony.threshold,
    title: proven.election.title,
    status,
    closesAt,
    round,
    stage: ceremony.stage,
    next: ceremony.trustees.map((record) => nextStage(record)),
    missing: ceremony.missing,
    sums: sums.value.map(({ ballots, decryptions, counts }) => ({
      ballots,
      givenBy: decryptions.map((one) => one.trustee),
      isAnnounced: counts !== undefined,
    })),
    ...(mix.value === undefined ? {} : { mix: mix.value }),
    seats: await seatsOf(election, ceremony.trustees.length),
    voided: status === 'draft' ? await voidedOf(election, round) : [],
    provenAt: room.provenAt(),
    policy: policy.ok ? policy.value.pinned.fingerprint : '',
  };
  return { ok: true, value };
}

async function mixOf(
  { read, election }: Room,
  number: number,
): Promise<Result<SeenMix | undefined, WorkProblem<Trouble>>> {
  const mix = await provenMix(read, election);
  if (!mix.ok) return fail({ kind: 'not-proven', code: mix.error });
  if (mix.value === undefined) return ok(undefined);
  const { lists, mixed } = mix.value;
  const isOver = mixed.includes(number);
  const done = isOver ? lists : nextList(number, mix.value).list;
  return ok({ lists, mixed, done, isMine: isTurnOf(number, mix.value, Date.now()) });
}

const seats = new Map<string, readonly Words[]>();

/** What the draft calls its trustees; numbers where it is not told. */
async function seatsOf(election: string, count: number): Promise<readonly Words[]> {
  const known = seats.get(election);
  if (known !== undefined) return known;
  const first = await client().matterRecords(election, undefined, 1);
  const draft = parseJson(draftPayload, first.ok ? first.value.records[0]?.payload : undefined);
  const found = draft.ok
    ? draft.value.trustees.map(({ seat }) => seat)
    : Array.from({ length: count }, () => ({ ko: '', en: '' }));
  if (first.ok) seats.set(election, found);
  return found;
}

const voided = new Map<string, readonly VoidedRound[]>();

async function voidedOf(election: string, round: number): Promise<readonly VoidedRound[]> {
  const known = voided.get(election) ?? [];
  if (known.length >= round) return known;
  const found = await voidedRounds(client(), election, round);
  voided.set(election, found);
  return found;
}

/** Looks at what is proven now, and does what is due in the ceremony. */
export async function act(election: string): Promise<Did<TrusteeAct['act'] | undefined>> {
  const room = await roomOf(election);
  if (!room.ok) return room;
  const found = await seeElection(room.value);
  return did(found.ok ? await doDue(room.value, found.value) : found);
}

/** Looks at what is proven now, and mixes the next list if it is this trustee's turn. */
export async function mix(election: string): Promise<Did<'election.mixKeys'>> {
  const room = await roomOf(election);
  if (!room.ok) return room;
  const found = await seeElection(room.value);
  const mixed = found.ok ? await mixNext(room.value, found.value, Date.now()) : found;
  return did(mixed.ok ? ok('election.mixKeys' as const) : mixed);
}

/** Looks at what is proven now, and opens this trustee's part of every sum. */
export async function decrypt(election: string): Promise<Did<undefined>> {
  const room = await roomOf(election);
  if (!room.ok) return room;
  const found = await seeElection(room.value);
  const done = found.ok ? await decryptDue(room.value, found.value) : found;
  return did(done.ok ? ok(undefined) : done);
}

/** Elections of one answer. */
const pageOfElections = 50;
const MOST_ELECTIONS = 200;
const RUNNING: ReadonlySet<string> = new Set([
  'draft',
  'registering',
  'mixing',
  'open',
  'paused',
  'closed',
]);

/** Elections that are not over, and of which the key of this device is a trustee. */
export async function ownElections(): Promise<Did<readonly OwnElection[]>> {
  const kept = await findTrustee().catch(() => undefined);
  if (kept === undefined) return trouble('KEY_NOT_HERE');
  const account = toHex(accountOf('ed25519', keyPairFromSeed(kept.secret).publicKey));
  const own: OwnElection[] = [];
  let after: { after?: Uint8Array } = {};
  for (let read = 0; read < MOST_ELECTIONS; read += pageOfElections) {
    const page = await client().query('election.listElections', after);
    if (!page.ok) return { ok: false, trouble: problemOf(page.error) };
    for (const { id, title, status, closesAt } of page.value) {
      if (!RUNNING.has(status)) continue;
      const told = await client().query('election.election', { id });
      const isOwn = told.ok && told.value.trustees.some((one) => toHex(one) === account);
      if (isOwn) own.push({ id: toHex(id), title, status, closesAt });
    }
    const lastOne = page.value.at(-1);
    if (lastOne === undefined || page.value.length < pageOfElections) break;
    after = { after: lastOne.id };
  }
  return { ok: true, value: own };
}
