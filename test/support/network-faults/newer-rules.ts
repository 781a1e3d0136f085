import { createMachine, type Machine } from '@madang/kernel';
import { changingLater, services } from '@madang/testkit';

/** The services of protocol version 2 of the newer build: one more than this build has. */
export const newerServices = [...services, changingLater];

/** An act that only version 2 knows. */
export const NEWER_ACT = 'changing.say';

/** The rules of both versions, as the newer build has them. */
export function newerMachine(): Machine {
  return createMachine(services, { later: [newerServices] });
}
