import type { Json } from '@madang/base';

/**
 * Why a call gave no answer. Codes of the ledger's own refusals (`document.ALREADY_ENDED`) pass
 * through.
 */
export interface ClientError {
  /**
   * Stable: one of {@link CLIENT_CODES}, a code of the server (`api.TOO_MANY_REQUESTS`), or of a
   * service.
   */
  readonly code: string;
  /** One sentence; the server's are in the language that was asked for. */
  readonly message: string;
  /** Whether the same call may succeed later without any change. */
  readonly retryable: boolean;
  readonly status?: number;
  readonly number?: number;
  readonly context?: Json;
  readonly requestId?: string;
  /** How long the server asks to wait, ms. */
  readonly retryAfterMs?: number;
}

/** The codes that arise on this side of the connection, with what they mean. */
export const CLIENT_CODES = {
  CLIENT_OFFLINE: 'The server could not be reached.',
  CLIENT_TIMEOUT: 'The server did not answer in time.',
  CLIENT_ANSWER_TOO_LARGE: 'The answer is larger than this call allows.',
  CLIENT_ANSWER_NOT_VALID:
    'The server answered with something that this client does not understand.',
  CLIENT_SERVER_FAILED: 'The server reported a failure of its own.',
  CLIENT_CANCELLED: 'The call was cancelled.',
  CLIENT_UNKNOWN_ACT: 'No service of this ledger knows this act or query.',
  CLIENT_PAYLOAD_NOT_VALID: 'The payload does not fit what the act asks for.',
  CLIENT_EXPIRED: 'The transaction was not accepted before it expired; it will never be executed.',
  CLIENT_OTHER_LEDGER: 'The server runs another ledger than the one this was prepared for.',
  CLIENT_POLICY_NOT_VALID: 'The trust policy of the server cannot be read.',
  CLIENT_POLICY_CHANGED: 'The trust policy differs from the one that this device keeps.',
  CLIENT_NO_POLICY: 'This device keeps no trust policy yet and the server could not be asked.',
} as const;
export type ClientCode = keyof typeof CLIENT_CODES;

const RETRYABLE: ReadonlySet<ClientCode> = new Set([
  'CLIENT_OFFLINE',
  'CLIENT_TIMEOUT',
  'CLIENT_SERVER_FAILED',
]);

/** An error of this side; `detail` is added to the sentence of its code. */
export function clientError(code: ClientCode, detail?: string): ClientError {
  const sentence = CLIENT_CODES[code];
  return {
    code,
    message: detail === undefined ? sentence : `${sentence} ${detail}`,
    retryable: RETRYABLE.has(code),
  };
}
