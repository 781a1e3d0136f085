import { encodeKnown, expectOk } from '@madang/base';
import { inclusionProof, leafHash } from '@madang/crypto';
import {
  type Claim,
  decodeTransaction,
  encodeLogEntry,
  type Outcome,
  type Receipt,
  receipt as receiptCodec,
} from '@madang/protocol';
import type { Signed } from '@madang/testkit';
import { proof } from '../proof/index.ts';
import { provenState } from './signed-state.ts';
import type { World } from './world.ts';

/** A transaction as it was executed. */
export interface Executed {
  readonly envelope: Uint8Array;
  readonly outcome: Outcome;
}

/** Executes a transaction in a block of its own. */
export function execute({ ledger }: Pick<World, 'ledger'>, transaction: Signed): Executed {
  const [done] = ledger.block([transaction]).transactions;
  if (done === undefined) throw new Error('A block executes what it is given.');
  return { envelope: transaction.bytes, outcome: done.outcome };
}

/** What an executed act claims of the state. */
function claimsOf({ envelope, outcome }: Executed): readonly Claim[] {
  const { body, bodyHash } = expectOk(decodeTransaction(envelope, envelope.length), 'an act');
  const { act, payload } = body;
  return expectOk(proof.claims({ act, payload, bodyHash, outcome }), 'claims of an act');
}

/**
 * The receipt of an act at the newest block of its world, in a log of this act and that block. All
 * institutions sign it, whatever the act is; `change` is what somebody does to it later.
 */
export async function receiptOf(
  { ledger }: Pick<World, 'ledger'>,
  act: Executed,
  change: (receipt: Receipt) => Receipt = (same) => same,
): Promise<Uint8Array> {
  const entry = entryOf(act);
  const stateKeys = claimsOf(act).map(({ stateKey }) => stateKey);
  const state = await provenState(ledger, { stateKeys, before: [entry] });
  const { block, checkpoint, claims, inclusion } = state;
  const receipt: Receipt = {
    kind: 'madang/receipt',
    version: 1,
    envelope: act.envelope,
    outcome: act.outcome,
    index: 0,
    inclusion: inclusionProof(
      [entry, block].map((one) => leafHash(one)),
      0,
    ),
    checkpoint,
    ...(claims.length === 0 ? {} : { standing: { block, claims: [...claims], inclusion } }),
  };
  return encodeKnown(receiptCodec, change(receipt));
}

function entryOf({ envelope, outcome }: Executed): Uint8Array {
  const act = expectOk(decodeTransaction(envelope, envelope.length), 'an act');
  const { body, bodyHash, envelopeHash } = act;
  const hashes = { body: bodyHash, envelope: envelopeHash };
  return encodeLogEntry({ type: 'transaction', act: body.act, ...hashes, outcome });
}
