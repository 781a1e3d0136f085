import { list, optional, record, type TypeOf, text, uint } from '@madang/base';
import { hexHash } from './answers.ts';
import { homes, sixDigits, token } from './people-answers.ts';

/** A person by number, as those may know them who act for each other: by their homes. */
const personAtHome = record({ person: uint(), homes });
export type PersonAtHome = TypeOf<typeof personAtHome>;

/** `POST /api/people/acting-code`: a number that lets others appoint this person. Time in ms. */
export const actingCodeAnswer = record({ code: sixDigits, expiresAt: uint() });
export type ActingCodeAnswer = TypeOf<typeof actingCodeAnswer>;

/** `POST /api/people/appointee`: the home of who is to act, and the number that they told. */
export const appointeeRequest = record({
  token,
  home: text({ min: 1, max: 100 }),
  code: sixDigits,
});
export type AppointeeRequest = TypeOf<typeof appointeeRequest>;

/** `POST /api/people/appointee`: who it is. */
export const appointeeAnswer = personAtHome;

/** `POST /api/people/proxies`: in which decision. */
export const proxiesRequest = record({ token, decision: hexHash });

/** `POST /api/people/proxies`: who may act for this person, and for whom they may act. */
export const proxiesAnswer = record({
  proxy: optional(personAtHome),
  principals: list(personAtHome, { max: 100 }),
});
export type ProxiesAnswer = TypeOf<typeof proxiesAnswer>;

/** `POST /api/people/device`: the key of a device that is to be added. */
export const deviceRequest = record({ token, key: hexHash });
export type DeviceRequest = TypeOf<typeof deviceRequest>;

/** `POST /api/people/device`: until when it waits. Time in ms. */
export const deviceAnswer = record({ expiresAt: uint() });

/** `POST /api/people/devices`: the keys that wait to be added by a device of this person. */
export const devicesAnswer = record({ keys: list(hexHash, { max: 8 }) });
export type DevicesAnswer = TypeOf<typeof devicesAnswer>;
