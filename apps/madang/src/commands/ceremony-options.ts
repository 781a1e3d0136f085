import type { Option } from '../command.ts';

/** What the steps of a ceremony are told. */
export const ceremonyOptions: readonly Option[] = [
  {
    name: 'data',
    value: 'DIR',
    help: {
      en: 'data folder of this institution (.madang)',
      ko: '이 기관의 데이터 폴더 (.madang)',
    },
  },
  {
    name: 'out',
    value: 'DIR',
    help: {
      en: 'where the public file or folder of this step goes',
      ko: '이 단계에서 만든 공개 파일을 둘 폴더',
    },
  },
  {
    name: 'ledger',
    value: 'NAME',
    help: {
      en: 'join: the ledger’s name, small letters, the same at all',
      ko: 'join: 원장 이름(영문 소문자), 모두 같게',
    },
  },
  {
    name: 'title',
    value: 'TEXT',
    help: { en: 'join: what people call it, the same at all', ko: 'join: 영어 제목, 모두 같게' },
  },
  {
    name: 'title-ko',
    value: 'TEXT',
    help: { en: 'join: the same in Korean', ko: 'join: 한국어 제목, 모두 같게' },
  },
  {
    name: 'time',
    value: 'TIME',
    help: {
      en: 'join: when it begins, such as 2030-01-31T09:00:00Z, the same at all',
      ko: 'join: 시작 시각, 예: 2030-01-31T09:00:00Z, 모두 같게',
    },
  },
  {
    name: 'institution',
    value: 'ID',
    help: { en: 'join: this institution, small letters', ko: 'join: 이 기관(영문 소문자)' },
  },
  {
    name: 'name',
    value: 'TEXT',
    help: { en: 'join: its name', ko: 'join: 기관의 영어 이름' },
  },
  {
    name: 'name-ko',
    value: 'TEXT',
    help: { en: 'join: its name in Korean', ko: 'join: 기관의 한국어 이름' },
  },
  {
    name: 'operator',
    value: 'TEXT',
    help: {
      en: 'join: who runs its keys and machines, in words',
      ko: 'join: 키와 서버를 누가 운영하는지(영어)',
    },
  },
  {
    name: 'operator-ko',
    value: 'TEXT',
    help: { en: 'join: the same in Korean', ko: 'join: 키와 서버를 누가 운영하는지(한국어)' },
  },
  {
    name: 'host',
    value: 'HOST',
    help: { en: 'join: where the other nodes find this one', ko: 'join: 다른 노드가 찾을 주소' },
  },
  {
    name: 'p2p-port',
    value: 'PORT',
    help: { en: 'join: the port for the other nodes', ko: 'join: 다른 노드가 쓸 포트' },
  },
  {
    name: 'api',
    value: 'URL',
    help: {
      en: 'join: where its API answers, without a slash at the end',
      ko: 'join: API 주소, 끝에 / 없이',
    },
  },
  {
    name: 'issuer',
    help: {
      en: 'join: with a key that puts documents on record for the institution',
      ko: 'join: 기관 이름으로 문서를 기록할 키도 만듭니다',
    },
  },
  {
    name: 'listen',
    value: 'ADDRESS',
    help: {
      en: 'finish: the address on which this node waits for the others (0.0.0.0)',
      ko: 'finish: 다른 노드를 기다릴 주소 (0.0.0.0)',
    },
  },
];
