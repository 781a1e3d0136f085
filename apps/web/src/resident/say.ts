import { fromHex } from '@madang/base';
import type { ClientError, SentAnswer } from '@madang/client';
import { signerOf } from '../device/act-keys.ts';
import { putSaid, type Refused, type Said, type Saying } from '../device/said-store.ts';
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

const noKey = { ok: false, problem: { code: 'KEY_NOT_HERE', offline: false } } as const;
const noStore = { ok: false, problem: { code: 'STORE_REFUSED', offline: false } } as const;

/** Signs what a person says and keeps it on this device. Nothing is sent. */
export async function signSaying(
  { client, now }: ResidentRoom,
  mine: Mine,
  about: About,
  saying: Saying,
): Promise<Answer<Said>> {
  const signer = await signerOf(mine.key);
  const decision = fromHex(about.id);
  if (signer === undefined || !decision.ok) return noKey;
  const body = { decision: decision.value };
  const made =
    saying === 'withdraw'
      ? await client.act('vote.withdraw', body, [signer])
      : await client.act(actOf[saying], { ...body, text: about.text }, [signer]);
  if (!made.ok) return refusedBy(made.error);
  const said: Said = {
    id: made.value.id,
    number: made.value.number.replaceAll(' ', ''),
    register: mine.register,
    decision: about.id,
    person: mine.person,
    saying,
    signedAtMs: now(),
    prepared: made.value,
  };
  try {
    await putSaid(said);
  } catch {
    return noStore;
  }
  return { ok: true, value: said };
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

async function settledBy(said: Said, error: ClientError): Promise<Said> {
  if (error.code === 'CLIENT_CANCELLED') return said;
  const problem = problemOf(error);
  if (problem.offline || error.retryable) return said;
  const settled: Said =
    error.code === 'CLIENT_EXPIRED'
      ? { ...said, expired: true }
      : { ...said, refused: { ...problem, ...momentIn(error.context) } };
  await putSaid(settled);
  return settled;
}

const pause = (waitMs: number) => new Promise((resolve) => setTimeout(resolve, waitMs));

/** The act is on record already, so its receipt is asked for until it is there. */
async function withReceipt(
  { client }: ResidentRoom,
  said: Said,
  signal: AbortSignal,
): Promise<Said> {
  for (;;) {
    const receipt = await client.receipt(said.id);
    if (receipt.ok) {
      const settled = { ...said, receipt: receipt.value };
      await putSaid(settled);
      return settled;
    }
    if (signal.aborted || !receipt.error.retryable) return said;
    await pause(receiptWaitMs);
  }
}

/**
 * Sends a kept act until the ledger has answered, the same bytes each time, so that it counts once
 * however often it arrives. `onChange` tells when a try was cut off.
 */
export async function sendSaid(
  room: ResidentRoom,
  said: Said,
  signal: AbortSignal,
  onChange: (said: Said) => void = () => undefined,
): Promise<Said> {
  let current = said;
  const sent = await room.client.send(said.prepared, {
    signal,
    onWait: () => {
      current = { ...current, cutOffAtMs: room.now() };
      onChange(current);
      putSaid(current).catch(() => undefined);
    },
  });
  if (!sent.ok) return settledBy(current, sent.error);
  if (sent.value.outcome.code === 0) return withReceipt(room, said, signal);
  const refused = { ...said, refused: refusalOf(sent.value.outcome) };
  await putSaid(refused);
  return refused;
}
