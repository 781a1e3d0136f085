import { type ProofValue, proofOf } from '@madang/ui';
import { useEffect, useState } from 'preact/hooks';
import { type Ledger, type PartVerdict, wallsOf } from '../ledger.ts';

/**
 * Fetches the receipt of a record and checks it on this device, part by part. A receipt that cannot
 * be fetched leaves the record unchecked, never wrong.
 */
export function useRecordProof(ledger: Ledger, index: number): ProofValue {
  const [proof, setProof] = useState<ProofValue>(() => proofOf('waiting'));
  useEffect(() => {
    let current = true;
    const parts: PartVerdict[] = [];
    const show = (value: ProofValue) => {
      if (current) setProof(value);
    };
    ledger.receipt(index).then((answer) => {
      if (!answer.ok) return show(proofOf('unchecked'));
      const onPart = (part: PartVerdict) => {
        parts.push(part);
        show({ walls: wallsOf(parts, 'waiting') });
      };
      return ledger
        .check(answer.value, { fresh: true, onPart })
        .then((verdict) => show({ walls: wallsOf(verdict.parts, 'unchecked') }));
    });
    return () => {
      current = false;
    };
  }, [ledger, index]);
  return proof;
}
