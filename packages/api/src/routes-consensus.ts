import { ok, record, uint } from '@madang/base';
import { refuse } from '@madang/kernel';
import { apiErrors } from './api-errors.ts';
import type { ApiOptions } from './options.ts';
import { noParams } from './params.ts';
import { type AnyRoute, route } from './route.ts';

/** What a light client asks for. */
export function consensusRoutes({
  options,
}: {
  readonly options: Pick<ApiOptions, 'consensus'>;
}): readonly AnyRoute[] {
  return [
    route({
      path: '/api/consensus/light-blocks/:height',
      summary: 'The header of a height, the votes that decided it, and who could vote.',
      tag: 'consensus',
      params: record({ height: uint({ min: 1 }) }),
      query: noParams,
      answer: { kind: 'file', type: 'application/cbor', description: 'docs/spec/consensus.md' },
      handle: async ({ path }) => {
        if (options.consensus === undefined) return refuse(apiErrors.NO_CONSENSUS, {});
        const block = await options.consensus.lightBlock(path.height);
        // The votes of the newest block are still coming in.
        return block.ok ? ok({ bytes: block.value, caching: 'moment' }) : block;
      },
    }),
  ];
}
