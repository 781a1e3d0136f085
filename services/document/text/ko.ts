import type { ServiceText } from '@madang/kernel/define';

/** 한국어 문구. */
export const text = {
  title: '증거 서류',
  transactions: {
    notarise: { title: '서류 등재', sentence: '서류가 있었음을 내용을 드러내지 않고 기록합니다.' },
    supersede: { title: '서류 대체', sentence: '서류를 새 서류로 대체합니다.' },
    revoke: { title: '서류 취소', sentence: '서류가 더는 유효하지 않다고 기록합니다.' },
    noteErasure: {
      title: '보관물 삭제 기록',
      sentence: '보관함에서 파일과 키를 지웠음을 기록합니다. 서류의 증명은 그대로 남습니다.',
    },
  },
  events: {
    notarised: { title: '서류 등재됨', sentence: '서류가 기록되었습니다.' },
    superseded: { title: '서류 대체됨', sentence: '서류가 새 서류로 대체되었습니다.' },
    revoked: { title: '서류 취소됨', sentence: '서류의 효력이 취소되었습니다.' },
    erasureNoted: { title: '보관물 삭제됨', sentence: '보관함에서 파일이 지워졌습니다.' },
  },
  roles: {
    'document.issuer': { title: '발급 담당', sentence: '기관의 이름으로 서류를 발급합니다.' },
    'document.custodian': { title: '보관 담당', sentence: '기관의 보관함을 맡아 운영합니다.' },
  },
} satisfies ServiceText;
