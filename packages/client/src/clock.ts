import { ok, type Result } from '@madang/base';
import { type LedgerAnswer, ledgerAnswer } from './answers.ts';
import type { ClientError } from './error.ts';
import type { Http } from './http.ts';

/** The ledger's clock as this device estimates it. */
export interface LedgerClock {
  /** Asks the server and learns the offset of its clock. */
  readonly ledger: () => Promise<Result<LedgerAnswer, ClientError>>;
  /** The last answer if it is young enough, else the one that is on its way, else a new one. */
  readonly recent: () => Promise<Result<LedgerAnswer, ClientError>>;
  /** ms; this device's own clock until the server was asked once. */
  readonly ledgerNow: () => number;
}

/** Devices' clocks drift slowly; what the ledger allows changes rarely. */
const RECENT_MS = 10 * 60_000;

/** Learns the offset between this device's clock and the ledger's from each answer. */
export function createClock(http: Http, now: () => number): LedgerClock {
  let offsetMs = 0;
  let last: { readonly answer: LedgerAnswer; readonly at: number } | undefined;
  let underWay: Promise<Result<LedgerAnswer, ClientError>> | undefined;
  const ask = async (): Promise<Result<LedgerAnswer, ClientError>> => {
    const askedAt = now();
    const answer = await http.json(ledgerAnswer, { path: '/api/ledger' });
    if (!answer.ok) return answer;
    const answeredAt = now();
    // The server read its clock about half-way between asking and hearing.
    offsetMs = Math.round(answer.value.time - (askedAt + answeredAt) / 2);
    last = { answer: answer.value, at: answeredAt };
    return answer;
  };
  const ledger = (): Promise<Result<LedgerAnswer, ClientError>> => {
    const asked = ask().finally(() => {
      if (underWay === asked) underWay = undefined;
    });
    underWay = asked;
    return asked;
  };
  const isRecent = (at: number): boolean => Math.abs(now() - at) < RECENT_MS;
  return {
    ledger,
    recent: async () =>
      last !== undefined && isRecent(last.at) ? ok(last.answer) : (underWay ?? ledger()),
    ledgerNow: () => now() + offsetMs,
  };
}
