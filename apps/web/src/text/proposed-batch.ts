import { defineMessages } from '@madang/ui';

/** The words of a batch of papers that waits for its second signature. */
export const proposedBatchText = defineMessages(
  {
    batch: '묶음',
    papers: '올린 투표지',
    digest: '기록지의 지문',
    place: '종이를 보관하는 곳',
    check: '인쇄한 기록지의 수와 지문이 이것과 같은지 보고 서명하십시오.',
  },
  {
    batch: 'Batch',
    papers: 'Papers entered',
    digest: 'Fingerprint of the record',
    place: 'Where the papers are kept',
    check: 'See that the number and the fingerprint on the printed record are these, then sign.',
  },
);
