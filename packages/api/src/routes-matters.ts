import { fromHex, ok, optional, type Result, record, uint } from '@madang/base';
import { complaintsAnswer, matterAnswer } from '@madang/client';
import { type Refusal, refuse } from '@madang/kernel';
import { apiErrors } from './api-errors.ts';
import { describeRows } from './described-rows.ts';
import type { ApiMatters } from './options.ts';
import { hexHashParam, idParams, noParams } from './params.ts';
import { listsWhole } from './record-unknown.ts';
import type { ApiRoom } from './room.ts';
import { type AnyRoute, jsonAnswer, jsonReply, type Reply, route } from './route.ts';

const tag = 'matters';
const BYTES = 'application/octet-stream';
/** Largest public file, bytes. */
const MAX_FILE_BYTES = 8 * 1024 * 1024;
const DEFAULT_ACTS = 100;

/** What belongs together: the acts of one decision, its files, its dossier. */
export function matterRoutes(room: ApiRoom): readonly AnyRoute[] {
  const { matters } = room.options;
  return [
    actsRoute(room),
    route({
      path: '/api/matters/:id/dossier',
      summary: 'Everything that is needed to check a matter offline, in one file.',
      tag,
      params: idParams,
      query: noParams,
      answer: { kind: 'file', type: BYTES, description: 'docs/spec/dossier.md' },
      handle: ({ path }) =>
        withMatters(matters, async (open) => {
          const dossier = await open.dossier(bytesOf(path.id));
          return dossier.ok ? ok({ bytes: dossier.value, caching: 'never' }) : dossier;
        }),
    }),
    route({
      method: 'post',
      path: '/api/matters/:id/files',
      summary: 'Leaves a public file that the matter names by its SHA-256.',
      tag,
      rate: 'deposits',
      params: idParams,
      query: noParams,
      body: { type: BYTES, maxBytes: MAX_FILE_BYTES, description: 'The bytes of the file.' },
      answer: jsonAnswer(record({})),
      handle: ({ path, body }) =>
        withMatters(matters, async (open) => {
          const kept = await open.keepFile(bytesOf(path.id), body);
          return kept.ok ? jsonReply(record({}), {}) : kept;
        }),
    }),
    route({
      path: '/api/matters/:id/complaints',
      summary: 'The complaint log of an election: statements, and the records they stand in.',
      tag,
      params: idParams,
      query: noParams,
      answer: jsonAnswer(complaintsAnswer),
      handle: ({ path }) =>
        withMatters(matters, async (open) => {
          const log = await open.complaints(bytesOf(path.id));
          return log.ok ? jsonReply(complaintsAnswer, { entries: [...log.value] }) : log;
        }),
    }),
    route({
      path: '/api/files/:digest',
      summary: 'A public file by its SHA-256.',
      tag,
      params: record({ digest: hexHashParam }),
      query: noParams,
      answer: { kind: 'file', type: BYTES, description: 'The file, byte for byte.' },
      isOfBlock: true,
      handle: ({ path }) =>
        withMatters(matters, async (open) => {
          const file = await open.file(bytesOf(path.digest));
          return file === undefined
            ? refuse(apiErrors.FILE_UNKNOWN, {})
            : ok({ bytes: file, caching: 'forever' });
        }),
    }),
  ];
}

function actsRoute(room: ApiRoom): AnyRoute {
  return route({
    path: '/api/matters/:id/records',
    summary: 'The acts that were done in a matter, oldest first.',
    tag,
    params: idParams,
    query: record({ after: optional(uint()), limit: optional(uint({ min: 1, max: 1_000 })) }),
    answer: jsonAnswer(matterAnswer),
    handle: async ({ path, query }) => {
      const whole = listsWhole(room);
      if (!whole.ok) return whole;
      const limit = query.limit ?? DEFAULT_ACTS;
      const after = query.after === undefined ? {} : { after: query.after };
      const rows = await room.options.views.matter({ matter: bytesOf(path.id), limit, ...after });
      const records = await describeRows(room, rows);
      const last = records.length === limit ? records.at(-1) : undefined;
      return jsonReply(
        matterAnswer,
        last === undefined
          ? { records: [...records] }
          : { records: [...records], after: last.index },
      );
    },
  });
}

type Answer = Promise<Result<Reply, Refusal>>;

async function withMatters(
  matters: ApiMatters | undefined,
  work: (matters: ApiMatters) => Answer,
): Answer {
  return matters === undefined ? refuse(apiErrors.MATTER_UNKNOWN, {}) : work(matters);
}

function bytesOf(hex: string): Uint8Array {
  const bytes = fromHex(hex);
  return bytes.ok ? bytes.value : new Uint8Array();
}
