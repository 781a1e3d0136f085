import { DEFAULT_ADDRESS, type Option } from '../command.ts';
import { ceremonyOptions } from './ceremony-options.ts';

/** What of an institution a ceremony and an application are both told. */
const ABOUT = [
  'institution',
  'name',
  'name-ko',
  'operator',
  'operator-ko',
  'host',
  'p2p-port',
  'api',
] as const;

function about(): readonly Option[] {
  return ceremonyOptions
    .filter((option) => ABOUT.some((name) => name === option.name))
    .map(({ help, ...option }) => ({
      ...option,
      help: { en: help.en.replace('join:', 'apply:'), ko: help.ko.replace('join:', 'apply:') },
    }));
}

/** What acts of governance are told. */
export const governOptions: readonly Option[] = [
  {
    name: 'at',
    value: 'URL',
    help: { en: `a node of the ledger (${DEFAULT_ADDRESS})`, ko: '원장 노드의 주소' },
  },
  {
    name: 'as',
    value: 'ID',
    help: { en: 'the institution that acts', ko: '행위하는 기관' },
  },
  {
    name: 'key',
    value: 'FILE',
    help: { en: 'its governance key', ko: '그 기관의 거버넌스 키' },
  },
  {
    name: 'data',
    value: 'DIR',
    help: {
      en: 'apply: data folder of the new node (.madang)',
      ko: 'apply: 새 노드의 데이터 폴더',
    },
  },
  ...about(),
];
