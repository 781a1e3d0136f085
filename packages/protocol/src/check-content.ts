import type { OpenedReceipt } from './open-receipt.ts';
import { type Part, unchecked } from './part.ts';
import type { ServiceProof } from './service-proof.ts';

/** The part `content`: the opening leads to what was recorded, and the given file is the one. */
export function checkContent(
  { receipt, transaction }: OpenedReceipt,
  service: ServiceProof | undefined,
  fileDigest: Uint8Array | undefined,
): Part {
  const { act, payload } = transaction.body;
  if (service === undefined) return unchecked('content', 'VERIFY_SERVICE_UNKNOWN', { act });
  const { opening } = receipt;
  const { state, code, detail } = service.checkContent({
    act,
    payload,
    ...(opening === undefined ? {} : { opening }),
    ...(fileDigest === undefined ? {} : { fileDigest }),
  });
  return { part: 'content', state, code, detail: { file: fileDigest !== undefined, ...detail } };
}
