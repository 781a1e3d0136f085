import type { Json } from '@madang/base';
import { toHex } from '@madang/base';
import { randomBytes } from '@madang/crypto';
import { type AnyError, type Refusal, refusalSentence } from '@madang/kernel';
import { apiErrors } from './api-errors.ts';

/** The languages in which refusals are told. */
export type Language = 'ko' | 'en';

/** A refusal ready to be sent: `application/problem+json` (RFC 9457). */
export interface Problem {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** Finds the definition of an error by its number. */
export type ErrorBook = (code: number) => AnyError | undefined;

/** HTTP statuses of refusals that are not 422, by name. */
export const STATUS_BY_NAME: ReadonlyMap<string, number> = new Map([
  ['kernel.NOT_CANONICAL', 400],
  ['kernel.TOO_LARGE', 413],
  ['kernel.PAYLOAD_NOT_VALID', 400],
  ['kernel.SIGNATURE_WRONG', 403],
  ['kernel.WRONG_SIGNERS', 403],
  ['kernel.NOT_PERMITTED', 403],
  ['kernel.REPLAYED', 409],
  ['kernel.BLOCK_FULL', 503],
  ['kernel.UNKNOWN_QUERY', 404],
  ['kernel.QUERY_NOT_VALID', 400],
  ['api.NOT_FOUND', 404],
  ['api.METHOD_NOT_ALLOWED', 405],
  ['api.BODY_TOO_LARGE', 413],
  ['api.CONTENT_TYPE_NOT_ACCEPTED', 415],
  ['api.PARAMETER_NOT_VALID', 400],
  ['api.TOO_MANY_REQUESTS', 429],
  ['api.BUSY', 503],
  ['api.NOT_READY', 503],
  ['api.RECORD_UNKNOWN', 404],
  ['api.NO_TRANSACTION', 404],
  ['api.ENVELOPE_NOT_KEPT', 410],
  ['api.HISTORY_ABSENT', 503],
  ['api.HISTORY_FETCHING', 503],
  ['api.NUMBER_NOT_UNIQUE', 409],
  ['api.NOT_AUTHORISED', 401],
  ['api.VAULT_UNKNOWN', 404],
  ['api.VAULT_ERASED', 410],
  ['api.NO_VAULT', 404],
  ['api.VAULT_DAMAGED', 500],
  ['api.INTERNAL', 500],
  ['api.REQUEST_NOT_VALID', 400],
  ['api.HEADERS_TOO_LARGE', 431],
  ['api.REQUEST_TOO_SLOW', 408],
  ['api.NO_PEOPLE', 404],
  ['api.LINK_UNKNOWN', 404],
  ['api.MATTER_UNKNOWN', 404],
  ['api.FILE_UNKNOWN', 404],
  ['api.FILE_NOT_NAMED', 422],
  ['api.COMPLAINT_NOT_NEXT', 409],
  ['api.NOBODY_TO_REMIND', 409],
  ['api.LINK_USED', 409],
  ['api.CODE_WRONG', 403],
  ['api.CODE_ENDED', 410],
  ['api.CODES_TOO_MANY', 429],
  ['api.NO_CONTACT', 409],
  ['api.APPOINTEE_UNKNOWN', 404],
  ['api.NO_DESK', 404],
  ['api.CLOCK_DIFFERS', 403],
  ['api.NOT_AN_OFFICER', 403],
  ['api.ROLE_NEEDED', 403],
  ['api.SESSION_ENDED', 401],
  ['api.DESK_SIGNATURE_WRONG', 403],
  ['api.DESK_SIGNATURE_USED', 403],
  ['api.PERSON_NOT_ADDED', 503],
  ['api.OTHER_INSTITUTION', 403],
  ['api.REGISTER_NOT_OPENED', 503],
  ['api.HOMES_UNKNOWN', 404],
  ['api.HOME_UNKNOWN', 404],
  ['api.PERSON_UNKNOWN', 404],
  ['api.PENDING_FULL', 429],
  ['api.PERSON_NOT_VALID', 422],
  ['api.PROPOSAL_NOT_VALID', 422],
  ['api.NO_CONSENSUS', 404],
  ['api.LIGHT_BLOCK_UNKNOWN', 404],
  ['api.CONSENSUS_SILENT', 503],
  ['api.TOO_FEW_NODES', 503],
  ['api.NO_NEW_BLOCK', 503],
]);

/** The first of our languages that a reader accepts; Korean if none is named. */
export function languageOf(acceptLanguage: string | null | undefined): Language {
  for (const part of (acceptLanguage ?? '').slice(0, 256).toLowerCase().split(',')) {
    const name = part.trim();
    if (name.startsWith('ko')) return 'ko';
    if (name.startsWith('en')) return 'en';
  }
  return 'ko';
}

/**
 * A refusal as a problem document. Errors that no service of this build defines become INTERNAL.
 */
export function problemOf(refusal: Refusal, language: Language, book: ErrorBook): Problem {
  const definition = book(refusal.code);
  if (definition === undefined || definition.name !== refusal.name) {
    return problemOf(INTERNAL_REFUSAL, language, () => apiErrors.INTERNAL);
  }
  const status = STATUS_BY_NAME.get(refusal.name) ?? 422;
  const context = definition.contextToJson(refusal.context);
  const requestId = newRequestId();
  const document: Json = {
    type: errorLink(definition.name),
    title: sentenceOf(definition, language, refusal.context),
    status,
    code: definition.name,
    number: definition.code,
    context,
    requestId,
  };
  return {
    status,
    headers: { ...PROBLEM_HEADERS, 'x-request-id': requestId, ...waitHeader(status, context) },
    body: JSON.stringify(document),
  };
}

/** The sentence of a refusal; times are told in the local time of the city, to the second. */
export function sentenceOf(definition: AnyError, language: Language, context: Uint8Array): string {
  return refusalSentence(definition, language, context, (field, value) =>
    /(?:^at|At)$/.test(field) && typeof value === 'number'
      ? showTime(value, language)
      : showValue(value),
  );
}

/** Where an error is explained. */
export function errorLink(name: string): string {
  return `/docs/errors#${name.toLowerCase().replace(/[^a-z0-9]+/g, '-')}`;
}

/** An id by which a person can tell the operator which failure they met. */
export function newRequestId(): string {
  return toHex(randomBytes(8));
}

const PROBLEM_HEADERS = {
  'content-type': 'application/problem+json; charset=utf-8',
  'cache-control': 'no-store',
  'x-content-type-options': 'nosniff',
};

/** An empty record: the details of an error that has none. */
const INTERNAL_REFUSAL: Refusal = {
  code: 90_018,
  name: 'api.INTERNAL',
  context: Uint8Array.of(0xa0),
};

function waitHeader(status: number, context: Json): Readonly<Record<string, string>> {
  if (status !== 429 && status !== 503) return {};
  const asked = typeof context === 'object' && 'seconds' in context ? context['seconds'] : 1;
  return { 'retry-after': showValue(asked) };
}

function showValue(value: Json): string {
  return typeof value === 'object' ? JSON.stringify(value) : String(value);
}

/** The furthest moment that a Date can be; a time of the ledger may be further. */
const DATE_MS_MAX = 8.64e15;

function showTime(timeMs: number, language: Language): string {
  if (timeMs > DATE_MS_MAX) return `${String(timeMs)} ms`;
  return new Intl.DateTimeFormat(language, {
    dateStyle: 'medium',
    timeStyle: 'medium',
    timeZone: 'Asia/Seoul',
  }).format(timeMs);
}
