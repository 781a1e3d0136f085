import { type Codec, encode, fail, type Result, utf8 } from '@madang/base';
import type { LedgerClock } from './clock.ts';
import { type ClientError, clientError } from './error.ts';
import type { Http } from './http.ts';
import {
  type CodeAnswer,
  codeAnswer,
  type DemoLinksAnswer,
  type DemoMessagesAnswer,
  demoLinksAnswer,
  demoMessagesAnswer,
  type ExtendAnswer,
  extendAnswer,
  type IdentifiedAnswer,
  type IdentifyRequest,
  identifiedAnswer,
  identifyRequest,
  type LinkAnswer,
  linkAnswer,
  linkRequest,
  type OutboxCountsAnswer,
  outboxCountsAnswer,
} from './people-answers.ts';
import { queryString } from './query-string.ts';

type Answer<T> = Promise<Result<T, ClientError>>;

/** Asks whose link this is, and learns besides which ledger it is of. */
export function openLink(
  { http, clock }: { readonly http: Http; readonly clock: LedgerClock },
  token: string,
): Answer<LinkAnswer> {
  return clock.hear(
    () => post(http, '/api/people/link', linkAnswer, linkRequest, { token }),
    ({ ledger }) => ledger,
  );
}

/** Has a one-time code sent to the contact of whoever the link is for. */
export function sendCode(http: Http, token: string): Answer<CodeAnswer> {
  return post(http, '/api/people/code', codeAnswer, linkRequest, { token });
}

/** Prolongs the code that was sent. */
export function extendCode(http: Http, token: string): Answer<ExtendAnswer> {
  return post(http, '/api/people/code/extend', extendAnswer, linkRequest, { token });
}

/** Has this device's key attested. The same call may be repeated until there is an answer. */
export function identify(http: Http, request: IdentifyRequest): Answer<IdentifiedAnswer> {
  return post(http, '/api/people/identify', identifiedAnswer, identifyRequest, request);
}

/** What became of the messages of a register. */
export function outboxCounts(http: Http, register: string): Answer<OutboxCountsAnswer> {
  const path = `/api/people/outbox-counts${queryString({ register })}`;
  return http.json(outboxCountsAnswer, { path });
}

/** The messages that the demo city did not send anywhere. */
export function demoMessages(http: Http): Answer<DemoMessagesAnswer> {
  return http.json(demoMessagesAnswer, { path: '/api/demo/messages' });
}

/** Links of the demo city by which a visitor plays residents. */
export function demoLinks(http: Http): Answer<DemoLinksAnswer> {
  return http.json(demoLinksAnswer, { path: '/api/demo/links' });
}

/** Sends what a codec describes; what does not fit it is refused here. */
export function post<T, R>(
  http: Http,
  path: string,
  answer: Codec<T>,
  ...[codec, request]: readonly [Codec<R>, R]
): Answer<T> {
  const fits = encode(codec, request);
  if (!fits.ok) {
    return Promise.resolve(fail(clientError('CLIENT_PAYLOAD_NOT_VALID', fits.error.message)));
  }
  return http.json(answer, {
    path,
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: utf8(JSON.stringify(codec.toJson(request))),
  });
}
