import { equalBytes, toHex } from '@madang/base';
import type { OpenedReceipt } from './open-receipt.ts';
import { failed, type Part, passed } from './part.ts';
import type { Policy } from './policy.ts';

/** The part `chain`: receipt, body and checkpoint speak of the ledger of the policy. */
export function checkChain(opened: OpenedReceipt, policy: Policy): Part {
  const { receipt, transaction, checkpoint } = opened;
  const { origin } = checkpoint.checkpoint;
  const isBodyOfChain = equalBytes(transaction.body.chain, receipt.chain);
  if (!isBodyOfChain || !origin.endsWith(`/${toHex(receipt.chain)}`)) {
    return failed('chain', 'VERIFY_CHAIN_DISAGREES', { chain: toHex(receipt.chain), origin });
  }
  if (origin !== policy.origin || !equalBytes(receipt.chain, policy.chain)) {
    return failed('chain', 'VERIFY_CHAIN_OTHER', { origin, expected: policy.origin });
  }
  return passed('chain', 'VERIFY_CHAIN_PASSED', { ledger: policy.ledgerName });
}
