import { encode, fail, type Json, ok, parseJson, type Result } from '@madang/base';
import { findQuery, type ServiceContract } from './acts.ts';
import { anyJson } from './answers.ts';
import { type ClientError, clientError } from './error.ts';
import type { Http } from './http.ts';
import { queryString } from './query-string.ts';

/** Asks a query of a service; parameters and answer are decoded by the query's own codecs. */
export async function askService(
  http: Http,
  services: readonly ServiceContract[],
  query: string,
  params: unknown,
): Promise<Result<unknown, ClientError>> {
  const found = findQuery(services, query);
  if (found === undefined) return fail(clientError('CLIENT_UNKNOWN_ACT', query));
  const fits = encode(found.params, params);
  if (!fits.ok) return fail(clientError('CLIENT_PAYLOAD_NOT_VALID', fits.error.message));
  const path = `/api/services/${query.replace('.', '/')}`;
  const answer = await http.json(anyJson, {
    path: path + queryString(asObject(found.params.toJson(params))),
  });
  if (!answer.ok) return answer;
  const result = parseJson(found.result, answer.value);
  if (result.ok) return ok(result.value);
  return fail(clientError('CLIENT_ANSWER_NOT_VALID', result.error.message));
}

function asObject(json: Json): Readonly<Record<string, Json>> {
  return typeof json !== 'object' || isList(json) ? {} : json;
}

function isList(json: Json): json is readonly Json[] {
  return Array.isArray(json);
}
