import { uint } from '@madang/base';
import { error } from '@madang/kernel/define';

const line = { line: uint() };

/** What acts about paper ballots are refused with; part of the errors of `election`. */
export const paperErrors = {
  NO_PAPER: error(
    39,
    {},
    {
      en: 'This election takes no ballots on paper.',
      ko: '종이 투표를 받지 않는 선거입니다.',
      help: 'Whether paper is taken is part of the draft; for another way draft a new election.',
    },
  ),
  VOTES_ON_PAPER: error(
    40,
    {},
    {
      en: 'This person votes on paper.',
      ko: '종이로 투표하시는 분입니다.',
      help: 'The office has marked them before a paper was given out. Their vote is the paper; ask at the desk if that is a mistake.',
    },
  ),
  PAPER_LINE_NOT_VALID: error(41, line, {
    en: 'The person of line {line}, counted from 0, is not on the roll, or of another building or weight than the batch.',
    ko: '{line}번째 줄(0부터)의 사람이 명부에 없거나, 묶음과 동이나 의결권이 다릅니다.',
    help: 'Make a batch for each building, and for each weight in it.',
  }),
  PAPER_LINE_TAKEN: error(42, line, {
    en: 'The person of line {line}, counted from 0, votes on paper already, or has cast a ballot that cannot be replaced.',
    ko: '{line}번째 줄(0부터)의 사람은 이미 종이로 투표하거나, 바꿀 수 없는 표를 냈습니다.',
    help: 'Give out no second paper. If the same act was sent twice, nothing is to be done.',
  }),
  UNKNOWN_BATCH: error(
    43,
    {},
    {
      en: 'There is no such batch of paper ballots.',
      ko: '없는 종이 투표 묶음입니다.',
      help: 'A batch is named by its key; it begins when the first person is marked for it, or when an officer opens it for keys that are given up.',
    },
  ),
  BATCH_BEGUN: error(
    44,
    {},
    {
      en: 'Ballots of this batch have been entered: nobody is marked for it any more.',
      ko: '이미 표를 올리기 시작한 묶음이라 더는 사람을 표시할 수 없습니다.',
      help: 'Mark persons before they vote. Begin another batch for those who come later.',
    },
  ),
  BATCH_FULL: error(
    45,
    { max: uint() },
    {
      en: 'A batch is of at most {max} persons.',
      ko: '한 묶음은 {max}명까지입니다.',
      help: 'Begin another batch.',
    },
  ),
  BATCH_CONFIRMED: error(
    46,
    {},
    {
      en: 'The batch has been confirmed: nothing is added to it.',
      ko: '이미 확인된 묶음이라 더할 수 없습니다.',
      help: 'What was confirmed by two counts. If the same act was sent twice, nothing is to be done.',
    },
  ),
  PAPERS_DIFFER: error(
    47,
    { entered: uint() },
    {
      en: '{entered} ballots of this batch were entered, which is not the number of its papers.',
      ko: '이 묶음에서 올린 표는 {entered}장이고, 종이의 수와 다릅니다.',
      help: 'Count the papers again. Enter those that are missing; a batch of too many is never confirmed.',
    },
  ),
  BATCH_ELSEWHERE: error(
    48,
    {},
    {
      en: 'The batch is of another building than the key, or of none of the election.',
      ko: '묶음의 동이 투표 키의 동과 다르거나 이 선거에 없는 동입니다.',
      help: 'Papers count in the building of their voter: give the key up for a batch of that building.',
    },
  ),
  BATCH_KNOWN: error(
    49,
    {},
    {
      en: 'There is this batch of paper ballots already.',
      ko: '이미 있는 종이 투표 묶음입니다.',
      help: 'If the same act was sent twice, nothing is to be done. Another batch needs a key of its own.',
    },
  ),
  KEY_SURRENDERED: error(
    50,
    {},
    {
      en: 'This key was given up for a paper ballot.',
      ko: '종이로 투표하려고 반납한 투표 키입니다.',
      help: 'Its voter votes on paper, and it casts nothing any more. Give no second paper for it.',
    },
  ),
  TOO_FEW_LEFT: error(
    51,
    { needed: uint() },
    {
      en: 'Of the keys that were mixed together {needed} have to stay; no further one can be given up.',
      ko: '함께 섞은 투표 키는 {needed}개가 남아 있어야 하므로 더는 반납할 수 없습니다.',
      help: 'Fewer would hide nobody from the office, which sees who comes. The voter still has the key and can vote with it, at the desk too.',
    },
  ),
} as const;
