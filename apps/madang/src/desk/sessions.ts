import { apiErrors, type DeskWish, type Officer } from '@madang/api';
import { fromHex, ok, type Result, toHex } from '@madang/base';
import { type DeskSession, deskSessionMessage } from '@madang/client';
import { randomBytes, sha256, verifySignatureSync } from '@madang/crypto';
import { type Refusal, refuse } from '@madang/kernel';
import type { Ledger } from '@madang/node';
import { accountOf } from '@madang/protocol';
import { officerBy } from './ledger-desk.ts';

/** How long a session lasts, ms. */
const SESSION_MS = 8 * 60 * 60_000;
/** How far the clock of an officer's device may be away, ms. */
const MAX_SKEW_MS = 2 * 60_000;
/** Sessions at once; the oldest makes room. */
const MAX_SESSIONS = 1_000;

/** Who is at the desk. In memory: whoever starts the server anew signs in anew. */
export interface Sessions {
  readonly open: (wish: DeskWish) => Result<DeskSession, Refusal>;
  readonly officerOf: (token: string) => Result<Officer, Refusal>;
}

interface Session {
  readonly account: Uint8Array;
  readonly expiresAt: number;
}

/** Sessions of officers whose role the ledger knows. `now` gives ms. */
export function openSessions(ledger: Ledger, now: () => number): Sessions {
  /** By the hash of the token, so that memory alone lets nobody in. */
  const sessions = new Map<string, Session>();
  const arrivals = singleUse();
  return {
    open: ({ key, time, nonce, signature }) => {
      const skewMs = Math.abs(now() - time);
      if (skewMs > MAX_SKEW_MS) {
        return refuse(apiErrors.CLOCK_DIFFERS, { seconds: Math.round(skewMs / 1000) });
      }
      const message = deskSessionMessage(ledger.chain, { time, nonce });
      if (!verifySignatureSync('ed25519', key, message, signature)) {
        return refuse(apiErrors.DESK_SIGNATURE_WRONG, {});
      }
      const account = accountOf('ed25519', key);
      const officer = officerBy(ledger, account);
      if (officer === undefined) return refuse(apiErrors.NOT_AN_OFFICER, {});
      if (!arrivals.take(toHex(sha256(message, key)), time + MAX_SKEW_MS, now())) {
        return refuse(apiErrors.DESK_SIGNATURE_USED, {});
      }
      const token = randomBytes(32);
      const expiresAt = now() + SESSION_MS;
      forget(sessions, now());
      sessions.set(toHex(sha256(token)), { account, expiresAt });
      const { institution, roles } = officer;
      return ok({
        token: toHex(token),
        account: toHex(account),
        institution,
        roles: [...roles],
        expiresAt,
      });
    },
    officerOf: (token) => {
      const bytes = fromHex(token);
      const session = bytes.ok ? sessions.get(toHex(sha256(bytes.value))) : undefined;
      if (session === undefined || session.expiresAt <= now()) {
        return refuse(apiErrors.SESSION_ENDED, {});
      }
      // A role that was taken away ends what came of it.
      const officer = officerBy(ledger, session.account);
      return officer === undefined ? refuse(apiErrors.NOT_AN_OFFICER, {}) : ok(officer);
    },
  };
}

/**
 * What is good once, until a time (ms) at which it is good no more anyhow. Only officers come to be
 * kept here, so it stays small.
 */
function singleUse() {
  const used = new Map<string, number>();
  return {
    /** Whether it is taken now; false if it was taken before. */
    take: (name: string, untilMs: number, nowMs: number): boolean => {
      for (const [one, until] of used) if (until < nowMs) used.delete(one);
      if (used.has(name)) return false;
      used.set(name, untilMs);
      return true;
    },
  };
}

function forget(sessions: Map<string, Session>, nowMs: number): void {
  for (const [hash, { expiresAt }] of sessions) if (expiresAt <= nowMs) sessions.delete(hash);
  const oldest = sessions.keys().next();
  if (sessions.size >= MAX_SESSIONS && oldest.done !== true) sessions.delete(oldest.value);
}
