import { equalBytes } from '@madang/base';
import { decodeReceipt } from '@madang/protocol';
import type { PartVerdict, Verdict } from '../ledger.ts';
import { checkReceiptHere } from '../real/check-receipt.ts';
import type { BallotRoom } from './room.ts';
import type { Stood, VoterStanding } from './standing.ts';

/** What this device finds of a receipt by itself, in the place of what every receipt is asked. */
export type OwnFindings = {
  /** The proof of the bytes that it sent, where one stands in the place of a signature. */
  proof?: Promise<PartVerdict>;
  /** What stands for the voter. */
  stood: Promise<VoterStanding>;
  /** Whether that is what the receipt is of. */
  isNewest: (stood: Stood) => boolean;
  /** The code where it is not. */
  notNewest: string;
};

/** Bytes that this device made, with what verifies their proof. */
export type OwnAct = {
  envelope: Uint8Array;
  isProven: () => Promise<boolean>;
  /** The code where the receipt is of other bytes. */
  notAsMade: string;
};

/** The proof of the very bytes that this device made: it stands in the place of a signature. */
export async function ownProofPart(
  receipt: Uint8Array,
  { envelope, isProven, notAsMade }: OwnAct,
): Promise<PartVerdict> {
  const part = { part: 'signature', tookMs: 0 } as const;
  const opened = decodeReceipt(receipt);
  if (!opened.ok || !equalBytes(opened.value.envelope, envelope)) {
    return { ...part, state: 'failed', code: notAsMade };
  }
  const proven = await isProven().catch(() => undefined);
  if (proven === undefined) return { ...part, state: 'unchecked', code: 'VERIFY_PROOF_UNKNOWN' };
  return proven
    ? { ...part, state: 'passed' }
    : { ...part, state: 'failed', code: 'VERIFY_PROOF_WRONG' };
}

function standingPart(stood: VoterStanding, { isNewest, notNewest }: OwnFindings): PartVerdict {
  const part = { part: 'standing', tookMs: 0 } as const;
  if (stood.state !== 'proven') return { ...part, state: stood.state, code: stood.code };
  return isNewest(stood)
    ? { ...part, state: 'passed' }
    : { ...part, state: 'failed', code: notNewest };
}

/** The four points of the receipt of a voter's own act, checked on this device. */
export async function checkOwnReceipt(
  room: BallotRoom,
  receipt: Uint8Array,
  own: OwnFindings,
  onPart: (part: PartVerdict) => void,
): Promise<Verdict> {
  const isOwn = ({ part }: PartVerdict) =>
    part === 'standing' || (part === 'signature' && own.proof !== undefined);
  const told = (part: PartVerdict) => {
    onPart(part);
    return part;
  };
  const [verdict, proof, stood] = await Promise.all([
    checkReceiptHere(room, receipt, {
      fresh: false,
      onPart: (part) => {
        if (!isOwn(part)) onPart(part);
      },
    }),
    own.proof?.then(told),
    own.stood,
  ]);
  const standing = told(standingPart(stood, own));
  const { facts } = verdict;
  const asOf = stood.state === 'proven' ? { standingAtMs: stood.asOfMs } : {};
  const others = verdict.parts.filter((part) => !isOwn(part));
  return {
    ...verdict,
    parts: [...others, ...(proof === undefined ? [] : [proof]), standing],
    ...(facts === undefined ? {} : { facts: { ...facts, ...asOf } }),
  };
}
