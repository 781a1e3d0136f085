import { toHex } from '@madang/base';
import type { OpenedReceipt } from './open-receipt.ts';
import { failed, type Part, passed } from './part.ts';
import type { Policy } from './policy.ts';

/** The part `chain`: body and checkpoint speak of the ledger of the policy. */
export function checkChain(opened: OpenedReceipt, policy: Policy): Part {
  const chain = toHex(opened.transaction.body.chain);
  const { origin } = opened.checkpoint.checkpoint;
  if (!origin.endsWith(`/${chain}`)) {
    return failed('chain', 'VERIFY_CHAIN_DISAGREES', { chain, origin });
  }
  if (origin !== policy.origin) {
    return failed('chain', 'VERIFY_CHAIN_OTHER', { origin, expected: policy.origin });
  }
  return passed('chain', 'VERIFY_CHAIN_PASSED', { ledger: policy.ledgerName });
}
