import { leafHash, verifyInclusion } from '@madang/crypto';
import type { OpenedReceipt } from './open-receipt.ts';
import { failed, type Part, passed } from './part.ts';

/**
 * The part `place`: the entry that envelope and outcome make stands at its index of the log under
 * the receipt's checkpoint.
 */
export function checkPlace({ receipt, entry, checkpoint }: OpenedReceipt): Part {
  const { index, inclusion } = receipt;
  const { size, root } = checkpoint.checkpoint;
  const leaf = leafHash(entry);
  if (verifyInclusion({ index, size, leaf, proof: inclusion, root })) {
    return passed('place', 'VERIFY_PLACE_PASSED', { index, size });
  }
  return failed('place', 'VERIFY_PLACE_WRONG', { index, size });
}
