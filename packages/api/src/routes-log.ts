import { ok, type Result, record, text, utf8 } from '@madang/base';
import { equivocationsAnswer } from '@madang/client';
import { type Refusal, refuse } from '@madang/kernel';
import { apiErrors } from './api-errors.ts';
import { noParams } from './params.ts';
import { historyAbsent } from './record-unknown.ts';
import type { ApiRoom } from './room.ts';
import { type AnyRoute, jsonAnswer, jsonReply, type Reply, route } from './route.ts';

const tag = 'log';
/** Hashes or entries in a full tile (C2SP tlog-tiles). */
const TILE_WIDTH = 256;
const MAX_LEVEL = 5;

/** The log as C2SP tlog-tiles: what a mirror or an auditor reads. */
export function logRoutes(room: ApiRoom): readonly AnyRoute[] {
  const { options, history } = room;
  const { ledger } = options;
  return [
    envelopesRoute(room),
    route({
      path: '/log/checkpoint',
      summary: 'The newest checkpoint, signed and cosigned.',
      tag,
      params: noParams,
      query: noParams,
      answer: {
        kind: 'file',
        type: 'text/plain; charset=utf-8',
        description: 'docs/spec/checkpoint.md',
      },
      handle: async () => noteReply(await history.observe()),
    }),
    route({
      path: '/log/checkpoint/:size',
      summary: 'What this node alone has signed of the log at the end of a block.',
      tag,
      params: record({ size: text({ min: 1, max: 16, pattern: '[1-9][0-9]*' }) }),
      query: noParams,
      answer: {
        kind: 'file',
        type: 'text/plain; charset=utf-8',
        description: 'docs/spec/checkpoint.md',
      },
      handle: async ({ path }) => noteReply(await ledger.ownNoteAt(Number(path.size))),
    }),
    route({
      path: '/log/equivocations',
      summary:
        'Proofs, known to this server, that somebody signed two logs that cannot both be true.',
      tag,
      params: noParams,
      query: noParams,
      answer: jsonAnswer(equivocationsAnswer),
      handle: async () =>
        jsonReply(
          equivocationsAnswer,
          { equivocations: (await options.equivocations?.()) ?? [] },
          'moment',
        ),
    }),
    route({
      path: '/log/tile/:level{(entries|[0-5])}/:place{.+}',
      summary: 'A tile of hashes (level 0 to 5) or a bundle of entries (level “entries”).',
      tag,
      params: record({
        level: text({ min: 1, max: 7, pattern: 'entries|[0-5]' }),
        place: text({ min: 3, max: 40, pattern: '(x[0-9]{3}/)*[0-9]{3}([.]p/[1-9][0-9]{0,2})?' }),
      }),
      query: noParams,
      answer: { kind: 'file', type: 'application/octet-stream', description: 'docs/spec/log.md' },
      handle: async ({ path }) => {
        const place = parseTilePlace(path.place);
        if (place === undefined) return refuse(apiErrors.NOT_FOUND, {});
        const { index, width } = place;
        const bytes =
          path.level === 'entries'
            ? await ledger.bundle(index, width)
            : await ledger.tile(levelOf(path.level), index, width);
        return tileReply(room, bytes, width);
      },
    }),
  ];
}

function envelopesRoute(room: ApiRoom): AnyRoute {
  return route({
    path: '/log/envelopes/:place{.+}',
    summary: 'The transactions of a bundle of entries, as far as they are kept.',
    tag,
    params: record({ place: text({ min: 3, max: 40, pattern: '(x[0-9]{3}/)*[0-9]{3}' }) }),
    query: noParams,
    answer: { kind: 'file', type: 'application/octet-stream', description: 'docs/spec/log.md' },
    handle: async ({ path }) => {
      const place = parseTilePlace(path.place);
      if (place === undefined) return refuse(apiErrors.NOT_FOUND, {});
      const bytes = await room.options.ledger.envelopes(place.index);
      // What is kept only for a time is not kept anywhere on the way.
      return bytes === undefined ? notPublished(room) : ok({ bytes, caching: 'never' });
    },
  });
}

/** A node that lacks older parts cannot know whether there is such a one. */
function notPublished({ options }: ApiRoom): Result<never, Refusal> {
  const now = options.ledger.now();
  return now.absentBefore > 0 ? historyAbsent(now) : refuse(apiErrors.NOT_FOUND, {});
}

function noteReply(note: Result<string, Refusal>): Result<Reply, Refusal> {
  return note.ok ? ok({ bytes: utf8(note.value) }) : note;
}

function tileReply(
  room: ApiRoom,
  bytes: Uint8Array | undefined,
  width: number,
): Result<Reply, Refusal> {
  if (bytes === undefined) return notPublished(room);
  // A partial tile never changes either, but nobody asks for it once the full one is there.
  return ok({ bytes, caching: width === TILE_WIDTH ? 'forever' : 'moment' });
}

function levelOf(text: string): number {
  return Math.min(Number(text), MAX_LEVEL);
}

/** Index and width in a tile's path: `x001/x234/067` is 1,234,067, `.p/5` its first five. */
export function parseTilePlace(
  place: string,
): { readonly index: number; readonly width: number } | undefined {
  const found = /^((?:x[0-9]{3}\/)*)([0-9]{3})(?:\.p\/([1-9][0-9]{0,2}))?$/.exec(place);
  if (found === null) return undefined;
  const [, high = '', low = '', partial] = found;
  // The one form of an index has no needless leading group of zeros.
  if (high.startsWith('x000/')) return undefined;
  const index = Number(high.replace(/[x/]/g, '') + low);
  const width = partial === undefined ? TILE_WIDTH : Number(partial);
  const isPlace = Number.isSafeInteger(index) && (partial === undefined || width < TILE_WIDTH);
  return isPlace ? { index, width } : undefined;
}
