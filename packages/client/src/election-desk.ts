import { ok, type Result, record } from '@madang/base';
import { type ComplaintLine, complaintLine, type DoorOptions, doorHttp } from './complaint-door.ts';
import { type DeskSentAnswer, deskSentAnswer } from './desk-answers.ts';
import { sendJson } from './desk-calls.ts';
import { type DeskVoter, deskVotersAnswer } from './election-desk-answers.ts';
import type { ClientError } from './error.ts';
import {
  type DeskKnownRegister,
  type DeskRegisterPerson,
  deskRegisterPersonsAnswer,
  deskRegistersAnswer,
} from './register-answers.ts';

type Answer<T> = Promise<Result<T, ClientError>>;

/** What officers ask of the desk about an election, with a session's token. */
export interface ElectionDesk {
  /** The roll: who has voted, and whom a message reaches. */
  readonly voters: (election: string) => Answer<readonly DeskVoter[]>;
  /** A link for every voter. */
  readonly sendLinks: (election: string) => Answer<DeskSentAnswer>;
  /** A reminder for those who have not voted; the server looks who they are. */
  readonly remind: (election: string) => Answer<DeskSentAnswer>;
  /** Registers that are there already. */
  readonly registers: () => Answer<readonly DeskKnownRegister[]>;
  /** Who is in a register, without names. */
  readonly registerPersons: (register: string) => Answer<readonly DeskRegisterPerson[]>;
  /** Adds an entry, which is on record, to the complaint log. */
  readonly addComplaint: (election: string, line: ComplaintLine) => Answer<void>;
}

const MAX_LIST_BYTES = 8 * 1024 * 1024;

/** Makes the desk of elections. It is no part of the client, so that others do not load it. */
export function createElectionDesk(options: DoorOptions, token: string): ElectionDesk {
  const http = doorHttp(options);
  const headers = { authorization: `Bearer ${token}` };
  const at = (election: string, what: string): string =>
    `/api/desk/elections/${encodeURIComponent(election)}/${what}`;
  const order = (path: string): Answer<DeskSentAnswer> =>
    sendJson(http, deskSentAnswer, { path, codec: record({}), value: {} }, headers);
  const registers = '/api/desk/registers';
  return {
    registers: async () => {
      const asked = { path: registers, headers, maxSizeBytes: MAX_LIST_BYTES };
      const listed = await http.json(deskRegistersAnswer, asked);
      return listed.ok ? ok(listed.value.registers) : listed;
    },
    registerPersons: async (register) => {
      const path = `${registers}/${encodeURIComponent(register)}/persons`;
      const asked = { path, headers, maxSizeBytes: MAX_LIST_BYTES };
      const listed = await http.json(deskRegisterPersonsAnswer, asked);
      return listed.ok ? ok(listed.value.persons) : listed;
    },
    voters: async (election) => {
      const asked = { path: at(election, 'voters'), headers, maxSizeBytes: MAX_LIST_BYTES };
      const listed = await http.json(deskVotersAnswer, asked);
      return listed.ok ? ok(listed.value.voters) : listed;
    },
    sendLinks: (election) => order(at(election, 'links')),
    remind: (election) => order(at(election, 'remind')),
    addComplaint: async (election, value) => {
      const posting = { path: at(election, 'complaints'), codec: complaintLine, value };
      const added = await sendJson(http, record({}), posting, headers);
      return added.ok ? ok(undefined) : added;
    },
  };
}
