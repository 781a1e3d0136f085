import { list, ok, type Result, record, type TypeOf, text, uint } from '@madang/base';
import { hexHash } from './answers.ts';
import type { ClientOptions } from './create-client.ts';
import type { ClientError } from './error.ts';
import { createHttp, type Http } from './http.ts';

const complaintFields = {
  id: hexHash,
  salt: hexHash,
  statement: text({ min: 1, max: 2_048 }),
};

/**
 * `POST /api/desk/elections/:id/complaints`: an entry of the complaint log, which stands in the
 * record `id` as a statement with this salt.
 */
export const complaintLine = record(complaintFields);
export type ComplaintLine = TypeOf<typeof complaintLine>;

/** `GET /api/matters/:id/complaints`: the log, oldest first, with the times of its records. */
export const complaintsAnswer = record({
  entries: list(record({ ...complaintFields, time: uint() }), { max: 2_000 }),
});
export type ComplaintsAnswer = TypeOf<typeof complaintsAnswer>;

/** What everybody can read of the complaints about an election. */
export interface ComplaintDoor {
  readonly complaints: (
    election: string,
  ) => Promise<Result<ComplaintsAnswer['entries'], ClientError>>;
}

/** What a door is made of: as a client, beside which it stands. */
export type DoorOptions = Pick<ClientOptions<[]>, 'baseUrl' | 'fetch' | 'language'>;

/** How a door asks the server. */
export function doorHttp({ baseUrl, fetch, language }: DoorOptions): Http {
  return createHttp({
    baseUrl,
    fetch: fetch ?? ((input, init) => globalThis.fetch(input, init)),
    language: language ?? (() => 'ko'),
  });
}

const MAX_LIST_BYTES = 8 * 1024 * 1024;

/** Makes the door to complaints. It is no part of the client, so that others do not load it. */
export function createComplaintDoor(options: DoorOptions): ComplaintDoor {
  const http = doorHttp(options);
  return {
    complaints: async (election) => {
      const path = `/api/matters/${encodeURIComponent(election)}/complaints`;
      const answer = await http.json(complaintsAnswer, { path, maxSizeBytes: MAX_LIST_BYTES });
      return answer.ok ? ok(answer.value.entries) : answer;
    },
  };
}
