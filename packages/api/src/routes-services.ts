import { ok } from '@madang/base';
import type { AnyQuery } from '@madang/kernel';
import { jsonFromSearch } from './query-params.ts';
import type { ApiRoom } from './room.ts';
import type { AnyRoute } from './route.ts';

/** One address for each query of the registry: `GET /api/services/document/endingsOf?...`. */
export function serviceRoutes(room: ApiRoom): readonly AnyRoute[] {
  return room.options.services.flatMap((service) =>
    service.queries.map((query) => queryRoute(room, query)),
  );
}

/** The machine reads the parameters itself, by the query's own codec. */
function queryRoute({ options }: ApiRoom, query: AnyQuery): AnyRoute {
  return {
    method: 'get',
    path: `/api/services/${query.service}/${query.name}`,
    summary: `The query ${query.fullName}.`,
    tag: query.service,
    rate: 'reads',
    pathShape: { kind: 'record', fields: [] },
    queryShape: query.paramsShape,
    answer: { kind: 'json', schema: query.resultShape },
    isSecret: false,
    isOfBlock: true,
    handle: async ({ search }) => {
      const params = jsonFromSearch(query.paramsShape, search);
      const answer = options.ledger.read(query.fullName, params);
      return answer.ok ? ok({ json: answer.value, caching: 'never' }) : answer;
    },
  };
}
