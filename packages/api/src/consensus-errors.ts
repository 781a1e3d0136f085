import { error } from '@madang/kernel/define';

/** What is refused of blocks that several institutions decide together. */
export const consensusErrors = {
  NO_CONSENSUS: error(
    60,
    {},
    {
      en: 'This ledger has no consensus to prove: one operator makes its blocks.',
      ko: '이 원장은 한 운영자가 블록을 만들므로 증명할 합의가 없습니다.',
      help: 'What holds here are the cosignatures of the institutions under each checkpoint.',
    },
  ),
  LIGHT_BLOCK_UNKNOWN: error(
    61,
    {},
    {
      en: 'This server has no block of that height, not yet or no longer.',
      ko: '이 서버에는 그 높이의 블록이 아직 없거나 더는 없습니다.',
      help: 'Ask again in a few seconds for a height just above the newest, or ask another node.',
    },
  ),
  CONSENSUS_SILENT: error(
    62,
    {},
    {
      en: 'The program that keeps the votes of this node does not answer at the moment.',
      ko: '이 노드에서 투표를 보관하는 프로그램이 지금 응답하지 않습니다.',
      help: 'Try again later, or ask another node: all of them keep the same votes.',
    },
  ),
};
