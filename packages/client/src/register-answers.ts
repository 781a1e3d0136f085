import { bool, choice, list, record, type TypeOf, text, uint } from '@madang/base';
import { hexHash } from './answers.ts';
import { deskNumber, MAX_DESK_LINES, personHomes } from './desk-answers.ts';

/** Most registers of one answer, and most matters that are named of one. */
export const MAX_DESK_REGISTERS = 200;
export const MAX_REGISTER_MATTERS = 20;

const title = record({ ko: text({ max: 400 }), en: text({ max: 400 }) });

/** `GET /api/desk/registers`: registers of the officer's institution, the newest first. */
export const deskRegistersAnswer = record({
  registers: list(
    record({
      register: hexHash,
      level: choice(['link', 'second-factor', 'desk']),
      /** How many numbers it has. */
      persons: uint(),
      /** ms. */
      openedAt: uint(),
      /** Titles of decisions and elections of these persons. */
      matters: list(title, { max: MAX_REGISTER_MATTERS }),
    }),
    { max: MAX_DESK_REGISTERS },
  ),
});
export type DeskKnownRegister = TypeOf<typeof deskRegistersAnswer>['registers'][number];

/** `GET /api/desk/registers/:register/persons`: who is in it, without names. */
export const deskRegisterPersonsAnswer = record({
  persons: list(
    record({
      person: deskNumber,
      homes: personHomes,
      /** What stands for the person on a roll. */
      commitment: hexHash,
      isReached: bool(),
    }),
    { max: MAX_DESK_LINES },
  ),
});
export type DeskRegisterPerson = TypeOf<typeof deskRegisterPersonsAnswer>['persons'][number];
