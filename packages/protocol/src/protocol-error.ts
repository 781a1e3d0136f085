import { type CodecError, type Failed, fail } from '@madang/base';

/** Every reason for which a function of this room refuses its input. Stable. */
export const protocolCodes = [
  'NOTE_NOT_VALID',
  'NOTE_TOO_LONG',
  'NOTE_KEY_TWICE',
  'CHECKPOINT_NOT_VALID',
  'ADD_CHECKPOINT_NOT_VALID',
  'EQUIVOCATION_NOT_VALID',
  'KEY_TEXT_NOT_VALID',
  'POLICY_NOT_VALID',
  'POLICY_TOO_LONG',
  'POLICY_KEY_NOT_VALID',
  'POLICY_KEY_TWICE',
  'POLICY_NAME_NOT_VALID',
  'POLICY_NAME_TWICE',
  'POLICY_NAME_UNKNOWN',
  'POLICY_THRESHOLD_NOT_VALID',
  'POLICY_TOO_MANY',
  'POLICY_TOO_DEEP',
  'POLICY_LOG_MISSING',
  'POLICY_ORIGIN_NOT_VALID',
  'POLICY_EXECUTORS_NOT_VALID',
  'POLICY_QUORUM_NOT_VALID',
  'POLICY_CHANGE_NOT_VALID',
  'POLICY_CHANGE_OTHER',
  'POLICY_CHANGE_SIGNATURE_WRONG',
  'POLICY_CHANGE_TOO_FEW',
  'GENESIS_NOT_VALID',
  'RECEIPT_NOT_VALID',
  'RECEIPT_VERSION_UNKNOWN',
  'STANDING_NOT_VALID',
  'PROMISE_NOT_VALID',
  'PROMISE_OTHER_CHAIN',
  'PROMISE_KEY_UNKNOWN',
  'PROMISE_SIGNATURE_WRONG',
  'DOSSIER_NOT_VALID',
  'DOSSIER_TOO_LONG',
  'DOSSIER_PART_TOO_LONG',
  'DOSSIER_TRUNCATED',
  'DOSSIER_TRAILING',
] as const;
export type ProtocolCode = (typeof protocolCodes)[number];

/**
 * Why an input was refused. `at` says where: a line number of a text or a path in a value; else
 * empty.
 */
export interface ProtocolError {
  readonly code: ProtocolCode;
  readonly at: string;
  /** One English sentence; other languages key on the code. */
  readonly message: string;
}

/** A refusal. `message` is one sentence. */
export function refusal(code: ProtocolCode, message: string, at = ''): Failed<ProtocolError> {
  return fail({ code, at, message });
}

/**
 * A refusal because bytes did not decode; `within` names the bytes if they are not the whole input.
 */
export function undecodable(
  code: ProtocolCode,
  error: CodecError,
  within = '',
): Failed<ProtocolError> {
  const at = [within, error.at].filter((step) => step !== '').join('.');
  return fail({ code, at, message: error.message });
}
