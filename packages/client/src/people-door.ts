import type { Result } from '@madang/base';
import type { ClientOptions } from './create-client.ts';
import type { ClientError } from './error.ts';
import { createHttp } from './http.ts';
import { type ExtendAnswer, linkRequest } from './people-answers.ts';
import { post } from './people-calls.ts';
import {
  type ActingCodeAnswer,
  type AppointeeRequest,
  actingCodeAnswer,
  appointeeAnswer,
  appointeeRequest,
  type DeviceRequest,
  type DevicesAnswer,
  deviceAnswer,
  deviceRequest,
  devicesAnswer,
  type PersonAtHome,
  type ProxiesAnswer,
  proxiesAnswer,
  proxiesRequest,
} from './people-door-answers.ts';

type Answer<T> = Promise<Result<T, ClientError>>;

/** What persons do with their link besides identifying themselves. */
export interface PeopleDoor {
  /** Makes a number by which somebody can appoint the person of this link to act for them. */
  readonly actingCode: (token: string) => Answer<ActingCodeAnswer>;
  /** Who it is whose home and number somebody was told. */
  readonly findAppointee: (request: AppointeeRequest) => Answer<PersonAtHome>;
  /** Who may act for the person of this link in a decision, and for whom they may, by homes. */
  readonly proxiesOf: (token: string, decision: string) => Answer<ProxiesAnswer>;
  /** Leaves the key of this device for another device of the same person to add. */
  readonly offerDevice: (request: DeviceRequest) => Answer<ExtendAnswer>;
  /** The keys that wait to be added. */
  readonly offeredDevices: (token: string) => Answer<DevicesAnswer>;
}

/** What a door is made of: as of a client, which it stands beside. */
export type PeopleDoorOptions = Pick<ClientOptions<[]>, 'baseUrl' | 'fetch' | 'language'>;

/**
 * Makes the door to what few persons need. It is no part of the client, so that the others do not
 * load it.
 */
export function createPeopleDoor(options: PeopleDoorOptions): PeopleDoor {
  const http = createHttp({
    baseUrl: options.baseUrl,
    fetch: options.fetch ?? ((input, init) => globalThis.fetch(input, init)),
    language: options.language ?? (() => 'ko'),
  });
  const at = (name: string): string => `/api/people/${name}`;
  return {
    actingCode: (token) => post(http, at('acting-code'), actingCodeAnswer, linkRequest, { token }),
    findAppointee: (request) =>
      post(http, at('appointee'), appointeeAnswer, appointeeRequest, request),
    proxiesOf: (token, decision) =>
      post(http, at('proxies'), proxiesAnswer, proxiesRequest, { token, decision }),
    offerDevice: (request) => post(http, at('device'), deviceAnswer, deviceRequest, request),
    offeredDevices: (token) => post(http, at('devices'), devicesAnswer, linkRequest, { token }),
  };
}
