import type { Json } from '@madang/base';
import { contentCodes } from './service-proof.ts';

/** The checks of a receipt in their order (docs/spec/receipt.md, "Checks"). */
export const partNames = [
  'format',
  'chain',
  'signature',
  'place',
  'institutions',
  'standing',
  'content',
] as const;
export type PartName = (typeof partNames)[number];

/** `failed`: it does not match. `unchecked`: it could not be checked. Never mix the two. */
export type PartState = 'passed' | 'failed' | 'unchecked';

/**
 * Every code that a part can have, so that texts can be complete by type. The two without the
 * prefix are fixed by docs/spec/receipt.md. Stable.
 */
export const verifyCodes = [
  'VERIFY_FORMAT_PASSED',
  'VERIFY_FORMAT_WRONG',
  'VERIFY_VERSION_UNKNOWN',
  'VERIFY_CHAIN_PASSED',
  'VERIFY_CHAIN_OTHER',
  'VERIFY_CHAIN_DISAGREES',
  'VERIFY_SIGNATURE_PASSED',
  'VERIFY_SIGNATURES_NOT_IN_ORDER',
  'VERIFY_SIGNATURE_WRONG',
  'VERIFY_SUITE_UNKNOWN',
  'VERIFY_PROOF_UNKNOWN',
  'VERIFY_PROOF_RECORDS_MISSING',
  'VERIFY_PROOF_PASSED',
  'VERIFY_PROOF_WRONG',
  'VERIFY_PLACE_PASSED',
  'VERIFY_PLACE_WRONG',
  'VERIFY_INSTITUTIONS_PASSED',
  'VERIFY_COSIGNATURE_WRONG',
  'VERIFY_KEY_UNKNOWN',
  'VERIFY_LOG_SIGNATURE_MISSING',
  'VERIFY_TOO_FEW_INSTITUTIONS',
  'VERIFY_STANDING_PASSED',
  'VERIFY_STANDING_NOT_NEEDED',
  'NOT_DONE',
  'ENDED',
  'VERIFY_CONSISTENCY_WRONG',
  'VERIFY_BLOCK_WRONG',
  'VERIFY_CLAIMS_DIFFER',
  'VERIFY_CLAIM_WRONG',
  'VERIFY_CLAIMS_UNKNOWN',
  'VERIFY_STANDING_MISSING',
  'VERIFY_STANDING_NOT_VALID',
  ...contentCodes,
  'VERIFY_SERVICE_UNKNOWN',
  'VERIFY_POLICY_MISSING',
  'VERIFY_POLICY_NOT_VALID',
  'VERIFY_RESTS_ON',
] as const;
export type VerifyCode = (typeof verifyCodes)[number];

/** What a sentence about a part may name. Shown, never computed with. */
export interface PartDetail {
  readonly [name: string]: Json;
}

/** The verdict of one check. */
export interface Part {
  readonly part: PartName;
  readonly state: PartState;
  readonly code: VerifyCode;
  readonly detail: PartDetail;
}

/** A part that passed. */
export function passed(part: PartName, code: VerifyCode, detail: PartDetail = {}): Part {
  return { part, state: 'passed', code, detail };
}

/** A part that does not match. */
export function failed(part: PartName, code: VerifyCode, detail: PartDetail = {}): Part {
  return { part, state: 'failed', code, detail };
}

/** A part that could not be checked. */
export function unchecked(part: PartName, code: VerifyCode, detail: PartDetail = {}): Part {
  return { part, state: 'unchecked', code, detail };
}
