import type { ServiceText } from '@madang/kernel/define';

/** 한국어 문구. */
export const text = {
  title: '사람',
  transactions: {
    openRegister: { title: '명부 열기', sentence: '기관이 사람들의 명부를 엽니다.' },
    attestKey: { title: '본인 확인', sentence: '기관이 한 사람의 키임을 확인합니다.' },
    enlargeRegister: { title: '명부 늘리기', sentence: '나중에 온 사람의 번호를 더합니다.' },
    revokeKeys: {
      title: '기기 모두 끝내기',
      sentence: '기관이 본인을 확인하고 그 사람의 키를 모두 끝냅니다.',
    },
    addKey: { title: '기기 추가', sentence: '본인이 기기를 더합니다.' },
    endKey: { title: '기기 끝내기', sentence: '본인이 기기 하나를 끝냅니다.' },
  },
  events: {
    registerOpened: { title: '명부 열림', sentence: '기관이 명부를 열었습니다.' },
    keyAttested: { title: '본인 확인됨', sentence: '한 사람의 첫 키가 확인되었습니다.' },
    registerEnlarged: { title: '명부 늘어남', sentence: '명부에 번호가 더해졌습니다.' },
    keysRevoked: { title: '기기 모두 끝남', sentence: '한 사람의 키가 모두 끝났습니다.' },
    keyAdded: { title: '기기 추가됨', sentence: '본인이 기기를 더했습니다.' },
    keyEnded: { title: '기기 끝남', sentence: '기기 하나가 끝났습니다.' },
  },
  roles: {
    'people.registrar': { title: '명부 담당', sentence: '기관의 명부를 엽니다.' },
    'people.attester': { title: '본인 확인 담당', sentence: '사람을 확인하고 그 키를 기록합니다.' },
  },
} satisfies ServiceText;
