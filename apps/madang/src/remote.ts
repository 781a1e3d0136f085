import { fail, ok, type Result } from '@madang/base';
import {
  type Client,
  type ClientError,
  createClient,
  fingerprintOf,
  type PolicyStore,
  type PreparedTransaction,
  type SentAnswer,
} from '@madang/client';
import { services } from '@madang/services';
import { type CommandError, commandError, type Language } from './terminal.ts';

/** A client of the ledger at an address, for the services of this build. */
export type RemoteLedger = Client<typeof services>;

/** The ledger at an address such as `http://localhost:7300`; a policy that is given is believed. */
export function remoteLedger(
  url: string,
  language: Language,
  policyText?: string,
): Result<RemoteLedger, CommandError> {
  const base = originOf(url);
  if (base === undefined) return fail(notAnAddress(url));
  const policy = memoryPolicy(policyText);
  return ok(createClient({ baseUrl: base, services, policy, language: () => language }));
}

/** Sends a transaction, once it is prepared: what the ledger made of it, also a refusal. */
export async function sendPrepared(
  ledger: RemoteLedger,
  prepared: Result<PreparedTransaction, ClientError>,
): Promise<Result<SentAnswer, CommandError>> {
  if (!prepared.ok) return fail(fromClient(prepared.error));
  const sent = await ledger.send(prepared.value);
  return sent.ok ? sent : fail(fromClient(sent.error));
}

/** What a refusal of the ledger is to a command. */
export function refusedBy({ code, name, message = '' }: SentAnswer['outcome']): CommandError {
  return commandError(name ?? String(code), message, message);
}

/** A policy store that lives as long as the command. */
function memoryPolicy(text: string | undefined): PolicyStore {
  let kept =
    text === undefined ? undefined : { text, fingerprint: fingerprintOf(text), pinnedAt: 0 };
  return {
    load: () => Promise.resolve(kept),
    save: (policy) => {
      kept = policy;
      return Promise.resolve();
    },
  };
}

/** What is said of a text that is no address. */
export function notAnAddress(url: string): CommandError {
  return commandError(
    'ADDRESS_NOT_VALID',
    `${url} is not an address such as http://localhost:7300.`,
    `${url} 는 http://localhost:7300 같은 주소가 아닙니다.`,
  );
}

/** The origin of an address of the web; nothing if it is none. */
export function originOf(url: string): string | undefined {
  const parsed = URL.parse(url);
  const isWeb = parsed?.protocol === 'http:' || parsed?.protocol === 'https:';
  return parsed !== null && isWeb ? parsed.origin : undefined;
}

/** What a client's failure is to a command. */
export function fromClient(error: ClientError): CommandError {
  return commandError(error.code, error.message, error.message);
}
