import { defineMessages } from '@madang/ui';

/** What somebody reads who says who they are before anything else. */
export const identifyText = defineMessages(
  { title: '먼저 본인인지 확인합니다', go: '확인하기' },
  { title: 'First, who you are', go: 'Check' },
);
