import {
  type Codec,
  encode,
  fail,
  fromHex,
  ok,
  type Result,
  record,
  toHex,
  utf8,
} from '@madang/base';
import { randomBytes, type Signer } from '@madang/crypto';
import type { LedgerClock } from './clock.ts';
import {
  type DemoOfficersAnswer,
  type DeskHome,
  type DeskNoticesAnswer,
  type DeskPending,
  type DeskPendingRequest,
  type DeskPerson,
  type DeskPersonAnswer,
  type DeskPersonsAnswer,
  type DeskRegisterAnswer,
  type DeskRegisterRequest,
  type DeskSentAnswer,
  type DeskSession,
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
  deskRegisterRequest,
  deskRemindRequest,
  deskSentAnswer,
  deskSessionAnswer,
  deskSessionRequest,
} from './desk-answers.ts';
import { deskSessionMessage } from './desk-messages.ts';
import { type ClientError, clientError } from './error.ts';
import type { Ask, Http } from './http.ts';
import { queryString } from './query-string.ts';

type Answer<T> = Promise<Result<T, ClientError>>;

/** A register of thousands of persons is sealed one by one. */
const LONG_TIMEOUT_MS = 300_000;
const MAX_LIST_BYTES = 8 * 1024 * 1024;

/** What officers ask of the desk with a session's token. */
export interface DeskClient {
  /** Opens a register; the place in the list is the person's number. */
  readonly foundRegister: (request: DeskRegisterRequest) => Answer<DeskRegisterAnswer>;
  readonly keepHomes: (decision: string, homes: readonly DeskHome[]) => Answer<void>;
  readonly homes: (decision: string) => Answer<readonly DeskHome[]>;
  readonly personsOf: (decision: string, unit: number) => Answer<DeskPersonsAnswer>;
  readonly sendLinks: (decision: string) => Answer<DeskSentAnswer>;
  readonly remind: (decision: string, units: readonly number[]) => Answer<DeskSentAnswer>;
  /** Keeps a person who comes after the register was opened. */
  readonly addPerson: (register: string, person: DeskPerson) => Answer<DeskPersonAnswer>;
  /** Homes whose owners learnt what was done in their name, and those whose did not. */
  readonly notices: (decision: string) => Answer<DeskNoticesAnswer>;
  readonly freshLink: (register: string, person: number) => Answer<{ contactMasked: string }>;
  /** Leaves an act of two officers for the second one. */
  readonly leavePending: (pending: DeskPendingRequest) => Answer<void>;
  readonly pending: () => Answer<readonly DeskPending[]>;
}

/** Opens a session for whoever signs. */
export async function openDesk(
  http: Http,
  clock: LedgerClock,
  signer: Signer,
): Answer<DeskSession> {
  const ledger = await clock.recent();
  if (!ledger.ok) return ledger;
  const chain = fromHex(ledger.value.chain);
  if (!chain.ok) return fail(clientError('CLIENT_ANSWER_NOT_VALID'));
  const time = Math.floor(clock.ledgerNow());
  const nonce = randomBytes(32);
  const signature = await signer.sign(deskSessionMessage(chain.value, { time, nonce }));
  return sendJson(http, deskSessionAnswer, {
    path: '/api/desk/session',
    codec: deskSessionRequest,
    value: {
      key: toHex(signer.publicKey),
      suite: signer.suite,
      time,
      nonce: toHex(nonce),
      signature: toHex(signature),
    },
  });
}

/** The secret keys of the demo's officers. */
export function demoOfficers(http: Http): Answer<DemoOfficersAnswer> {
  return http.json(demoOfficersAnswer, { path: '/api/demo/officers' });
}

/** The calls of one session. */
export function deskClient(http: Http, token: string): DeskClient {
  const headers = { authorization: `Bearer ${token}` };
  const get = <T>(codec: Codec<T>, path: string): Answer<T> =>
    http.json(codec, { path, headers, maxSizeBytes: MAX_LIST_BYTES });
  const post = <T, R>(codec: Codec<T>, posting: Posting<R>): Answer<T> =>
    sendJson(http, codec, posting, headers);
  const order = <T>(codec: Codec<T>, path: string): Answer<T> =>
    post(codec, { path, codec: record({}), value: {} });
  const at = (decision: string, what: string): string =>
    `/api/desk/decisions/${encodeURIComponent(decision)}/${what}`;
  return {
    foundRegister: (value) =>
      post(deskRegisterAnswer, { path: '/api/desk/registers', codec: deskRegisterRequest, value }),
    keepHomes: async (decision, homes) =>
      done(
        await post(record({}), {
          path: at(decision, 'homes'),
          codec: deskHomes,
          value: { homes: [...homes] },
        }),
      ),
    homes: async (decision) => {
      const kept = await get(deskHomes, at(decision, 'homes'));
      return kept.ok ? ok(kept.value.homes) : kept;
    },
    personsOf: (decision, unit) =>
      get(deskPersonsAnswer, at(decision, `persons${queryString({ unit })}`)),
    sendLinks: (decision) => order(deskSentAnswer, at(decision, 'links')),
    remind: (decision, units) =>
      post(deskSentAnswer, {
        path: at(decision, 'remind'),
        codec: deskRemindRequest,
        value: { homes: [...units] },
      }),
    addPerson: (register, value) =>
      post(deskPersonAnswer, {
        path: `/api/desk/registers/${encodeURIComponent(register)}/persons`,
        codec: deskPerson,
        value,
      }),
    notices: (decision) => get(deskNoticesAnswer, at(decision, 'notices')),
    freshLink: (register, person) =>
      order(
        deskFreshLinkAnswer,
        `/api/desk/persons/${encodeURIComponent(register)}/${String(person)}/fresh-link`,
      ),
    leavePending: async (value) =>
      done(await post(record({}), { path: '/api/desk/pending', codec: deskPendingRequest, value })),
    pending: async () => {
      const listed = await get(deskPendingAnswer, '/api/desk/pending');
      return listed.ok ? ok(listed.value.pending) : listed;
    },
  };
}

/** What is sent where. */
export interface Posting<R> {
  readonly path: string;
  readonly codec: Codec<R>;
  readonly value: R;
}

/** Sends JSON and reads the answer. */
export function sendJson<T, R>(
  http: Http,
  answer: Codec<T>,
  { path, codec, value }: Posting<R>,
  headers: Ask['headers'] = {},
): Answer<T> {
  const fits = encode(codec, value);
  if (!fits.ok) {
    return Promise.resolve(fail(clientError('CLIENT_PAYLOAD_NOT_VALID', fits.error.message)));
  }
  return http.json(answer, {
    path,
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: utf8(JSON.stringify(codec.toJson(value))),
    timeoutMs: LONG_TIMEOUT_MS,
    maxSizeBytes: MAX_LIST_BYTES,
  });
}

function done(answer: Result<unknown, ClientError>): Result<void, ClientError> {
  return answer.ok ? ok(undefined) : answer;
}
