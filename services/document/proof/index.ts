import type { ServiceProof } from '@madang/protocol';
import { claims } from './claims.ts';
import { checkContent } from './content.ts';

export { type Batch, buildBatch, commit, commitToStatement } from './commitment.ts';
export { MAX_STATEMENT_SIZE_BYTES, type Opening, opening } from './opening.ts';

/** What a verifier must know of `document`. */
export const proof: ServiceProof = { service: 'document', claims, checkContent };
