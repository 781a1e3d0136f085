import { fromHex } from '@madang/base';
import type { ClientError, PreparedTransaction, SendOptions, SentAnswer } from '@madang/client';
import { signerOf } from '../device/act-keys.ts';
import {
  type KeptAct,
  putAct,
  type Refused,
  type Said,
  type Saying,
} from '../device/said-store.ts';
import type { Answer } from '../ledger.ts';
import { problemOf, refusedBy } from '../real/problem.ts';
import type { Mine } from './link.ts';
import type { ResidentRoom } from './room.ts';

/** Between two tries to fetch a receipt whose act is already on record, ms. */
const receiptWaitMs = 1000;

const actOf = {
  agree: 'vote.giveConsent',
  refuse: 'vote.refuseConsent',
  abstain: 'vote.abstain',
} as const;

/** In which decision, and about which text, something is said. */
export type About = { id: string; text: Uint8Array };

/** The key that would sign is not on this device. */
export const noKey = { ok: false, problem: { code: 'KEY_NOT_HERE', offline: false } } as const;
const noStore = { ok: false, problem: { code: 'STORE_REFUSED', offline: false } } as const;

/** Keeps a signed act on this device with what it is about. Nothing is sent. */
export async function keepSigned<T extends object>(
  { now }: ResidentRoom,
  { register, person, by }: Mine,
  prepared: PreparedTransaction,
  about: T,
): Promise<Answer<KeptAct & T>> {
  const act = {
    id: prepared.id,
    number: prepared.number.replaceAll(' ', ''),
    register,
    person,
    ...(by === undefined ? {} : { by }),
    signedAtMs: now(),
    prepared,
    ...about,
  };
  try {
    await putAct(act);
  } catch {
    return noStore;
  }
  return { ok: true, value: act };
}

/** Signs what a person says, or their proxy for them, and keeps it here. Nothing is sent. */
export async function signSaying(
  room: ResidentRoom,
  mine: Mine,
  about: About,
  saying: Saying,
): Promise<Answer<Said>> {
  const { client } = room;
  const signer = await signerOf(mine.key);
  const decision = fromHex(about.id);
  if (signer === undefined || !decision.ok) return noKey;
  const body = {
    decision: decision.value,
    ...(mine.by === undefined ? {} : { for: mine.person }),
  };
  const made =
    saying === 'withdraw'
      ? await client.act('vote.withdraw', body, [signer])
      : await client.act(actOf[saying], { ...body, text: about.text }, [signer]);
  if (!made.ok) return refusedBy(made.error);
  return keepSigned(room, mine, made.value, { decision: about.id, saying });
}

/** A moment that a refusal names, ms. */
function momentIn(context: unknown): { atMs?: number } {
  if (typeof context !== 'object' || context === null) return {};
  const said = context as Readonly<Record<string, unknown>>;
  const atMs = said['establishedAt'] ?? said['closedAt'] ?? said['since'];
  return typeof atMs === 'number' ? { atMs } : {};
}

function refusalOf(outcome: SentAnswer['outcome']): Refused {
  const { code, name, message } = outcome;
  return {
    code: name ?? String(code),
    offline: false,
    ...(message === undefined ? {} : { detail: message }),
    ...('context' in outcome ? momentIn(outcome.context) : {}),
  };
}

async function settledBy<T extends KeptAct>(act: T, error: ClientError): Promise<T> {
  if (error.code === 'CLIENT_CANCELLED') return act;
  const problem = problemOf(error);
  if (problem.offline || error.retryable) return act;
  const settled =
    error.code === 'CLIENT_EXPIRED'
      ? { ...act, expired: true }
      : { ...act, refused: { ...problem, ...momentIn(error.context) } };
  await putAct(settled);
  return settled;
}

const pause = (waitMs: number) => new Promise((resolve) => setTimeout(resolve, waitMs));

/** The act is on record already, so its receipt is asked for until it is there. */
async function withReceipt<T extends KeptAct>(
  { client }: ResidentRoom,
  act: T,
  signal: AbortSignal,
): Promise<T> {
  for (;;) {
    const receipt = await client.receipt(act.id);
    if (receipt.ok) {
      const settled = { ...act, receipt: receipt.value };
      await putAct(settled);
      return settled;
    }
    if (signal.aborted || !receipt.error.retryable) return act;
    await pause(receiptWaitMs);
  }
}

/**
 * Sends what has to be on record before an act, if anything has. The act comes back settled where
 * it cannot follow. That a key is taken means that an earlier try got through: it is our own.
 */
async function sendFirst<T extends KeptAct>(
  { client }: ResidentRoom,
  act: T,
  options: SendOptions,
): Promise<T> {
  if (act.first === undefined) return act;
  const sent = await client.send(act.first, options);
  const code = sent.ok ? sent.value.outcome.name : sent.error.code;
  const isThere = (sent.ok && sent.value.outcome.code === 0) || code?.endsWith('KEY_TAKEN');
  if (!sent.ok && isThere !== true) return settledBy(act, sent.error);
  const next =
    sent.ok && isThere !== true
      ? { ...act, refused: refusalOf(sent.value.outcome) }
      : { ...act, first: undefined };
  await putAct(next);
  return next;
}

/**
 * Sends a kept act until the ledger has answered, the same bytes each time, so that it counts once
 * however often it arrives. `onChange` tells when a try was cut off.
 */
export async function sendAct<T extends KeptAct>(
  room: ResidentRoom,
  act: T,
  signal: AbortSignal,
  onChange: (act: T) => void = () => undefined,
): Promise<T> {
  let current = act;
  const options = {
    signal,
    onWait: () => {
      current = { ...current, cutOffAtMs: room.now() };
      onChange(current);
      putAct(current).catch(() => undefined);
    },
  };
  current = await sendFirst(room, act, options);
  if (current.first !== undefined) return current;
  const sent = await room.client.send(act.prepared, options);
  if (!sent.ok) return settledBy(current, sent.error);
  if (sent.value.outcome.code === 0) return withReceipt(room, current, signal);
  const refused = { ...current, refused: refusalOf(sent.value.outcome) };
  await putAct(refused);
  return refused;
}

/** What a person said last on this device, leaving out what the ledger did not accept. */
export function lastOf(said: readonly Said[]): Said | undefined {
  return said.findLast(({ refused }) => refused === undefined);
}
