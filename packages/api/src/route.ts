import { type Codec, type Json, ok, parseJson, type Result, type Shape } from '@madang/base';
import { type Refusal, refuse } from '@madang/kernel';
import { apiErrors } from './api-errors.ts';
import type { Language } from './problem.ts';
import { jsonFromSearch } from './query-params.ts';

/** What a route answers with: JSON, or bytes of a media type. */
export interface Reply {
  readonly json?: Json;
  readonly bytes?: Uint8Array;
  /** How long it may be kept: `never`, `moment` (a second), `forever` (it never changes). */
  readonly caching?: 'never' | 'moment' | 'forever';
  readonly status?: number;
}

/** A request as handlers see it. */
export interface RouteRequest<P, Q> {
  readonly path: P;
  readonly query: Q;
  readonly body: Uint8Array;
  readonly language: Language;
  /** The token of `Authorization: Bearer`, if there is one. */
  readonly bearer?: string;
}

/** A request before its parameters were read. */
export interface RawRequest {
  readonly path: Readonly<Record<string, string>>;
  readonly search: URLSearchParams;
  readonly body: Uint8Array;
  readonly language: Language;
  readonly bearer?: string;
}

/** What is sent: a JSON value of a codec, or a file that a page of the specification describes. */
export type AnswerKind =
  | { readonly kind: 'json'; readonly schema: Shape }
  | { readonly kind: 'file'; readonly type: string; readonly description: string };

/** What is received. */
export interface BodyKind {
  readonly type: string;
  readonly maxBytes: number;
  readonly description: string;
  /** Name of a schema that describes what the bytes encode. */
  readonly encodes?: string;
  /** The shape of a JSON body. */
  readonly schema?: Shape;
}

/** One address of the interface with its types forgotten: the router and OpenAPI work from it. */
export interface AnyRoute {
  readonly method: 'get' | 'post' | 'delete';
  /** With `:name` for each path parameter. */
  readonly path: string;
  readonly summary: string;
  readonly tag: string;
  readonly rate: 'reads' | 'transactions' | 'deposits' | 'links';
  readonly pathShape: Shape;
  readonly queryShape: Shape;
  readonly answer: AnswerKind;
  readonly body?: BodyKind;
  /** Whether it needs a secret: of a deposit, or of a session at the desk. */
  readonly isSecret: boolean;
  /**
   * Whether the same is answered until the next block, but for what may be a second old: whose
   * signatures and times are in it.
   */
  readonly isOfBlock?: true;
  /** Whether it is an act, or what is asked right after one: it does not wait behind reads. */
  readonly goesFirst?: true;
  readonly handle: (request: RawRequest) => Promise<Result<Reply, Refusal>>;
}

/** What {@link route} is given. */
export interface RouteInput<P, Q> {
  readonly method?: 'get' | 'post' | 'delete';
  readonly path: string;
  readonly summary: string;
  readonly tag: string;
  readonly rate?: 'transactions' | 'deposits' | 'links';
  readonly params: Codec<P>;
  readonly query: Codec<Q>;
  readonly answer: AnswerKind;
  readonly body?: BodyKind;
  readonly isSecret?: true;
  readonly isOfBlock?: true;
  readonly goesFirst?: true;
  readonly handle: (
    request: RouteRequest<P, Q>,
  ) => Result<Reply, Refusal> | Promise<Result<Reply, Refusal>>;
}

/** Declares an address: its parameters are read by their codecs before the handler runs. */
export function route<P, Q>(input: RouteInput<P, Q>): AnyRoute {
  const { path, summary, tag, params, query, answer, handle } = input;
  const pathOf = readerOf(params);
  const queryOf = readerOf(query);
  return {
    method: input.method ?? 'get',
    path,
    summary,
    tag,
    rate: input.rate ?? 'reads',
    pathShape: params.shape,
    queryShape: query.shape,
    answer,
    ...(input.body === undefined ? {} : { body: input.body }),
    isSecret: input.isSecret === true,
    ...(input.isOfBlock === undefined ? {} : { isOfBlock: input.isOfBlock }),
    ...(input.goesFirst === undefined ? {} : { goesFirst: input.goesFirst }),
    handle: async (raw) => {
      const inPath = pathOf(path.includes(':') ? new URLSearchParams(raw.path) : NO_SEARCH);
      if (!inPath.ok) return inPath;
      const inQuery = queryOf(raw.search);
      if (!inQuery.ok) return inQuery;
      const { body, language, bearer } = raw;
      const request = { path: inPath.value, query: inQuery.value, body, language };
      return handle(bearer === undefined ? request : { ...request, bearer });
    },
  };
}

/** A JSON answer described by a codec. */
export function jsonAnswer<T>(codec: Codec<T>): AnswerKind {
  return { kind: 'json', schema: codec.shape };
}

/** A JSON reply, written by the codec that describes it. */
export function jsonReply<T>(
  codec: Codec<T>,
  value: T,
  caching: 'never' | 'moment' | 'forever' = 'never',
): Result<Reply, Refusal> {
  return ok({ json: codec.toJson(value), caching });
}

/** No parameters at all. */
export const NO_SEARCH = new URLSearchParams();

/** Reads parameters by a codec; what it says of none is found out once. */
function readerOf<T>(codec: Codec<T>): (search: URLSearchParams) => Result<T, Refusal> {
  const ofNone = readParams(codec, NO_SEARCH);
  return (search) => (search.size === 0 ? ofNone : readParams(codec, search));
}

function readParams<T>(codec: Codec<T>, search: URLSearchParams): Result<T, Refusal> {
  const parsed = parseJson(codec, jsonFromSearch(codec.shape, search));
  if (parsed.ok) return parsed;
  const named = /^[\w.[\]]{1,64}$/.exec(parsed.error.at || missingName(parsed.error.message));
  return refuse(apiErrors.PARAMETER_NOT_VALID, { name: named?.[0] ?? '?' });
}

/** The codec names a missing or unknown key only in its sentence. */
function missingName(message: string): string {
  return /^The key (\S+) /.exec(message)?.[1] ?? '';
}
