import { fail, ok, type Result, toHex, utf8 } from '@madang/base';
import { sha256 } from '@madang/crypto';
import { MAX_POLICY_SIZE_BYTES, parsePolicy } from '@madang/protocol';
import type { LedgerClock } from './clock.ts';
import { type ClientError, clientError } from './error.ts';
import type { Http } from './http.ts';
import type { PinnedPolicy, PolicyState, PolicyStore } from './policy.ts';

/** What pinning needs from its surroundings. `now` is this device's clock, ms. */
export interface PinningRoom {
  readonly http: Http;
  /** What the server says of the ledger, of some minutes ago at most. */
  readonly ledger: LedgerClock['recent'];
  readonly store: PolicyStore;
  readonly now: () => number;
}

/** SHA-256 of a policy text, lower-case hexadecimal: what is printed on letters. */
export function fingerprintOf(text: string): string {
  return toHex(sha256(utf8(text)));
}

/**
 * Compares the server's policy with the kept one. Keeps it at first use, and in place of the kept
 * one only where those whom that names have signed the change (docs/spec/policy-change.md).
 */
export async function readPolicy(room: PinningRoom): Promise<Result<PolicyState, ClientError>> {
  const pinned = await room.store.load();
  const offered = await offeredPolicy(room, pinned);
  if (!offered.ok) {
    if (pinned !== undefined && offered.error.retryable) return ok({ kind: 'offline', pinned });
    return offered.error.retryable ? fail(clientError('CLIENT_NO_POLICY')) : offered;
  }
  if (pinned === undefined) return keep(room, offered.value);
  const fingerprint = fingerprintOf(offered.value);
  if (pinned.text === offered.value) return ok({ kind: 'same', pinned });
  // Loaded only where a policy has changed: a page that shows a receipt is small.
  const { isSignedChange } = await import('./signed-change.ts');
  if (await isSignedChange(room.http, pinned.text, offered.value)) {
    const kept = await pin(room, offered.value, { follows: pinned.fingerprint });
    return ok({ kind: 'chained', pinned: kept, from: pinned.fingerprint });
  }
  return ok({ kind: 'changed', pinned, offered: { text: offered.value, fingerprint } });
}

/** Keeps the server's policy if its fingerprint is the one that a person compared. */
export async function replacePolicy(
  room: PinningRoom,
  fingerprint: string,
): Promise<Result<PolicyState, ClientError>> {
  const offered = await fetchPolicy(room);
  if (!offered.ok) return offered;
  if (fingerprintOf(offered.value) !== fingerprint) {
    return fail(clientError('CLIENT_POLICY_CHANGED', 'Compare the fingerprint again.'));
  }
  return keep(room, offered.value);
}

async function keep(room: PinningRoom, text: string): Promise<Result<PolicyState, ClientError>> {
  return ok({ kind: 'first-use', pinned: await pin(room, text) });
}

async function pin(
  room: PinningRoom,
  text: string,
  more: Pick<PinnedPolicy, 'follows'> = {},
): Promise<PinnedPolicy> {
  const fingerprint = fingerprintOf(text);
  const pinned: PinnedPolicy = { text, fingerprint, pinnedAt: room.now(), ...more };
  await room.store.save(pinned);
  return pinned;
}

/** The server's policy, asked for only where it says that it has another than the kept one. */
async function offeredPolicy(
  room: PinningRoom,
  pinned: PinnedPolicy | undefined,
): Promise<Result<string, ClientError>> {
  if (pinned === undefined) return fetchPolicy(room);
  const ledger = await room.ledger();
  if (!ledger.ok && ledger.error.retryable) return ledger;
  const isKept = ledger.ok && ledger.value.policyFingerprint === pinned.fingerprint;
  return isKept ? ok(pinned.text) : fetchPolicy(room);
}

async function fetchPolicy(room: PinningRoom): Promise<Result<string, ClientError>> {
  const bytes = await room.http.bytes({ path: '/api/policy', maxSizeBytes: MAX_POLICY_SIZE_BYTES });
  if (!bytes.ok) return bytes;
  const text = decodeText(bytes.value);
  if (text === undefined || !parsePolicy(text).ok) {
    return fail(clientError('CLIENT_POLICY_NOT_VALID'));
  }
  return ok(text);
}

function decodeText(bytes: Uint8Array): string | undefined {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    return undefined;
  }
}
