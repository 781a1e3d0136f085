import { type Failed, fail } from '@madang/base';

/** Every reason for which the light client refuses its input. Stable. */
export const lightCodes = [
  'CONSENSUS_JSON_NOT_VALID',
  'CONSENSUS_FILE_NOT_VALID',
  'CONSENSUS_HEADER_NOT_VALID',
  'CONSENSUS_COMMIT_NOT_VALID',
  'CONSENSUS_VALIDATORS_NOT_VALID',
  'CONSENSUS_TERMS_NOT_VALID',
  'CONSENSUS_OTHER_CHAIN',
  'CONSENSUS_OTHER_BLOCK',
  'CONSENSUS_OTHER_VALIDATORS',
  'CONSENSUS_HEIGHT_NOT_AFTER',
  'CONSENSUS_TIME_NOT_AFTER',
  'CONSENSUS_TIME_IN_FUTURE',
  'CONSENSUS_TRUST_EXPIRED',
  'CONSENSUS_TOO_FEW_TRUSTED',
  'CONSENSUS_TOO_FEW_VOTES',
  'CONSENSUS_VOTE_WRONG',
  'CONSENSUS_VOTER_DIFFERS',
  'CONSENSUS_VOTER_TWICE',
  'CONSENSUS_BLOCK_MISSING',
  'CONSENSUS_PATH_TOO_LONG',
  'CONSENSUS_OTHER_CHECKPOINT',
  'CONSENSUS_NO_CONFLICT',
  'CONSENSUS_INSTITUTIONS_NOT_VALID',
  'CONSENSUS_INSTITUTIONS_NOT_SIGNED',
  'CONSENSUS_INSTITUTIONS_FALSE',
  'CONSENSUS_INSTITUTIONS_STALE',
  'CONSENSUS_INSTITUTIONS_INCOMPLETE',
  'CONSENSUS_ROOT_TOO_FEW',
] as const;
export type LightCode = (typeof lightCodes)[number];

/** Why an input was refused. `at` is a path in a value; else empty. */
export interface LightError {
  readonly code: LightCode;
  readonly at: string;
  /** One English sentence; other languages key on the code. */
  readonly message: string;
}

/** A refusal. `message` is one sentence. */
export function lightRefusal(code: LightCode, message: string, at = ''): Failed<LightError> {
  return fail({ code, at, message });
}
