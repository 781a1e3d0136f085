import { record, uint } from '@madang/base';
import { bilingual, hash } from '@madang/kernel/define';

/** Most places of one batch of paper ballots, and so most papers. */
export const MAX_BATCH = 100;

/** Payload of `confirmBatch`. */
export const confirmPayload = record({
  election: hash,
  batch: hash,
  /** How many papers were in it. */
  papers: uint({ min: 1, max: MAX_BATCH }),
  /** SHA-256 of the record that is kept of them: the scans, who had them when. */
  record: hash,
  /** Where the papers are kept. */
  place: bilingual,
});
