import { fromHex, ok, optional, type Result, record, text, uint } from '@madang/base';
import { type Refusal, refuse } from '@madang/kernel';
import { apiErrors } from './api-errors.ts';
import type { ApiOptions } from './options.ts';
import { noParams } from './params.ts';
import type { ApiLedger } from './ports.ts';
import { type AnyRoute, type Reply, route } from './route.ts';

/** What light clients are served from. */
interface ConsensusRoom {
  readonly options: Pick<ApiOptions, 'consensus'> & {
    readonly ledger: Pick<ApiLedger, 'institutions' | 'now'>;
  };
}

const answer = {
  kind: 'file',
  type: 'application/cbor',
  description: 'docs/spec/consensus.md',
} as const;

/** Most keys of one question, and their hexadecimal digits joined by commas. */
const MAX_KEYS = 64;
const keysText = text({ min: 64, max: MAX_KEYS * 65, pattern: '[0-9a-f]{64}(,[0-9a-f]{64})*' });

/** What a light client asks for. */
export function consensusRoutes({ options }: ConsensusRoom): readonly AnyRoute[] {
  return [
    route({
      path: '/api/consensus/light-blocks/:height',
      summary: 'The header of a height, the votes that decided it, and who could vote.',
      tag: 'consensus',
      params: record({ height: uint({ min: 1 }) }),
      query: noParams,
      answer,
      handle: async ({ path }) => {
        if (options.consensus === undefined) return refuse(apiErrors.NO_CONSENSUS, {});
        const block = await options.consensus.lightBlock(path.height);
        // The votes of the newest block are still coming in.
        return block.ok ? ok({ bytes: block.value, caching: 'moment' }) : block;
      },
    }),
    route({
      path: '/api/consensus/institutions',
      summary: 'The institutions of the newest state, each proven under its checkpoint.',
      tag: 'consensus',
      params: noParams,
      query: record({ since: optional(uint({ min: 1 })), keys: optional(keysText) }),
      answer,
      handle: async ({ query }) => institutionsReply(options.ledger, query),
    }),
  ];
}

interface InstitutionsQuery {
  readonly since?: number | undefined;
  readonly keys?: string | undefined;
}

async function institutionsReply(
  ledger: ConsensusRoom['options']['ledger'],
  { since, keys = '' }: InstitutionsQuery,
): Promise<Result<Reply, Refusal>> {
  if (since !== undefined && since > ledger.now().size) {
    return refuse(apiErrors.PARAMETER_NOT_VALID, { name: 'since' });
  }
  const asked = keys.split(',').flatMap((hex) => {
    const key = fromHex(hex);
    return key.ok && key.value.length > 0 ? [key.value] : [];
  });
  const file = await ledger.institutions({
    keys: asked,
    ...(since === undefined ? {} : { sinceSize: since }),
  });
  return file.ok ? ok({ bytes: file.value, caching: 'moment' }) : file;
}
