import { fail, type Result } from '@madang/base';
import type { Signer } from '@madang/crypto';
import type { LedgerClock } from './clock.ts';
import type { DemoOfficersAnswer, DeskSession } from './desk-answers.ts';
import type * as deskCalls from './desk-calls.ts';
import { type ClientError, clientError } from './error.ts';
import type { Http } from './http.ts';

type Answer<T> = Promise<Result<T, ClientError>>;
type DeskCalls = typeof deskCalls;
type DeskClient = deskCalls.DeskClient;

/** What officers call. */
export interface LateDesk {
  readonly openDesk: (signer: Signer) => Answer<DeskSession>;
  readonly demoOfficers: () => Answer<DemoOfficersAnswer>;
  readonly desk: (token: string) => DeskClient;
}

/**
 * The calls of officers, whose code comes with the first of them: everybody loads a client, and few
 * are officers.
 */
export function lateDesk(http: Http, clock: LedgerClock): LateDesk {
  const late = <T>(call: (calls: DeskCalls) => Answer<T>): Answer<T> =>
    import('./desk-calls.ts').then(call, () => fail(clientError('CLIENT_OFFLINE')));
  return {
    openDesk: (signer) => late((calls) => calls.openDesk(http, clock, signer)),
    demoOfficers: () => late((calls) => calls.demoOfficers(http)),
    desk: (token) => {
      const at = <T>(call: (desk: DeskClient) => Answer<T>): Answer<T> =>
        late((calls) => call(calls.deskClient(http, token)));
      return {
        foundRegister: (request) => at((desk) => desk.foundRegister(request)),
        keepHomes: (decision, homes) => at((desk) => desk.keepHomes(decision, homes)),
        homes: (decision) => at((desk) => desk.homes(decision)),
        personsOf: (decision, unit) => at((desk) => desk.personsOf(decision, unit)),
        sendLinks: (decision) => at((desk) => desk.sendLinks(decision)),
        remind: (decision, units) => at((desk) => desk.remind(decision, units)),
        freshLink: (register, person) => at((desk) => desk.freshLink(register, person)),
        leavePending: (pending) => at((desk) => desk.leavePending(pending)),
        pending: () => at((desk) => desk.pending()),
      };
    },
  };
}
