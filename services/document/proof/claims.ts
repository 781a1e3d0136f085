import { type CodecError, decode, ok, type Result } from '@madang/base';
import type { Claim, ClaimsInput } from '@madang/protocol';
import { notarisePayload } from '../chain/schema.ts';
import { endings, WHOLE_DOCUMENT } from '../chain/state.ts';
import { opening } from './opening.ts';

/** The act whose receipts have a standing. */
export const NOTARISE = 'document.notarise';

/**
 * That neither the document nor, if there are more, the opened file has ended
 * (docs/spec/document.md).
 */
export function claims(input: ClaimsInput): Result<readonly Claim[], CodecError> {
  if (input.act !== NOTARISE) return ok([]);
  const payload = decode(notarisePayload, input.payload);
  if (!payload.ok) return payload;
  const whole = absentEnding(input.bodyHash, WHOLE_DOCUMENT);
  // Of one file the claims do not depend on what the opening says.
  if (input.opening === undefined || payload.value.count === 1) return ok([whole]);
  const opened = decode(opening, input.opening);
  if (!opened.ok) return opened;
  return ok([whole, absentEnding(input.bodyHash, opened.value.leaf)]);
}

function absentEnding(id: Uint8Array, leaf: number): Claim {
  return { stateKey: endings.stateKey([id, leaf]), stands: 'absent' };
}
