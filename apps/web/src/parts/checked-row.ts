import { type ProofValue, proofOf } from '@madang/ui';
import { useEffect, useState } from 'preact/hooks';
import { type Ledger, type PartVerdict, type Verdict, wallsOf } from '../ledger.ts';

/**
 * What this device found of one record; an ended one was proven to have been revoked or replaced.
 */
export type RowProof = { proof: ProofValue; ended?: NonNullable<Verdict['ended']>['kind'] };

/**
 * Fetches the receipt of a record and checks it on this device, part by part. A receipt that cannot
 * be fetched leaves the record unchecked, never wrong.
 */
export function useRecordProof(ledger: Ledger, index: number): RowProof {
  const [row, setRow] = useState<RowProof>(() => ({ proof: proofOf('waiting') }));
  useEffect(() => {
    let current = true;
    const parts: PartVerdict[] = [];
    const show = (proof: ProofValue, ended?: NonNullable<Verdict['ended']>) => {
      if (current) setRow(ended === undefined ? { proof } : { proof, ended: ended.kind });
    };
    void ledger.receipt(index).then((answer) => {
      if (!answer.ok) return show(proofOf('unchecked'));
      const onPart = (part: PartVerdict) => {
        parts.push(part);
        show({ walls: wallsOf(parts, 'waiting') });
      };
      return ledger
        .check(answer.value, { fresh: true, onPart })
        .then(({ parts: all, ended }) => show({ walls: wallsOf(all, 'unchecked') }, ended));
    });
    return () => {
      current = false;
    };
  }, [ledger, index]);
  return row;
}
