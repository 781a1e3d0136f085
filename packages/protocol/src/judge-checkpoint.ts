import type { CheckpointVerdict } from './check-checkpoint.ts';
import { failed, type Part, type PartName, passed, unchecked } from './part.ts';

/**
 * What a checkpoint's signatures mean for a part that needs one group of the policy. A wrong
 * signature makes it false. A signature of an unknown key, or too few, leave it unproven: nothing
 * contradicts it.
 */
export function judgeCheckpoint(
  verdict: CheckpointVerdict,
  part: PartName,
  needed: 'quorum' | 'executors',
): Part {
  const wrong = wrongNames(verdict);
  if (wrong.length > 0) return failed(part, 'VERIFY_COSIGNATURE_WRONG', { wrong });
  if (verdict.unknown.length > 0) {
    return unchecked(part, 'VERIFY_KEY_UNKNOWN', { unknown: verdict.unknown });
  }
  if (verdict.log === 'missing') return unchecked(part, 'VERIFY_LOG_SIGNATURE_MISSING');
  const { isMet, threshold, present, missing } = verdict[needed];
  const detail = { threshold, members: present.length + missing.length, present, missing };
  if (!isMet) return unchecked(part, 'VERIFY_TOO_FEW_INSTITUTIONS', detail);
  return passed(part, 'VERIFY_INSTITUTIONS_PASSED', detail);
}

function wrongNames({ checkpoint, log, witnesses }: CheckpointVerdict): readonly string[] {
  const wrong = witnesses.filter((verdict) => verdict.state === 'wrong');
  const names = wrong.map((verdict) => verdict.witness);
  return log === 'wrong' ? [checkpoint.origin, ...names] : names;
}
