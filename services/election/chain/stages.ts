import type { TrusteeRecord } from './state.ts';

/** What the ceremony waits for. */
export type Stage = 'commit' | 'reveal' | 'deal' | 'accept' | 'rehearse' | 'ready';

/** The stage that a trustee has not done their part of yet. */
export function nextStage(record: TrusteeRecord): Stage {
  if (record.commitment === undefined) return 'commit';
  if (record.opening === undefined) return 'reveal';
  if (record.shares === undefined) return 'deal';
  if (!record.hasAccepted) return 'accept';
  return record.hasRehearsed ? 'ready' : 'rehearse';
}

const ORDER: readonly Stage[] = ['commit', 'reveal', 'deal', 'accept', 'rehearse', 'ready'];

/** The stage of a ceremony: the one that the slowest trustee is at. */
export function stageOf(records: readonly TrusteeRecord[]): Stage {
  const stages = records.map(nextStage);
  return ORDER.find((stage) => stages.includes(stage)) ?? 'ready';
}

/** Numbers of the trustees for whom the ceremony waits. */
export function missingOf(records: readonly TrusteeRecord[]): readonly number[] {
  const stage = stageOf(records);
  if (stage === 'ready') return [];
  return records.flatMap((record, at) => (nextStage(record) === stage ? [at + 1] : []));
}
