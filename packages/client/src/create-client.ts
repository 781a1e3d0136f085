import type { Codec, Result } from '@madang/base';
import { encodeProven } from '@madang/protocol';
import { createAbsenceCheck } from './absence.ts';
import { findPayload, type ServiceContract } from './acts.ts';
import {
  checkpointsAnswer,
  institutionsAnswer,
  recordAnswer,
  recordsAnswer,
  searchAnswer,
  sentAnswer,
  statisticsAnswer,
  statusAnswer,
} from './answers.ts';
import { askService } from './ask.ts';
import { checkToEnd, standingAsk } from './check.ts';
import type { Client } from './client.ts';
import { createClock, type LedgerClock } from './clock.ts';
import { draftOf } from './draft.ts';
import type { ClientError } from './error.ts';
import { createHttp, type Fetch } from './http.ts';
import { dossier, keepFile, matterRecords, publicFile } from './matter-calls.ts';
import {
  demoLinks,
  demoMessages,
  extendCode,
  identify,
  openLink,
  outboxCounts,
  sendCode,
} from './people-calls.ts';
import { readPolicy, replacePolicy } from './pinning.ts';
import type { PolicyStore } from './policy.ts';
import { prepareAuthorised, prepareTransaction } from './prepare.ts';
import { queryString } from './query-string.ts';
import { sendPrepared } from './send.ts';
import { deposit, eraseDeposit, readDeposit } from './vault-calls.ts';
import { waitOrOnline } from './wait.ts';

/** What a client is made of. Only the first three are needed; the rest are for tests. */
export interface ClientOptions<S extends readonly ServiceContract[]> {
  /** Origin of the server, `''` for the page's own. */
  readonly baseUrl: string;
  readonly services: S;
  readonly policy: PolicyStore;
  /** Language of refusals: `ko` unless given. */
  readonly language?: () => 'ko' | 'en';
  readonly fetch?: Fetch;
  /** This device's clock, ms. */
  readonly now?: () => number;
  /** What another client of the same ledger knows of its clock: neither asks what the other did. */
  readonly clock?: LedgerClock;
  readonly wait?: (ms: number, signal: AbortSignal | undefined) => Promise<void>;
}

/**
 * How long a transaction can be executed after it was prepared, ms, unless the ledger allows less.
 */
const LIFETIME_MS = 5 * 60_000;
const MAX_RECEIPT_BYTES = 65_536;

/** Makes a client of the ledger that a server runs. Nothing is sent before the first call. */
export function createClient<const S extends readonly ServiceContract[]>(
  options: ClientOptions<S>,
): Client<S> {
  const { baseUrl, services } = options;
  const now = options.now ?? Date.now;
  const http = createHttp({
    baseUrl,
    fetch: options.fetch ?? ((input, init) => globalThis.fetch(input, init)),
    language: options.language ?? (() => 'ko'),
  });
  const clock = options.clock ?? createClock(http, now);
  const pinning = { http, ledger: clock.recent, store: options.policy, now };
  const checking = { http, pinning, services };
  const sending = { http, ledgerNow: clock.ledgerNow, wait: options.wait ?? waitOrOnline };
  const get = <T>(codec: Codec<T>, path: string): Promise<Result<T, ClientError>> =>
    http.json(codec, { path });
  // The types of acts and queries are those of `services`: each is checked against its codec when
  // called.
  const draft = (act: string, payload: unknown) =>
    draftOf(clock, findPayload(services, act), { act, payload, lifetime: usualLife });
  const query = (name: string, params: unknown) => askService(http, services, name, params);
  return {
    act: async (name, payload, signers) => {
      const made = await draft(name, payload);
      return made.ok ? prepareTransaction(made.value, signers) : made;
    },
    prove: async (name, payload, prove) => {
      const made = await draft(name, payload);
      return made.ok
        ? prepareAuthorised(made.value, async (body, hash) => encodeProven(body, await prove(hash)))
        : made;
    },
    query: query as Client<S>['query'],
    send: (prepared, how) => sendPrepared(sending, prepared, how),
    transaction: (id) => get(sentAnswer, `/api/transactions/${plain(id)}`),
    receipt: (which) =>
      http.bytes({ path: `/api/receipts/${plain(which)}`, maxSizeBytes: MAX_RECEIPT_BYTES }),
    // Few who hold a receipt put an opening into it.
    openReceipt: async (receipt, opening) => {
      const { openReceipt } = await import('./opened-receipt.ts');
      return openReceipt(checking, receipt, opening);
    },
    checkReceipt: (request) => checkToEnd(checking, request),
    freshStanding: (stateKeys, sinceSize) => http.bytes(standingAsk(stateKeys, sinceSize)),
    checkAbsence: createAbsenceCheck(checking),
    policy: () => readPolicy(pinning),
    trustPolicy: (fingerprint) => replacePolicy(pinning, fingerprint),
    clock,
    ledger: clock.ledger,
    records: (page = {}) => get(recordsAnswer, `/api/records${queryString({ ...page })}`),
    record: (index) => get(recordAnswer, `/api/records/${String(index)}`),
    envelope: (id) => http.bytes({ path: `/api/transactions/${plain(id)}/envelope` }),
    institutions: () => get(institutionsAnswer, '/api/institutions'),
    checkpoints: (limit) => get(checkpointsAnswer, `/api/checkpoints${queryString({ limit })}`),
    status: () => get(statusAnswer, '/api/status'),
    search: (text) => get(searchAnswer, `/api/search${queryString({ q: text })}`),
    statistics: () => get(statisticsAnswer, '/api/statistics/today'),
    deposit: (file) => deposit(http, file),
    readDeposit: (id, secret) => readDeposit(http, id, secret),
    eraseDeposit: (id, secret) => eraseDeposit(http, id, secret),
    matterRecords: (id, after, limit) => matterRecords(http, id, { after, limit }),
    dossier: (id) => dossier(http, id),
    keepFile: (id, file) => keepFile(http, id, file),
    publicFile: (digest) => publicFile(http, digest),
    openLink: (token) => openLink({ http, clock }, token),
    sendCode: (token) => sendCode(http, token),
    extendCode: (token) => extendCode(http, token),
    identify: (request) => identify(http, request),
    outboxCounts: (register) => outboxCounts(http, register),
    demoMessages: () => demoMessages(http),
    demoLinks: () => demoLinks(http),
  };
}

/**
 * An id, record number or receipt number as a path segment; receipt numbers are typed with blanks.
 */
function plain(which: string | number): string {
  return encodeURIComponent(String(which).replace(/[\s-]/g, ''));
}

function usualLife(maxExpiryMs: number): number {
  return Math.min(LIFETIME_MS, Math.floor(maxExpiryMs / 2));
}
