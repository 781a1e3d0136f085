import { uint } from '@madang/base';
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
  TOO_FEW_NODES: error(
    63,
    { running: uint(), needed: uint(), total: uint() },
    {
      en: 'Only {running} of {total} votes can be reached; {needed} are needed, so nothing new is recorded.',
      ko: '전체 {total}표 가운데 {running}표만 닿습니다. {needed}표가 있어야 하므로 새 기록이 멈춰 있습니다.',
      help: 'What is on record stays as it is. See /api/network for who does not answer, and docs/operate.',
    },
  ),
  NO_NEW_BLOCK: error(
    64,
    { forSeconds: uint() },
    {
      en: 'Enough nodes answer, and still no block has come for {forSeconds} s.',
      ko: '노드는 충분히 답하지만 {forSeconds}초째 새 블록이 없습니다.',
      help: 'This node may be cut off from the others. What is on record stays as it is; see docs/operate.',
    },
  ),
};
