import { type Codec, ok, type Result, record, uint } from '@madang/base';
import {
  complaintLine,
  demoOfficersAnswer,
  deskFreshLinkAnswer,
  deskHomes,
  deskNoticesAnswer,
  deskPendingAnswer,
  deskPendingRequest,
  deskPerson,
  deskPersonAnswer,
  deskPersonsAnswer,
  deskRegisterAnswer,
  deskRegisterPersonsAnswer,
  deskRegisterRequest,
  deskRegistersAnswer,
  deskRemindRequest,
  deskSentAnswer,
  deskSessionAnswer,
  deskSessionRequest,
  deskVotersAnswer,
} from '@madang/client';
import { isValidKey } from '@madang/crypto';
import { type Refusal, refuse } from '@madang/kernel';
import { apiErrors } from './api-errors.ts';
import { bytesOf, jsonBody, readJson } from './json-body.ts';
import type { ApiDesk, Officer } from './options.ts';
import { hexHashParam, idParams, noParams } from './params.ts';
import type { ApiRoom } from './room.ts';
import { type AnyRoute, jsonAnswer, jsonReply, type Reply, route } from './route.ts';

const tag = 'desk';
const SMALL_BYTES = 1_024;
/** A person with 64 homes of the longest names fits. */
const PERSON_BYTES = 64 * 1_024;
/** Lists of {@link MAX_DESK_LINES} lines with long names fit. */
const LIST_BYTES = 12 * 1024 * 1024;
const COMPLAINT_BYTES = 4 * 1_024;
const PROPOSAL_BYTES = 160 * 1024;
const nothing = record({});
const unitNumber = uint({ max: 999_999 });

type Answer = Promise<Result<Reply, Refusal>>;

/**
 * What officers of an institution do besides signing: who is behind a home, messages, and acts that
 * wait for a second officer. Whoever comes signs once and has a token from then on.
 */
export function deskRoutes({ options }: ApiRoom): readonly AnyRoute[] {
  const { desk } = options;
  return [
    sessionRoute(desk),
    ...registerRoutes(desk),
    ...knownRegisterRoutes(desk),
    ...homeRoutes(desk),
    ...messageRoutes(desk),
    ...voterRoutes(desk),
    ...pendingRoutes(desk),
    ...demoRoutes(desk),
  ];
}

function sessionRoute(desk: ApiDesk | undefined): AnyRoute {
  return route({
    method: 'post',
    path: '/api/desk/session',
    summary: 'Opens a session for whoever signs with the key of an officer.',
    tag,
    rate: 'links',
    params: noParams,
    query: noParams,
    body: jsonBody(
      deskSessionRequest,
      SMALL_BYTES,
      'Key, time, nonce and signature (docs/spec/desk.md).',
    ),
    answer: jsonAnswer(deskSessionAnswer),
    handle: ({ body }) => {
      if (desk === undefined) return refuse(apiErrors.NO_DESK, {});
      const request = readJson(deskSessionRequest, body);
      if (!request.ok) return request;
      const { suite, time } = request.value;
      const key = bytesOf(request.value.key);
      if (!isValidKey(suite, key)) return refuse(apiErrors.PARAMETER_NOT_VALID, { name: 'key' });
      const signature = bytesOf(request.value.signature);
      const nonce = bytesOf(request.value.nonce);
      const session = desk.openSession({ key, time, nonce, signature });
      return session.ok ? jsonReply(deskSessionAnswer, session.value) : session;
    },
  });
}

function registerRoutes(desk: ApiDesk | undefined): readonly AnyRoute[] {
  return [
    posting(desk, {
      path: '/api/desk/registers',
      summary: 'Opens a register and keeps its persons; the place in the list is the number.',
      rate: 'deposits',
      request: deskRegisterRequest,
      maxBytes: LIST_BYTES,
      params: noParams,
      answer: deskRegisterAnswer,
      work: (open, officer, { value }) => open.foundRegister(officer, value),
    }),
    posting(desk, {
      path: '/api/desk/registers/:register/persons',
      summary: 'Keeps a person who comes later under the next number of a register.',
      rate: 'links',
      request: deskPerson,
      maxBytes: PERSON_BYTES,
      params: record({ register: hexHashParam }),
      answer: deskPersonAnswer,
      work: (open, officer, { path, value }) =>
        open.addPerson(officer, bytesOf(path.register), value),
    }),
    posting(desk, {
      path: '/api/desk/persons/:register/:person/fresh-link',
      summary: 'Queues a new link for a person; the one before is dead.',
      rate: 'links',
      request: nothing,
      maxBytes: SMALL_BYTES,
      params: record({ register: hexHashParam, person: unitNumber }),
      answer: deskFreshLinkAnswer,
      work: (open, officer, { path }) =>
        open.freshLink(officer, { register: bytesOf(path.register), person: path.person }),
    }),
  ];
}

function knownRegisterRoutes(desk: ApiDesk | undefined): readonly AnyRoute[] {
  return [
    route({
      path: '/api/desk/registers',
      summary: 'Registers of the institution that are there already, the newest first.',
      tag,
      params: noParams,
      query: noParams,
      isSecret: true,
      answer: jsonAnswer(deskRegistersAnswer),
      handle: ({ bearer }) =>
        atDesk(desk, bearer, async (open, officer) => {
          const found = await open.registers(officer);
          if (!found.ok) return found;
          return jsonReply(deskRegistersAnswer, { registers: [...found.value] });
        }),
    }),
    route({
      path: '/api/desk/registers/:register/persons',
      summary: 'Who is in a register: numbers, homes, and whom a message reaches; no name.',
      tag,
      params: record({ register: hexHashParam }),
      query: noParams,
      isSecret: true,
      answer: jsonAnswer(deskRegisterPersonsAnswer),
      handle: ({ path, bearer }) =>
        atDesk(desk, bearer, async (open, officer) => {
          const found = await open.registerPersons(officer, bytesOf(path.register));
          if (!found.ok) return found;
          return jsonReply(deskRegisterPersonsAnswer, { persons: [...found.value] });
        }),
    }),
  ];
}

function homeRoutes(desk: ApiDesk | undefined): readonly AnyRoute[] {
  return [
    posting(desk, {
      path: '/api/desk/decisions/:id/homes',
      summary: 'Keeps which number of a decision stands for which home.',
      rate: 'deposits',
      request: deskHomes,
      maxBytes: LIST_BYTES,
      params: idParams,
      answer: nothing,
      work: async (open, officer, { path, value }) => {
        const kept = await open.keepHomes(officer, bytesOf(path.id), value.homes);
        return kept.ok ? ok({}) : kept;
      },
    }),
    route({
      path: '/api/desk/decisions/:id/homes',
      summary: 'Which number of a decision stands for which home.',
      tag,
      params: idParams,
      query: noParams,
      isSecret: true,
      answer: jsonAnswer(deskHomes),
      handle: ({ path, bearer }) =>
        atDesk(desk, bearer, async (open, officer) => {
          const homes = await open.homes(officer, bytesOf(path.id));
          return homes.ok ? jsonReply(deskHomes, { homes: [...homes.value] }) : homes;
        }),
    }),
    route({
      path: '/api/desk/decisions/:id/persons',
      summary: 'Who is behind a home, masked, for help on the telephone. Every look is logged.',
      tag,
      params: idParams,
      query: record({ unit: unitNumber }),
      isSecret: true,
      answer: jsonAnswer(deskPersonsAnswer),
      handle: ({ path, query, bearer }) =>
        atDesk(desk, bearer, async (open, officer) => {
          const found = await open.personsOf(officer, bytesOf(path.id), query.unit);
          return found.ok ? jsonReply(deskPersonsAnswer, found.value) : found;
        }),
    }),
  ];
}

function messageRoutes(desk: ApiDesk | undefined): readonly AnyRoute[] {
  return [
    posting(desk, {
      path: '/api/desk/decisions/:id/links',
      summary: 'Queues a link for everybody on the roll who can be reached.',
      rate: 'links',
      request: nothing,
      maxBytes: SMALL_BYTES,
      params: idParams,
      answer: deskSentAnswer,
      work: (open, officer, { path }) => open.sendLinks(officer, bytesOf(path.id)),
    }),
    posting(desk, {
      path: '/api/desk/decisions/:id/remind',
      summary: 'Queues a reminder for those behind these homes.',
      rate: 'links',
      request: deskRemindRequest,
      maxBytes: LIST_BYTES,
      params: idParams,
      answer: deskSentAnswer,
      work: (open, officer, { path, value }) => open.remind(officer, bytesOf(path.id), value.homes),
    }),
    route({
      path: '/api/desk/decisions/:id/notices',
      summary: 'Homes whose owners learnt what was done in their name, and homes whose did not.',
      tag,
      params: idParams,
      query: noParams,
      isSecret: true,
      answer: jsonAnswer(deskNoticesAnswer),
      handle: ({ path, bearer }) =>
        atDesk(desk, bearer, async (open, officer) => {
          const told = await open.notices(officer, bytesOf(path.id));
          return told.ok ? jsonReply(deskNoticesAnswer, told.value) : told;
        }),
    }),
  ];
}

function voterRoutes(desk: ApiDesk | undefined): readonly AnyRoute[] {
  const sending = { rate: 'links', request: nothing, maxBytes: SMALL_BYTES } as const;
  return [
    route({
      path: '/api/desk/elections/:id/voters',
      summary: 'The roll of an election: homes, who has voted, and whom a message reaches.',
      tag,
      params: idParams,
      query: noParams,
      isSecret: true,
      answer: jsonAnswer(deskVotersAnswer),
      handle: ({ path, bearer }) =>
        atDesk(desk, bearer, async (open, officer) => {
          const found = await open.voters(officer, bytesOf(path.id));
          return found.ok ? jsonReply(deskVotersAnswer, { voters: [...found.value] }) : found;
        }),
    }),
    posting(desk, {
      ...sending,
      path: '/api/desk/elections/:id/links',
      summary: 'Queues a link for every voter of an election who can be reached.',
      params: idParams,
      answer: deskSentAnswer,
      work: (open, officer, { path }) => open.sendVoterLinks(officer, bytesOf(path.id)),
    }),
    posting(desk, {
      ...sending,
      path: '/api/desk/elections/:id/remind',
      summary:
        'Queues a reminder for every voter of an election who has not voted, or not registered.',
      params: idParams,
      answer: deskSentAnswer,
      work: (open, officer, { path }) => open.remindVoters(officer, bytesOf(path.id)),
    }),
    posting(desk, {
      path: '/api/desk/elections/:id/complaints',
      summary: 'Adds an entry to the complaint log of an election; it is on record already.',
      rate: 'links',
      request: complaintLine,
      maxBytes: COMPLAINT_BYTES,
      params: idParams,
      answer: nothing,
      work: async (open, officer, { path, value }) => {
        const added = await open.addComplaint(officer, bytesOf(path.id), value);
        return added.ok ? ok({}) : added;
      },
    }),
  ];
}

function pendingRoutes(desk: ApiDesk | undefined): readonly AnyRoute[] {
  return [
    posting(desk, {
      path: '/api/desk/pending',
      summary: 'Leaves an act with the first signature for a second officer.',
      rate: 'links',
      request: deskPendingRequest,
      maxBytes: PROPOSAL_BYTES,
      params: noParams,
      answer: nothing,
      work: (open, officer, { value }) => {
        const proposal = {
          body: bytesOf(value.body),
          key: bytesOf(value.key),
          signature: bytesOf(value.signature),
        };
        const left = open.leavePending(officer, proposal);
        return Promise.resolve(left.ok ? ok({}) : left);
      },
    }),
    route({
      path: '/api/desk/pending',
      summary: 'Acts that wait for a second officer of the institution.',
      tag,
      params: noParams,
      query: noParams,
      isSecret: true,
      answer: jsonAnswer(deskPendingAnswer),
      handle: ({ bearer }) =>
        atDesk(desk, bearer, (open, officer) =>
          Promise.resolve(jsonReply(deskPendingAnswer, { pending: [...open.pending(officer)] })),
        ),
    }),
  ];
}

/** Outside of a demo there is nothing at this address. */
function demoRoutes(desk: ApiDesk | undefined): readonly AnyRoute[] {
  const officers = desk?.demoOfficers;
  if (officers === undefined) return [];
  return [
    route({
      path: '/api/demo/officers',
      summary: 'The secret keys of this demo’s officers, so that anybody can play them.',
      tag,
      params: noParams,
      query: noParams,
      answer: jsonAnswer(demoOfficersAnswer),
      handle: () => jsonReply(demoOfficersAnswer, officers()),
    }),
  ];
}

interface Posting<P, R, T> {
  readonly path: string;
  readonly summary: string;
  readonly rate: 'deposits' | 'links';
  readonly request: Codec<R>;
  readonly maxBytes: number;
  readonly params: Codec<P>;
  readonly answer: Codec<T>;
  readonly work: (
    desk: ApiDesk,
    officer: Officer,
    asked: { readonly path: P; readonly value: R },
  ) => Promise<Result<T, Refusal>>;
}

/** An address to which an officer posts JSON. */
function posting<P, R, T>(desk: ApiDesk | undefined, given: Posting<P, R, T>): AnyRoute {
  const { path: address, summary, rate, request, maxBytes, params, answer, work } = given;
  return route({
    method: 'post',
    path: address,
    summary,
    tag,
    rate,
    params,
    query: noParams,
    isSecret: true,
    body: jsonBody(request, maxBytes, 'What is asked of the desk (docs/spec/desk.md).'),
    answer: jsonAnswer(answer),
    handle: ({ path, body, bearer }) =>
      atDesk(desk, bearer, async (open, officer) => {
        const value = readJson(request, body);
        if (!value.ok) return value;
        const done = await work(open, officer, { path, value: value.value });
        return done.ok ? jsonReply(answer, done.value) : done;
      }),
  });
}

async function atDesk(
  desk: ApiDesk | undefined,
  bearer: string | undefined,
  work: (desk: ApiDesk, officer: Officer) => Answer,
): Answer {
  if (desk === undefined) return refuse(apiErrors.NO_DESK, {});
  const officer = bearer === undefined ? undefined : desk.officerOf(bearer);
  if (officer === undefined) return refuse(apiErrors.SESSION_ENDED, {});
  return officer.ok ? work(desk, officer.value) : officer;
}
