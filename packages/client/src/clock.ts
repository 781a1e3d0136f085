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
  /**
   * Learns the same from a question whose answer tells it besides; whoever wants to know meanwhile
   * waits for that answer.
   */
  readonly hear: <T>(
    asking: () => Promise<Result<T, ClientError>>,
    told: (answer: T) => LedgerAnswer,
  ) => Promise<Result<T, ClientError>>;
  /** ms; this device's own clock until the server was asked once. */
  readonly ledgerNow: () => number;
}

/** Devices' clocks drift slowly; what the ledger allows changes rarely. */
const RECENT_MS = 10 * 60_000;

/** Learns the offset between this device's clock and the ledger's from each answer. */
export function createClock(http: Http, now: () => number): LedgerClock {
  let offsetMs = 0;
  let last: { readonly answer: LedgerAnswer; readonly at: number } | undefined;
  /** Waits for the answer that is on its way. */
  let underWay: LedgerClock['recent'] | undefined;
  const learn: LedgerClock['hear'] = async (asking, told) => {
    const askedAt = now();
    const answer = await asking();
    if (!answer.ok) return answer;
    const answeredAt = now();
    const ledger = told(answer.value);
    // The server read its clock about half-way between asking and hearing.
    offsetMs = Math.round(ledger.time - (askedAt + answeredAt) / 2);
    last = { answer: ledger, at: answeredAt };
    return answer;
  };
  const follow = (asked: Promise<unknown>, wait: LedgerClock['recent']): void => {
    underWay = wait;
    const end = (): void => {
      if (underWay === wait) underWay = undefined;
    };
    asked.then(end, end);
  };
  const ledger = (): Promise<Result<LedgerAnswer, ClientError>> => {
    const asked = learn(
      () => http.json(ledgerAnswer, { path: '/api/ledger' }),
      (answer) => answer,
    );
    follow(asked, () => asked);
    return asked;
  };
  const isRecent = (at: number): boolean => Math.abs(now() - at) < RECENT_MS;
  const recent = async (): Promise<Result<LedgerAnswer, ClientError>> =>
    last !== undefined && isRecent(last.at) ? ok(last.answer) : (underWay ?? ledger)();
  return {
    ledger,
    recent,
    hear: (asking, told) => {
      const answer = learn(asking, told);
      // Where it was refused, whoever waited asks for themselves.
      follow(answer, () => answer.then((heard) => (heard.ok ? ok(told(heard.value)) : recent())));
      return answer;
    },
    ledgerNow: () => now() + offsetMs,
  };
}
