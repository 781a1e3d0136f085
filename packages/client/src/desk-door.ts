import type { Result } from '@madang/base';
import type { Signer } from '@madang/crypto';
import { type ActOf, findPayload, type PayloadOf, type ServiceContract } from './acts.ts';
import { createClock } from './clock.ts';
import { cosignProposal, type Proposal, proposeAct, readProposal } from './cosign.ts';
import type { ClientOptions } from './create-client.ts';
import type { DemoOfficersAnswer, DeskPendingRequest, DeskSession } from './desk-answers.ts';
import { type DeskClient, demoOfficers, deskClient, openDesk } from './desk-calls.ts';
import { draftOf } from './draft.ts';
import type { ClientError } from './error.ts';
import { createHttp } from './http.ts';
import type { PreparedTransaction } from './prepare.ts';

type Answer<T> = Promise<Result<T, ClientError>>;

/** What officers do besides sending acts of their own. */
export interface DeskDoor<S extends readonly ServiceContract[]> {
  /** Opens a session for the key of an officer. */
  readonly openSession: (signer: Signer) => Answer<DeskSession>;
  /** The desk's calls with the token of a session. */
  readonly at: (token: string) => DeskClient;
  /** In the demo city alone: the secret keys of its two officers. */
  readonly demoOfficers: () => Answer<DemoOfficersAnswer>;
  /** Signs an act as the first of two; it lives as long as the ledger lets it. Nothing is sent. */
  readonly propose: <A extends ActOf<S>>(
    act: A,
    payload: PayloadOf<S, A>,
    signer: Signer,
  ) => Answer<DeskPendingRequest>;
  /** What the bytes of a proposal say. */
  readonly readProposal: (
    proposal: Pick<DeskPendingRequest, 'body'>,
  ) => Result<Proposal, ClientError>;
  /** Signs a proposal as the second; what comes of it can be sent. */
  readonly cosign: (proposal: DeskPendingRequest, signer: Signer) => Answer<PreparedTransaction>;
}

/** What a door is made of: as of a client, which it stands beside. */
export type DeskOptions<S extends readonly ServiceContract[]> = Omit<
  ClientOptions<S>,
  'policy' | 'wait'
>;

/** An act of two persons waits for the second, so it lives nearly as long as the ledger allows. */
function longestLife(maxExpiryMs: number): number {
  return Math.floor(maxExpiryMs * 0.95);
}

/**
 * Makes the door to the desk of the ledger that a server runs. It is no part of the client, so that
 * who is no officer does not load it.
 */
export function createDeskDoor<const S extends readonly ServiceContract[]>(
  options: DeskOptions<S>,
): DeskDoor<S> {
  const { baseUrl, services } = options;
  const http = createHttp({
    baseUrl,
    fetch: options.fetch ?? ((input, init) => globalThis.fetch(input, init)),
    language: options.language ?? (() => 'ko'),
  });
  const clock = createClock(http, options.now ?? Date.now);
  return {
    openSession: (signer) => openDesk(http, clock, signer),
    at: (token) => deskClient(http, token),
    demoOfficers: () => demoOfficers(http),
    propose: async (act, payload, signer) => {
      const wish = { act, payload, lifetime: longestLife };
      const draft = await draftOf(clock, findPayload(services, act), wish);
      return draft.ok ? proposeAct(draft.value, signer) : draft;
    },
    readProposal: (proposal) => readProposal(services, proposal),
    cosign: (proposal, signer) => cosignProposal(proposal, signer),
  };
}
