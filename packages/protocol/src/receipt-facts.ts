import type { CheckpointVerdict } from './check-checkpoint.ts';
import type { OpenedReceipt } from './open-receipt.ts';
import { receiptNumber } from './receipt-number.ts';
import { accountOf, type RawEvent } from './transaction.ts';

/** One signer of an act. */
export interface SignerFact {
  readonly suite: string;
  readonly key: Uint8Array;
  readonly account: Uint8Array;
}

/** An institution that cosigned the receipt's checkpoint, by its short name in the policy. */
export interface CosignerFact {
  readonly name: string;
  readonly timeMs: number;
}

/**
 * What a receipt says. Each fact is only as good as the parts that passed: without `signature` the
 * act is not the signers', without `place` and `institutions` nobody but the file says that it is
 * on record.
 */
export interface ReceiptFacts {
  readonly act: string;
  /** The record's number: the index of its entry. */
  readonly index: number;
  readonly bodyHash: Uint8Array;
  readonly receiptNumber: string;
  readonly blockTimeMs: number;
  readonly height: number;
  /** 0: done; else the number of the refusal. */
  readonly outcomeCode: number;
  /** Canonical bytes of the refusal's details. */
  readonly outcomeContext?: Uint8Array;
  readonly events: readonly RawEvent[];
  /** Canonical bytes of the payload. */
  readonly payload: Uint8Array;
  readonly signers: readonly SignerFact[];
  readonly origin: string;
  /** Size and root of the log at the receipt's checkpoint. */
  readonly logSize: number;
  readonly logRoot: Uint8Array;
  /** Who cosigned the receipt's checkpoint; empty while its signatures were not checked. */
  readonly cosigners: readonly CosignerFact[];
  /** Names in the policy's quorum that are not satisfied. */
  readonly missing: readonly string[];
  /** How many of how many the policy's quorum asks for; absent while not checked. */
  readonly threshold?: number;
  readonly members?: number;
  /** All that was found of the receipt's checkpoint; absent while not checked. */
  readonly checkpoint?: CheckpointVerdict;
  /** The moment for which the standing was proven, ms; absent if it was not. */
  readonly standingAsOfMs?: number;
  /** Whether that moment is from a fresher standing than the receipt's own. */
  readonly isStandingFresh: boolean;
  readonly hasOpening: boolean;
  readonly hasFile: boolean;
}

/** What checking found beyond the file itself. */
export interface Findings {
  readonly checkpoint?: CheckpointVerdict | undefined;
  readonly standingAsOfMs?: number | undefined;
  readonly isStandingFresh: boolean;
  readonly hasFile: boolean;
}

/** The facts of a receipt. */
export function receiptFacts(opened: OpenedReceipt, findings: Findings): ReceiptFacts {
  const { receipt, transaction } = opened;
  const { context, events, code, height, time } = receipt.outcome;
  const { checkpoint, standingAsOfMs, isStandingFresh, hasFile } = findings;
  return {
    act: transaction.body.act,
    index: receipt.index,
    bodyHash: transaction.bodyHash,
    receiptNumber: receiptNumber(transaction.bodyHash),
    blockTimeMs: time,
    height,
    outcomeCode: code,
    ...(context === undefined ? {} : { outcomeContext: context }),
    events,
    payload: transaction.body.payload,
    signers: signersOf(opened),
    origin: opened.checkpoint.checkpoint.origin,
    logSize: opened.checkpoint.checkpoint.size,
    logRoot: opened.checkpoint.checkpoint.root,
    ...checkpointFacts(checkpoint),
    ...(standingAsOfMs === undefined ? {} : { standingAsOfMs }),
    isStandingFresh,
    hasOpening: receipt.opening !== undefined,
    hasFile,
  };
}

function signersOf({ transaction }: OpenedReceipt): readonly SignerFact[] {
  const { auth } = transaction.envelope;
  if (auth.kind === 'proof') return [];
  return auth.signatures.map(({ suite, key }) => ({ suite, key, account: accountOf(suite, key) }));
}

type CheckpointFacts = Pick<
  ReceiptFacts,
  'cosigners' | 'missing' | 'threshold' | 'members' | 'checkpoint'
>;

function checkpointFacts(checkpoint: CheckpointVerdict | undefined): CheckpointFacts {
  if (checkpoint === undefined) return { cosigners: [], missing: [] };
  const { witnesses, quorum } = checkpoint;
  return {
    cosigners: witnesses.flatMap(({ witness, timeMs }) =>
      timeMs === undefined ? [] : [{ name: witness, timeMs }],
    ),
    missing: quorum.missing,
    threshold: quorum.threshold,
    members: quorum.present.length + quorum.missing.length,
    checkpoint,
  };
}
