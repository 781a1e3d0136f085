import type { ServiceText } from '@madang/kernel/define';

/** Korean texts. */
export const text = {
  title: '선거',
  transactions: {
    draftElection: {
      title: '선거 준비',
      sentence: '무엇을 어떤 규칙으로 묻고 누가 열쇠를 나눠 갖는지 정합니다.',
    },
    enterVoters: { title: '선거인 올리기', sentence: '누가 어떤 의결권으로 투표하는지 올립니다.' },
    commitOpening: {
      title: '열쇠 몫 약속',
      sentence: '열쇠 보관인이 남의 몫을 보기 전에 자기 몫을 정합니다.',
    },
    revealOpening: { title: '열쇠 몫 공개', sentence: '열쇠 보관인이 약속한 값을 공개합니다.' },
    dealShares: {
      title: '몫 나누기',
      sentence: '열쇠 보관인이 모든 열쇠 보관인에게 몫을 봉해 보냅니다.',
    },
    acceptShares: {
      title: '몫 확인',
      sentence: '열쇠 보관인이 받은 몫을 열어 보고 맞다고 밝힙니다.',
    },
    complain: {
      title: '이의',
      sentence: '열쇠 보관인이 받은 몫을 모두에게 열고, 원장이 누가 틀렸는지 가립니다.',
    },
    rehearse: { title: '예행연습', sentence: '열쇠 보관인이 투표 전에 열 수 있음을 보입니다.' },
    restartCeremony: {
      title: '열쇠 다시 만들기',
      sentence: '열쇠 보관인들이 열쇠를 새로 만들고, 하루 넘게 기다리게 한 사람을 밝힙니다.',
    },
    openRegistration: {
      title: '투표 키 등록 시작',
      sentence: '명부를 고정하고, 섞을 투표 키를 받습니다.',
    },
    closeRegistration: {
      title: '투표 키 등록 마감',
      sentence: '더는 투표 키를 받지 않고 섞기를 기다립니다.',
    },
    mixKeys: {
      title: '투표 키 섞기',
      sentence: '누구의 키인지 알 수 없게 섞고, 바뀌거나 늘어난 키가 없음을 증명합니다.',
    },
    openElection: { title: '선거 시작', sentence: '명부를 고정하고 투표를 받습니다.' },
    registerKey: {
      title: '투표 키 등록',
      sentence: '어느 기기의 키로 투표할지 정합니다.',
    },
    castBallot: {
      title: '투표',
      sentence: '잠근 표를 올바른 표라는 증명과 함께 냅니다.',
    },
    openBatch: {
      title: '종이 묶음 시작',
      sentence: '투표 키를 반납한 분이 종이로 투표할 동별 묶음을 시작합니다.',
    },
    surrenderKey: {
      title: '투표 키 반납',
      sentence:
        '이 투표 키로는 더 투표하지 않겠다고 키로 서명하고 종이를 받습니다. 누구의 키인지는 밝히지 않습니다.',
    },
    markPaper: {
      title: '종이 투표자 표시',
      sentence: '투표용지를 드리기 전에 누가 종이로 투표하는지 표시합니다.',
    },
    confirmBatch: {
      title: '종이 묶음 확인',
      sentence: '담당자 두 사람이 묶음의 종이를 모두 올렸음을 확인하고 셉니다.',
    },
    pauseElection: { title: '잠시 멈춤', sentence: '사유를 밝히고 투표를 잠시 받지 않습니다.' },
    resumeElection: { title: '다시 받기', sentence: '멈춘 투표를 다시 받습니다.' },
    extendElection: { title: '마감 미루기', sentence: '마감을 늦춥니다.' },
    noteMessages: { title: '알림 기록', sentence: '선거인 몇 명에게 언제 알렸는지 적습니다.' },
    closeElection: { title: '선거 마감', sentence: '더는 투표를 받지 않습니다.' },
    decryptSum: { title: '합계 풀기', sentence: '열쇠 보관인이 합계 가운데 자기 몫을 풉니다.' },
    announceCounts: {
      title: '득표 발표',
      sentence: '합계가 얼마인지 밝히고 원장이 확인합니다.',
    },
  },
  events: {
    drafted: { title: '준비됨', sentence: '선거가 준비되었습니다.' },
    votersEntered: { title: '선거인 올림', sentence: '명부에 선거인이 올랐습니다.' },
    stageDone: { title: '열쇠 만들기', sentence: '열쇠 보관인이 한 단계를 마쳤습니다.' },
    keyMade: { title: '열쇠 완성', sentence: '열쇠 보관인들이 표를 잠글 열쇠를 만들었습니다.' },
    ceremonyVoided: { title: '열쇠 무효', sentence: '열쇠 만들기가 무효가 되어 다시 시작합니다.' },
    registrationOpened: { title: '키 등록 시작', sentence: '명부가 고정되고 투표 키를 받습니다.' },
    registrationClosed: { title: '키 등록 마감', sentence: '더는 투표 키를 받지 않습니다.' },
    keysMixed: { title: '키 섞음', sentence: '투표 키 목록 하나를 섞고 증명했습니다.' },
    opened: { title: '시작', sentence: '명부가 고정되고 투표를 받습니다.' },
    keyRegistered: { title: '키 등록', sentence: '선거인이 투표 키를 등록했습니다.' },
    ballotCast: { title: '투표함', sentence: '잠긴 표를 받았습니다.' },
    batchOpened: { title: '종이 묶음 시작', sentence: '한 동의 종이 묶음이 시작되었습니다.' },
    keySurrendered: {
      title: '키 반납',
      sentence: '투표 키 하나가 종이 투표를 위해 반납되었습니다. 누구의 키인지는 알 수 없습니다.',
    },
    personsMarked: { title: '종이 투표', sentence: '종이로 투표할 사람이 표시되었습니다.' },
    paperEntered: { title: '종이 올림', sentence: '종이 한 장을 표로 올렸습니다.' },
    batchConfirmed: {
      title: '종이 묶음 확인',
      sentence: '담당자 두 사람이 종이 묶음을 확인하여 셉니다.',
    },
    paused: { title: '멈춤', sentence: '투표를 잠시 받지 않습니다.' },
    resumed: { title: '다시 받음', sentence: '투표를 다시 받습니다.' },
    extended: { title: '마감 늦춤', sentence: '마감이 늦춰졌습니다.' },
    messagesNoted: { title: '알림 보냄', sentence: '선거인에게 알렸습니다.' },
    closed: { title: '마감', sentence: '더는 투표를 받지 않습니다.' },
    sumDecrypted: { title: '합계 풀림', sentence: '열쇠 보관인이 합계의 자기 몫을 풀었습니다.' },
    decryptionWrong: {
      title: '잘못된 해독',
      sentence: '열쇠 보관인의 몫이 틀려 쓰지 않습니다.',
    },
    countsAnnounced: { title: '득표 발표', sentence: '합계의 수가 밝혀졌습니다.' },
    decided: { title: '확정', sentence: '모든 합계와 그 결과가 밝혀졌습니다.' },
  },
  roles: {
    'election.officer': {
      title: '선거 담당',
      sentence: '기관의 선거를 준비하고 열고 닫습니다.',
    },
  },
} as const satisfies ServiceText;
