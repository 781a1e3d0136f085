import { type Codec, ok, type Result, record } from '@madang/base';
import {
  actingCodeAnswer,
  appointeeAnswer,
  appointeeRequest,
  codeAnswer,
  type DeviceRequest,
  demoLinksAnswer,
  demoMessagesAnswer,
  deviceAnswer,
  deviceRequest,
  devicesAnswer,
  extendAnswer,
  identifiedAnswer,
  identifyRequest,
  linkAnswer,
  linkRequest,
  outboxCountsAnswer,
  proxiesAnswer,
  proxiesRequest,
} from '@madang/client';
import { isValidKey } from '@madang/crypto';
import { type Refusal, refuse } from '@madang/kernel';
import { apiErrors } from './api-errors.ts';
import { bytesOf, jsonBody, readJson } from './json-body.ts';
import type { ApiPeople } from './options.ts';
import { hexHashParam, noParams } from './params.ts';
import type { ApiRoom } from './room.ts';
import { type AnyRoute, jsonAnswer, jsonReply, type Reply, route } from './route.ts';

const tag = 'links';
const MAX_BODY_BYTES = 1_024;

/**
 * Links and codes by which persons come with a key of their own. A token stands in the body and
 * never in an address: addresses are kept by browsers, servers and whoever is between them.
 */
export function peopleRoutes({ options, tellLedger }: ApiRoom): readonly AnyRoute[] {
  const { people } = options;
  return [
    linkRoute(people, {
      path: '/api/people/link',
      summary: 'Tells whose link this is, masked, and whether a key speaks for them already.',
      answer: linkAnswer,
      ask: async (opened, token) => {
        const found = await opened.openLink(token);
        return found.ok ? ok({ ...found.value, ledger: tellLedger() }) : found;
      },
    }),
    linkRoute(people, {
      path: '/api/people/code',
      summary: 'Sends a one-time code to the contact on record.',
      answer: codeAnswer,
      ask: (opened, token) => opened.sendCode(token),
    }),
    linkRoute(people, {
      path: '/api/people/code/extend',
      summary: 'Prolongs the code that was sent, up to 20 minutes in all.',
      answer: extendAnswer,
      ask: (opened, token) => opened.extendCode(token),
    }),
    route({
      method: 'post',
      path: '/api/people/identify',
      summary: 'Has a key attested for whoever has the link and its code.',
      tag,
      rate: 'links',
      params: noParams,
      query: noParams,
      body: jsonBody(identifyRequest, MAX_BODY_BYTES, 'The link, its code, and the public key.'),
      answer: jsonAnswer(identifiedAnswer),
      handle: ({ body }) => withPeople(people, (opened) => identify(opened, body)),
    }),
    ...actingRoutes(people),
    countsRoute(people),
    ...demoRoutes(people),
  ];
}

/** Who acts for whom, and which devices come to be whose. */
function actingRoutes(people: ApiPeople | undefined): readonly AnyRoute[] {
  return [
    linkRoute(people, {
      path: '/api/people/acting-code',
      summary: 'Makes a number by which others can appoint this person to act for them.',
      answer: actingCodeAnswer,
      ask: (opened, token) => opened.actingCode(token),
    }),
    askRoute(people, {
      path: '/api/people/appointee',
      summary: 'Tells who it is whose home and number somebody was told.',
      request: appointeeRequest,
      answer: appointeeAnswer,
      ask: (opened, { token, home, code }) =>
        opened.findAppointee({ token: bytesOf(token), home, code }),
    }),
    askRoute(people, {
      path: '/api/people/proxies',
      summary: 'Tells who may act for this person in a decision, and for whom they may, by homes.',
      request: proxiesRequest,
      answer: proxiesAnswer,
      ask: (opened, { token, decision }) => opened.proxiesOf(bytesOf(token), bytesOf(decision)),
    }),
    askRoute(people, {
      path: '/api/people/device',
      summary: 'Leaves the key of a device for another device of the same person to add.',
      request: deviceRequest,
      answer: deviceAnswer,
      ask: offerDevice,
    }),
    linkRoute(people, {
      path: '/api/people/devices',
      summary: 'The keys of devices that wait to be added by one of the same person.',
      answer: devicesAnswer,
      ask: (opened, token) => opened.offeredDevices(token),
    }),
  ];
}

interface AskRoute<R, T> {
  readonly path: string;
  readonly summary: string;
  readonly request: Codec<R>;
  readonly answer: Codec<T>;
  readonly ask: (people: ApiPeople, request: R) => Promise<Result<T, Refusal>>;
}

function askRoute<R, T>(
  people: ApiPeople | undefined,
  { path, summary, request, answer, ask }: AskRoute<R, T>,
): AnyRoute {
  return route({
    method: 'post',
    path,
    summary,
    tag,
    rate: 'links',
    params: noParams,
    query: noParams,
    body: jsonBody(request, MAX_BODY_BYTES, 'The token of the link, and what is asked with it.'),
    answer: jsonAnswer(answer),
    handle: ({ body }) =>
      withPeople(people, async (opened) => {
        const asked = readJson(request, body);
        if (!asked.ok) return asked;
        const found = await ask(opened, asked.value);
        return found.ok ? jsonReply(answer, found.value) : found;
      }),
  });
}

interface LinkRoute<T> extends Pick<AskRoute<never, T>, 'path' | 'summary' | 'answer'> {
  readonly ask: (people: ApiPeople, token: Uint8Array) => Promise<Result<T, Refusal>>;
}

/** A route that takes nothing but a token. */
function linkRoute<T>(people: ApiPeople | undefined, wanted: LinkRoute<T>): AnyRoute {
  const { ask, ...said } = wanted;
  return askRoute(people, {
    ...said,
    request: linkRequest,
    ask: (opened, { token }) => ask(opened, bytesOf(token)),
  });
}

async function offerDevice(people: ApiPeople, { token, key }: DeviceRequest) {
  const bytes = bytesOf(key);
  return isValidKey('ed25519', bytes)
    ? people.offerDevice(bytesOf(token), bytes)
    : refuse(apiErrors.PARAMETER_NOT_VALID, { name: 'key' });
}

async function identify(people: ApiPeople, body: Uint8Array): Answer {
  const request = readJson(identifyRequest, body);
  if (!request.ok) return request;
  const { code, suite } = request.value;
  const key = bytesOf(request.value.key);
  if (!isValidKey(suite, key)) return refuse(apiErrors.PARAMETER_NOT_VALID, { name: 'key' });
  const token = bytesOf(request.value.token);
  const identified = await people.identify({ token, code, key });
  return identified.ok ? jsonReply(identifiedAnswer, identified.value) : identified;
}

function countsRoute(people: ApiPeople | undefined): AnyRoute {
  return route({
    path: '/api/people/outbox-counts',
    summary: 'What became of the messages of a register, in numbers alone.',
    tag,
    params: noParams,
    query: record({ register: hexHashParam }),
    answer: jsonAnswer(outboxCountsAnswer),
    handle: ({ query }) =>
      withPeople(people, async (opened) => {
        const counts = await opened.outboxCounts(bytesOf(query.register));
        return counts.ok ? jsonReply(outboxCountsAnswer, counts.value, 'moment') : counts;
      }),
  });
}

/** Without a stand-in for telephones there is nothing at this address. */
function demoRoutes(people: ApiPeople | undefined): readonly AnyRoute[] {
  const messages = people?.demoMessages;
  if (messages === undefined) return [];
  return [
    route({
      path: '/api/demo/links',
      summary: 'Links by which a visitor of this demo plays residents.',
      tag,
      params: noParams,
      query: noParams,
      answer: jsonAnswer(demoLinksAnswer),
      handle: () => {
        const links = people?.demoLinks?.();
        return links === undefined
          ? refuse(apiErrors.NO_PEOPLE, {})
          : jsonReply(demoLinksAnswer, links);
      },
    }),
    route({
      path: '/api/demo/messages',
      summary: 'The last messages that this demo did not send to anybody.',
      tag,
      params: noParams,
      query: noParams,
      answer: jsonAnswer(demoMessagesAnswer),
      handle: () => jsonReply(demoMessagesAnswer, messages()),
    }),
  ];
}

type Answer = Promise<Result<Reply, Refusal>>;

async function withPeople(
  people: ApiPeople | undefined,
  work: (people: ApiPeople) => Answer,
): Answer {
  return people === undefined ? refuse(apiErrors.NO_PEOPLE, {}) : work(people);
}
