const n = String;

/** Words about the result of an election. */
export const electionWords = {
  en: {
    status: {
      draft: 'being prepared',
      registering: 'keys are registered',
      mixing: 'keys are mixed',
      open: 'ballots are taken',
      paused: 'paused',
      closed: 'closed, being decrypted',
      decided: 'DECIDED',
      undisclosed: 'closed; too few ballots to decrypt any',
      'called-off': 'called off',
    },
    closes: (when: string) => `close: ${when}`,
    measure: { heads: 'heads', households: 'households', area: 'area', shares: 'shares' },
    turnout: 'Turnout',
    turnoutOf: (cast: number, eligible: number, percent: string) =>
      `${n(cast)} / ${n(eligible)} (${percent} %)`,
    met: 'enough',
    notMet: 'NOT ENOUGH: nothing is decided',
    question: (number: number) => `Question ${n(number)}`,
    cast: (cast: number, blank: number) => `${n(cast)} cast, ${n(blank)} of them blank`,
    answer: (number: number) => `answer ${n(number)}`,
    elected: 'ELECTED',
    tied: 'tied, not elected',
    nobody: 'nobody is elected',
    approved: 'APPROVED',
    notApproved: 'not approved',
    trustees: (needed: number, all: number) => `Trustees: any ${n(needed)} of ${n(all)} decrypt`,
    decrypted: (sums: number, all: number) => `decrypted ${n(sums)} of ${n(all)} sums`,
    noSums: 'nothing to decrypt yet',
    announced: (announced: number, sums: number) =>
      `${n(announced)} of ${n(sums)} sums are announced`,
    voided: {
      missing: 'did not do their part',
      restarted: 'it was begun again by the office',
      'share-wrong': 'dealt a wrong share',
      'complaint-wrong': 'complained about a right share',
      'key-void': 'it gave no key',
    },
    voidedRound: (round: number, whom: string, why: string) =>
      `round ${n(round)} of the key came to nothing: ${[whom, why].join(' ').trim()}`,
    wrongPart: (whom: string, sum: number) =>
      `${whom} decrypted sum ${n(sum)} wrongly; that part is not used`,
    nobodyBlamed: 'nobody was found wrong',
    mixed: (whom: string) => `Keys of voters mixed by ${whom}`,
    notMixed: 'Keys of voters are not mixed yet',
    paper: (papers: number, batches: number, persons: number) =>
      `On paper: ${n(papers)} ballots in ${n(batches)} batches, each confirmed by two officers; ${n(persons)} persons were marked`,
    surrendered: (keys: number) => `${n(keys)} mixed keys were given up for papers`,
    openPaper: (papers: number, batches: number) =>
      `${n(papers)} papers in ${n(batches)} batches were NOT CONFIRMED and count nothing`,
    counts: (ballots: number, acts: number) =>
      `${n(ballots)} ballots verified, replaced ones too; ${n(acts)} acts in all`,
    messages: (sendings: number, voters: number, undelivered: number) =>
      `voters were sent something ${n(sendings)} times: ${n(voters)} in all, ${n(undelivered)} not reached`,
    changes: (pauses: number, extensions: number, revocations: number) =>
      `paused ${n(pauses)} times, close put off ${n(extensions)} times; an office ended all devices of a person ${n(revocations)} times`,
    asOf: (when: string) => `as the institutions stated it ${when}`,
    notChecked:
      'Not proven by this: that officers and those who attest persons held their roles (the institutions state it); that every ballot that was sent is here (each voter’s receipt shows that theirs is); that voters’ devices encrypted what they chose, and offices what papers say; that nobody was coerced or paid; that trustees, together as many as decrypt, did not look at single ballots.',
  },
  ko: {
    status: {
      draft: '준비 중',
      registering: '투표 키를 등록하는 중',
      mixing: '투표 키를 섞는 중',
      open: '투표를 받는 중',
      paused: '멈춤',
      closed: '마감됨, 합계를 푸는 중',
      decided: '확정됨',
      undisclosed: '마감됨, 표가 너무 적어 열지 않음',
      'called-off': '취소됨',
    },
    closes: (when: string) => `마감: ${when}`,
    measure: { heads: '사람 수', households: '세대', area: '면적', shares: '지분' },
    turnout: '투표율',
    turnoutOf: (cast: number, eligible: number, percent: string) =>
      `${n(cast)} / ${n(eligible)} (${percent} %)`,
    met: '충족',
    notMet: '모자람: 아무것도 정해지지 않음',
    question: (number: number) => `질문 ${n(number)}`,
    cast: (cast: number, blank: number) => `투표 ${n(cast)}, 그 가운데 기권 표 ${n(blank)}`,
    answer: (number: number) => `${n(number)}번`,
    elected: '당선',
    tied: '동수, 당선 아님',
    nobody: '당선자 없음',
    approved: '가결',
    notApproved: '부결',
    trustees: (needed: number, all: number) =>
      `열쇠 보관인: ${n(all)}명 가운데 ${n(needed)}명이 모이면 엽니다`,
    decrypted: (sums: number, all: number) => `합계 ${n(all)}개 가운데 ${n(sums)}개를 풂`,
    noSums: '아직 풀 합계가 없음',
    announced: (announced: number, sums: number) =>
      `합계 ${n(sums)}개 가운데 ${n(announced)}개를 발표`,
    voided: {
      missing: '제 몫을 하지 않음',
      restarted: '담당자가 다시 시작함',
      'share-wrong': '틀린 몫을 나눔',
      'complaint-wrong': '맞는 몫에 이의를 냄',
      'key-void': '열쇠가 되지 않음',
    },
    voidedRound: (round: number, whom: string, why: string) =>
      `열쇠 만들기 ${n(round)}회 무효: ${[whom, why].join(' ').trim()}`,
    wrongPart: (whom: string, sum: number) => `${whom}: ${n(sum)}번 합계를 틀리게 풂(쓰지 않음)`,
    nobodyBlamed: '틀린 것이 드러난 열쇠 보관인 없음',
    mixed: (whom: string) => `투표 키를 섞은 열쇠 보관인: ${whom}`,
    notMixed: '투표 키를 아직 섞지 않음',
    paper: (papers: number, batches: number, persons: number) =>
      `종이: 담당자 두 사람이 확인한 묶음 ${n(batches)}개에 ${n(papers)}장, 종이 투표로 표시된 사람 ${n(persons)}명`,
    surrendered: (keys: number) => `종이로 투표하려고 반납된 투표 키 ${n(keys)}개`,
    openPaper: (papers: number, batches: number) =>
      `묶음 ${n(batches)}개의 ${n(papers)}장은 확인되지 않아 세지 않음`,
    counts: (ballots: number, acts: number) =>
      `확인한 표 ${n(ballots)}장(바꿔 낸 표 포함), 행위 모두 ${n(acts)}건`,
    messages: (sendings: number, voters: number, undelivered: number) =>
      `선거인에게 알림 ${n(sendings)}번: 모두 ${n(voters)}명, 닿지 않은 사람 ${n(undelivered)}명`,
    changes: (pauses: number, extensions: number, revocations: number) =>
      `멈춤 ${n(pauses)}번, 마감 미룸 ${n(extensions)}번, 기관이 한 사람의 기기를 모두 끝낸 것 ${n(revocations)}번`,
    asOf: (when: string) => `기관들이 확인한 때: ${when}`,
    notChecked:
      '증명되지 않는 것: 담당자와 신원 확인자의 자격(기관들이 말한 것입니다), 보낸 표가 모두 여기 있는지(투표자마다 영수증으로 제 표를 확인합니다), 투표자의 기기가 고른 대로, 담당자가 종이에 적힌 대로 잠갔는지, 강요나 매수가 없었는지, 열 수 있는 만큼의 열쇠 보관인이 모여 표 하나하나를 들여다보지 않았는지.',
  },
} as const;
